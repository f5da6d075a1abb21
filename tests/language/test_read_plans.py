"""Every plan of the examples is read as its table says, or asked about; none is read wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from readers import asked_about, reading_of

from taper.core.amount import Amount, Unit, plain, plain_number, read_plain
from taper.core.expand import days_of
from taper.core.plan import AsNeeded, Days, Ends, Plan, Split, Step
from taper.core.supply import supply
from taper.language import Questions, Reading


@dataclass(frozen=True, slots=True)
class Example:
    """One line of plans.jsonl."""

    line: dict[str, Any]

    @property
    def strengths(self) -> tuple[str, ...]:
        return tuple(self._after("--strength"))

    @property
    def split(self) -> Split:
        return Split(next(iter(self._after("--split")), "none"))

    @property
    def starts_on(self) -> date:
        return date.fromisoformat(self._after("--start")[0])

    @property
    def open_days(self) -> int:
        return int(next(iter(self._after("--days")), "28"))

    def _after(self, option: str) -> list[str]:
        args = [str(arg) for arg in self.line["args"]]
        return [value for name, value in pairwise(args) if name == option]

    def read(self) -> Reading:
        return reading_of(str(self.line["text"]), *self.strengths, split=self.split, starts_on=self.starts_on)

    def table(self, plan: Plan) -> dict[str, object]:
        """The plan as the example's table gives it, with tablets counted in what one holds."""
        days = [
            {
                "day": day.number,
                "total": plain(self._held(day.total)),
                "doses": [plain(self._held(dose.amount)) for dose in day.doses],
            }
            for day in days_of(plan, open_days=self.open_days)
        ]
        needed = supply(plan)
        counts = needed and [{"of": piece.of, "count": plain_number(piece.count)} for piece in needed]
        return {"ends": plan.ends.value, "days": days, "supply": counts or None}

    def _held(self, amount: Amount) -> Amount:
        holds = self.line.get("per_unit", {})
        one = holds.get(amount.unit.value) if isinstance(holds, dict) else None
        return read_plain(one).times(amount.number) if one else amount


LINES = (Path(__file__).parents[1] / "data" / "plans.jsonl").read_text(encoding="utf-8").splitlines()
EXAMPLES = {str(line["id"]): Example(line) for line in map(json.loads, LINES)}
READ = [name for name, example in EXAMPLES.items() if example.line["expect"] == "read"]
SCHEDULED = [name for name in READ if "as_needed" not in EXAMPLES[name].line]
MUST_ASK = [name for name in EXAMPLES if name not in READ]


@pytest.mark.parametrize("name", SCHEDULED)
def test_an_example_is_read_exactly_as_its_table_says(name: str) -> None:
    """Days, doses, totals, the end and the tablets needed are those of the table."""
    example = EXAMPLES[name]
    plan = example.read()
    assert isinstance(plan, Plan)
    assert example.table(plan) == {key: example.line[key] for key in ("ends", "days", "supply")}


def test_what_is_taken_as_needed_is_kept_with_its_bounds() -> None:
    """Tramadol for pain: nothing is scheduled; 50 mg, at least 6 hours apart, at most 200 mg a day, 5 days."""
    plan = EXAMPLES["tramadol-as-needed"].read()
    assert isinstance(plan, Plan)
    needed = AsNeeded(mg(50), mg(50), min_gap_hours=6, max_per_day=mg(200), reason="pain")
    assert (plan.steps, plan.ends) == ((Step(Days(5), needed),), Ends.STOP)


def mg(number: int) -> Amount:
    return Amount(Fraction(number), Unit.MG)


@pytest.mark.parametrize("name", MUST_ASK)
def test_what_leaves_something_open_is_asked_about(name: str) -> None:
    """A range, a taper that is not written, a count that disagrees: each raises a question."""
    assert all(asked_about(EXAMPLES[name].read()))


def test_every_range_of_a_sentence_is_asked_about_at_once() -> None:
    """Two ranges in one sentence are two questions."""
    assert asked_about(EXAMPLES["two-ranges"].read()) == ["1-2 tablets", "every 4 to 6 hours"]


def test_the_count_that_disagrees_names_both_numbers() -> None:
    """The question about "#21" says what is written and what the plan needs."""
    reading = EXAMPLES["count-disagrees"].read()
    assert isinstance(reading, Questions)
    assert "21 dispensed, the plan needs 30" in reading.questions[0].text


def test_the_whole_medrol_pack_is_21_tablets() -> None:
    """The published dose pack: 21 tablets of 4 mg, 84 mg in all."""
    plan = EXAMPLES["medrol-dosepak"].read()
    assert isinstance(plan, Plan)
    totals = [day.total.number for day in days_of(plan, open_days=0)]
    assert totals == [6, 5, 4, 3, 2, 1]
    assert sum(totals, Fraction(0)) * 4 == 84
