"""What a check found, how much it weighs, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs; `add` goes past a "stop" only on a provider's word."""

    NOTE = "note"
    WARN = "warn"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check.

    `code` is part of the contract ("label-duration"); `text` is for people; `source` is the address of a cited
    statement, or None where the finding rests on the plan alone; `where` names the place ("step 2").
    """

    level: Level
    code: str
    text: str
    source: str | None = None
    where: str = ""


def cited(level: Level, code: str, text: str, source: str, *, where: str = "") -> Finding:
    """A finding that a cited source is behind; one that is made without this rests on the plan's own words alone."""
    return Finding(level, code, text, source, where)


def by_weight(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, heaviest first; those of one level stay in their order."""
    order = list(Level)
    return tuple(sorted(findings, key=lambda finding: -order.index(finding.level)))
