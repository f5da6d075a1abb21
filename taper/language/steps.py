"""What does one step say: its amounts, when each is taken, and for how long?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from fractions import Fraction

from taper.core.amount import Amount
from taper.core.plan import Length, Until
from taper.language import words
from taper.language.advice import take_beside_food
from taper.language.amounts import amount_stands, may_be_a_name, take_amount, take_strength, take_verb, verb_stands
from taper.language.ask import not_understood, puzzled
from taper.language.cursor import Cursor, Phrases, Puzzled
from taper.language.dates import date_stands, take_date
from taper.language.dayranges import take_range
from taper.language.frequencies import take_whens
from taper.language.heading import take_name
from taper.language.joints import thereafter_follows
from taper.language.lengths import take_length, take_longest, take_total
from taper.language.needed import take_limit, take_need, take_reason
from taper.language.numbers import number_stands, take_number
from taper.language.parting import in_parts, take_parts
from taper.language.ramps import fewer_stands
from taper.language.sharing import for_certain, is_certain, names_days, with_days_of_all, with_places_of_all, with_run
from taper.language.sketch import (
    AtClock,
    AtMeals,
    AtSlot,
    Daily,
    DayRange,
    FirstAt,
    InTurn,
    Limit,
    NamedDays,
    OtherDays,
    Said,
    SaidAmount,
    SaidDose,
    SaidStep,
    Sketch,
    When,
)

_ROUTES = Phrases(words.ROUTES)
_THEN = Phrases(words.THEN)
_OTHER_ROUTES = Phrases(words.OTHER_ROUTES)
_NOTES = Phrases(words.NOTES)
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
_ONE_DAY = Phrases({phrase: True for phrase, turn in words.IN_TURN.items() if turn == "one"})
_THE_NEXT = Phrases({phrase: True for phrase, turn in words.IN_TURN.items() if turn == "next"})


class _Joint(Enum):
    """What stands between two things of a step."""

    NONE = ""
    COMMA = ","
    AND = "and"


@dataclass
class _Dose:
    """A dose while it is read; `at` is its first token."""

    at: int
    amount: SaidAmount | None = None
    whens: list[Said[When]] = field(default_factory=list)


@dataclass
class _Step:
    """A step while it is read. `headed` counts the bounds that stand before its doses.

    `shared` is said of all of them beforehand ("every Wednesday: 5 mg ..."); `places_first` where the time of the day
    stands before each amount ("morning 4 mg, noon 2 mg").
    """

    cursor: Cursor
    sketch: Sketch
    doses: list[_Dose] = field(default_factory=list)
    lengths: list[Said[Length]] = field(default_factory=list)
    ranges: list[Said[DayRange]] = field(default_factory=list)
    headed: int = 0
    shared: list[Said[When]] = field(default_factory=list)
    places_first: bool = False
    needed: Said[str | None] | None = None
    reasons: list[Said[str]] = field(default_factory=list)
    limits: list[Said[Limit]] = field(default_factory=list)
    longest: list[Said[Length]] = field(default_factory=list)
    starts: list[Said[date]] = field(default_factory=list)

    @property
    def is_bounded(self) -> bool:
        """Whether a length or range stands behind the doses, so that a further amount begins another step."""
        return len(self.lengths) + len(self.ranges) > self.headed


def read_step(cursor: Cursor, sketch: Sketch, *, after_then: bool) -> SaidStep:
    """The step here, up to the joint behind it. Raises Puzzled where nothing can be read."""
    at = cursor.at
    step = _Step(cursor, sketch)
    _read_heading(step)
    _read_alternation(step)
    while _read_part(step):
        pass
    if not step.doses:
        raise not_understood(cursor)
    ends = [dose.at for dose in step.doses[1:]] + [cursor.at]
    doses = tuple(
        in_parts(_finished(cursor, dose, end, shared=step.shared)) for dose, end in zip(step.doses, ends, strict=True)
    )
    doses = with_days_of_all(with_places_of_all(doses))
    said = SaidStep(
        doses,
        tuple(step.lengths + step.longest),
        tuple(step.ranges),
        cursor.since(at),
        after_then,
        needed=_need_of(step),
        limits=tuple(step.limits),
        starts_on=step.starts[0] if step.starts else None,
    )
    return with_run(said)


def _need_of(step: _Step) -> Said[str | None] | None:
    """Whether it is taken as needed, and for what; a reason of scheduled doses belongs to the whole plan."""
    if step.needed is None:
        step.sketch.reasons.extend(step.reasons)
        if step.longest:
            text = "Is this how long it is taken, or only the longest that it may be?"
            raise puzzled(text, step.longest[0].span, why="A stop date needs a number.")
        return None
    if step.reasons and step.needed.value is not None:
        raise puzzled("The reason is said twice. What is it taken for?", step.reasons[0].span)
    return replace(step.needed, value=step.reasons[0].value) if step.reasons else step.needed


def _finished(cursor: Cursor, dose: _Dose, end: int, *, shared: Sequence[Said[When]]) -> SaidDose:
    here, cursor.at = cursor.at, end
    span = cursor.since(dose.at)
    cursor.at = here
    return SaidDose(dose.amount, (*dose.whens, *shared), span)


def _read_heading(step: _Step) -> None:
    """ "Day 1:", "week 2,", "for 4 days:", "days 2-5" before a verb."""
    cursor = step.cursor
    found = take_range(cursor)
    length = take_length(cursor) if found is None else None
    dates = _take_dates(cursor) if found is None and length is None else None
    if dates is not None:
        step.starts.append(dates[0])
        length = dates[1]
    if found is None and length is None:
        _read_shared_days(step)
        return
    if found is not None and _clause_ends(cursor):
        step.doses.append(_Dose(cursor.at))  # "then on days 9, 11 and 13": the amount is that of the step before
        step.ranges.append(found)
        return
    if not (cursor.accept_mark(":", ",") or cursor.mark() == "\n" or verb_stands(cursor)):
        span = found.span if found else length.span if length else cursor.here()
        raise puzzled('What is taken on these days? Put a colon behind them, as in "day 1:".', span)
    cursor.accept_mark("\n")
    step.ranges.extend([found] if found else [])
    step.lengths.extend([length] if length else [])
    step.headed = 1


def _clause_ends(cursor: Cursor) -> bool:
    """Whether the days are the whole clause: "then on days 9 and 11, then ..."."""
    at = cursor.at
    cursor.accept_mark(",")
    ends = cursor.done or cursor.mark() in {".", ";", "\n"} or _THEN.stands(cursor)
    cursor.at = at
    return ends and cursor.mark() not in {":", "\n"}


def _take_dates(cursor: Cursor) -> tuple[Said[date], Said[Length]] | None:
    """ "From 1 December 2026 to 7 December 2026": the first and the last day; None with nothing read."""
    at = cursor.at
    cursor.accept("from", "between", "on")
    if not date_stands(cursor) or cursor.word() in words.WEEKDAYS:
        cursor.at = at
        return None
    try:
        first = take_date(cursor)
    except Puzzled:
        cursor.at = at
        return None
    if not (cursor.accept("to", "until", "through", "till", "and") or cursor.accept_mark("-")):
        cursor.at = at
        return None
    until = take_date(cursor)
    return first, Said(Until(until.value), until.span)


def _read_shared_days(step: _Step) -> None:
    """ "Every Wednesday: 5 mg in the morning and 5 mg in the evening": the days of all the doses behind the colon."""
    cursor, at = step.cursor, step.cursor.at
    whens = take_whens(cursor)
    days = bool(whens) and all(names_days(said.value) and is_certain(said.value) for said in whens)
    if not days or not cursor.accept_mark(":") or not (verb_stands(cursor) or amount_stands(cursor)):
        cursor.at = at
        return
    step.shared.extend(whens)


def _read_alternation(step: _Step) -> None:
    """ "alternate 20 mg and 10 mg", "20 mg alternating with 10 mg": one day the first, the next the second."""
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
    for turn, dose in enumerate((first, _Dose(second_at, second))):
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


def _amount_in_turn(step: _Step, *, opened: bool) -> _Dose | None:
    """The first of two amounts in turn; "one day" may stand behind it where "alternate" opened the step."""
    cursor, at = step.cursor, step.cursor.at
    if not amount_stands(cursor):
        return None
    amount = take_amount(cursor, inherited=_inherited(step))
    if opened:
        _ONE_DAY.take(cursor)
    return _Dose(at, amount)


def _read_part(step: _Step) -> bool:
    """Reads one more thing of the step; False, and nothing read, at its end."""
    at = step.cursor.at
    if _read_exception(step) or _read_first_turn(step):
        return True
    joint = _take_joint(step)
    for reader in (_read_need, _read_limit, _read_bound, _read_place_first, _read_when, _read_aside, _read_dose):
        if not step.cursor.done and reader(step, joint):
            return True
    step.cursor.at = at
    return False


def _read_exception(step: _Step) -> bool:
    """ "1 tablet daily except half a tablet on Tuesdays": another amount on days it names."""
    cursor, at = step.cursor, step.cursor.at
    cursor.accept_mark(",")
    led = cursor.accept("except") or cursor.accept_phrase("but")
    take_verb(cursor)
    if not led or len(step.doses) != 1 or step.lengths or not amount_stands(cursor):
        cursor.at = at
        return False
    first, begin = step.doses[0], cursor.at
    exception = _Dose(begin, take_amount(cursor, inherited=first.amount))
    exception.whens.extend(replace(said, value=for_certain(said.value)) for said in take_whens(cursor))
    daily = all(said.value == Daily() or not names_days(said.value) for said in first.whens)
    if not daily or not any(isinstance(said.value, NamedDays) for said in exception.whens):
        raise puzzled("On which days is this taken, and on which the other amount?", cursor.since(at))
    span = cursor.since(at)
    first.whens = [said for said in first.whens if said.value != Daily()] + [Said(OtherDays(), span)]
    step.doses.insert(0, exception)
    return True


def _read_first_turn(step: _Step) -> bool:
    """ "starting with 20 mg" behind two amounts in turn: the one that is taken first, as they stand."""
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
    bare = number is not None and cursor.word() not in words.UNITS
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


def _take_joint(step: _Step) -> _Joint:
    cursor = step.cursor
    if not step.doses:
        return _Joint.NONE
    comma = cursor.accept_mark(",")
    if cursor.accept("and") or cursor.accept_mark("+", "&"):
        return _Joint.AND
    return _Joint.COMMA if comma else _Joint.NONE


def _read_need(step: _Step, joint: _Joint) -> bool:
    """ "as needed", and what it is for; the reason may stand in brackets."""
    if step.cursor.mark() == "(" and _reason_in_brackets(step):
        return True
    at = step.cursor.at
    if step.doses and not step.cursor.accept("take"):
        step.cursor.at = at
    need = take_need(step.cursor)
    step.cursor.at = step.cursor.at if need is not None else at
    if need is not None:
        if not step.doses:
            step.doses.append(_Dose(at))  # "then as needed": the amount is that of the step before
        if joint is _Joint.AND:
            raise puzzled("Which amount is taken as needed, and which at set times?", step.cursor.since(at))
        if step.needed is not None and need.value is not None and step.needed.value is not None:
            raise puzzled("This is said twice. What is it taken for?", need.span)
        step.needed = need if step.needed is None or need.value else step.needed
        return True
    reason = take_reason(step.cursor)
    step.reasons.extend([reason] if reason else [])
    return reason is not None


def _reason_in_brackets(step: _Step) -> bool:
    cursor, at = step.cursor, step.cursor.at
    cursor.at += 1
    reason = take_reason(cursor)
    if reason is not None and cursor.accept_mark(")"):
        step.reasons.append(reason)
        return True
    cursor.at = at
    return False


def _read_limit(step: _Step, _joint: _Joint) -> bool:
    """The most a day, or the least gap, beside the dose."""
    amount = next((dose.amount for dose in reversed(step.doses) if dose.amount), None)
    limit = take_limit(step.cursor, amount=amount) if step.doses else None
    step.limits.extend([limit] if limit else [])
    return limit is not None


def _read_bound(step: _Step, joint: _Joint) -> bool:
    """A length or a range of plan days behind the doses, or the days of the whole course."""
    cursor, at = step.cursor, step.cursor.at
    if not step.doses:
        return False
    longest = take_longest(cursor)
    if longest is not None:
        step.longest.append(longest)
        return True
    total, length = take_total(cursor), None
    if total is None:
        length = take_length(cursor)
    found = take_range(cursor) if total is None and length is None else None
    begins_another = cursor.mark() == ":" or joint is _Joint.AND or (joint is _Joint.COMMA and verb_stands(cursor))
    if found is not None and begins_another:
        cursor.at = at
        return False
    said = total or length or found
    if said is not None and joint is _Joint.AND:
        raise puzzled('Something is missing behind "and". What else is taken, or when?', said.span)
    step.sketch.totals.extend([total] if total else [])
    step.lengths.extend([length] if length else [])
    step.ranges.extend([found] if found else [])
    return said is not None


def _read_place_first(step: _Step, joint: _Joint) -> bool:
    """ "morning 4 mg, noon 2 mg": a time of the day that stands before its amount begins another dose."""
    cursor, at = step.cursor, step.cursor.at
    on_a_line = step.places_first and cursor.accept_mark("\n", ";")
    led = not step.doses or (step.places_first and (joint is not _Joint.NONE or on_a_line) and not step.is_bounded)
    whens = take_whens(cursor) if led else ()
    places = bool(whens) and all(isinstance(said.value, AtSlot | AtClock) for said in whens)
    days = bool(whens) and all(isinstance(said.value, NamedDays) for said in whens)
    headed = cursor.accept_mark(":") or cursor.accept_mark("-")
    if not ((places or (days and headed)) and amount_stands(cursor)):
        cursor.at = at
        return False
    if days and step.doses:  # "Monday: 3 mg, Tuesday: 5 mg": the days of each week
        for one in step.doses:
            one.whens = [replace(said, value=for_certain(said.value)) for said in one.whens]
        whens = tuple(replace(said, value=for_certain(said.value)) for said in whens)
    step.places_first = True
    dose = _Dose(at, take_amount(cursor, inherited=_inherited(step)), [replace(said, joined=False) for said in whens])
    step.sketch.medicines.extend([dose.amount.medicine] if dose.amount and dose.amount.medicine else [])
    step.doses.append(dose)
    return True


def _read_when(step: _Step, joint: _Joint) -> bool:
    at = step.cursor.at
    parts = take_parts(step.cursor) if step.doses else None
    if parts is not None:
        step.doses[-1].whens.append(Said(parts, step.cursor.since(at)))
        return True
    whens = take_whens(step.cursor) or _in_brackets(step)
    if not whens:
        return False
    if not step.doses:
        step.doses.append(_Dose(at))
    dose = step.doses[-1]
    begins = all(isinstance(said.value, FirstAt) for said in whens)
    if step.is_bounded and joint is not _Joint.NONE and dose.whens and not begins:
        raise puzzled(
            "Does this belong to the days before it? If it comes after them, how much is taken?", whens[0].span
        )
    if joint is _Joint.AND and not dose.whens:
        raise puzzled('Something is missing before "and". When is this taken?', whens[0].span)
    if joint is _Joint.NONE and _refines(dose, whens):
        return True
    if joint is _Joint.NONE and _is_another_place(dose, whens):
        span = whens[0].span
        choices = (f"and {step.cursor.text[span.start : span.end]}",)
        raise puzzled("Are these two times of the day, or one said twice?", span, choices=choices)
    said_only = step.cursor.accept("only")
    if said_only and step.cursor.word() in {"if", "when", "as"}:
        step.cursor.at -= 1  # "only if needed"
    dose.whens.extend(replace(said, after_comma=joint is _Joint.COMMA) for said in whens)
    return True


_MEAL_OF = {"morning": "breakfast", "noon": "lunch", "evening": "dinner"}


def _refines(dose: _Dose, whens: tuple[Said[When], ...]) -> bool:
    """ "Every morning before breakfast": the meal says more closely when in the morning."""
    last, only = (dose.whens[-1] if dose.whens else None), whens[0]
    if len(whens) > 1 or last is None or not isinstance(last.value, AtSlot) or not isinstance(only.value, AtSlot):
        return False
    meal = _MEAL_OF.get(last.value.key)
    if meal is None or last.value.at_time or not only.value.key.endswith(f" {meal}"):
        return False
    said = replace(only.value, every_day=last.value.every_day or only.value.every_day)
    dose.whens[-1] = replace(last, value=said)
    return True


def _is_another_place(dose: _Dose, whens: tuple[Said[When], ...]) -> bool:
    """Whether a time of the day stands straight behind another one: "in the evening at 8 am"."""
    places = {_place(said.value) for said in dose.whens if isinstance(said.value, AtSlot | AtClock | AtMeals)}
    further = {_place(said.value) for said in whens if isinstance(said.value, AtSlot | AtClock | AtMeals)}
    return bool(places and further) and not further <= places


def _place(when: When) -> object:
    """The place in the day, whether "every day" is said with it or not."""
    return when.key if isinstance(when, AtSlot) else when


def _in_brackets(step: _Step) -> tuple[Said[When], ...]:
    """ "(morning and evening)" behind "twice a day"."""
    cursor, at = step.cursor, step.cursor.at
    whens: list[Said[When]] = []
    if step.doses and step.doses[-1].whens and cursor.accept_mark("("):
        while found := take_whens(cursor):
            whens.extend(replace(said, joined=False) for said in found)
            cursor.accept_mark(",")
            cursor.accept("and")
        if whens and cursor.accept_mark(")"):
            return tuple(whens)
    cursor.at = at
    return ()


def _read_aside(step: _Step, _joint: _Joint) -> bool:
    """A route, a note, or "of prednisolone" beside the dose."""
    cursor, at = step.cursor, step.cursor.at
    note = _NOTES.take(cursor) or _OTHER_ROUTES.take(cursor)
    words_of_note = None if note is None else Said(cursor.text[note.span.start : note.span.end], note.span)
    words_of_note = words_of_note or take_beside_food(cursor)
    if words_of_note is not None:
        step.sketch.notes.append(words_of_note)
        return True
    if _nothing_taken(step) and (_names_it_first(step) or _names_it_again(step)):
        return True
    if _ROUTES.take(cursor) or _takes_of_a_medicine(step):
        return True
    cursor.at = at
    return False


def _takes_of_a_medicine(step: _Step) -> bool:
    """ "of prednisolone [5 mg]" behind the amount."""
    cursor = step.cursor
    if not (step.doses and step.doses[-1].amount is not None and cursor.accept("of")):
        return False
    name = take_name(cursor)
    if name is not None:
        step.sketch.medicines.append(name)
        _take_its_strength(step)
    return name is not None


def _take_its_strength(step: _Step) -> None:
    """ "2 tablets of prednisolone 5 mg": the strength behind the name is that of the tablets."""
    said = step.doses[-1].amount
    strength = take_strength(step.cursor) if said and said.amount.unit.is_piece and said.of is None else None
    if said is not None and strength is not None:
        step.doses[-1].amount = replace(said, of=strength)


def _nothing_taken(step: _Step) -> bool:
    """Whether the step has said nothing yet, or only its verb."""
    return not step.doses or (step.doses[-1].amount is None and not step.doses[-1].whens)


def _names_it_again(step: _Step) -> bool:
    """Steps over the medicine's name where a later step repeats it."""
    at, known = step.cursor.at, step.sketch.medicines
    name = take_name(step.cursor) if known else None
    if name is not None and name.value.casefold() == known[0].value.casefold():
        return True
    step.cursor.at = at
    return False


