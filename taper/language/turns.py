"""Which of several amounts of a step is taken on which day: two of them in turn, another one on days excepted?"""

from __future__ import annotations

from dataclasses import replace

from taper.language import dosewords, timewords
from taper.language.amounts import take_amount
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Phrases
from taper.language.doseopenings import amount_stands, take_verb
from taper.language.frequencies import take_whens
from taper.language.numbers import number_stands, take_number
from taper.language.sharing import for_certain, names_days
from taper.language.sketch import Said
from taper.language.stepdoses import inherited_amount
from taper.language.stepdraft import DoseDraft, StepDraft
from taper.language.whens import Daily, InTurn, NamedDays, OtherDays

_ALTERNATE = Phrases(
    dict.fromkeys(("alternate", "alternate between", "alternating", "alternating between", "alternately"), True)
)
_ALTERNATING_WITH = Phrases(
    dict.fromkeys(("alternating with", "alternated with", "alternating every other day with", "alternately with"), True)
)
_FIRST_TURN = Phrases(
    dict.fromkeys(
        (
            *("starting with", "beginning with", "start with", "begin with", "starting on", "starting at", "start at"),
            *("first", "beginning on", "start on"),
        ),
        True,
    )
)
_IN_TURNS = 2
_EVERY_OTHER = Phrases(dict.fromkeys(("every other day", "every second day", "each other day"), True))
_ON_ALTERNATE_DAYS = Phrases(dict.fromkeys(("on alternate days", "on alternating days"), True))
_ONE_DAY = Phrases({phrase: True for phrase, turn in timewords.IN_TURN.items() if turn == "one"})
_THE_NEXT = Phrases({phrase: True for phrase, turn in timewords.IN_TURN.items() if turn == "next"})


def read_alternation(step: StepDraft) -> None:
    """Reads two amounts in turn: "alternate 20 mg and 10 mg", "20 mg alternating with 10 mg".

    One day the first is taken, the next the second. Raises Puzzled where nothing says how often.
    """
    cursor, at = step.cursor, step.cursor.at
    take_verb(cursor)
    opened = _ALTERNATE.take(cursor) is not None
    first = _amount_in_turn(step, opened=opened)
    with_word = not opened and _ALTERNATING_WITH.take(cursor) is not None
    paired = not opened and not with_word and cursor.accept("and", "with")
    joined = with_word or paired or (opened and cursor.accept("and", "with"))
    if first is None or not joined or not amount_stands(cursor):
        cursor.at = at
        return
    second_at = cursor.at
    second = take_amount(cursor, inherited=first.amount)
    by_days = _THE_NEXT.take(cursor) or _ON_ALTERNATE_DAYS.take(cursor)
    by_days = by_days or (_EVERY_OTHER.take(cursor) if with_word else None)
    if paired and not (by_days and cursor.word(-1) == "days" and _first_turn_follows(cursor)):
        cursor.at = at
        return
    span = cursor.since(at)
    if not by_days and not _when_follows(cursor):
        raise puzzled(
            "How often is one of them taken, and which first?", span, example="20 mg one day and 10 mg the next"
        )
    for turn, dose in enumerate((first, DoseDraft(second_at, second))):
        dose.whens.append(Said(InTurn(turn), span))
        step.doses.append(dose)


def _first_turn_follows(cursor: Cursor) -> bool:
    """Whether "starting with" follows: "3 mg and 4 mg on alternate days" alone could be both on every second day."""
    at = cursor.at
    cursor.accept_mark(",")
    follows = _FIRST_TURN.take(cursor) is not None
    cursor.at = at
    return follows


def _when_follows(cursor: Cursor) -> bool:
    at = cursor.at
    cursor.accept_mark(",")
    follows = bool(take_whens(cursor))
    cursor.at = at
    return follows


def _amount_in_turn(step: StepDraft, *, opened: bool) -> DoseDraft | None:
    """The first of two amounts in turn; "one day" may stand behind it where "alternate" opened the step."""
    cursor, at = step.cursor, step.cursor.at
    if not amount_stands(cursor):
        return None
    amount = take_amount(cursor, inherited=inherited_amount(step))
    if opened:
        _ONE_DAY.take(cursor)
    return DoseDraft(at, amount)


def read_exception(step: StepDraft) -> bool:
    """Whether another amount on days it names was read: "1 tablet daily except half a tablet on Tuesdays".

    Raises Puzzled where it names none, or the first amount is not that of every day.
    """
    cursor, at = step.cursor, step.cursor.at
    cursor.accept_mark(",")
    led = cursor.accept("except") or cursor.accept_phrase("but")
    take_verb(cursor)
    if not led or len(step.doses) != 1 or step.lengths or not amount_stands(cursor):
        cursor.at = at
        return False
    first, begin = step.doses[0], cursor.at
    exception = DoseDraft(begin, take_amount(cursor, inherited=first.amount))
    exception.whens.extend(replace(said, value=for_certain(said.value)) for said in take_whens(cursor))
    daily = all(isinstance(said.value, Daily) or not names_days(said.value) for said in first.whens)
    if not daily or not any(isinstance(said.value, NamedDays) for said in exception.whens):
        raise puzzled("On which days is this taken, and on which the other amount?", cursor.since(at))
    span = cursor.since(at)
    first.whens = [said for said in first.whens if not isinstance(said.value, Daily)] + [Said(OtherDays(), span)]
    step.doses.insert(0, exception)
    return True


def read_first_turn(step: StepDraft) -> bool:
    """Whether it was read which of two amounts in turn is taken first: "starting with 20 mg".

    Raises Puzzled where it is neither of them.
    """
    cursor, at = step.cursor, step.cursor.at
    if not any(isinstance(said.value, InTurn) for dose in step.doses for said in dose.whens):
        return False
    cursor.accept_mark(",")
    if (
        cursor.accept_phrase("and so on in turn")
        or cursor.accept_phrase("and so on")
        or cursor.accept("alternating", "alternately")
    ):
        return True
    if _FIRST_TURN.take(cursor) is None or not (amount_stands(cursor) or number_stands(cursor)):
        cursor.at = at
        return False
    here, first = cursor.at, step.doses[0].amount
    number = take_number(cursor)
    bare = number is not None and cursor.word() not in dosewords.UNITS
    named = number.value if bare and number is not None else None
    cursor.at = here if named is None else cursor.at
    if named is None or first is None:
        named_amount = take_amount(cursor, inherited=first).amount
    else:
        named_amount = replace(first.amount, number=named)
    turns = [dose.amount.amount if dose.amount else None for dose in step.doses]
    if named_amount not in turns or len(turns) != _IN_TURNS:
        raise puzzled("Which of the two amounts is taken first?", cursor.since(at))
    if turns.index(named_amount):
        step.doses.reverse()
        for turn, dose in enumerate(step.doses):
            dose.whens = [
                replace(said, value=InTurn(turn)) if isinstance(said.value, InTurn) else said for said in dose.whens
            ]
    return True
