"""What is taken as needed, and how many tablets there are, at the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import Cli

PLAN = """
medicine = "tramadol"
starts_on = "2026-12-01"
tablets = [{strength = "50 mg"%s}]
rules = [{words = "reduce by 50 mg every 2 days", first_step = 1, last_step = 2}]
[[steps]]
days = 2
slots = [{slot = "morning", amount = "100 mg"}]
[[steps]]
days = 2
slots = [{slot = "morning", amount = "50 mg"}]
"""
NEEDED = """
[[steps]]
days = 5
[steps.as_needed]
amount = "50 mg"
min_gap_hours = 6
max_times_per_day = 4
reason = "pain"
"""
TAPER = "prednisone: 20 mg daily for 7 days, then 10 mg daily for 7 days, then 5 mg daily for 7 days, then stop"


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """A plan that steps down by a rule and is then taken as needed."""
    path = tmp_path / "plan.toml"
    path.write_text(PLAN % "" + NEEDED)
    return path


def test_the_object_holds_what_is_as_needed_and_the_rules(cli: Cli, plan_file: Path) -> None:
    """The keys of the contract and ours beside them; the maximum is the product of amount and times."""
    shown = cli("preview", "--file", str(plan_file), "--json").json
    assert shown["as_needed"] == [
        {
            "step": 3,
            "amount_min": "50 mg",
            "amount_max": "50 mg",
            "units_min": [{"count": "1", "of": "50 mg tablet"}],
            "units_max": [{"count": "1", "of": "50 mg tablet"}],
            "min_gap": "PT6H",
            "max_per_day": "200 mg",
            "max_times_per_day": 4,
            "for": "pain",
            "when": None,
            "first_on": "2026-12-05",
            "last_on": "2026-12-09",
        }
    ]
    assert shown["rules"] == [{"text": "reduce by 50 mg every 2 days", "first_step": 1, "last_step": 2}]
    assert (shown["supply"], shown["last_dose_on"], len(shown["days"])) == (None, "2026-12-04", 4)
    assert [step["supply"] for step in shown["steps"]] == [
        [{"of": "50 mg tablet", "count": "4"}],
        [{"of": "50 mg tablet", "count": "2"}],
        None,
    ]


def test_a_plan_that_is_only_as_needed_has_no_days(cli: Cli, tmp_path: Path) -> None:
    """Its last day is the last on which it may be taken; without a length it has none."""
    path = tmp_path / "needed.toml"
    path.write_text('starts_on = "2026-12-01"\n' + NEEDED)
    shown = cli("preview", "--file", str(path), "--json").json
    assert (shown["days"], shown["last_dose_on"], shown["ends"]) == ([], "2026-12-05", "stop")
    path.write_text('starts_on = "2026-12-01"\n' + NEEDED.replace("days = 5", "open = true"))
    shown = cli("preview", "--file", str(path), "--json").json
    assert (shown["days"], shown["last_dose_on"], shown["ends"]) == ([], None, "open")
    assert [finding["code"] for finding in shown["findings"]] == ["no-end"]


def test_people_read_rules_tablets_and_bounds_in_words(cli: Cli, plan_file: Path) -> None:
    """The rule above its steps, the tablets of each, what is as needed with its bounds, and how long."""
    assert cli("preview", "--file", str(plan_file)).out.splitlines()[:12] == [
        "tramadol · 9 days",
        '     Rule: "reduce by 50 mg every 2 days", written out as steps 1 to 2:',
        "  1  Tue 1 Dec to Wed 2 December 2026 (2 days)",
        "     100 mg (2 tablets of 50 mg) once daily for 2 days · 4 tablets of 50 mg in",
        "     this step",
        "  2  Thu 3 Dec to Fri 4 December 2026 (2 days)",
        "     50 mg (1 tablet of 50 mg) once daily for 2 days · 2 tablets of 50 mg in",
        "     this step",
        "  3  Sat 5 Dec to Wed 9 December 2026 (5 days)",
        "     as needed for pain: 50 mg (1 tablet of 50 mg), at least 6 hours apart, at",
        "     most 4 times a day, at most 200 mg a day",
        "  ■  stop. Last dose Fri 4 December 2026, 08:00. As needed until Wed 9 December",
    ]


def test_today_and_take_say_how_it_stands(cli: Cli, plan_file: Path) -> None:
    """One line a plan, and the warning on standard error."""
    cli("add", "--file", str(plan_file), "--yes", "--zone", "UTC")
    cli("take", at="2026-12-05T09:10:00Z")
    soon = cli("take", at="2026-12-05T10:10:00Z")
    assert soon.code == 0
    assert "1 hour after the one of 09:10" in soon.err
    shown = " ".join(cli("today").out.split())
    assert "No doses today" not in shown
    assert "2 of at most 4 today" in shown


def test_a_range_is_chosen_in_a_terminal_and_asked_for_in_a_script(cli: Cli, plan_file: Path) -> None:
    """The amounts are the choices; in a script they are exit 3."""
    plan_file.write_text(PLAN % "" + NEEDED.replace('"50 mg"', '"50 mg"\nup_to = "100 mg"', 1))
    cli("add", "--file", str(plan_file), "--yes", "--zone", "UTC")
    script = cli("take", "--json", at="2026-12-05T09:10:00Z")
    assert script.code == 3
    (question,) = script.json["questions"]
    assert (question["where"], question["choices"]) == ("--amount", ["50 mg", "100 mg"])
    chosen = cli.typing("take", "--json", answers="2\n")
    assert chosen.code == 0, chosen.err
    assert chosen.json["recorded"]["amount"] == "100 mg"


def test_a_count_on_the_label_that_disagrees_is_asked(cli: Cli) -> None:
    """49 tablets of 5 mg are needed; nothing is read until the two agree."""
    result = cli("preview", TAPER, "--start", "2026-12-01", "--strength", "5 mg", "--quantity", "51", "--json")
    assert result.code == 3
    (question,) = result.json["questions"]
    assert question["text"] == "49 tablets of 5 mg needed, 51 on the label. Which one holds?"
    assert question["where"] == "--quantity"
    assert cli("add", TAPER, "--start", "2026-12-01", "--strength", "5 mg", "--quantity", "51", "--yes").code == 3
    assert cli("list", "--json").json == []


def test_a_count_that_agrees_is_kept_on_the_plan(cli: Cli) -> None:
    """Each of several strengths has its own, in their order; nothing more is said of it."""
    options = ("--strength", "10 mg", "--strength", "5 mg", "--quantity", "21", "--quantity", "7")
    shown = cli("preview", TAPER, "--start", "2026-12-01", *options, "--json")
    assert shown.code == 0, shown.out
    assert shown.json["findings"] == []
    assert shown.json["runs_out"] == [
        {"of": "10 mg tablet", "quantity": 21, "lasts_until": None, "short_on": None},
        {"of": "5 mg tablet", "quantity": 7, "lasts_until": None, "short_on": None},
    ]
    cli.kept(*options, text=TAPER)
    assert [tablet["quantity"] for tablet in cli("show", "--json").json["form"]["tablets"]] == [21, 7]


@pytest.mark.parametrize(
    "options", [("--quantity", "21"), ("--strength", "5 mg", "--quantity", "1", "--quantity", "2")]
)
def test_there_is_one_count_for_each_strength(cli: Cli, options: tuple[str, ...]) -> None:
    """Anything else is wrong usage."""
    result = cli("preview", TAPER, "--start", "2026-12-01", *options)
    assert result.code == 2
    assert "one quantity for each strength" in result.err


def test_an_open_plan_says_how_long_the_tablets_last(cli: Cli) -> None:
    """Thirty tablets, two a day."""
    text = "prednisone 10 mg daily"
    options = ("--start", "2026-12-01", "--strength", "5 mg", "--quantity", "30")
    shown = cli("preview", text, *options, "--json").json
    assert [finding["code"] for finding in shown["findings"]] == ["no-end", "runs-out"]
    assert shown["runs_out"] == [
        {"of": "5 mg tablet", "quantity": 30, "lasts_until": "2026-12-15", "short_on": "2026-12-16"}
    ]


def test_what_a_file_has_on_hand_is_said_and_not_asked(cli: Cli, plan_file: Path) -> None:
    """Too few is a warning with the day they run out; more is a note, as tablets may be left over on purpose."""
    plan_file.write_text(PLAN % ", quantity = 5")
    findings = cli("preview", "--file", str(plan_file), "--json").json["findings"]
    assert [(one["level"], one["code"]) for one in findings] == [("warn", "supply-short")]
    assert "They last until the dose of Thu 3 December 2026, 08:00, before the plan ends." in findings[0]["text"]
    plan_file.write_text(PLAN % ", quantity = 7")
    findings = cli("preview", "--file", str(plan_file), "--json").json["findings"]
    assert [(one["level"], one["code"]) for one in findings] == [("note", "supply-left")]
