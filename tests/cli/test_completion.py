"""The Tab key: what is offered, in the words of click's protocol, and in real shells."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from commandline import Cli, Result, Shell
from livedaemon import LiveDaemon
from needed import require_program
from realshell import RealShell
from test_entry import loaded
from test_with_daemon import HEAVY

from taper.cli.main import COMMANDS, taper
from taper.cli.shells import SHELLS, read_line, script

AT = "2026-12-01T13:05:00Z"
SOMA = "carisoprodol 350 mg three times a day and at bedtime for 14 days, then stop"
STEROID = "prednisone 20 mg at 09:15 for 4 days, then 10 mg at 09:15 for 4 days, then stop"
CHECKED = """\
medicine = "madeupin"
label = "walker"
starts_on = 2026-12-01
zone = "UTC"
activities = ["physical therapy"]

[check_in]
ask = ["sleep", "pain"]

[[steps]]
days = 4
slots = [{ slot = "morning", amount = "10 mg" }]

[[steps]]
days = 3
slots = [{ slot = "morning", amount = "5 mg" }]
"""


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """Somebody with plans A, "white bottle" and "walker", and a daemon that runs."""
    home = tmp_path_factory.mktemp("person") / "home"
    env = {**os.environ, "TAPER_HOME": str(home), "TAPER_CLOCK": AT, "TZ": "UTC", "COLUMNS": "80"}
    shell = Shell(env)
    file = home.parent / "walker.toml"
    file.write_text(CHECKED)
    with LiveDaemon(home, clock=AT):
        for arguments in (
            (SOMA, "--strength", "350 mg", "--start", "2026-12-01", "--told", "asked"),
            (STEROID, "--strength", "10 mg", "--start", "2026-12-01", "--label", "white bottle", "--for", "Anna"),
            ("--file", str(file)),
        ):
            added = shell("add", *arguments, "--yes")
            assert added.code == 0, added.err
        yield shell


@pytest.fixture
def at_home(person: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process asks that daemon."""
    for name in ("TAPER_HOME", "TAPER_CLOCK", "TZ", "COLUMNS"):
        monkeypatch.setenv(name, person.env[name])


def offered(line: str) -> list[str]:
    """What is offered at the end of a line behind "taper"."""
    typed = read_line(line)
    completion = ShellComplete(taper, {}, "taper", "_TAPER_COMPLETE")
    return [str(item.value) for item in completion.get_completions(list(typed.words), typed.begun)]


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ca", ["calendar"]),
        ("take --no", ["--not-sure", "--note"]),
        ("daemon st", ["start", "status", "stop"]),
        ("snooze --minutes 1", ["10", "15"]),
        ("take ", ["A", "walker", "white bottle"]),
        ("take W", ["walker", "white bottle"]),
        ("take carI", ["carisoprodol"]),
        ("stop wal", ["walker"]),
        ("note --plan white\\ b", ["white bottle"]),
        ("take A --dose ", ["morning", "noon", "evening", "bedtime"]),
        ("take A --dose 2026-12-01/m", ["2026-12-01/morning"]),
        ("skip --dose 09", ["09:15"]),
        ("take Z --dose ", []),
        ("correct 'white bottle' --slot ", ["09:15"]),
        ("stop A --on 2026-12-03", ["2026-12-03"]),
        ("checkin walker --on 2026-11-3", ["2026-11-30"]),
        ("checkin walker s", ["sleep="]),
        ("checkin A s", []),
        ("tick walker p", ["physical therapy"]),
        ("told A 2", ["2=asked", "2=no", "2=yes"]),
        ("zone America/New", ["America/New_York"]),
        ("config show", ["show-names"]),
        ("config show-names ", ["yes", "no"]),
        ("config repeats ", ["3"]),
        ("config --plan A sn", ["snooze-minutes"]),
        ("facts predniso", ["prednisolone", "prednisone"]),
        ("facts Delt", ["Deltasone"]),
        ("add --for A", ["Anna"]),
        ("add x --taken bed", ["bedtime"]),
        ("add --start ", [f"2026-12-0{day}" for day in range(1, 9)]),
        ("completion ", ["bash", "zsh", "fish"]),
    ],
)
def test_what_fits_is_offered(line: str, expected: list[str]) -> None:
    """By the running daemon, the settings and the facts."""
    assert offered(line)[: len(expected)] == expected
    assert len(offered(line)) == len(expected) or line.endswith("predniso")


