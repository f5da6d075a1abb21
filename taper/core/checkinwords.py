"""What is said when a plan asks how it goes, or reminds of an activity beside the medicine?"""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from taper.core import sentences as say
from taper.core.checkin import LEAST, MOST, ActivityTime, CheckIns
from taper.core.guard import UNKNOWN, reveals
from taper.core.plan import Plan
from taper.core.record import KeptPlan
from taper.core.words import capitalised, clock_time

_SHOWN_SCORES = (3, 2, 4)
"""The numbers of the example command, in turn."""


def said_activity(plan: Plan, timed: ActivityTime, *, names_shown: bool) -> str:
    """ "Physical therapy, 17:00"; words that name the medicine stay away where names are hidden."""
    is_hidden = not names_shown and reveals(timed.activity, plan, UNKNOWN)
    words = say.AN_ACTIVITY if is_hidden else capitalised(timed.activity)
    return say.ACTIVITY_AT.format(activity=words, at=clock_time(timed.at_time))


def activity_line(kept: KeptPlan, timed: ActivityTime, *, names_shown: bool) -> str:
    """ "Physical therapy, 17:00. When it is done: taper tick A "physical therapy"."""
    said = said_activity(kept.plan, timed, names_shown=names_shown)
    if not names_shown and reveals(timed.activity, kept.plan, UNKNOWN):
        return say.ACTIVITY_HIDDEN.format(activity=said, command=f"taper show {quoted(kept.label)}")
    command = f"taper tick {quoted(kept.label)} {quoted(timed.activity)}"
    return say.ACTIVITY_DONE.format(activity=said, command=command)


def check_in_line(kept: KeptPlan, *, names_shown: bool) -> str:
    """ "How was today? sleep, anxiety, pain, each 0 to 10: taper checkin A sleep=3 anxiety=2 pain=4"."""
    asked = kept.plan.check_ins
    if asked is None:
        return say.HOW_IT_GOES
    if not names_shown and any(reveals(word, kept.plan, UNKNOWN) for word in asked.ask):
        return say.CHECK_IN_HIDDEN.format(command=f"taper show {quoted(kept.label)}")
    return say.CHECK_IN_ASKS.format(scale=scale_of(asked), command=example_of(kept.label, asked))


def scale_of(asked: CheckIns) -> str:
    """ "sleep, anxiety, pain, each 0 to 10"."""
    each = "each " if len(asked.ask) > 1 else ""
    return f"{', '.join(asked.ask)}, {each}{LEAST} to {MOST}"


def example_of(label: str, asked: CheckIns) -> str:
    """The command that answers: "taper checkin A sleep=3 anxiety=2 pain=4"."""
    return " ".join(["taper checkin", quoted(label), *_example_words(asked)])


def _example_words(asked: CheckIns) -> Iterator[str]:
    for place, word in enumerate(asked.ask):
        yield quoted(f"{word}={_SHOWN_SCORES[place % len(_SHOWN_SCORES)]}")


def quoted(word: str) -> str:
    """A word as a shell takes it whole."""
    if all(char.isalnum() or char in "=-_." for char in word):
        return word
    return quote(word) if any(char in '"$`\\!' for char in word) else f'"{word}"'
