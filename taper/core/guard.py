"""What do cited sources say that guards a plan while it runs: of a missed dose, and of stopping too suddenly?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from taper.core.missedrule import MissedRule, StatedRule
from taper.core.plan import Plan

_STOPPING = re.compile(r"\b(stop|discontinu|come off|quit)\w*", re.IGNORECASE)
_SUDDENLY = re.compile(r"\b(abrupt|sudden)(ly)?\b|\bcold turkey\b|\ball at once\b", re.IGNORECASE)
_NOT = re.compile(r"\b(not|never|avoid|without)\b|n't\b", re.IGNORECASE)
_WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True)
class Cited:
    """What a source says, word for word as it is kept, and its address. `reveals` marks words that name the medicine.

    `source` is None for the provider's own words on the plan.
    """

    text: str
    source: str | None
    reveals: bool = False


@dataclass(frozen=True, slots=True)
class Abruptly:
    """That a medicine is not to be stopped abruptly, and the day of use from which on that is minded."""

    said: Cited
    from_day: int = 1


@dataclass(frozen=True, slots=True)
class Guard:
    """What is known of a medicine that matters while a plan of it runs; empty where nothing is.

    `missed` are the rules of cited sources for a missed dose, `signs` the withdrawal signs to watch for, `names` what
    the medicine, its brands and its class are called, in small letters.
    """

    missed: tuple[StatedRule, ...] = ()
    abruptly: tuple[Abruptly, ...] = ()
    signs: tuple[Cited, ...] = ()
    names: tuple[str, ...] = ()


UNKNOWN = Guard()
"""Of a medicine without facts."""


def rule_for(plan: Plan, guard: Guard) -> StatedRule | None:
    """The rule for a missed dose of a plan: the provider's own, else a source's, one with a shape before mere words."""
    if plan.missed is not None:
        words = plan.missed.words
        return StatedRule(plan.missed.rule, words, reveals=words is not None and reveals(words, plan, guard))
    return _of_sources(guard)


def _of_sources(guard: Guard) -> StatedRule | None:
    shaped = (stated for stated in guard.missed if stated.rule is not None)
    return next(shaped, next(iter(guard.missed), None))


def cited_window(guard: Guard) -> MissedRule | None:
    """The shape of a source's rule, from which the window follows where a plan has no rule of its own."""
    stated = _of_sources(guard)
    return None if stated is None else stated.rule


def not_abruptly(plan: Plan, guard: Guard) -> tuple[Abruptly, ...]:
    """Who says that a plan is not to be stopped abruptly: the plan's own precautions first, then the sources."""
    return (*_in_precautions(plan, guard), *guard.abruptly)


def _in_precautions(plan: Plan, guard: Guard) -> Iterator[Abruptly]:
    """A precaution that speaks of stopping abruptly, and against it."""
    for text in plan.precautions:
        if _STOPPING.search(text) and _SUDDENLY.search(text) and _NOT.search(text):
            yield Abruptly(Cited(text, None, reveals=reveals(text, plan, guard)))


def reveals(text: str, plan: Plan, guard: Guard) -> bool:
    """Whether the provider's words name the medicine, so that they may not be shown where names are hidden."""
    medicine, said = (plan.medicine or "").casefold(), text.casefold()
    words = _WORD.findall(medicine) or ([medicine] if medicine else [])
    return any(name in said for name in (*words, *guard.names))
