"""`taper preview`: the contract's object, the examples, and what is asked where a plan is not clear."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from commandline import BURST, Cli

from taper.core.amount import plain, read_plain

KEYS = {"medicine", "starts_on", "last_dose_on", "ends", "steps", "days", "as_needed", "supply", "findings"}
LINES = (Path(__file__).parents[1] / "data" / "plans.jsonl").read_text(encoding="utf-8").splitlines()
EXAMPLES = {str(line["id"]): line for line in map(json.loads, LINES)}
PLANS = sorted((Path(__file__).parents[2] / "schedules" / "plans").glob("*.toml"))


def test_the_object_has_the_keys_of_the_contract(cli: Cli) -> None:
    """Every key that programs rely on is there, in its shape."""
    shown = cli(
        "preview", BURST, "--start", "2026-12-01", "--strength", "10 mg", "--zone", "America/New_York", "--json"
    )
    assert (shown.code, shown.err) == (0, "")
    plan = shown.json
    assert plan.keys() >= KEYS
    assert plan["medicine"] == "prednisone"
    assert (plan["starts_on"], plan["last_dose_on"], plan["ends"]) == ("2026-12-01", "2026-12-08", "stop")
    assert plan["steps"][0].items() >= {"number": 1, "first_on": "2026-12-01", "last_on": "2026-12-04"}.items()
    assert plan["steps"][0]["text"] == "40 mg (4 tablets of 10 mg) once daily for 4 days"
    assert plan["days"][0] == {
        "day": 1,
        "date": "2026-12-01",
        "step": 1,
        "total": "40 mg",
        "doses": [
            {
                "at": "2026-12-01T08:00:00-05:00",
                "slot": "morning",
                "amount": "40 mg",
                "units": [{"count": "4", "of": "10 mg tablet"}],
            }
        ],
    }
    assert plan["supply"] == [{"of": "10 mg tablet", "count": "24"}]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_comes_out_as_its_table_says_or_asks(cli: Cli, name: str) -> None:
    """Days, doses, totals, end and supply are exactly the table's; what leaves something open is a question."""
    example = EXAMPLES[name]
    shown = cli("preview", example["text"], *example["args"], "--json")
    if example["expect"] == "ask":
        assert shown.code == 3
        assert all(question["text"] for question in shown.json["questions"])
        return
    assert shown.code == 0
    holds = example.get("per_unit") or {}
    days = [
        {
            "day": day["day"],
            "total": _held(day["total"], holds),
            "doses": [_held(dose["amount"], holds) for dose in day["doses"]],
        }
        for day in shown.json["days"]
    ]
    assert {"days": days, **{key: shown.json[key] for key in ("ends", "supply")}} == {
        "days": example.get("days", []),
        **{key: example[key] for key in ("ends", "supply")},
    }


def _held(amount: str, holds: dict[str, str]) -> str:
    """An amount in tablets as what the tablets hold, where the example's table counts that."""
    read = read_plain(amount)
    one = holds.get(read.unit.value)
    return plain(read_plain(one).times(read.number)) if one else amount


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_an_example_file_is_shown_as_an_example(cli: Cli, path: Path) -> None:
    """Each shipped plan is read, and says at the top that it is made up."""
    shown = cli("preview", "--file", str(path))
    assert shown.code == 0
    assert shown.out.startswith("EXAMPLE")
    assert "day 1 is taken to be tomorrow, 2026-12-02" in shown.err


def test_the_words_say_dates_tablets_totals_and_the_stop_date(cli: Cli) -> None:
    """A person reads dated steps, tablets, day counts, the supply and the end."""
    shown = cli("preview", BURST, "--start", "2026-12-01", "--strength", "10 mg")
    assert "prednisone · 8 days · 24 tablets of 10 mg in all" in shown.out
    assert "Tue 1 Dec to Fri 4 December 2026 (4 days)" in shown.out
    assert "stop. Last dose Tue 8 December 2026, 08:00." in shown.out
    assert "\u00a0" not in shown.out


def test_the_table_has_a_line_for_every_day(cli: Cli) -> None:
    """--table writes out each day with its doses."""
    shown = cli("preview", BURST, "--start", "2026-12-01", "--strength", "10 mg", "--table")
    assert shown.out.count("08:00 4 tablets of 10 mg") == 4
    assert shown.out.count("08:00 2 tablets of 10 mg") == 4