def test_names_stand_beside_labels_only_where_they_are_shown(person: Shell) -> None:
    """Whose plan it is and how far always do."""
    asked = {"_TAPER_COMPLETE": "fish_complete", "COMP_WORDS": "taper show ", "COMP_CWORD": ""}
    hidden = person(**asked).out
    assert "plain,white bottle\tAnna, Step 1 of 2, day 1 of 4;" in hidden
    assert "prednisone" not in hidden
    assert person("config", "show-names", "yes").code == 0
    shown = person(**asked).out
    assert person("config", "show-names", "--unset").code == 0
    assert "plain,white bottle\tAnna, prednisone, Step 1" in shown


ASKED = {
    "bash": ({"COMP_WORDS": "taper tak", "COMP_CWORD": "1"}, "plain,take\n"),
    "zsh": ({"COMP_WORDS": "taper tak", "COMP_CWORD": "1"}, "plain\ntake\nRecord that a dose was taken.\n"),
    "fish": ({"COMP_WORDS": "taper tak", "COMP_CWORD": "tak"}, "plain,take\tRecord that a dose was taken.\n"),
}


@pytest.mark.parametrize("name", SHELLS)
def test_each_shell_is_answered_in_clicks_protocol(name: str, shell: Shell) -> None:
    """Also where a script of click's own asks, as "eval "$(_TAPER_COMPLETE=bash_source taper)"" had put it."""
    asked, expected = ASKED[name]
    assert shell(_TAPER_COMPLETE=f"{name}_complete", **asked) == Result(0, expected, "")
    assert shell(_TAPER_COMPLETE=f"{name}_source").out.rstrip() == shell("completion", name).out.rstrip()


def test_completion_prints_the_script_alone(cli: Cli) -> None:
    """Its words are for the terminal and the help: the output is for eval."""
    for name in SHELLS:
        assert cli("completion", name) == Result(0, script(name), "")
    assert cli("completion", "csh").code == 2
    assert "~/.bashrc" in cli("completion", "--help").out


def test_what_cannot_be_had_is_not_offered(shell: Shell, home: Path) -> None:
    """No daemon, broken settings, an unknown command: nothing, without a word, and no store is made."""
    home.mkdir(mode=0o700)
    (home / "settings.toml").write_text("= broken")
    for line in ("take ", "take A --dose ", "config repeats ", "restore ", "nonsense ", "stop A --of "):
        assert shell(_TAPER_COMPLETE="bash_complete", COMP_LINE=f"taper {line}").out.strip() in ("", "file,")
    assert not (home / "taper.db").exists()


