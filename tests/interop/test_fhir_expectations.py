"""The orders of others, read where they lie: each is read or asked about as its expectation says, for that reason.

The folder's own table says what is expected; of each order that is asked about, words of ours say what one of the
questions must be about. Orders that the table leaves out have a row here.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from bench.sources import READ_ORDERS, examples_folder
from taper.cli.main import main

ABOUT = {
    "MedicationRequest-medrx002.json": "as directed",
    "MedicationRequest-medrx0302.json": "4 times a day",
    "MedicationRequest-medrx0303.json": "2 days without a dose",
    "MedicationRequest-medrx0305.json": "names no such maximum a day",
    "MedicationRequest-medrx0306.json": "adjust",
    "MedicationRequest-medrx0309.json": "every 2 days",
    "MedicationRequest-medrx0311.json": "At which time of day",
    "MedicationRequest-medrx0313.json": "the structure has no end",
    "MedicationRequest-medrx0315.json": "mg/kg",
    "MedicationRequest-medrx0316.json": "mg/kg",
    "MedicationRequest-medrx0317.json": "the length of one taking, never of the course",
    "MedicationRequest-medrx0318.json": "the structure has no end",
    "MedicationRequest-medrx0321.json": "sequence numbers 2, 2, 1",
    "MedicationRequest-medrx0327.json": "On which days",
    "MedicationRequest-medrx0333.json": "a range (1 tablet to 2 tablets)",
    "MedicationRequest-medrx0334.json": "days of the week together with times per day",
    "MedicationRequest-medrx0336.json": "given at a rate",
    "uk-prednisolone-consecutive.json": "8 times a day",
    "uk-prednisolone-concurrent.json": '"2 tablets", the structure 5 mg',
    "uk-prednisolone-mixed.json": '"2 tablets", the structure 5 mg',
    "uk-methotrexate-weekly-vs-5-daily.json": '"once weekly", the structure says 5 times a day',
    "uk-methotrexate-weekly-text-only.json": "does not say in its structure (timing) how often",
    "uk-furosemide-then-text.json": "the structure says 5 times a day",
    "uk-azithromycin-3x10d.json": '"for 10 days", the structure has no end',
    "uk-paracetamol-one-or-two.json": "One or two",
    "uk-fentanyl-72h.json": "On which day is the first dose",
    "uk-co-cyprindiol-follow-directions.json": "Follow directions",
    "uk-moxifloxacin-5x5d.json": "need 25 tablets, the quantity dispensed is 1",
    "uk-amlodipine-once-daily-vs-5.json": '"once daily", the structure says 5 times a day',
    "uk-flucloxacillin-4x7d.json": '"for 7 days", the structure has no end',
    "uk-diazepam-at-night.json": "does not say in its structure (timing) how often",
    "be-example-01-lasix.json": "On which day is the first dose",
    "be-example-02-hukyndra.json": "does not say in its structure (timing) how often",
}
"""Of each order that is asked about, words of one of its questions."""

OURS = {
    "MedicationRequest-medrx0307.json": "",  # as needed every 4 h; the reason is said in words and coded as another
    "MedicationRequest-medrx0308.json": "",  # the same without a resource for the medicine
    "MedicationRequest-medrx0312.json": "",  # mg in the structure, mg and mL in the text; 25 mg/mL makes them one
    "MedicationRequest-medrx0320.json": "",  # insulin units, three times a day, no end
    "MedicationRequest-medrx0322.json": "given at a rate",  # an infusion, in mEq
    "MedicationRequest-medrx0325.json": "",  # an ointment four times a day: "1 each" is one application
    "MedicationRequest-medrx0326.json": '"two sprays", the structure 1 each',
    "MedicationRequest-medrx0328.json": "",  # "1 each" is the one spray of the text
    "MedicationRequest-medrx0329.json": "",  # an ointment without a code, named by what is in it
    "MedicationRequest-medrx0330.json": "in each eye",  # one drop in all, or one in each?
    "MedicationRequest-medrx0331.json": "",  # warfarin 7 mg daily, strength not said, no end
}
"""Orders that the table leaves out: nothing where they are read, else words of a question."""


def _folder() -> Path | None:
    found = examples_folder()
    return found / "fhir" if found is not None and (found / "fhir").is_dir() else None


def _table() -> list[tuple[str, str]]:
    folder = _folder()
    if folder is None:
        return []
    with (folder / "EXPECTATIONS.tsv").open(encoding="utf-8", newline="") as file:
        return [(row["file"], row["expect"]) for row in csv.DictReader(file, delimiter="\t")]


TABLE = _table()
ABSENT = pytest.mark.skipif(not TABLE, reason="the folder of examples is not here; TAPER_EXAMPLES can name it")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of orders, on a clock that stands still."""
    for name, value in {"TAPER_HOME": str(tmp_path), "TAPER_CLOCK": "2026-12-01T13:05:00Z", "TZ": "UTC"}.items():
        monkeypatch.setenv(name, value)
    found = _folder()
    assert found is not None
    return found


