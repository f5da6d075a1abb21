"""What does one check say: is this well, and if it is not, what is to be done?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs."""

    OK = "ok"
    WARN = "warn"  # reminders come; something else is not as it should be
    PROBLEM = "problem"  # reminders do not come, or will not after the next restart


@dataclass(frozen=True, slots=True)
class Health:
    """One finding: what it is about, how it is, and what to do about it (None where nothing is to be done)."""

    name: str
    level: Level
    said: str
    fix: str | None = None


def ok(name: str, said: str) -> Health:
    """All is well."""
    return Health(name, Level.OK, said)


def warn(name: str, said: str, fix: str) -> Health:
    """Reminders come all the same."""
    return Health(name, Level.WARN, said, fix)


def problem(name: str, said: str, fix: str) -> Health:
    """Reminders will not work."""
    return Health(name, Level.PROBLEM, said, fix)


def works(findings: Iterable[Health]) -> bool:
    """Whether reminders will come."""
    return all(finding.level is not Level.PROBLEM for finding in findings)
