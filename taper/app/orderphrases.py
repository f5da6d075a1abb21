"""Which phrase of a text means which claim?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, time
from fractions import Fraction

from taper.app import orderwords as words
from taper.app.ordersaid import (
    DailySaid,
    DayRangeSaid,
    DispensedSaid,
    DoseSaid,
    EndSaid,
    EveryDaysSaid,
    GapSaid,
    HoursSaid,
    LengthSaid,
    MealsSaid,
    Meaning,
    MonthlySaid,
    MostSaid,
    NeededSaid,
    OnDaysSaid,
    PeriodSaid,
    PlaceSaid,
    SingleSaid,
    StartSaid,
    StrengthSaid,
    TimesSaid,
    Unclear,
    WeeklySaid,
)
from taper.core.amount import Amount
from taper.core.plan import Days, Doses, Months, Until, Weekday
from taper.interop.fhirtiming import At

Reader = Callable[[re.Match[str]], Meaning | None]


def number_of(text: str) -> Fraction:
    """The number a match of `words.NUMBER` stands for. Raises ValueError where its brackets say another one."""
    bare, _, again = text.partition("(")
    said = _bare_number(bare.strip())
    if again and _bare_number(again.rstrip(")")) != said:
        raise ValueError(text)
    return said


def _bare_number(text: str) -> Fraction:
    return Fraction(words.NUMBER_WORDS.get(text, text.replace(",", "")))


def _dose(match: re.Match[str]) -> Meaning:
    low = number_of(match[1])
    of = Amount(Fraction(match[4]), words.UNITS[match[5]]) if match[4] else None
    return DoseSaid(low, number_of(match[2]) if match[2] else low, words.UNITS[match[3]], of)


def _counted_strength(match: re.Match[str]) -> Meaning:
    count = number_of(match[1])
    return DoseSaid(count, count, words.UNITS[match[4]], Amount(Fraction(match[2]), words.UNITS[match[3]]))


def _strength(match: re.Match[str]) -> Meaning:
    return StrengthSaid(Amount(Fraction(match[1].replace(",", "")), words.UNITS[match[2]]))


def _whole(text: str) -> int:
    number = number_of(text)
    if number.denominator != 1:
        raise ValueError(text)
    return int(number)


def _times(match: re.Match[str]) -> Meaning:
    low = _whole(match[1])
    return TimesSaid(low, _whole(match[2]) if match[2] else low)


def _hours(match: re.Match[str]) -> Meaning:
    low = _whole(match[1])
    return HoursSaid(low, _whole(match[2]) if match[2] else low)


_DAYS_IN = {"d": 1, "w": 7, "f": 14}


def _every_n(match: re.Match[str]) -> Meaning:
    if match[2].startswith("month"):
        return MonthlySaid() if _whole(match[1]) == 1 else Unclear()
    return EveryDaysSaid(_whole(match[1]) * _DAYS_IN[match[2][0]])


def _length(match: re.Match[str]) -> Meaning:
    if match[2]:
        return Unclear()
    count, unit = _whole(match[1]), match[3]
    if unit.startswith("dose"):
        return LengthSaid(Doses(count))
    if unit.startswith(("month", "year")):
        return LengthSaid(Months(count * (12 if unit.startswith("year") else 1)))
    return LengthSaid(Days(count * _DAYS_IN[unit[0]]))


def _day_range(match: re.Match[str]) -> Meaning:
    scale = 7 if match[1].startswith("week") else 1
    first, last = int(match[2]), int(match[3] or match[2])
    opened = match[3] is None and (match[0].startswith("from ") or "onward" in match[0])
    return DayRangeSaid((first - 1) * scale + 1, None if opened else last * scale)


def _date(text: str) -> date:
    if "-" in text:
        return date.fromisoformat(text)
    parts = text.replace(",", "").split()
    day, month = (parts[1], parts[0]) if parts[0].isalpha() else (parts[0], parts[1])
    return date(int(parts[2]), words.MONTHS.index(month[:3]) + 1, int(day))


def _clock(match: re.Match[str]) -> Meaning:
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        if not 1 <= hour <= 12:
            return Unclear()
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    elif match[2] is None:
        return Unclear()
    return PlaceSaid(At(at_time=time(hour, minute)))


def _period(match: re.Match[str]) -> Meaning:
    """ "December 1 to December 7, 2026": the first date is of the last one's year where it names none."""
    last = _date(match[2])
    first = match[1] if re.search(r"\d{4}", match[1]) else f"{match[1]} {last.year}"
    return PeriodSaid(_date(first), last)


_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _weekdays(match: re.Match[str]) -> Meaning:
    names = re.findall("|".join(_NAMES), match[0])
    return OnDaysSaid(frozenset(Weekday(_NAMES.index(name)) for name in names))