def test_a_daemon_of_another_kind_offers_nothing(monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    """An answer in another shape is no answer."""
    for answer in (None, [], {}, [{}], {"plans": 1}, "text", [1]):
        monkeypatch.setattr("taper.cli.offer.call", lambda *_, answer=answer, **__: answer)
        for line in ("take ", "take A --dose ", "told A ", "checkin A ", "tick A ", "add --for ", "correct A --slot "):
            assert [one for one in offered(line) if one != "asked"] == []


def every_parameter() -> Iterator[tuple[str, click.Parameter]]:
    """Each parameter of each command, by its name."""

    def within(name: str, found: click.Command) -> Iterator[tuple[str, click.Parameter]]:
        if isinstance(found, click.Group):
            for word, inner in found.commands.items():
                yield from within(f"{name} {word}", inner)
        for parameter in found.params:
            yield f"{name} {parameter.name}", parameter

    context = click.Context(taper)
    for name in COMMANDS:
        command = taper.get_command(context, name)  # type: ignore[attr-defined]
        yield from within(name, command)


FREE = {
    "amount", "approved_by", "at", "days", "label", "minutes", "missed", "months", "order", "quantities", "remark",
    "port",
    "severity", "step", "strengths", "text", "told", "typed", "seconds",
}  # fmt: skip
"""What a person writes, and what no program can offer."""


def test_everything_that_can_be_offered_is() -> None:
    """A parameter is a flag, one of a few words, a free text, or has an offer."""
    bare = [
        name
        for name, one in every_parameter()
        if not (isinstance(one, click.Option) and one.is_flag)
        and not isinstance(one.type, click.Choice)
        and one._custom_shell_complete is None
        and one.name not in FREE
        and name
        not in ("zone note", "stop note", "extend note", "hold note", "resume note", "revise note", "correct note")
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("taper ", (("taper",), "", "", "")),
        ("taper take wh", (("taper", "take"), "wh", "", "")),
        ("taper take white\\ b", (("taper", "take"), "white b", "", "")),
        ('taper take "white b', (("taper", "take"), "white b", '"', "")),
        ("taper take 'it is", (("taper", "take"), "it is", "'", "")),
        ("taper take --dose 08:0", (("taper", "take", "--dose"), "08:0", "", "08:")),
        ('taper take --dose "08:0', (("taper", "take", "--dose"), "08:0", '"', "")),
        ("taper checkin A sleep=", (("taper", "checkin", "A"), "sleep=", "", "sleep=")),
        ('taper note "" x', (("taper", "note", ""), "x", "", "")),
    ],
)
def test_a_line_is_parted_as_bash_does(line: str, expected: tuple[tuple[str, ...], str, str, str]) -> None:
    """Its words, the begun one, the open quotation mark, and what bash takes for words of its own."""
    typed = read_line(line)
    assert (typed.words, typed.begun, typed.quote, typed.before) == expected


KEYS = (
    ("taper tak\t", ["take"]),
    ("taper take wh\t", ["take", "white bottle"]),
    ("taper take wh\t--dose 09\t", ["take", "white bottle", "--dose", "09:15"]),
    ("taper take A --dose 2026-12-01/m\t", ["take", "A", "--dose", "2026-12-01/morning"]),
    ("taper checkin walker sl\t3", ["checkin", "walker", "sleep=3"]),
    ("taper told A 2=a\t", ["told", "A", "2=asked"]),
    ("taper take Zzz\t", ["take", "Zzz"]),
)
QUOTED = (
    ('taper take "wh\t', ["take", "white bottle"]),
    ("taper tick walker 'ph\t", ["tick", "walker", "physical therapy"]),
)


@pytest.mark.parametrize("name", SHELLS)
def test_tab_in_a_real_shell(name: str, person: Shell, tmp_path: Path) -> None:
    """What the shell then runs is the whole word, whatever stands in it; where nothing fits, nothing changes."""
    require_program(name, package=name)
    with RealShell(name, script=script(name), env=person.env, folder=tmp_path) as typing:
        for typed, words in (*KEYS, *(QUOTED if name != "fish" else ())):
            assert typing.runs(typed) == words, typed


def test_bash_shows_several_and_files(person: Shell, tmp_path: Path) -> None:
    """Two plans that begin alike are listed; where a file belongs, the shell's own files are."""
    (tmp_path / "paper.toml").write_text("")
    with RealShell("bash", script=script("bash"), env=person.env, folder=tmp_path) as typing:
        assert "walker" in typing.shows("taper take w\t\t", "white\\ bottle")
        assert typing.runs(f"taper add --file {tmp_path}/pap\t") == ["add", "--file", f"{tmp_path}/paper.toml"]


def test_tab_is_quick(person: Shell) -> None:
    """It loads nothing that knows the store: what is offered comes from the daemon."""
    for line in ("taper ta", "taper take ", "taper take A --dose ", "taper add --st", "taper facts pred"):
        heavy = HEAVY - {"fractions", "zoneinfo"} if line.startswith(("taper add", "taper facts")) else HEAVY
        modules = loaded({**person.env, "_TAPER_COMPLETE": "bash_complete", "COMP_LINE": line})
        assert "taper.cli.shells" in modules
        assert not {name.split(".")[0] for name in modules} & heavy, line
