"""At which amount does a rule end, of which doses is it, and what goes on: "until 10 mg once a day", "per dose"?"""

from __future__ import annotations

from taper.language import planwords
from taper.language.amounts import take_amount
from taper.language.ask import not_understood, puzzled, raise_doubt
from taper.language.cursor import Cursor, Phrases
from taper.language.doseopenings import amount_stands
from taper.language.dosewords import UNITS
from taper.language.frequencies import take_whens
from taper.language.ruledraft import RuleDraft
from taper.language.sketch import SaidAmount

_ENDS = Phrases(planwords.ENDS_OF_RULE)
_SCOPE: Phrases[bool] = Phrases(
    {
        **dict.fromkeys(("per dose", "each dose", "in each dose", "from each dose", "at each dose"), False),
        **dict.fromkeys(("from the daily dose", "of the daily dose", "off the daily dose"), True),
    }
)
_NOTHING = Phrases(
    dict.fromkeys(
        (
            *("zero", "nothing", "none", "stopped", "off", "finished", "none are left", "none is left", "nil", "gone"),
            *("done", "it is finished", "they are finished", "all gone", "complete", "completed", "discontinued"),
            *("the tablets are finished", "they are gone", "you reach zero", "you have stopped", "fully stopped"),
        ),
        True,
    )
)


def read_end_of_rule(rule: RuleDraft, before: SaidAmount | None) -> bool:
    """Whether the end was read: "until 10 mg once a day", "to zero", "until stopped".

    `before` is the amount whose tablets a bare number counts. Raises Puzzled where the end is said twice or a range.
    """
    cursor, at = rule.cursor, rule.cursor.at
    if _ENDS.take(cursor) is None:
        return False
    if rule.end is not None or rule.to_nothing:
        raise puzzled("The rule's end is said twice. Where does it end?", cursor.since(at))
    number = cursor.number()
    if number is not None and number.value == 0:
        cursor.at += 1
        cursor.at += cursor.word() in UNITS
        rule.to_nothing = True
        return True
    if _NOTHING.take(cursor) is not None:
        rule.to_nothing = True
        return True
    raise_doubt(cursor)
    if not amount_stands(cursor):
        raise not_understood(cursor)
    rule.end = take_amount(cursor, inherited=before)
    if rule.end.up_to is not None:
        raise puzzled("At which amount does it end? This is a range.", rule.end.span)
    _skip_reached(cursor)
    _read_frequency(rule)
    return True


def _skip_reached(cursor: Cursor) -> None:
    """ "until 10 mg is reached"."""
    if cursor.word() == "is" and cursor.word(1) == "reached":
        cursor.at += 2


def _read_frequency(rule: RuleDraft) -> None:
    """How often the amount is taken, said again behind it; it then is the amount of one dose."""
    whens = () if rule.cursor.word() in {"every", "each", "q"} else take_whens(rule.cursor)
    rule.whens.extend(whens)
    if whens and rule.a_day is None:
        rule.a_day = False


def read_scope(rule: RuleDraft, _before: SaidAmount | None) -> bool:
    """Whether it was read of which dose the change is ("per dose", "from the daily dose"), or how often that is taken.

    Raises Puzzled where both each dose and the day's total are said.
    """
    cursor = rule.cursor
    scope = _SCOPE.take(cursor)
    if scope is not None:
        if rule.a_day not in {None, scope.value}:
            raise puzzled("Of each dose, or of the day's total?", scope.span)
        rule.a_day = scope.value
        return True
    at = cursor.at
    _read_frequency(rule)
    return cursor.at > at


def read_staying(rule: RuleDraft, _before: SaidAmount | None) -> bool:
    """Whether "maintenance" was read behind the end: the last amount goes on."""
    stays = rule.end is not None and rule.cursor.accept("maintenance")
    rule.stays = rule.stays or stays
    return stays
