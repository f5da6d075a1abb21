"""What do the facts of a medicine say that guards a plan of it while it runs?"""

from __future__ import annotations

from taper.core.facts import Facts, Kind, NameKind, NotAbruptly, Statement, unique
from taper.core.guard import UNKNOWN, Abruptly, Cited, Guard
from taper.core.missedrule import MissedRule, StatedRule

_SHORTEST_NAME = 4
"""Shorter names are parts of too many words to tell whether a text names them."""


def guard_of(facts: Facts | None) -> Guard:
    """The guard of a medicine; an empty one where nothing is known of it.

    The medicine's own statements come before those of its class, as the facts have them.
    """
    if facts is None:
        return UNKNOWN
    names = _names(facts)
    return Guard(
        missed=tuple(_missed(said, names) for said in facts.of_kind(Kind.MISSED_DOSE)),
        abruptly=tuple(
            Abruptly(_cited(said, names), said.bound.minded_from_day)
            for said in facts.of_kind(Kind.NOT_ABRUPTLY)
            if isinstance(said.bound, NotAbruptly)
        ),
        signs=tuple(_cited(said, names) for said in facts.of_kind(Kind.WITHDRAWAL_SIGN)),
        names=names,
    )


def _missed(said: Statement, names: tuple[str, ...]) -> StatedRule:
    """What is said for one country only makes no window: the program does not know where the provider practises."""
    rule: MissedRule | None = None
    if said.region is None and isinstance(said.bound, MissedRule):
        rule = said.bound
    return StatedRule(rule, said.text, said.source, reveals=_reveals(said.text, names))


def _cited(said: Statement, names: tuple[str, ...]) -> Cited:
    return Cited(said.text, said.source, _reveals(said.text, names))


def _names(facts: Facts) -> tuple[str, ...]:
    """Every name of the medicine and of its class, in the singular."""
    abouts = (said.about for said in facts.statements)
    said = (*facts.names, *facts.names_as(NameKind.CLASS, NameKind.MEMBER), *abouts)
    return unique(name.casefold().removesuffix("s") for name in said if len(name) >= _SHORTEST_NAME)


def _reveals(text: str, names: tuple[str, ...]) -> bool:
    said = text.casefold()
    return any(name in said for name in names)