def _weekday_range(match: re.Match[str]) -> Meaning:
    """ "Monday to Friday": all from the one to the other."""
    first, last = (_NAMES.index(name[:3]) for name in (match[1], match[2]))
    return OnDaysSaid(frozenset(Weekday(day) for day in range(first, last + 1))) if first < last else Unclear()


def _minutes(match: re.Match[str]) -> Meaning:
    minutes = _whole(match[1]) * (60 if match[2].startswith("h") else 1)
    event = "bedtime" if match[4].startswith("bed") else match[4].replace("supper", "dinner")
    if event == "bedtime":
        return PlaceSaid(At("bedtime", minutes=-minutes)) if match[3] == "before" else Unclear()
    return PlaceSaid(At(f"{match[3]} {event}", minutes=-minutes if match[3] == "before" else minutes))


def _most(match: re.Match[str]) -> Meaning:
    unit = match[2] if match[2] in words.UNITS else None
    return MostSaid(number_of(match[1]), words.UNITS[unit] if unit else None)


def _needed(match: re.Match[str]) -> Meaning:
    reason = (match[1] or "").strip()
    return NeededSaid(reason or None)


def _purpose(match: re.Match[str]) -> Meaning | None:
    """ "for rib pain": no claim, unless a word of it bears on the dose."""
    return Unclear() if any(words.DOUBTS.fullmatch(word) for word in match[1].split()) else None


_REASON = (
    r"(?!(?:to|from|until|max\w*|not|no|but|at|if|then|for|up|every|daily|do|when|with|as|by|twice|once)\b)"
    r"[a-z][a-z'\u2019-]*"
)
_N, _R, _U = words.NUMBER, words.RANGE, words.UNIT
_A_DAY = r"(?:a |per |each |every |/ ?|in (?:any |a |one )?)?(?:day|daily|24 ?(?:h|hrs?|hours?)(?: period)?)"
_ONCE = {"once": 1, "twice": 2, "thrice": 3}
_LATIN = {"bid": 2, "bd": 2, "bds": 2, "tid": 3, "tds": 3, "qid": 4, "qds": 4}


def _fixed(meaning: Meaning) -> Reader:
    return lambda match: meaning


def _table() -> Iterator[tuple[str, Reader | None]]:
    """Patterns and what each means, the longer ones first; None for words that are only passed over."""
    for phrase in words.HARMLESS_PHRASES:
        yield phrase, None
    dispensed = rf"(?:# ?|(?:disp(?:ense)?|qty|quantity|supply|mitte):? ?#? ?)({_N})(?: ?{_U})?"
    yield dispensed, lambda match: DispensedSaid(number_of(match[1]))
    yield r"\d{1,2} refills?|refills?:? ?\d{1,2}|no refills?", None
    yield words.ALL_TAKEN, _fixed(EndSaid())
    most = r"(?:(?:do )?not (?:to )?(?:exceed(?:ing)?(?: more than)?|take more than)|(?:no|not) more than|at most"
    most += r"|(?:up )?to (?:a )?max\w*(?: of)?|max\w*(?: dose)?(?: of|:)?)"
    yield rf"max(?:imum)? daily (?:amount|dose):? ({_N}) ?({_U})", _most
    yield rf"{most} ({_N}) ?({_U}|times|doses)? ?{_A_DAY}", _most
    gap = rf"(?:(?:with |leave )?at least|minimum(?: of)?) ({_N}) (?:hours?|hrs?) (?:apart|between(?: doses)?)"
    yield gap, lambda match: GapSaid(_whole(match[1]))
    yield rf"(?:every|q) ?{_R} ?(?:hours?|hrs?|h)", _hours
    yield r"every (?:other|second) day|(?:on )?alternate days|qod", _fixed(EveryDaysSaid(2))
    yield r"every (?:other|second) week|fortnightly|every fortnight", _fixed(EveryDaysSaid(14))
    yield rf"(?:once |one )?every ({_N}) (days?|weeks?|months?)", _every_n
    yield rf"{_R} times? (?:per|a|each|every) week|{_R} times? weekly", _weekly
    for word, count in _ONCE.items():
        yield rf"{word} (?:a |per |each |every )?(?:week|weekly)", _fixed(WeeklySaid(count))
        yield rf"{word} {_A_DAY}", _fixed(TimesSaid(count, count))
    yield r"once (?:a |per |each |every )?month(?:ly)?|monthly", _fixed(MonthlySaid())
    yield r"weekly|every week|each week|of each week|a week|per week", _fixed(WeeklySaid(1))
    yield rf"{_R} ?(?:times?|x) ?{_A_DAY}", _times
    for word, count in _LATIN.items():
        yield word, _fixed(TimesSaid(count, count))
    yield from _table_of_places()
    yield (
        rf"(?:for|x|over|during|lasting)? ?{_R}[ -]?(days?|d|weeks?|wks?|w|months?|years?|doses?)(?: course)?",
        _length,
    )
    yield (
        rf"(?:until|till|through|up to and including) ({words.DATE})",
        lambda match: LengthSaid(Until(_date(match[1]))),
    )
    between = rf"(?:from )?({words.DATE}|{words.DAY_OF_YEAR}) ?(?:to|through|until|-) ?({words.DATE})"
    yield between, _period
    start = rf"(?:on|starting|start|from|beginning|commencing)(?: on| from)? ({words.DATE})"
    yield start, lambda match: StartSaid(_date(match[1]))
    yield words.SINGLE, _fixed(SingleSaid())
    yield rf"(?:for|to (?:treat|prevent|control|help|relieve)) ((?:{_REASON} ?){{1,6}})", _purpose
    yield rf"(?:indications?|diagnosis|reason|dx):? ((?:{_REASON} ?){{1,6}})", _purpose
    yield rf"(?:{words.AS_NEEDED})(?: for ((?:{_REASON} ?){{1,6}}))?", _needed
    yield rf"({_N})(?: ?x ?| )(\d+(?:\.\d+)?) ?({words.MASS})[ -]?({words.FORM})", _counted_strength
    yield rf"(\d+(?:,\d{{3}})*(?:\.\d+)?) ?({words.MASS})[ -]?{words.FORM}", _strength
    yield rf"{_R} ?({_U})(?: (?:of|x) (\d+(?:\.\d+)?) ?({words.MASS}))?", _dose
    yield r"(?:and|then) stop(?: taking it)?|stop$", _fixed(EndSaid())
    yield r"(?:and|plus|also) (?:daily|every day|each day|once a day)", _fixed(Unclear())  # besides what stands before
    yield r"daily|every day|each day|a day|per day|qd|once a day", _fixed(DailySaid())
    yield _R, _bare


