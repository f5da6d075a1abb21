"""`taper` alone: what is to be taken now, what comes next, and where does every plan stand?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from taper.cli.ask import perform
from taper.cli.command import command, json_option
from taper.cli.out import note, say_json, width
from taper.wording.clocktimes import clocks
from taper.wording.places import by_time, day_behind, name_of, place_of, slot_before, state_behind

if TYPE_CHECKING:
    from taper.cli.draw import Line

Json = dict[str, Any]

_BAR = 20
_MARKS = {"stop": "!!", "warn": "! ", "note": "· "}


@command("dashboard", examples=("taper", "taper dashboard --json"))
@json_option
def dashboard_command(*, as_json: bool) -> None:
    """One glance: what to take now, what comes next, each plan as a bar, and what is worth a word.

    "taper" alone is the same.
    """
    shown = cast(Json, perform("glance", {}))
    if as_json:
        say_json(shown)
        return
    if not shown["plans"] and not shown["findings"]:
        note(_NO_PLAN)
        return
    from taper.cli.draw import draw

    draw(_lines(shown))


_NO_PLAN = """\
No plan is active. Enter one as your provider wrote it:
  taper add "prednisone 40 mg daily for 4 days, then 20 mg daily for 4 days, then stop" --strength "10 mg"
taper demo shows what it is like, taper --help every command."""


def _lines(shown: Json) -> Iterator[Line]:
    from taper.cli.draw import line

    at = datetime.fromisoformat(shown["at"])
    yield line((f"{at:%A %-d %B %Y}, {clocks(at)}", "now"))
    yield line("")
    yield from _takings(shown, at)
    for plan in shown["plans"]:
        yield line("")
        yield from _plan_lines(plan)
    if shown["findings"]:
        yield line("")
    for finding in shown["findings"]:
        mark, what = _MARKS[finding["level"]], {"stop": "stop", "warn": "warn"}.get(finding["level"], "faint")
        source = f" (source: {finding['source']})" if finding["source"] else ""
        yield line((f"{mark} ", what), f"{finding['label']}: {finding['text']}{source}", hang=3)


def _takings(shown: Json, at: datetime) -> Iterator[Line]:
    from taper.cli.draw import line

    if not shown["now"]:
        yield line("Now     nothing to take")
    for place, dose in enumerate(by_time(shown["now"])):
        due = datetime.fromisoformat(dose["at"])
        label = dose["label"] if " " not in dose["label"] else f'"{dose["label"]}"'
        yield line(
            ("Now     " if place == 0 else "        "),
            (f"{dose['name']}  {dose['what']}", "now"),
            f"  {slot_before(dose)}due {clocks(due)}{day_behind(due, at)}{state_behind(dose)}",
            hang=8,
        )
        yield line((f"        taper take {label} · taper snooze {label} · taper skip {label}", "faint"), hang=8)
    for place, dose in enumerate(by_time(shown["next"])):
        due = datetime.fromisoformat(dose["at"])
        begin = "Next    " if place == 0 else "        "
        yield line(
            f"{begin}{dose['name']}  {dose['what']}  {slot_before(dose)}{clocks(due)}{day_behind(due, at)}", hang=8
        )


def _plan_lines(plan: Json) -> Iterator[Line]:
    """The name, a bar of the days gone by, and the place in words; narrow terminals have them in two lines."""
    from taper.cli.draw import line

    day, of = plan["day"], plan["days"]
    bar = () if of is None else ((_bar(day, of), "done"), "  ")
    still = f" · {plan['still_text']} still to take" if plan.get("still_text") else ""
    words = f"{place_of(plan)}{still}"
    name = name_of(plan)
    if len(name) + _BAR + len(words) + 4 <= width():
        yield line((name, "now"), "  ", *bar, words)
        return
    yield line((name, "now"), "  ", *bar)
    yield line(f"   {words}", hang=3)


def _bar(day: int, of: int) -> str:
    done = 0 if day <= 0 else max(1, min(_BAR, _BAR * day // max(of, 1)))
    return "█" * done + "░" * (_BAR - done)
