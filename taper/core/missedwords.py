"""What is said of a dose without an answer, and of the rule for it?

The rule is repeated with whose it is, and never turned into an advice to take. Where there is none, the words are "do
not take two together; ask". An allowed double is quoted from whoever allows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from taper.core import sentences as say
from taper.core.ledger import DoseState, State, doses_between
from taper.core.localtime import local
from taper.core.missedphrase import rule_phrase
from taper.core.missedrule import AllowedDouble, RestartTitration, StatedRule
from taper.core.record import Dose, KeptPlan
from taper.core.words import capitalised, clock_time, counted, joined, short_date

_DAY = timedelta(days=1)
_MOST_TIMES = 6
"""How many doses are named by their times before only the span and the count are said."""


def quoted(text: str) -> str:
    """Somebody's words in one line and in quotation marks."""
    return f'"{" ".join(text.split())}"'


def rule_sentence(stated: StatedRule, *, names_shown: bool) -> str:
    """The rule with its source: "Your provider's rule for a missed dose: always skip."."""
    words = None if stated.words is None or (stated.reveals and not names_shown) else quoted(stated.words)
    if not stated.is_the_providers:
        return _sources_sentence(stated, words, names_shown=names_shown)
    if stated.rule is None or isinstance(stated.rule, AllowedDouble):
        return say.PROVIDERS_WORDS_ON_MISSED.format(words=words or f"{say.IN_TODAY}.")
    theirs = say.IN_THEIR_WORDS.format(words=words) if words else ""
    return say.PROVIDERS_RULE.format(rule=rule_phrase(stated.rule)) + theirs


def _sources_sentence(stated: StatedRule, words: str | None, *, names_shown: bool) -> str:
    if words is None:
        return say.CITED_RULE_HIDDEN.format(where=say.IN_TODAY)
    source = say.SOURCE_IS.format(source=stated.source if names_shown else say.IN_TODAY)
    return say.CITED_RULE.format(words=words, source=source)


def caution(stated: StatedRule | None) -> str:
    """What stands behind a rule. Nothing is said against words that allow a double dose, and nothing for them."""
    if stated is not None and isinstance(stated.rule, AllowedDouble):
        return say.IN_DOUBT
    if stated is not None and isinstance(stated.rule, RestartTitration):
        return say.NOT_TOGETHER_RESTART
    return say.NOT_TOGETHER


def without_rule(count: int) -> str:
    """What is said where there is no rule, of one dose or several."""
    return say.NOT_TOGETHER_ONE if count == 1 else say.NOT_TOGETHER_SEVERAL


def late_line(state: DoseState, kept: KeptPlan, stated: StatedRule | None, *, now: datetime, names_shown: bool) -> str:
    """Of a dose that waits for over an hour: since when, the next one, and the rule or the caution."""
    dose, zone = state.dose, kept.plan.zone
    late = int((now - dose.due_at).total_seconds()) // 60
    ago = counted(late // 60, "hour") if late >= 60 else counted(late, "minute")
    said = [say.DUE_AGO.format(at=_clock(dose.due_at, kept, now=now), ago=ago)]
    if next_at := _next_at(state, kept):
        said.append(say.NEXT_DUE.format(at=clock_time(local(next_at, zone=zone).time())))
    if stated is not None:
        said.append(waiting_line(state, kept, stated, now=now, names_shown=names_shown))
    return " ".join((*said, caution(stated)))


def waiting_line(state: DoseState, kept: KeptPlan, stated: StatedRule, *, now: datetime, names_shown: bool) -> str:
    """The rule of a dose that still waits, and from when on the dose counts as missed by it."""
    sentence = rule_sentence(stated, names_shown=names_shown)
    if state.missed_at is None:
        return sentence
    return f"{sentence} {say.COUNTS_FROM.format(at=_clock(state.missed_at, kept, now=now))}"


def _next_at(state: DoseState, kept: KeptPlan) -> datetime | None:
    """When the next dose is due: the one that ends the waiting, or where a window ends it the next within a day."""
    begin, reach = state.closes_at, timedelta(minutes=1)
    if state.missed_at is not None:
        begin, reach = state.dose.due_at, _DAY
    later = doses_between(kept, begin, begin + reach)
    return next((dose.due_at for dose in later if dose.id != state.dose.id), None)


def _clock(at: datetime, kept: KeptPlan, *, now: datetime) -> str:
    """ "16:00", with its date where that is another than today's."""
    there, today = local(at, zone=kept.plan.zone), local(now, zone=kept.plan.zone).date()
    clock = clock_time(there.time())
    return clock if there.date() == today else f"{clock} on {short_date(there.date())}"


def silence_lines(
    silent: Sequence[DoseState],
    kept: KeptPlan,
    stated: StatedRule | None,
    *,
    today: date,
    names_shown: bool,
    rule_is_said: bool = False,
) -> Iterator[str]:
    """The doses whose time is over without an answer: with a rule in one line, without one a line for each reason.

    With `rule_is_said` the rule stands in the notice already.
    """
    if not silent:
        return
    if stated is None:
        for why, states in _silences(silent):
            if states:
                said = say.NO_ANSWER.format(times=times_of(states, kept, today), why=why)
                yield f"{said} {without_rule(len(states))}"
        return
    heads = (_head(why, states, kept, today) for why, states in _silences(silent) if states)
    rule = () if rule_is_said else (rule_sentence(stated, names_shown=names_shown),)
    yield " ".join((*heads, *rule, caution(stated)))


def _head(why: str, states: Sequence[DoseState], kept: KeptPlan, today: date) -> str:
    """ "08:00 was not answered and counts as missed."; of doses nobody was asked about, why not."""
    times, one = times_of(states, kept, today), len(states) == 1
    if why:
        return say.NO_ANSWER.format(times=times, why=why)
    missed = (say.COUNTS_AS_MISSED if one else say.COUNT_AS_MISSED) if _is_missed(states[0]) else ""
    return say.NOT_ANSWERED.format(times=times, was="was" if one else "were", missed=missed)


def _is_missed(state: DoseState) -> bool:
    return state.state is State.MISSED


def _silences(silent: Sequence[DoseState]) -> Iterator[tuple[str, list[DoseState]]]:
    """The silent doses by why there is no answer."""
    not_asked = [state for state in silent if state.state is State.NOT_ASKED]
    yield say.WHILE_OFF, [state for state in not_asked if state.closes_at > state.dose.due_at]
    yield say.SAME_TIME, [s for s in not_asked if s.closes_at <= s.dose.due_at]
    yield "", [state for state in silent if _is_missed(state)]
    yield "", [state for state in silent if state.state is State.NOT_RECORDED]


def times_of(states: Sequence[DoseState], kept: KeptPlan, today: date) -> str:
    """ "Yesterday 18:00 and 22:00"; beyond six doses the span and the count."""
    doses: list[Dose] = [state.dose for state in states]
    if len(doses) > _MOST_TIMES:
        return f"{short_date(doses[0].on)} to {short_date(doses[-1].on)}, {len(doses)} doses"
    by_day: dict[date, list[str]] = {}
    for dose in doses:
        at = local(dose.due_at, zone=kept.plan.zone)
        by_day.setdefault(at.date(), []).append(clock_time(at.time()))
    text = "; ".join(f"{_past_day(on, today)}{joined(times)}" for on, times in by_day.items())
    return capitalised(text)


def _past_day(on: date, today: date) -> str:
    days = (today - on).days
    return "" if days == 0 else "yesterday " if days == 1 else f"{short_date(on)} "
