"""Which rule does the provider state: "reduce by 5 mg every week until 10 mg", "one tablet fewer each day"?

Only what is said is kept; what a rule leaves open (base, interval, end, rounding) is asked about in `rampsteps`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from taper.core.amount import Amount
from taper.core.plan import Days, Length, Months
from taper.core.ramp import Base, ByAmount, ByPercent, Rounding, Toward
from taper.language import words
from taper.language.amounts import amount_stands, take_amount
from taper.language.ask import VOCABULARY, not_understood, puzzled, raise_doubt
from taper.language.cursor import Cursor, Phrases
from taper.language.frequencies import take_whens
from taper.language.lengths import take_length
from taper.language.numbers import number_stands, take_number, take_whole
from taper.language.sketch import Said, SaidAmount, SaidRamp, When
from taper.language.words import UNITS

_CHANGES = Phrases(words.CHANGES)
_ENDS = Phrases(words.ENDS_OF_RULE)
_DOSE: Phrases[bool | None] = Phrases(
    {
        **dict.fromkeys(("the dose", "dose", "it", "your dose", "the amount", "this", "the dosage", "this dose"), None),
        **dict.fromkeys(
            ("the daily dose", "the total daily dose", "daily dose", "the daily total", "the total dose"), True
        ),
        **dict.fromkeys(("each dose", "every dose", "each of the doses"), False),
    }
)
_SCOPE: Phrases[bool] = Phrases(
    {
        **dict.fromkeys(("per dose", "each dose", "in each dose", "from each dose", "at each dose"), False),
        **dict.fromkeys(("from the daily dose", "of the daily dose", "off the daily dose"), True),
    }
)
_OF_BASE: Phrases[Base] = Phrases(
    {
        f"{of} {which}{day} {dose}": base
        for of in ("of", "of the", "of their", "of your")
        for day in ("", " daily", " total daily")
        for dose in ("dose", "dosage")
        for base, names in (
            (Base.ORIGINAL, ("original", "starting", "initial", "first", "baseline")),
            (Base.CURRENT, ("current", "previous", "preceding", "last", "present", "then current", "prior")),
        )
        for which in names
    }
)
_EACH: Phrases[Length] = Phrases(
    {
        **dict.fromkeys(("every day", "each day", "daily", "on each day", "a day", "per day"), Days(1)),
        **dict.fromkeys(("every week", "each week", "weekly", "a week", "per week", "at weekly intervals"), Days(7)),
        **dict.fromkeys(("every other day", "every second day", "on alternate days", "each other day"), Days(2)),
        **dict.fromkeys(("every fortnight", "fortnightly", "every other week", "every second week"), Days(14)),
        **dict.fromkeys(("every month", "each month", "a month", "per month"), Months(1)),
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
_MOST_NAME_WORDS = 2
_COUNTED = frozenset(
    {"reduction", "reductions", "steps", "step", "changes", "increases", "increase", "times", "decreases"}
)
_MORE = {"fewer": False, "less": False, "more": True}
_FORMS_OF_ROUND = frozenset({"rounded", "rounding", "round"})
_PER_DAY_ALONE = frozenset({"a day", "per day", "a week", "per week", "a month", "per month"})


@dataclass
class _Rule:
    """A rule while it is read."""

    cursor: Cursor
    rises: bool
    change: ByAmount | ByPercent | None = None
    each: Said[Length] | None = None
    end: SaidAmount | None = None
    to_nothing: bool = False
    count: int | None = None
    rounding: Rounding | None = None
    a_day: bool | None = None
    stays: bool = False
    whens: list[Said[When]] = field(default_factory=list)


def take_ramp(cursor: Cursor, *, before: SaidAmount | None, after_ramp: bool | None) -> SaidRamp | None:
    """The rule here, or None with nothing read.

    `before` is the amount before it, whose tablets are meant by "by one"; `after_ramp` is the direction of a rule just
    before, which "then by 2.5 mg every week" goes on with. Raises Puzzled for a rule that cannot be understood.
    """
    at = cursor.at
    rule = _begun(cursor, after_ramp=after_ramp)
    if rule is None:
        cursor.at = at
        return None
    while not cursor.done and _read_part(rule, before):
        pass
    if rule.change is None:
        raise puzzled(
            "By how much, how often, and until which amount?",
            cursor.since(at),
            why="The paper or your provider says; taper does not make up a taper.",
            example="reduce by 5 mg every week until 10 mg, then stop",
        )
    return SaidRamp(
        rule.rises,
        rule.change,
        rule.each,
        cursor.since(at),
        end=rule.end,
        to_nothing=rule.to_nothing,
        count=rule.count,
        rounding=rule.rounding,
        a_day=rule.a_day,
        stays=rule.stays,
        whens=tuple(rule.whens),
    )


def _begun(cursor: Cursor, *, after_ramp: bool | None) -> _Rule | None:
    """The rule that its first words open, if they open one."""
    if cursor.accept_phrase("halve") or cursor.accept_phrase("halving"):
        _DOSE.take(cursor)
        return _Rule(cursor, rises=False, change=ByPercent(Fraction(50), Base.CURRENT))
    at = cursor.at
    every = _EACH.take(cursor)  # "each week reduce by 5 mg"
    verb = _CHANGES.take(cursor)
    if verb is None:
        cursor.at, every = at, None
    if verb is not None:
        dose = _DOSE.take(cursor)
        if dose is None:
            _skip_whose(cursor)
        rule = _Rule(cursor, rises=verb.value, each=every, a_day=dose.value if dose else None)
        # "reduce to 20 mg" is a step that is written out, and no rule.
        return None if cursor.word() in {"to", "from"} else rule
    if after_ramp is not None and cursor.word() == "by":
        return _Rule(cursor, rises=after_ramp)
    return _fewer(cursor)


def take_change_from(cursor: Cursor) -> Said[bool] | None:
    """ "reduce from" before the dose a rule starts at: "reduce from 8 tablets once a day by 1 tablet every 2 days"."""
    at, verb = cursor.at, _CHANGES.take(cursor)
    if verb is not None and cursor.accept("from"):
        return Said(verb.value, cursor.since(at))
    cursor.at = at
    return None


def take_change_to(cursor: Cursor, medicines: list[Said[str]]) -> Said[bool] | None:
    """ "reduce to", "increase the dose to" before a step that is written out: whether it rises.

    A medicine named between ("reduce her prednisolone to") is added to `medicines`.
    """
    at, verb = cursor.at, _CHANGES.take(cursor)
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


def _fewer(cursor: Cursor) -> _Rule | None:
    """ "one tablet fewer each day", "5 mg less every week"."""
    at = cursor.at
    if cursor.accept("take", "taking"):
        cursor.accept_phrase("the dose")
    number = take_number(cursor)
    unit = UNITS.get(cursor.word())
    if number is not None and unit is not None and cursor.word(1) in _MORE:
        cursor.at += 2
        rises = _MORE[cursor.word(-1)]
        return _Rule(cursor, rises=rises, change=ByAmount(Amount(number.value, unit)))
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


def _read_part(rule: _Rule, before: SaidAmount | None) -> bool:
    """Reads one more thing of the rule; False, and nothing read, at its end."""
    cursor, at = rule.cursor, rule.cursor.at
    cursor.accept_mark(",")
    cursor.accept("and")
    for reader in (
        _read_change,
        _read_rounding,
        _read_count,
        _read_end_of_rule,
        _read_each,
        _read_scope,
        _read_staying,
    ):
        if not cursor.done and reader(rule, before):
            return True
    cursor.at = at
    return False


def _read_change(rule: _Rule, before: SaidAmount | None) -> bool:
    """ "by 5 mg", "by 10% of the original dose", "by half"."""
    cursor, at = rule.cursor, rule.cursor.at
    if not cursor.accept("by"):
        return False
    if rule.change is not None:
        raise puzzled("By how much? This is said twice.", cursor.since(at))
    percent = _percent(cursor)
    if percent is not None:
        rule.change = percent
        return True
    if not number_stands(cursor) and cursor.word() not in {"a", "an"}:
        raise puzzled("By how much? Write a number.", cursor.since(at))
    amount = take_amount(cursor, inherited=before, may_range=False)
    if amount.of is not None:
        raise puzzled("By how much exactly?", amount.span, why="A rule must say one amount.")
    rule.change = ByAmount(amount.amount)
    return True


def _percent(cursor: Cursor) -> ByPercent | None:
    """A percentage and what it is of. Raises Puzzled where the base is not said, or is a range."""
    at, number = cursor.at, take_number(cursor)
    if number is not None and (cursor.accept_mark("-") or cursor.accept("to", "or")):
        take_number(cursor)
        if cursor.accept_mark("%") or cursor.accept("percent"):
            raise puzzled("By how much exactly? This is a range.", cursor.since(at))
        cursor.at = at
        return None
    is_percent = number is not None and (cursor.accept_mark("%") or cursor.accept("percent") or _per_cent(cursor))
    if number is None or not is_percent:
        cursor.at = at
        return None
    base = _OF_BASE.take(cursor)
    if base is None:
        said = cursor.text[cursor.since(at).start : cursor.since(at).end]
        choices = (f"{said} of the original dose", f"{said} of the current dose")
        raise puzzled(
            "Of which dose: the one at the start, or the one taken just before?",
            cursor.since(at),
            choices=choices,
            why="10% of the original dose ends after ten times; 10% of the current one never does.",
        )
    if not 0 < number.value < 100:
        raise puzzled("By how many percent?", cursor.since(at))
    return ByPercent(number.value, base.value)


def _per_cent(cursor: Cursor) -> bool:
    return cursor.accept_phrase("per cent")


def _read_rounding(rule: _Rule, before: SaidAmount | None) -> bool:
    """ "rounded to the nearest 5 mg", "rounded down to the nearest half tablet"."""
    cursor, at = rule.cursor, rule.cursor.at
    if not cursor.accept(*_FORMS_OF_ROUND):
        return False
    toward = Toward.DOWN if cursor.accept("down") else Toward.UP if cursor.accept("up") else None
    cursor.accept("to")
    cursor.accept("the")
    nearest = cursor.accept("nearest")
    cursor.accept("whole", "full")
    grain = _grain(cursor, before)
    if grain is None or (toward is None and not nearest) or rule.rounding is not None:
        raise puzzled("To what is it rounded, and up, down or to the nearest?", cursor.since(at))
    rule.rounding = Rounding(grain, toward or Toward.NEAREST)
    return True


def _grain(cursor: Cursor, before: SaidAmount | None) -> Amount | None:
    """ "5 mg", "half tablet", "tablet"."""
    number = take_number(cursor)
    unit = UNITS.get(cursor.word())
    if unit is None or (number is not None and number.value <= 0):
        return None
    cursor.at += 1
    return Amount(number.value if number else Fraction(1), unit)


def _read_count(rule: _Rule, _before: SaidAmount | None) -> bool:
    """ "for 3 reductions"; "for 3 weeks" where the rule changes by the week."""
    cursor, at = rule.cursor, rule.cursor.at
    cursor.accept("for")
    count = take_whole(cursor)
    if count is not None and cursor.accept(*_COUNTED):
        return _counted(rule, count.value, at)
    cursor.at = at
    length = take_length(cursor) if cursor.word() == "for" else None
    if length is None:
        cursor.at = at
        return False
    every, value = rule.each.value if rule.each else None, length.value
    if not (isinstance(every, Days) and isinstance(value, Days) and value.count % every.count == 0):
        raise puzzled("How many changes are that? Say how often first.", length.span)
    return _counted(rule, value.count // every.count, at)


def _counted(rule: _Rule, count: int, at: int) -> bool:
    if rule.count is not None or count < 1:
        raise puzzled("How many changes are there?", rule.cursor.since(at))
    rule.count = count
    return True


def _read_end_of_rule(rule: _Rule, before: SaidAmount | None) -> bool:
    """ "until 10 mg once a day", "to zero", "until stopped"."""
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


def _read_frequency(rule: _Rule) -> None:
    """How often the amount is taken, said again behind it; it then is the amount of one dose."""
    whens = () if rule.cursor.word() in {"every", "each", "q"} else take_whens(rule.cursor)
    rule.whens.extend(whens)
    if whens and rule.a_day is None:
        rule.a_day = False


def _read_each(rule: _Rule, _before: SaidAmount | None) -> bool:
    """ "every 5 days", "each week", "weekly"."""
    cursor, at = rule.cursor, rule.cursor.at
    found = _EACH.take(cursor)
    if found is None and cursor.accept("every", "each", "q"):
        found = _counted_each(cursor, at)
    if found is None:
        cursor.at = at
        return False
    said = cursor.text[found.span.start : found.span.end].lower()
    if rule.each is not None:
        raise puzzled("How often does the dose change? This is said twice.", found.span)
    if said in _PER_DAY_ALONE and rule.a_day is None:
        rule.a_day = _is_of_the_days_dose(rule, said)
        if rule.a_day:
            return True
    rule.each = found
    return True


def _is_of_the_days_dose(rule: _Rule, said: str) -> bool | None:
    """Whether "by 10 mg a day" speaks of the day's dose, because another interval follows it."""
    at = rule.cursor.at
    follows = _EACH.take(rule.cursor) is not None or rule.cursor.word() in {"every", "each"}
    rule.cursor.at = at
    return True if follows and said.endswith("day") else None


def _counted_each(cursor: Cursor, at: int) -> Said[Length] | None:
    count = take_whole(cursor)
    if count is not None and (cursor.accept_mark("-") or cursor.accept("to", "or")):
        take_whole(cursor)
        cursor.at += cursor.word() in words.DAYS_IN
        raise puzzled("How often does the dose change exactly? This is a range.", cursor.since(at))
    unit = cursor.word()
    if count is None or count.value < 1 or (unit not in words.DAYS_IN and unit not in words.MONTHS_IN):
        raise puzzled("How often does the dose change? Write days or weeks.", cursor.since(at))
    cursor.at += 1
    if unit in words.DAYS_IN:
        return Said(Days(count.value * words.DAYS_IN[unit]), cursor.since(at))
    return Said(Months(count.value * words.MONTHS_IN[unit]), cursor.since(at))


def _read_scope(rule: _Rule, _before: SaidAmount | None) -> bool:
    """ "per dose", "from the daily dose", or how often the dose is taken said again."""
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


def _read_staying(rule: _Rule, _before: SaidAmount | None) -> bool:
    """ "maintenance": the last amount goes on."""
    stays = rule.end is not None and rule.cursor.accept("maintenance")
    rule.stays = rule.stays or stays
    return stays