def _names_it_first(step: _Step) -> bool:
    """ "Week 1: prednisolone 10 mg": the medicine's name where the text has named none before."""
    cursor, at = step.cursor, step.cursor.at
    if step.sketch.medicines or step.sketch.steps or not may_be_a_name(cursor.word()):
        return False
    name = take_name(cursor)
    if name is None or not amount_stands(cursor):
        cursor.at = at
        return False
    step.sketch.medicines.append(name)
    return True


def _read_dose(step: _Step, joint: _Joint) -> bool:
    """A verb, an amount, or both: of the dose being read, or of another one."""
    cursor, at = step.cursor, step.cursor.at
    if step.doses and fewer_stands(cursor):
        return False  # "and take one tablet less every 2 days" is a rule
    verb = take_verb(cursor)
    has_amount = amount_stands(cursor)
    if not has_amount and (step.doses or not verb):
        return False
    if not step.doses:
        step.doses.append(_Dose(at))
    elif step.doses[-1].amount is not None:
        if not _is_of_the_same_days(step, joint):
            return False
        step.doses.append(_Dose(at))
    if has_amount and len(step.doses) == 1 and _leads_with_its_days(step.doses[-1]):
        step.shared.extend(step.doses[-1].whens)  # "every Saturday take 2 tablets in the morning and ..."
        step.doses[-1].whens = []
    if has_amount:
        step.doses[-1].amount = said = take_amount(cursor, inherited=_inherited(step))
        step.sketch.medicines.extend([said.medicine] if said.medicine else [])
    return True


