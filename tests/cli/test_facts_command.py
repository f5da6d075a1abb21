"""`taper facts`: what is known of a medicine, always with its source; and a person's own files."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import Cli, Shell

OWN = """
name = "Soma"
[[statement]]
kind = "longest-duration"
text = "My provider says 5 days at most."
days = 5
nature = "hard limit"
source = "my provider"
read_on = 2026-11-23
"""
SOMA = "Soma: 350 mg at bedtime for 6 days, then stop"


def flat(text: str) -> str:
    """The text as if a line had no end."""
    return " ".join(text.split())


def add_own(home: Path, text: str = OWN) -> Path:
    """A file of one's own in the folder beside the settings."""
    (home / "facts").mkdir(parents=True)
    file = home / "facts" / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", ["carisoprodol", "Soma", "carisoprodol (Soma)"])
def test_each_statement_is_shown_with_its_source(cli: Cli, name: str) -> None:
    """By name or brand; the address stands whole on its line."""
    shown = cli("facts", name)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("carisoprodol\n")
    lines = shown.out.splitlines()
    assert (
        "    source: https://dailymed.nlm.nih.gov/dailymed/lookup.cfm?setid=93f909ea-2d2e-4a10-be50-7f33f3e904d4"
        in lines
    )
    assert "    section 2; read by Fri 27 November 2026" in lines
    assert "taper's own threshold: noted from day 15 and warned of from day 22." in shown.out
    assert "Withdrawal signs" in lines
    known = cli("facts", name, "--json").json
    assert sum(line.startswith("    source: ") for line in lines) == len(known["statements"]) + len(known["called"])


def test_json_has_each_bound_and_its_nature(cli: Cli) -> None:
    """A script need not read sentences."""
    known = cli("facts", "cytisine", "--json").json
    assert (known["asked"], known["name"], known["of"], known["alike"]) == ("cytisine", "cytisine", "medicine", [])
    by_kind = {statement["kind"]: statement for statement in known["statements"]}
    course, wait = by_kind["longest-duration"], by_kind["lock-out"]
    assert (course["days"], course["nature"], course["for"], course["ours"]) == (25, "label maximum", [], None)
    assert (wait["months"], wait["nature"]) == (2, "lock-out")
    assert all(statement["source"] and statement["read_on"] for statement in known["statements"])
    fever = cli("facts", "ibuprofen", "--json").json["statements"][1]
    assert (fever["days"], fever["for"]) == (3, ["fever"])


def test_a_class_and_its_medicines_find_what_is_said_of_the_class(cli: Cli) -> None:
    """Marked with the class where it is shown of a medicine."""
    assert "medicines of this class: " in cli("facts", "beta-blocker").out
    assert "reduced over 1 to 2 weeks. [of all beta-blockers]" in flat(cli("facts", "atenolol").out)
    assert "2 to 4 weeks at most. [of all benzodiazepines; UK only]" in flat(cli("facts", "Valium").out)
    known = cli("facts", "muscle relaxant", "--json").json
    assert (known["of"], known["members"], known["statements"]) == ("class", ["carisoprodol"], [])
    assert "immediately at chest pain" in flat(cli("facts", "Aleve").out)


def test_the_list_names_every_medicine_with_facts(cli: Cli) -> None:
    """Names, brands and classes; as many as there are files."""
    listed = cli("facts", "--json").json
    files = Path(__file__).resolve().parents[2] / "schedules" / "facts"
    assert len(listed) == len(list(files.glob("*.toml")))
    (soma,) = [one for one in listed if one["name"] == "carisoprodol"]
    assert (soma["brands"], soma["classes"], soma["own"], soma["of"]) == (
        ["Soma"],
        ["muscle relaxant"],
        False,
        "medicine",
    )
    assert "carisoprodol      Soma, muscle relaxant" in cli("facts").out.splitlines()


def test_nothing_known_is_an_answer_and_no_error(cli: Cli) -> None:
    """A medicine without facts works; what is written alike is named, and never taken for it."""
    shown = cli("facts", "madeupin")
    assert (shown.code, shown.err) == (0, "")
    assert 'taper knows nothing of "madeupin"' in shown.out
    alike = cli("facts", "carisprodol")
    assert (alike.code, alike.err) == (0, "Known, and written much like it: carisoprodol.\n")
    known = cli("facts", "carisprodol", "--json").json
    assert (known["name"], known["statements"], known["alike"]) == (None, [], ["carisoprodol"])
    (finding,) = cli("preview", "madeupin 5 mg daily for 500 days, then stop", "--json").json["findings"]
    assert (finding["level"], finding["code"], finding["source"]) == ("note", "no-facts", None)


def test_an_own_file_stands_beside_the_shipped_one(cli: Cli, home: Path) -> None:
    """Shown and marked, held against plans, and nothing shipped is hidden."""
    shipped = cli("facts", "Soma", "--json").json
    assert cli("preview", SOMA, "--json").json["findings"] == []
    add_own(home)
    known = cli("facts", "Soma", "--json").json
    assert known["statements"][:-1] == shipped["statements"]
    assert (known["statements"][-1]["own"], known["statements"][-1]["source"]) == (True, "my provider")
    assert "5 days at most. [from your own file]" in cli("facts", "Soma").out
    assert [line for line in cli("facts").out.splitlines() if line.endswith("your file")] == [
        "Soma              your file"
    ]
    (finding,) = cli("preview", SOMA, "--json").json["findings"]
    assert (finding["level"], finding["source"]) == ("stop", "my provider")
    refused = cli("add", SOMA, "--start", "2026-12-01", "--yes")
    assert refused.code == 5
    assert "--approved-by" in refused.err


def test_a_wrong_own_file_is_named_with_line_and_key(cli: Cli, home: Path) -> None:
    """Every fault at once, with what was found and expected."""
    file = add_own(home, OWN.replace("days = 5", "days = 0").replace('source = "my provider"\n', ""))
    for words in (["facts"], ["facts", "Soma"], ["preview", SOMA]):
        shown = cli(*words)
        assert (shown.code, shown.out) == (3, "")
        said = "".join(shown.err.split())  # a path longer than a line is broken
        for fault in (
            f"{file}, line 6, statement 1, days: found '0'; expected a whole number from 1 to 10000.",
            f"{file}, line 3, statement 1, source: found nothing; expected a text.",
        ):
            assert fault.replace(" ", "") in said


def test_a_wrong_own_file_hinders_no_record_and_no_stop(cli: Cli, home: Path) -> None:
    """Every real intake can be recorded, and stopping is never refused."""
    cli.kept("--strength", "350 mg", text=SOMA)
    add_own(home, "name = 1")
    assert cli("take", "A", at="2026-12-01T22:05:00Z").code == 0
    assert cli("today").code == 0
    assert cli("upcoming").code == 0
    stopped = cli("stop", "A", "--yes", at="2026-12-03T10:00:00Z")
    assert stopped.code == 0
    assert "It cannot be said whether stopping may be too sudden" in stopped.out + stopped.err


def test_it_has_a_help_with_an_example(cli: Cli) -> None:
    """As every command."""
    shown = cli("facts", "--help")
    assert shown.code == 0
    assert "taper facts carisoprodol" in shown.out


def test_facts_load_nothing_heavy(shell: Shell) -> None:
    """Neither the store nor what draws is needed to look something up."""
    import subprocess
    import sys

    code = (
        "import sys; from taper.cli.main import main; main(['facts', 'Soma']); "
        "print(sorted({'sqlmodel', 'rich', 'pydantic', 'asyncio', 'apscheduler'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=shell.env)
    assert run.stdout.splitlines()[-1] == "[]"
