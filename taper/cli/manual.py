"""Which page of the manual does each command have? Made of its own help, so that the two never differ.

`python -m taper.cli.manual FOLDER` writes them; so does the build of the wheel (hatch_build.py). They are our own few
lines rather than click-man's, as that knows neither examples nor exit codes.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import wrap

import click

from taper import __version__
from taper.cli.main import SECTIONS, taper

EXIT_CODES: Mapping[int, str] = {
    0: "Done.",
    1: "A defect of taper; please report it.",
    2: "Wrong usage.",
    3: "A question must be answered first. Nothing was stored.",
    4: "There is no such plan, dose or file.",
    5: "Refused until a provider's word is given.",
    6: "The store or the daemon cannot be reached or is damaged; of taper doctor, that reminders will not come.",
    7: "Of taper check alone: a finding of level stop that no provider approved.",
}

FILES: Mapping[str, str] = {
    "~/.config/taper/settings.toml": "The settings; taper config changes them.",
    "~/.config/taper/facts/": "Facts of your own about medicines, beside those that come with taper.",
    "~/.local/share/taper/taper.db": "The plans and everything recorded: one SQLite file, readable by you alone.",
    "~/.local/share/taper/backups/": "The backups; taper restore lists them.",
    "~/.local/share/taper/taper.log": "The daemon's log, where there is no systemd: no medicine names.",
    "$XDG_RUNTIME_DIR/taper.sock": "Where the daemon listens, to you alone.",
}

ENVIRONMENT: Mapping[str, str] = {
    "TAPER_HOME": "A folder that holds all of these files instead.",
    "NO_COLOR": "Where it is set, nothing is coloured.",
    "FORCE_COLOR": "Where it is set, colours are used outside a terminal, too.",
    "COLUMNS": "How wide lines may be, where the terminal does not say.",
}

_WIDEST = 68
_SHORT = 58


@dataclass(frozen=True, slots=True)
class Page:
    """A command with the words that call it and its line in the table of contents."""

    words: tuple[str, ...]
    found: click.Command
    line: str
    near: tuple[str, ...]

    @property
    def name(self) -> str:
        """ "taper-export-ics", as its file is named."""
        return "-".join(self.words)


def pages(on: date) -> dict[str, str]:
    """The text of each page by its file's name, dated `on`."""
    made = {"taper.1": "\n".join(_main_page(on)) + "\n"}
    for page in _pages():
        made[f"{page.name}.1"] = "\n".join(_page(page, on)) + "\n"
    return made


def _pages() -> Iterator[Page]:
    assert isinstance(taper, click.Group)
    context = click.Context(taper, info_name="taper")
    for section in SECTIONS.values():
        for name, (_, line) in section.items():
            found = taper.get_command(context, name)
            assert found is not None
            near = tuple(f"taper-{other}" for other in section if other != name)
            yield Page(("taper", name), found, line, near)
            if isinstance(found, click.Group):
                inner = tuple(f"taper-{name}-{word}" for word in found.commands)
                for word, command in found.commands.items():
                    others = tuple(other for other in inner if other != f"taper-{name}-{word}")
                    yield Page(("taper", name, word), command, command.get_short_help_str(_SHORT), others)


def _main_page(on: date) -> Iterator[str]:
    yield from _heading("taper", on)
    yield from _section("NAME")
    yield "taper \\- keeps a medicine plan, reminds of each dose, guards the stop date"
    yield from _section("SYNOPSIS")
    yield ".B taper"
    yield "[\\fIcommand\\fR] [\\fIoptions\\fR]"
    yield from _section("DESCRIPTION")
    yield from _paragraphs(taper.help or "")
    yield from _paragraphs('Without a command it shows one glance, as "taper dashboard". Each command has a page.')
    for title, section in SECTIONS.items():
        yield from _section(title.upper())
        for name, (_, line) in section.items():
            yield from _item(f"\\fBtaper\\-{_text(name)}\\fR(1)", line)
    yield from _examples(taper)
    yield from _table("EXIT STATUS", {str(code): words for code, words in EXIT_CODES.items()})
    yield from _table("FILES", FILES)
    yield from _table("ENVIRONMENT", ENVIRONMENT)
    yield from _see_also(("taper-add", "taper-dashboard", "taper-daemon", "taper-doctor", "taper-completion"))