def _leads_with_its_days(dose: _Dose) -> bool:
    """Whether only the days of the dose have been said, and they before its amount: those of all doses behind it."""
    return bool(dose.whens) and all(names_days(said.value) for said in dose.whens)


def _inherited(step: _Step) -> SaidAmount | None:
    """The amount whose tablets a bare "1" counts: of the dose before it, of the steps before, or what is on hand."""
    earlier = (dose.amount for said in reversed(step.sketch.steps) for dose in reversed(said.doses))
    amounts = (*(dose.amount for dose in reversed(step.doses[:-1])), *earlier)
    before = next((amount for amount in amounts if amount), None)
    if before is None and step.sketch.form is not None and _counts_pieces(step.cursor):
        return SaidAmount(Amount(Fraction(1), step.sketch.form), step.cursor.here())
    return before


def _counts_pieces(cursor: Cursor) -> bool:
    """Whether a bare number is a count for certain: "ONE", "2 to be taken"; a bare "40" could be milligrams."""
    at = cursor.at
    in_words = cursor.number() is None
    take_number(cursor)
    to_be_taken = cursor.accept_phrase("to be taken")
    cursor.at = at
    return in_words or to_be_taken


def _is_of_the_same_days(step: _Step, joint: _Joint) -> bool:
    """Whether an amount behind the ones read is a further dose of the same days; else it begins another step."""
    if joint is _Joint.AND and step.is_bounded and not step.ranges:
        if thereafter_follows(step.cursor):
            return False
        raise _during_or_after(step.cursor)
    return joint is not _Joint.NONE and not step.is_bounded


def _during_or_after(cursor: Cursor) -> Puzzled:
    return puzzled(
        "Is this taken during the same days, or after them?",
        cursor.here(),
        choices=("during the same days: write it before the length", 'after them: write "then"'),
    )