def _table_of_places() -> Iterator[tuple[str, Reader | None]]:
    meal = r"(breakfast|lunch|dinner|supper|bed ?time|bed)(?![a-z])"
    yield rf"({_N}) ?(minutes?|mins?|hours?) (before|after) {meal}", _minutes
    several = rf"{meal}(?:(?: ?, ?(?:and )?| and (?:with )?|/){meal})+".replace("(?![a-z])", "")
    yield rf"(before|with|at|after) {several}(?![a-z])", _meals
    for pattern, key in words.PLACES.items():
        yield pattern, _fixed(PlaceSaid(At(key)))
    yield words.MEALS, lambda match: MealsSaid(match[1])
    yield r"(?:in |into |to )?(?:each|both) (?:eyes?|ears?|nostrils?)", _fixed(Unclear())
    yield r"(?:at )?(\d{1,2})(?:[:.](\d{2}))? ?([ap]\.?m)(?![a-z])\.?", _clock
    yield r"at (\d{1,2}):(\d{2})()(?!\d)", _clock
    yield r"(\d{1,2}):(\d{2})()(?!\d)", _clock
    joint = rf"{words.WEEKDAYS}(?:(?: ?, ?(?:and )?| and | & ){words.WEEKDAYS})*"
    yield rf"(?:on |every |from )?({words.WEEKDAYS}) ?(?:to|-|through) ?({words.WEEKDAYS})", _weekday_range
    yield rf"(?:on |every |each )?{joint}(?: of each week| of every week| each week| every week)?", _weekdays
    yield r"(?:from |on )?(days?|weeks?) (\d{1,3})(?: ?(?:-|to|through|thru) ?(\d{1,3}))?(?: onwards?)?", _day_range


def _meals(match: re.Match[str]) -> Meaning:
    """ "with breakfast and dinner": the relation holds for each of them."""
    named = [name.replace("supper", "dinner") for name in re.findall(r"breakfast|lunch|dinner|supper", match[0])]
    if "bed" in match[0] or len(set(named)) < len(named):
        return Unclear()
    return MealsSaid("with" if match[1] == "at" else match[1], tuple(named), named=True)


def _weekly(match: re.Match[str]) -> Meaning:
    count = _whole(match[1] or match[3])
    return Unclear() if match[2] or match[4] else WeeklySaid(count)


def _bare(match: re.Match[str]) -> Meaning:
    low = number_of(match[1])
    return DoseSaid(low, number_of(match[2]) if match[2] else low, None)


READERS: tuple[tuple[re.Pattern[str], Reader | None], ...] = tuple(
    (re.compile(rf"(?:{pattern})(?![a-z])"), reader) for pattern, reader in _table()
)
"""Each pattern and what it means, the first that fits holding; None for words that are only passed over."""