def _preview(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object]]:
    code = main(["preview", "--file", str(path), "--json"])
    return code, json.loads(capsys.readouterr().out)


@ABSENT
@pytest.mark.parametrize(("name", "expect"), TABLE or [("", "")])
def test_an_order_ends_as_the_table_says(
    name: str, expect: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 0 for what is read, 3 with the reason among the questions for all others."""
    code, shown = _preview(folder / name, capsys)
    if expect in READ_ORDERS:
        assert code == 0, shown
        assert bool(shown["as_needed"]) is (expect == "PRN")
        assert bool(shown["days"]) is (expect != "PRN")
        assert (shown["ends"] == "open") is (expect in ("OPEN-ENDED", "PRN") or shown["last_dose_on"] is None)
        return
    assert code == 3
    _has_question(shown, ABOUT[name])


def _has_question(shown: dict[str, object], about: str) -> None:
    questions = shown["questions"]
    assert isinstance(questions, list)
    texts = [question["text"] for question in questions]
    assert any(about in text for text in texts), texts


@ABSENT
@pytest.mark.parametrize(("name", "about"), OURS.items())
def test_an_order_beside_the_table_ends_as_we_expect(
    name: str, about: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The orders without an expectation of the folder's."""
    code, shown = _preview(folder / name, capsys)
    assert code == (3 if about else 0), shown
    if about:
        _has_question(shown, about)


@ABSENT
def test_no_order_of_the_folder_is_left_out(folder: Path) -> None:
    """Each file is in the folder's table or in ours, and each that is asked about has its words."""
    assert {path.name for path in folder.glob("*.json")} == {name for name, _ in TABLE} | OURS.keys()
    assert {name for name, expect in TABLE if expect not in READ_ORDERS} == ABOUT.keys()


@ABSENT
def test_orders_that_are_read_give_the_doses_of_their_expectations(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three of them by hand: a titration laid end to end, a single dose, and two instructions side by side."""
    _, titrated = _preview(folder / "be-example-04-gutron.json", capsys)
    totals = [day["total"] for day in titrated["days"]]  # type: ignore[attr-defined]
    assert totals[:22] == ["7.5 mg"] * 7 + ["15 mg"] * 7 + ["22.5 mg"] * 7 + ["30 mg"]
    _, single = _preview(folder / "MedicationRequest-medrx0332.json", capsys)
    assert [dose["amount"] for day in single["days"] for dose in day["doses"]] == ["500 mg"]  # type: ignore[attr-defined]
    _, both = _preview(folder / "MedicationRequest-medrx0339.json", capsys)
    dates = [(day["date"], len(day["doses"])) for day in both["days"]]  # type: ignore[attr-defined]
    assert dates == [("2015-01-16", 2), ("2015-01-17", 2), ("2015-01-18", 2)]
