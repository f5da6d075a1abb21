"""What does a report (the answer of the operation `report`) say, as a document of blocks?

The same blocks become the page, the HTML file and the paper. Amounts are in the spoken form, dates as people read them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from taper.app.curvefacts import curve_facts
from taper.core import paperwords
from taper.core.blocks import Block, Figure, Heading, Pairs, Table, Title, Words
from taper.core.curvelanes import Beside, Scores
from taper.core.curvewords import curve_words
from taper.core.words import capitalised, clock_time, counted, date_within, joined, long_date, short_date
from taper.wording.readings import said

Report = Mapping[str, Any]

_COUNTS = {
    "planned": "planned",
    "due": "due so far",
    "taken": "taken",
    "skipped": "skipped",
    "not_sure": "not sure",
    "missed": "missed",
    "not_recorded": "not recorded",
    "not_asked": "not asked",
    "not_tracked": "not tracked",
    "waiting": "waiting",
    "extra": "extra",
    "as_needed": "as needed",
    "past_end": "past the end",
}
"""The columns of the counts, by their keys in the report."""

_AMOUNTS = {"due_amount": "amount due", "taken_amount": "amount taken"}
_ALWAYS = ("planned", "due", "taken")
_ANSWERS = {"taken": "taken", "skipped": "skipped", "unsure": "not sure whether it was taken"}


def report_blocks(report: Report) -> Iterator[Block]:
    """The whole summary."""
    yield title_of(report)
    yield from before_the_curve(report)
    yield Heading("Day by day")
    yield _figure(report)
    yield from after_the_curve(report)


def title_of(report: Report) -> Title:
    """What the document is called, and up to when it holds."""
    at = datetime.fromisoformat(report["at"])
    below = paperwords.AS_RECORDED.format(at=f"{long_date(at.date())}, {clock_time(at.time())}", zone=report["zone"])
    return Title(paperwords.SUMMARY.format(name=capitalised(report["name"])), below)


def before_the_curve(report: Report) -> Iterator[Block]:
    """What the plan is, and where it stands."""
    yield Words(paperwords.NO_JUDGEMENT)
    yield Pairs(tuple(_plan_pairs(report)))


def after_the_curve(report: Report) -> Iterator[Block]:
    """The steps with their counts, what differs, what was noted and answered, the changes, and the supply."""
    yield Heading("Steps: planned and taken")
    yield from _steps(report)
    yield from _section("Records that differ", _unusual(report))
    yield from _section("Notes", _notes(report))
    yield from _section("Check-ins and activities", _check_ins(report))
    yield from _section("The plan and its changes", _versions(report))
    yield from _section("Supply", _supply(report))


def _section(text: str, blocks: Iterator[Block]) -> Iterator[Block]:
    found = tuple(blocks)
    if found:
        yield Heading(text)
        yield from found


def _plan_pairs(report: Report) -> Iterator[tuple[str, str]]:
    yield (
        "Plan",
        f"{report['label']}, {report['medicine'] or paperwords.NO_NAME}" if report["names_shown"] else report["label"],
    )
    if report["several_people"] or report["person"] != "me":
        yield "For", "the person who kept it" if report["person"] == "me" else report["person"]
    yield "Provider", report["prescriber"] or "not named on the plan"
    if report["written_on"]:
        yield "Written on", _long(report["written_on"])
    if report["reason"]:
        yield "Taken for", report["reason"]
    yield "Day 1", _long(report["starts_on"])
    yield from _end_pairs(report)
    yield "Now", report["text"]
    yield from _lists(report)


def _end_pairs(report: Report) -> Iterator[tuple[str, str]]:
    if report["last_use_on"] is None:
        yield "Stop date", "none"
        return
    what = (
        "Stopped, last day"
        if report["stopped"]
        else "Last before the review"
        if report["ends"] == "review"
        else "Last day"
    )
    yield what, _long(report["last_use_on"])
    if report["past_prescribed"]:
        yield "Prescribed end", f"{_long(report['prescribed_end_on'])}; the plan goes on {report['past_prescribed']}"


def _lists(report: Report) -> Iterator[tuple[str, str]]:
    named = {
        "Tablets": report["tablets"],
        "As needed": report["as_needed"],
        "Limits of the plan": report["limits"],
        "Precautions": report["precautions"],
        "Beside the medicine": report["activities"],
    }
    for name, texts in named.items():
        if texts:
            yield name, "; ".join(texts)
    if report["missed_rule"]:
        yield "Missed doses", report["missed_rule"]


def _steps(report: Report) -> Iterator[Block]:
    """The steps in words, and the counts of each and of all in the columns of which any is not zero."""
    steps = tuple((str(row["number"]), _span(row), row["text"]) for row in report["steps"])
    yield Table("The steps of the plan", ("Step", "Dates", "What"), steps)
    rows: Sequence[Report] = (*report["steps"], report["total"])
    shown = [key for key in _COUNTS if key in _ALWAYS or any(row[key] for row in rows)]
    amounts = [key for key in _AMOUNTS if any(row[key] for row in rows)]
    columns = ("Step", *(_COUNTS[key] for key in shown), *(_AMOUNTS[key] for key in amounts))
    counts = tuple((_number(row), *_cells(row, shown), *(said(row[key] or "") for key in amounts)) for row in rows)
    about = "Doses of each step by what became of them, and the amounts"
    yield Table(about, columns, counts, frozenset(range(1, len(columns))))
    yield from _meanings(shown)


def _number(row: Report) -> str:
    return str(row["number"]) if "number" in row else "all"


def _cells(row: Report, shown: Sequence[str]) -> Iterator[str]:
    for key in shown:
        yield _count(row, key)


def _count(row: Report, key: str) -> str:
    is_open = key == "planned" and row.get("days", 0) is None
    return f"{row[key]:,}{', open' if is_open else ''}"


def _meanings(shown: Sequence[str]) -> Iterator[Block]:
    columns = {_COUNTS[key] for key in shown}
    said = [f"{word}: {meaning}" for word, meaning in paperwords.STATES if word in columns]
    if said:
        yield Words(f"{capitalised('; '.join(said))}.")


def _figure(report: Report) -> Figure:
    facts = curve_facts(report["course"])
    scores: dict[str, dict[date, int]] = {}
    for one in report["check_ins"]:
        if one["score"] is not None:
            scores.setdefault(one["about"], {})[date.fromisoformat(one["on"])] = one["score"]
    beside = Beside(
        notes=tuple(datetime.fromisoformat(one["happened_at"]).date() for one in report["notes"]),
        scores=tuple(Scores(about, by_date) for about, by_date in scores.items()),
    )
    return Figure(facts, beside, f"{capitalised(report['name'])}: planned and taken", curve_words(facts))


def _unusual(report: Report) -> Iterator[Block]:
    rows = tuple(
        (_moment(one["happened_at"]), _answer(one), _marks(one), one["note"] or "") for one in report["unusual"]
    )
    if rows:
        about = "Records that are early, one more, past the end, not sure, or have a note"
        yield Table(about, ("When", "What was recorded", "Mark", "Note"), rows)


def _answer(one: Report) -> str:
    what = f"{one['what']} " if one["what"] else ""
    which = f", for the dose of {_moment(one['dose_at'])}" if one["dose_at"] else ""
    return f"{what}{_ANSWERS[one['answer']]}{which}"


def _marks(one: Report) -> str:
    return joined([{"past-end": "past the end"}.get(mark, mark) for mark in one["marks"]])


def _notes(report: Report) -> Iterator[Block]:
    rows = tuple(
        (
            str(number),
            _moment(one["happened_at"]),
            " ".join(one["words"].split()),
            "" if one["severity"] is None else f"{one['severity']} of 10",
            "yes" if one["for_provider"] else "",
        )
        for number, one in enumerate(report["notes"], 1)
    )
    if rows:
        columns = ("No.", "When", "In the person's words", "Severity", "For the provider")
        yield Table("What the person noted", columns, rows)


def _check_ins(report: Report) -> Iterator[Block]:
    """A row a day, a column for each thing that was asked about; 0 to 10."""
    about = list(dict.fromkeys(one["about"] for one in report["check_ins"]))
    days: dict[str, dict[str, str]] = {}
    for one in report["check_ins"]:
        days.setdefault(one["on"], {})[one["about"]] = "done" if one["score"] is None else str(one["score"])
    if days:
        rows = tuple((_short(on), *(answers.get(word, "") for word in about)) for on, answers in days.items())
        columns = ("Day", *(capitalised(word) for word in about))
        yield Table("Answers to check-ins, 0 to 10, and activities that were done", columns, rows)


def _versions(report: Report) -> Iterator[Block]:
    rows = tuple(
        (str(one["number"]), _moment(one["recorded_at"]), one["text"], one["by"], one["note"] or "")
        for one in report["versions"]
    )
    yield Table("Versions of the plan", ("No.", "When", "What it says", "On whose word", "Note"), rows)


def _supply(report: Report) -> Iterator[Block]:
    named = {
        "Dispensed": report["supply"]["dispensed"],
        "Needed by the whole plan": report["supply"]["needed"],
        "Recorded as taken": report["supply"]["taken"],
        "Still to be taken by the plan": report["supply"]["still"],
    }
    pairs = tuple((name, one["text"]) for name, one in named.items() if one and one["pieces"])
    if pairs:
        yield Pairs(pairs)


def _span(step: Report) -> str:
    if step["last_on"] is None:
        return f"from {_short(step['first_on'])} on"
    if step["last_on"] == step["first_on"]:
        return _short(step["first_on"])
    days = counted(step["days"], "day")
    first, last = (date_within(date.fromisoformat(step[end]), days=step["days"]) for end in ("first_on", "last_on"))
    return f"{first} to {last} ({days})"


def _moment(text: str) -> str:
    at = datetime.fromisoformat(text)
    return f"{short_date(at.date())} {at.year}, {clock_time(at.time())}"


def _short(text: str) -> str:
    return short_date(date.fromisoformat(text))


def _long(text: str) -> str:
    return long_date(date.fromisoformat(text))
