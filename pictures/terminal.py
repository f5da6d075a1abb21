"""How does a terminal's screen become a picture that is the same every time? As SVG, by rich, its colours kept."""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from pictures.stage import Moment

_GROUND, _WORDS = (24, 27, 33), (222, 226, 233)
_DULL = [_GROUND, (240, 113, 120), (152, 206, 120), (240, 198, 116), (116, 173, 240), (198, 146, 233), (95, 207, 207)]
_BRIGHT = [(128, 136, 150), (255, 139, 146), (178, 226, 148), (255, 219, 143), (148, 197, 255), (219, 174, 250)]
THEME = TerminalTheme(_GROUND, _WORDS, [*_DULL, _WORDS], [*_BRIGHT, (128, 228, 228), (255, 255, 255)])
"""Light on dark, each colour well above the contrast that small text wants."""

# Rich's own frame without what it loads from a network: the reader's machine has a font of its own.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
  font-variant-east-asian: full-width;
}}
.{unique_id}-title {{ font-size: 18px; font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""

SOMA = (
    "carisoprodol: 350 mg three times a day and at bedtime for 14 days, then twice a day for 3 days, "
    "then at bedtime for 3 days, then stop"
)
STEROID = "prednisone 40 mg daily for 4 days, then 20 mg daily for 4 days, then 10 mg daily for 4 days, then stop"
ENTERED = "2026-11-22T20:00:00+01:00"
NOW = "2026-11-28T12:20:00+01:00"


@dataclass(frozen=True, slots=True)
class Screen:
    """A picture of what one command prints: its name, the command as typed, and how wide the terminal is."""

    name: str
    typed: str
    columns: int = 80


SCREENS = (
    Screen("dashboard", "taper"),
    Screen("calendar", "taper calendar A"),
    Screen("chart", "taper chart B"),
    Screen("upcoming", "taper upcoming B --days 8"),
    Screen("question", 'taper preview "prednisone 60 mg daily for 5 days, then a 5-day taper"'),
)


def life() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Two plans are entered, and lived by for five days."""
    for label, text, strength, start in (("A", SOMA, "350 mg", "2026-11-23"), ("B", STEROID, "10 mg", "2026-11-24")):
        options = ("--strength", strength, "--start", start, "--label", label, "--told", "asked", "--yes")
        yield ENTERED, ("add", text, *options)
    for day in range(23, 29):
        for slot, hour in (("morning", 8), ("noon", 12), ("evening", 18), ("bedtime", 22)):
            at = f"2026-11-{day}T{hour:02}:06:00+01:00"
            if at < NOW.replace("12:20", "12:00"):
                yield at, ("skip" if (day, hour) == (25, 12) else "take", "A", "--dose", slot)
            if hour == 8 and day not in (23, 26):
                yield at, ("take", "B")
    yield "2026-11-26T20:10:00+01:00", ("note", "headache", "--plan", "A", "--severity", "3")


def _drawn(moment: Moment, screen: Screen) -> str:
    """The SVG of a screen: the command as it was typed, and below it what it printed."""
    shown = moment.run(shlex.split(screen.typed)[1:], columns=screen.columns)
    console = Console(
        record=True, width=screen.columns, file=io.StringIO(), color_system="truecolor", force_terminal=True
    )
    for text in (f"$ {screen.typed}", shown.rstrip("\n"), ""):  # the frame cuts into the last line
        console.print(Text.from_ansi(text), soft_wrap=True, highlight=False)
    return console.export_svg(title="", theme=THEME, code_format=FRAME, unique_id=screen.name) + "\n"


def pictures(moment: Moment) -> dict[str, str]:
    """Every picture by its file's name, at an instant of a home that was lived in."""
    return {f"{screen.name}.svg": _drawn(moment, screen) for screen in SCREENS}
