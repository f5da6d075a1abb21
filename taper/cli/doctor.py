"""`taper doctor`: will reminders come, and where not, what is to be done?"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import click

from taper.cli.ask import here
from taper.cli.command import command, json_option
from taper.cli.out import say, say_json, wrapped

if TYPE_CHECKING:
    from taper.doctor.health import Health

FAILED = 6
"""The exit code where reminders will not come."""

_MARKS = {"ok": "ok ", "warn": "!  ", "problem": "!! "}
_STYLES = {"ok": "", "warn": "warn", "problem": "stop"}


@command("doctor", examples=("taper doctor", "taper doctor --json", "taper doctor >/dev/null || echo no reminders"))
@json_option
def doctor_command(*, as_json: bool) -> None:
    """Will reminders come? Looks at the daemon, the notification server, the store and the machine.

    Each problem stands with what to do about it. Exits with 0 only if reminders will work, else with 6; a warning ("!")
    does not keep them from coming. Nothing is changed.
    """
    from taper.clock import clock_from
    from taper.doctor.health import works
    from taper.doctor.judging import judged
    from taper.doctor.looking import look

    findings = judged(look(here(), clock_from(os.environ), os.environ))
    come = works(findings)
    if as_json:
        checks = [{"name": f.name, "level": f.level.value, "said": f.said, "fix": f.fix} for f in findings]
        say_json({"works": come, "checks": checks})
    else:
        for finding in findings:
            _say_finding(finding)
        _say_sum(findings, come=come)
    if not come:
        raise click.exceptions.Exit(FAILED)


def _say_finding(finding: Health) -> None:
    begin = f"{_MARKS[finding.level]}{finding.name:<14} "
    say(wrapped(finding.said, first=begin), style=_STYLES[finding.level])
    if finding.fix is not None:
        say(wrapped(f"To do: {finding.fix}", first=" " * len(begin)))


def _say_sum(findings: tuple[Health, ...], *, come: bool) -> None:
    levels = Counter(finding.level.value for finding in findings)
    warnings = f"{levels['warn']} warning{'' if levels['warn'] == 1 else 's'}"
    say()
    if come:
        said = "Reminders will come" + (f"; {warnings}." if levels["warn"] else ".")
    else:
        said = (
            f"Reminders will not come: {levels['problem']} problem{'' if levels['problem'] == 1 else 's'}, {warnings}."
        )
    say(wrapped(said), style="bold")
