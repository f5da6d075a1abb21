"""Which words open a rule, or lead to a step it starts from: "reduce by", "one tablet fewer", "reduce to"?"""

from __future__ import annotations

from fractions import Fraction

from taper.core.amount import Amount
from taper.core.ramp import Base, ByAmount, ByPercent
from taper.language import phrasebook
from taper.language.cursor import Cursor, Phrases
from taper.language.dosewords import UNITS
from taper.language.numbers import take_number
from taper.language.ruledraft import RuleDraft
from taper.language.rulepace import EACH
from taper.language.sketch import Said
from taper.language.vocabulary import VOCABULARY

_DOSE: Phrases[bool | None] = Phrases(
    {
        **dict.fromkeys(("the dose", "dose", "it", "your dose", "the amount", "this", "the dosage", "this dose"), None),
        **dict.fromkeys(
            ("the daily dose", "the total daily dose", "daily dose", "the daily total", "the total dose"), True
        ),
        **dict.fromkeys(("each dose", "every dose", "each of the doses"), False),
    }
)
_MOST_NAME_WORDS = 2
_MORE = {"fewer": False, "less": False, "more": True}


def begun_rule(cursor: Cursor, *, after_ramp: bool | None) -> RuleDraft | None:
    """The rule that its first words open, if they open one."""
    if cursor.accept_phrase("halve") or cursor.accept_phrase("halving"):
        _DOSE.take(cursor)
        return RuleDraft(cursor, rises=False, change=ByPercent(Fraction(50), Base.CURRENT))
    at = cursor.at
    every = EACH.take(cursor)  # "each week reduce by 5 mg"
    verb = phrasebook.CHANGES.take(cursor)
    if verb is None:
        cursor.at, every = at, None
    if verb is not None:
        dose = _DOSE.take(cursor)
        if dose is None:
            _skip_whose(cursor)
        rule = RuleDraft(cursor, rises=verb.value, each=every, a_day=dose.value if dose else None)
        # "reduce to 20 mg" is a step that is written out, and no rule.
        return None if cursor.word() in {"to", "from"} else rule
    if after_ramp is not None and cursor.word() == "by":
        return RuleDraft(cursor, rises=after_ramp)
    return _fewer(cursor)


def take_change_from(cursor: Cursor) -> Said[bool] | None:
    """ "reduce from" before the dose a rule starts at: "reduce from 8 tablets once a day by 1 tablet every 2 days"."""
    at, verb = cursor.at, phrasebook.CHANGES.take(cursor)
    if verb is not None and cursor.accept("from"):
        return Said(verb.value, cursor.since(at))
    cursor.at = at
    return None


def take_change_to(cursor: Cursor, medicines: list[Said[str]]) -> Said[bool] | None:
    """ "reduce to", "increase the dose to" before a step that is written out: whether it rises.

    A medicine named between ("reduce her prednisolone to") is added to `medicines`.
    """
    at, verb = cursor.at, phrasebook.CHANGES.take(cursor)
    if verb is not None:
        name = _skip_whose(cursor) if _DOSE.take(cursor) is None else None
        if cursor.accept("to"):
            medicines.extend([name] if name else [])
            cursor.accept_phrase("a dose of")
            return Said(verb.value, cursor.since(at))
    cursor.at = at
    return None


def _skip_whose(cursor: Cursor) -> Said[str] | None:
    """Steps over "her prednisolone" between "reduce" and "to": the medicine where it is named."""
    at = cursor.at
    whose = cursor.accept("the", "her", "his", "your", "their", "my", "its")
    name_at = cursor.at
    while cursor.at - name_at < _MOST_NAME_WORDS and _may_name_it(cursor.word()):
        cursor.at += 1
    named = cursor.at > name_at
    if cursor.word() != "to" or not (whose or named):
        cursor.at = at
        return None
    span = cursor.since(name_at)
    return Said(cursor.text[span.start : span.end], span) if named else None


def _fewer(cursor: Cursor) -> RuleDraft | None:
    """ "one tablet fewer each day", "5 mg less every week"."""
    at = cursor.at
    if cursor.accept("take", "taking"):
        cursor.accept_phrase("the dose")
    number = take_number(cursor)
    unit = UNITS.get(cursor.word())
    if number is not None and unit is not None and cursor.word(1) in _MORE:
        cursor.at += 2
        rises = _MORE[cursor.word(-1)]
        return RuleDraft(cursor, rises=rises, change=ByAmount(Amount(number.value, unit)))
    cursor.at = at
    return None


def _may_name_it(word: str) -> bool:
    """Whether a word can be a medicine's name: unknown, and no "gradually", which leaves the amounts open."""
    return bool(word) and word not in VOCABULARY and not word.endswith("ly")


def fewer_stands(cursor: Cursor) -> bool:
    """Whether "[take] one tablet fewer" stands here; nothing is read."""
    at = cursor.at
    stands, cursor.at = _fewer(cursor) is not None, at
    return stands