def _page(page: Page, on: date) -> Iterator[str]:
    context = _context(page)
    yield from _heading(page.name, on)
    yield from _section("NAME")
    yield f"{_text(page.name)} \\- {_text(page.line.rstrip('.'))}"
    yield from _section("SYNOPSIS")
    yield f".B {_text(' '.join(page.words))}"
    yield _text(" ".join(page.found.collect_usage_pieces(context)))
    yield from _section("DESCRIPTION")
    yield from _paragraphs(page.found.help or "")
    if isinstance(page.found, click.Group):
        yield from _section("COMMANDS")
        for word, command in page.found.commands.items():
            yield from _item(f"\\fB{_text(page.name)}\\-{_text(word)}\\fR(1)", command.get_short_help_str(_SHORT))
    yield from _section("OPTIONS")
    for parameter in page.found.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and record[1]:
            yield from _item(f"\\fB{_text(record[0])}\\fR", record[1])
    yield from _examples(page.found)
    codes = {str(code): words for code, words in EXIT_CODES.items() if code != 7 or page.words[1] == "check"}
    yield from _table("EXIT STATUS", codes)
    yield from _section("FILES AND ENVIRONMENT")
    yield from _paragraphs("See taper(1).")
    yield from _see_also(("taper", *page.near))


def _context(page: Page) -> click.Context:
    context = click.Context(taper, info_name="taper")
    for word in page.words[1:-1]:
        context = click.Context(click.Group(word), info_name=word, parent=context)
    context = click.Context(page.found, info_name=page.words[-1], parent=context)
    context.help_option_names = ["-h", "--help"]
    return context


def _heading(name: str, on: date) -> Iterator[str]:
    yield '.\\" Made from the help of the command; do not edit.'
    yield f'.TH {_text(name.upper())} 1 "{on.isoformat()}" "taper {__version__}" "taper"'
    yield ".nh"
    yield ".ad l"


def _section(title: str) -> Iterator[str]:
    yield f".SH {_text(title)}" if " " not in title else f'.SH "{_text(title)}"'


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.replace("\b", "").strip())):
        if number:
            yield ".PP"
        yield _filled(paragraph)


def _item(tag: str, words: str) -> Iterator[str]:
    yield ".TP"
    yield tag
    yield _filled(words)


def _table(title: str, rows: Mapping[str, str]) -> Iterator[str]:
    yield from _section(title)
    for key, words in rows.items():
        yield from _item(f"\\fB{_text(key)}\\fR", words)


def _examples(found: click.Command) -> Iterator[str]:
    lines = (found.epilog or "").replace("\b", "").strip().splitlines()[1:]
    if lines:
        yield from _section("EXAMPLES")
        yield ".nf"
        yield from (_text(line.strip()) for line in lines)
        yield ".fi"


def _see_also(names: tuple[str, ...]) -> Iterator[str]:
    yield from _section("SEE ALSO")
    for number, name in enumerate(names, 1):
        yield f".BR {_text(name)} (1){',' if number < len(names) else ''}"


def _filled(words: str) -> str:
    """A paragraph in lines that are as short as roff's own checkers want them."""
    plain = wrap(" ".join(words.split()), _WIDEST, break_long_words=False, break_on_hyphens=False)
    return "\n".join(_text(line) for line in plain)


def _text(words: str) -> str:
    """The words as roff takes them: nothing in them is an order, and a hyphen can be copied as one."""
    safe = words.replace("\\", "\\e").replace("-", "\\-")
    safe = "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in safe)
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


def write_pages(folder: Path, on: date) -> list[Path]:
    """Writes every page into a folder; their files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in pages(on).items():
        file = folder / name
        file.write_text(text, encoding="utf-8")
        written.append(file)
    return written


def dated(environment: Mapping[str, str]) -> date:
    """The date of the pages: that of the sources where SOURCE_DATE_EPOCH says it, so that a build can be repeated."""
    epoch = environment.get("SOURCE_DATE_EPOCH")
    at = Path(__file__).stat().st_mtime if epoch is None else int(epoch)
    return datetime.fromtimestamp(at, UTC).date()


if __name__ == "__main__":
    for made in write_pages(Path(sys.argv[1]), dated(os.environ)):
        print(made)
