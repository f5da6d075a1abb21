"""How much of what prescribers write is read right, and how long does a line take?

Every text of the examples and of our own corpus is read in-process, the way of `taper preview --json`, and compared
with what a careful pharmacist makes of it. The time of reading a line stands beside a floor measured in the same run:
cutting the line into tokens with one bare regular expression. Targets: nothing read wrong, 90 in 100 of the complete
texts read right, under 1 ms a line. Exits with 1 when one is missed.
"""

from __future__ import annotations

import pkgutil
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import taper.interop
from bench.expected import Expected
from bench.judge import NOW, ZONE, Outcome, judge
from bench.sources import examples_folder, orders, our_readings, plans, sigs
from taper.app.reading import Source, read_source
from taper.core.errors import Unanswered
from taper.settings import Settings

TARGET_SHARE = 0.9
TARGET_MS = 1.0
ROUNDS = 3
_TOKEN = re.compile(r"\d+(?:\.\d+)?|\w+|\S")
_HEAD = ("source", "texts", *(outcome.value for outcome in Outcome))


@dataclass(frozen=True, slots=True)
class Row:
    """One source of texts and how they came out; `wrong` says what was read wrong."""

    source: str
    outcomes: Counter[Outcome]
    wrong: tuple[str, ...] = ()

    def cells(self) -> list[str]:
        return [self.source, str(self.outcomes.total()), *(str(self.outcomes[outcome]) for outcome in Outcome)]


@dataclass(frozen=True, slots=True)
class Pace:
    """The median time of reading a line, and how many times the floor that is."""

    ms: float
    ratio: float


def main(*, write_to: Path | None) -> int:
    """Reads everything, prints the table, and writes it down where a file is named."""
    rows = list(all_rows())
    pace = pace_of([expected.text for expected in our_readings()])
    report = in_markdown(rows, pace)
    print(report)
    for row in rows:
        for line in row.wrong:
            print(f"read wrong: {line}")
    if write_to is not None:
        write_to.write_text(document(report), encoding="utf-8")
    return 0 if on_target(rows, pace) else 1


def all_rows() -> Iterator[Row]:
    """A row for each source; those of the examples only where their folder is."""
    yield row_of("plans.jsonl", plans())
    folder = examples_folder()
    if folder is None:
        print("The folder of examples is not here (TAPER_EXAMPLES can name it): only our own texts are read.")
    else:
        for name, texts in sigs(folder).items():
            yield row_of(f"sigs/{name}", texts)
        if _reads_orders():
            yield orders_row(folder)
    yield row_of("tests/data/readings.jsonl (ours)", our_readings())


def row_of(source: str, texts: Iterable[Expected]) -> Row:
    """How the texts of one source came out."""
    outcomes: Counter[Outcome] = Counter()
    wrong = []
    for expected in texts:
        judgement = judge(expected)
        outcomes[judgement.outcome] += 1
        if judgement.outcome is Outcome.WRONG:
            wrong.append(f"{expected.id}: {expected.text!r}: {'; '.join(judgement.said)}")
    return Row(source, outcomes, tuple(wrong))


def _reads_orders() -> bool:
    """Whether FHIR orders are read in this version."""
    return any(module.name.startswith("fhir") for module in pkgutil.iter_modules(taper.interop.__path__))


def orders_row(folder: Path) -> Row:
    """The FHIR orders: read or asked about as their expectations say; their days are compared in the tests."""
    outcomes: Counter[Outcome] = Counter()
    wrong = []
    for path, is_complete in orders(folder):
        outcome = _order_outcome(path, is_complete)
        outcomes[outcome] += 1
        if outcome is Outcome.WRONG:
            wrong.append(f"{path.name}: accepted, but must ask")
    return Row("fhir (read or asked)", outcomes, tuple(wrong))


def _order_outcome(path: Path, is_complete: object) -> Outcome:
    try:
        read_source(Source(file=str(path)), settings=Settings(), now=NOW, machine_zone=ZONE, assume_tomorrow=True)
    except Unanswered:
        return Outcome.ASKED_ALTHOUGH_COMPLETE if is_complete else Outcome.ASKED_RIGHTLY
    return Outcome.RIGHT if is_complete else Outcome.WRONG


def pace_of(texts: list[str]) -> Pace:
    """The median over all lines of the best of three readings, beside the floor for the same line."""
    lines = [Expected(id="", text=text, expect="either", args=("--start", "2026-12-01")) for text in texts]
    pairs = [(_best(_read_only, line), _best(_tokens_only, line)) for line in lines]
    return Pace(1000 * median(read for read, _ in pairs), median(read / floor for read, floor in pairs))


def _read_only(line: Expected) -> None:
    source = Source(text=line.text, start="2026-12-01", zone=ZONE)
    try:
        read_source(source, settings=Settings(), now=NOW, machine_zone=ZONE, assume_tomorrow=True)
    except Unanswered:
        return


def _tokens_only(line: Expected) -> None:
    _TOKEN.findall(line.text)


def _best(act: Callable[[Expected], None], line: Expected) -> float:
    """The shortest of a few runs, in seconds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        act(line)
        times.append(time.perf_counter() - begun)
    return min(times)


def on_target(rows: list[Row], pace: Pace) -> bool:
    """Nothing read wrong, enough of the complete texts read right, and quick enough."""
    outcomes = sum((row.outcomes for row in rows), Counter[Outcome]())
    return not outcomes[Outcome.WRONG] and share_of(outcomes) >= TARGET_SHARE and pace.ms < TARGET_MS


def share_of(outcomes: Counter[Outcome]) -> float:
    """The part of the complete texts that was read right."""
    complete = outcomes[Outcome.RIGHT] + outcomes[Outcome.ASKED_ALTHOUGH_COMPLETE]
    return outcomes[Outcome.RIGHT] / complete if complete else 1.0


def in_markdown(rows: list[Row], pace: Pace) -> str:
    """The table with its sum, and the time of a line."""
    total = Row("**all**", sum((row.outcomes for row in rows), Counter[Outcome]()))
    lines = [_HEAD, ("---", *["---:"] * (len(_HEAD) - 1)), *(row.cells() for row in [*rows, total])]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return (
        f"{table}\n\n"
        f"Of the complete texts, {share_of(total.outcomes):.0%} are read right (target: {TARGET_SHARE:.0%}).\n"
        f"Reading a line takes {pace.ms:.2f} ms (median; target: under {TARGET_MS:g} ms), {pace.ratio:.0f} times the\n"
        "floor: cutting it into tokens with one bare regular expression.\n"
    )


def document(report: str) -> str:
    """The page docs/READING.md."""
    return (
        "# What is read, and what is asked about\n\n"
        "Written by `python -m bench reading --write docs/READING.md`; do not edit by hand.\n\n"
        "Every text has an expectation that a careful pharmacist would give: the days and doses, or the fact that\n"
        "something must be asked. *Asked rightly* counts the texts that leave something open, and those where two\n"
        "pharmacists could differ on whether to ask. *Read wrong* counts a complete text read as another plan, and an\n"
        "open one that was accepted; it must be nought.\n\n"
        f"{report}"
    )
