"""`taper note`: how it goes, in a line; the signs that sources name as suggestions."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from commandline import FOUR_A_DAY, Cli, Shell

from taper.cli.ask import perform
from taper.cli.main import taper

STRENGTH = ("--strength", "350 mg")


@pytest.fixture
def ill(cli: Cli) -> Cli:
    """Day 1 of two weeks of carisoprodol."""
    cli.kept(*STRENGTH, text=FOUR_A_DAY)
    return cli


def offered(*typed: str, incomplete: str) -> list[str]:
    """What the shell would offer."""
    completion = ShellComplete(taper, {}, "taper", "_TAPER_COMPLETE")
    return [str(item.value) for item in completion.get_completions(list(typed), incomplete)]


def test_a_note_is_kept_and_what_a_source_says_stands_beside_it(ill: Cli) -> None:
    """The result on standard output, the source beside it, and no more than that."""
    result = ill("note", "drowsiness", "--severity", "2", "--at", "08:10", "--for-provider")
    assert result.code == 0
    assert result.out == ("Recorded: plan A, noted Tue 1 Dec 08:10: drowsiness; severity 2 of 10; for the\nprovider.\n")
    assert '·  "drowsiness" is named as a side effect of carisoprodol' in result.err
    assert "druglib.com" in result.err
    assert "drowsiness; severity 2 of 10" in ill("log").out
    assert "0 records of doses, 1 note; taper log lists them" in ill("show").out


def test_words_need_no_quotes(ill: Cli) -> None:
    """Joined as typed."""
    recorded = ill("note", "could", "not", "sleep", "--json").json["recorded"]
    assert (recorded["kind"], recorded["words"], recorded["is"]) == ("note", "could not sleep", ["words"])


def test_an_urgent_sign_is_said_first(ill: Cli, home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Whom to call comes with "!!", and the note is kept all the same."""
    folder = home / "facts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mine.toml").write_text(
        'name = "carisoprodol"\n[[statement]]\nkind = "withdrawal-sign"\ntext = "An emergency: headache."\n'
        'signs = ["headache"]\nurgent = true\nsource = "my provider"\nread_on = 2026-11-27\n'
    )
    result = ill("note", "headache")
    assert result.code == 0
    begins = [line[:26] for line in result.err.splitlines() if line[:3] in ("!! ", "·  ")]
    assert begins[0] == "!! Call your provider or e"
    assert len(begins) == 3
    assert "urgent: call your provider or emergency services at once" in ill("facts", "carisoprodol").out
    assert "urgent" in ill("note").out


def test_the_signs_that_sources_name_are_listed_with_them(ill: Cli) -> None:
    """As suggestions, of the active plans; nothing is recorded."""
    shown = ill("note")
    assert "side effect of carisoprodol: drowsiness, dizziness, headache\n" in shown.out
    assert "     source: turtlegame.xyz/news/2594073385371754360\n" in shown.out
    (plan,) = ill("note", "--json").json
    assert {sign["kind"] for sign in plan["signs"]} == {"side-effect", "withdrawal-sign"}
    assert ill("log", "--json").json == []


def test_the_last_note_is_taken_back(ill: Cli) -> None:
    """It stays in the log, marked."""
    ill("note", "headache")
    undone = ill("note", "--undo")
    assert undone.out.startswith("Taken back: plan A, noted Tue 1 Dec")
    assert "[taken back]" in ill("log").out
    assert ill("note", "--undo").code == 4
    assert ill("note", "headache", "--undo").code == 2


def test_what_is_no_note_ends_with_its_own_code(ill: Cli) -> None:
    """A severity out of range, none without words, and a plan that is not there."""
    assert ill("note", "headache", "--severity", "11").code == 2
    assert ill("note", "--severity", "3").code == 3
    assert ill("note", "headache", "--plan", "B").code == 4


@pytest.mark.parametrize(
    ("typed", "incomplete", "expected"),
    [
        ((), "dr", ["drowsiness"]),
        ((), "IN", ["inability", "insomnia"]),
        (("inability",), "", ["to"]),
        (("inability", "to"), "s", ["sleep"]),
        ((), "muscle tw", ["muscle twitching"]),
        (("--plan", "A"), "atax", ["ataxia"]),
        (("--plan", "B"), "atax", []),
        ((), "zzz", []),
    ],
)
def test_the_shell_offers_known_signs(
    ill: Cli, typed: tuple[str, ...], incomplete: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Word by word, so that no shell needs quotes; an unknown plan offers nothing, and says nothing.

    What the daemon would answer comes from the store here; `test_with_daemon` asks a real one.
    """
    monkeypatch.setattr("taper.cli.offer.call", lambda _, operation, asked, **__: perform(operation, asked))
    assert isinstance(taper, click.Group)
    assert offered("note", *typed, incomplete=incomplete) == expected


def test_without_a_store_nothing_is_offered_and_none_is_made(shell: Shell, home: Path) -> None:
    """In a process of its own, as a shell asks."""
    env = {"_TAPER_COMPLETE": "bash_complete", "COMP_WORDS": "taper note dr", "COMP_CWORD": "2"}
    result = shell(**env)
    assert (result.out.strip(), result.err) == ("", "")
    assert not home.exists()
