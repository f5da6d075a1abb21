"""Which plan did the person give, as a text or a file, with which options?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import click

from taper.app.reading import ReadPlan, Source, read_source
from taper.cli import offer
from taper.cli.ask import here
from taper.clock import clock_from, machine_zone
from taper.core.bounds import MAX_PIECES
from taper.core.errors import Question, Unanswered
from taper.core.plan import Split
from taper.settings import read_settings

MOST_BYTES = 1_000_000
"""How much of standard input is read; the language refuses far shorter texts with a better sentence."""

Callback = Callable[..., None]

_OPTIONS = (
    click.argument("text", required=False, metavar="TEXT|-"),
    click.option(
        "--file",
        metavar="FILE",
        help="Read a plan file (TOML) or a FHIR order (JSON) instead of a text.",
        shell_complete=offer.files,
    ),
    click.option("--order", metavar="ID", help="Which order of a file that holds several: its id, or its number."),
    click.option(
        "--start",
        metavar="DATE",
        help="Day 1, as 2026-12-01; with its first hour, as 2026-12-01T18:00.",
        shell_complete=offer.days_ahead,
    ),
    click.option(
        "--zone",
        metavar="ZONE",
        help="An IANA zone, as Europe/Berlin. Default: this machine's.",
        shell_complete=offer.zones,
    ),
    click.option(
        "--strength",
        "strengths",
        metavar="S",
        multiple=True,
        help='A tablet on hand, as "5 mg" or "150 mg capsule"; may be repeated.',
    ),
    click.option(
        "--quantity",
        "quantities",
        metavar="N",
        multiple=True,
        type=click.IntRange(1, MAX_PIECES),
        help="How many were dispensed, one for each --strength in their order; it must agree with the plan.",
    ),
    click.option(
        "--split",
        type=click.Choice([split.value for split in Split]),
        default=Split.NONE.value,
        show_default=True,
        help="How far the tablets may be broken.",
    ),
    click.option(
        "--missed",
        metavar="RULE",
        help="The provider's rule for a missed dose, as "
        '"same calendar day only" or "not within 4 hours before the next"; other words list those that are known.',
    ),
    click.option("--days", type=click.IntRange(1, 3660), metavar="N", help="Days of an open plan to write out. [28]"),
)


def source_options(callback: Callback) -> Callback:
    """The argument and options that say which plan is meant."""
    for option in reversed(_OPTIONS):
        callback = option(callback)
    return callback


@dataclass(frozen=True, slots=True)
class Given:
    """A plan as typed, and what it is read beside: the settings, the clock and the machine's zone."""

    source: Source

    def read(self, *, assume_tomorrow: bool) -> ReadPlan:
        """The plan. Raises Unanswered and NotFound."""
        return read_source(
            self.source,
            settings=read_settings(here().config),
            now=now(),
            machine_zone=machine_zone(),
            assume_tomorrow=assume_tomorrow,
        )

    def starting(self, start: str) -> Given:
        """The same with another first day."""
        return Given(replace(self.source, start=start))


def now() -> datetime:
    """The instant, by the clock of the environment."""
    return clock_from(os.environ).now()


def given(
    *,
    text: str | None,
    file: str | None,
    start: str | None,
    zone: str | None,
    strengths: tuple[str, ...],
    split: str,
    quantities: tuple[int, ...] = (),
    guide: Callable[[Source], Given] | None = None,
    **beside: str | None,
) -> Given:
    """What was typed. Raises click's usage error unless there is one text or one file, and Unanswered for no UTF-8.

    `guide` makes the text where there is neither, out of the options. `beside` are the person, label, order and rule
    for a missed dose.
    """
    if text is None and file is None and guide is not None:
        return guide(
            Source(
                text=None,
                file=None,
                start=start,
                zone=zone,
                strengths=strengths,
                split=split,
                quantities=quantities,
                **beside,
            )
        )
    if (text is None) == (file is None):
        raise click.UsageError("Give the plan as one text in quotes, or as --file FILE; - reads standard input.")
    if quantities and len(quantities) != len(strengths):
        counts = f"{len(quantities)} of --quantity and {len(strengths)} of --strength"
        raise click.UsageError(f"There are {counts}; give one quantity for each strength, in the same order.")
    read = _from_standard_input() if text == "-" else text
    if read is not None:
        _refuse_broken(read)
    return Given(
        Source(
            text=read,
            file=file,
            start=start,
            zone=zone,
            strengths=strengths,
            split=split,
            quantities=quantities,
            **beside,
        )
    )


def _from_standard_input() -> str:
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _question(f"Standard input holds more than {MOST_BYTES:,} bytes, which is no plan.")
    try:
        return content.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _question(f"Standard input is no UTF-8 text from line {line} on. Save it as UTF-8.") from None


def _refuse_broken(text: str) -> None:
    """An argument that was no UTF-8 reaches Python with halves of surrogate pairs in it."""
    if any(0xD800 <= ord(char) < 0xE000 for char in text):
        raise _question("The text is no UTF-8. Type it again, or give it in a file saved as UTF-8.")


def _question(text: str) -> Unanswered:
    return Unanswered((Question(text, where="the text"),))