def test_totals_are_said_as_people_write_them(cli: Cli) -> None:
    """From 1,000 up an amount has its comma, in words; in JSON it has none."""
    text = "350 mg four times a day for 2 days, then stop"
    assert "1,400 mg on each day" in cli("preview", text, "--start", "2026-12-01").out
    assert cli("preview", text, "--start", "2026-12-01", "--json").json["days"][0]["total"] == "1400 mg"


@pytest.mark.parametrize("columns", ["20", "40", "60", "80"])
def test_no_line_is_wider_than_the_terminal(cli: Cli, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    """The reading fits 80 columns and narrower; a number and its unit stay together."""
    monkeypatch.setenv("COLUMNS", columns)
    shown = cli("preview", BURST, "--start", "2026-12-01", "--strength", "10 mg")
    assert max(len(line) for line in shown.out.splitlines()) <= int(columns)
    assert not any(line.rstrip().endswith(" 10") for line in shown.out.splitlines())


def test_a_plan_comes_from_standard_input(cli: Cli) -> None:
    """- reads the text from standard input."""
    shown = cli("preview", "-", "--start", "2026-12-01", "--json", stdin=f"{BURST}\n".encode())
    assert shown.json["medicine"] == "prednisone"


def test_no_utf8_on_standard_input_is_a_question(cli: Cli) -> None:
    """Bytes that are no UTF-8 are asked about, naming the line."""
    shown = cli("preview", "-", "--json", stdin=b"prednisone\n40 mg \xff daily")
    assert shown.code == 3
    assert "line 2" in shown.json["questions"][0]["text"]


def test_a_question_stands_under_its_place(cli: Cli) -> None:
    """The carets stand under the words that were not understood, and nothing was stored."""
    shown = cli("preview", "prednisone 60 mg daily for 5 days, then a 5-day taper", "--start", "2026-12-01")
    lines = shown.err.splitlines()
    carets = next(line for line in lines if "^" in line)
    above = lines[lines.index(carets) - 1]
    assert above[carets.index("^") : carets.rindex("^") + 1] == "5-day taper"
    assert (shown.code, shown.out) == (3, "")
    assert "Nothing was stored." in shown.err


def test_carets_stand_under_the_place_in_a_long_line_too(cli: Cli) -> None:
    """A long text is cut around the place, and the carets still stand under it."""
    shown = cli("preview", f"{'prednisone 10 mg daily for 5 days, then ' * 6}flurb, then stop", "--start", "2026-12-01")
    lines = shown.err.splitlines()
    carets = next(line for line in lines if "^" in line)
    above = lines[lines.index(carets) - 1]
    assert max(len(line) for line in lines) <= 80
    assert "flurb".startswith(above[carets.index("^") : carets.rindex("^") + 1][:5])


def test_days_and_tablets_are_counted_exactly(cli: Cli) -> None:
    """Halves are exact decimals, never floats."""
    shown = cli(
        "preview", "5 mg daily for 3 days, then stop", "--strength", "10 mg", "--split", "half", "--json",
        "--start", "2026-12-01",
    )  # fmt: skip
    assert shown.json["supply"] == [{"of": "10 mg tablet", "count": "1.5"}]
    assert Fraction(shown.json["days"][0]["doses"][0]["units"][0]["count"]) == Fraction(1, 2)


@pytest.mark.parametrize("arguments", [(), (BURST, "--file", "plan.toml")])
def test_a_text_and_a_file_exclude_each_other(cli: Cli, arguments: tuple[str, ...]) -> None:
    """One of the two is given, else it is wrong usage."""
    assert cli("preview", *arguments).code == 2


def test_preview_stores_nothing(cli: Cli, home: Path) -> None:
    """Not a file is made."""
    cli("preview", BURST, "--start", "2026-12-01")
    assert not home.exists()


def json_questions(result: Any) -> list[str]:
    """The questions of a JSON answer."""
    return [question["text"] for question in result.json["questions"]]


def test_a_start_said_twice_differently_is_asked_about(cli: Cli, tmp_path: Path) -> None:
    """The file's first day and --start must agree."""
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'starts_on = "2026-12-01"\n[[steps]]\ndays = 2\nslots = [{ slot = "morning", amount = "40 mg" }]\n',
        encoding="utf-8",
    )
    shown = cli("preview", "--file", str(plan), "--start", "2026-12-02", "--json")
    assert shown.code == 3
    assert json_questions(shown)
