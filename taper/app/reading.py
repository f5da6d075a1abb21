"""Turns what the person gave (a text, a plan file or an order, with options) into a plan, or into questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from taper.app.answers import Json
from taper.app.arguments import ask, read_start
from taper.app.orders import BesideOrder, read_fhir
from taper.core.errors import NotFound, Unanswered
from taper.core.localtime import local_date
from taper.core.missedphrase import PHRASES, read_rule
from taper.core.missedrule import ProvidersRule
from taper.core.pieces import make
from taper.core.plan import Plan, Split, Tablet, named_amounts_of
from taper.core.supply import disagreements
from taper.interop.planfile import MAX_FILE_BYTES, names_start, read_plan_file
from taper.language import Phrase, Questions, Setting, read_explained, read_tablet
from taper.settings import Settings

_SPLITS = {split.value: split for split in Split}


@dataclass(frozen=True, slots=True)
class Source:
    """A plan as it was given: a text or the path of a file, and the options beside it, all as typed."""

    text: str | None = None
    file: str | None = None
    start: str | None = None
    zone: str | None = None
    strengths: tuple[str, ...] = ()
    split: str = "none"
    person: str | None = None
    label: str | None = None
    order: str | None = None
    quantities: tuple[int, ...] = ()
    missed: str | None = None


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A plan that was read, and whether its first day was assumed to be tomorrow.

    `phrases` are those of a text's reading, each with the places of its words in `text`.
    `order` is what a FHIR order says in its own words, beside what its structure was read as.
    """

    plan: Plan
    assumed_start: bool
    order: Json | None = None
    text: str = ""
    phrases: tuple[Phrase, ...] = ()


def read_source(
    source: Source, *, settings: Settings, now: datetime, machine_zone: str, assume_tomorrow: bool
) -> ReadPlan:
    """The plan that a source stands for. Raises Unanswered with every question, and NotFound for a missing file."""
    zone = _zone(source.zone)
    tablets = tuple(read_tablet(strength, split=_split(source.split)) for strength in source.strengths)
    starts_on, starts_at = read_start(source.start) if source.start else (None, None)
    tomorrow = local_date(now, zone=zone or machine_zone) + timedelta(days=1)
    around = _Around(settings, zone, machine_zone, starts_on, starts_at, tomorrow if assume_tomorrow else None)
    content = _content(source.file) if source.file is not None else b""
    if source.file is not None and _is_order(source.file, content):
        found = _from_order(content, source, around, tablets, now)
    elif source.file is not None:
        found = ReadPlan(*_from_file(content, source.file, around, tablets))
    else:
        found = _from_text(source.text or "", around, tablets, _split(source.split), now)
    dispensed = {tablet.name: count for tablet, count in zip(tablets, source.quantities, strict=False)}
    return replace(found, plan=_addressed(_dispensed(found.plan, dispensed), source))


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known beside the text or file; `assumed_on` is day 1 where neither says it."""

    settings: Settings
    zone: str | None
    machine_zone: str
    starts_on: date | None
    starts_at: time | None
    assumed_on: date | None


def _zone(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ask(f'"{name[:60]}" is no zone; write its IANA name, as in Europe/Berlin.', where="--zone") from None
    return name


def _split(name: str) -> Split:
    if name not in _SPLITS:
        raise ask(f'--split cannot be "{name[:40]}".', where="--split", choices=tuple(_SPLITS))
    return _SPLITS[name]


def _addressed(plan: Plan, source: Source) -> Plan:
    """The plan with the person, label and missed-dose rule said beside it."""
    missed = plan.missed if source.missed is None else _missed(source.missed, plan)
    return replace(plan, person=source.person or plan.person, label=source.label or plan.label, missed=missed)


def _missed(text: str, plan: Plan) -> ProvidersRule:
    """The rule said beside the plan. Raises Unanswered for other words than our own, and where the plan has another."""
    rule = read_rule(text)
    if rule is None:
        why = "A rule for a missed dose is never guessed; other words of the provider go into a plan file."
        raise ask(
            f'"{text[:60]}" is no rule for a missed dose that is known.', where="--missed", choices=PHRASES, why=why
        )
    if plan.missed is not None and plan.missed != rule:
        raise ask(
            "The file has a rule for a missed dose, and --missed says another. Which one holds?", where="--missed"
        )
    return rule


def _dispensed(plan: Plan, quantities: Mapping[str, int]) -> Plan:
    """The plan with how many of each strength were dispensed. Raises Unanswered where it needs another number."""
    for found in disagreements(plan, quantities):
        raise ask(
            f"{found.sentence}. Which one holds?",
            where="--quantity",
            choices=("correct the plan", "correct --quantity, or leave it out"),
            why="A count that disagrees may mean that the plan was read or written down wrongly.",
        )
    tablets = (replace(t, quantity=quantities.get(t.name, t.quantity)) for t in plan.tablets)
    return replace(plan, tablets=tuple(tablets))


def _from_text(text: str, around: _Around, tablets: tuple[Tablet, ...], split: Split, now: datetime) -> ReadPlan:
    zone = around.zone or around.machine_zone
    setting = Setting(
        starts_on=around.starts_on,
        starts_at_time=around.starts_at,
        zone=zone,
        times=around.settings.times,
        tablets=tablets,
        split=split,
        today=local_date(now, zone=zone),
    )
    reading = read_explained(text, setting)
    assumed = around.assumed_on is not None and isinstance(reading, Questions) and _asks_for_the_start(reading)
    if assumed:
        reading = read_explained(text, replace(setting, starts_on=around.assumed_on))
    if isinstance(reading, Questions):
        raise Unanswered(reading.questions, reading.text)
    return ReadPlan(reading.plan, assumed, text=text, phrases=reading.phrases)


def _asks_for_the_start(reading: Questions) -> bool:
    return any(question.where == "start" for question in reading.questions)


def _is_order(path: str, content: bytes) -> bool:
    """Whether a file is JSON, by its name or its first character."""
    return path.lower().endswith(".json") or content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _from_order(
    content: bytes, source: Source, around: _Around, tablets: tuple[Tablet, ...], now: datetime
) -> ReadPlan:
    zone = around.zone or around.machine_zone
    beside = BesideOrder(
        times=around.settings.times,
        zone=zone,
        zone_is_said=around.zone is not None,
        today=local_date(now, zone=zone),
        starts_on=around.starts_on,
        starts_at=around.starts_at,
        assumed_on=around.assumed_on,
        tablets=tablets,
        split=_split(source.split),
        chosen=source.order,
    )
    name = source.file or ""
    read_order = read_fhir(content, name=name, beside=beside)
    plan = _with_tablets(read_order.plan, tablets, where=name)
    return ReadPlan(plan, read_order.assumed, order=read_order.shown)


def _from_file(content: bytes, path: str, around: _Around, tablets: tuple[Tablet, ...]) -> tuple[Plan, bool]:
    plan = read_plan_file(
        content,
        name=path,
        times=around.settings.times,
        starts_on=around.starts_on,
        starts_at=around.starts_at,
        zone=around.zone,
        assumed_starts_on=around.assumed_on,
        assumed_zone=around.machine_zone,
    )
    assumed = around.starts_on is None and not names_start(content, name=path)
    return _with_tablets(plan, tablets, where=path), assumed


def _content(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)  # what is larger is refused, be it endless
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f'There is no file "{path}". Give the path of a plan file.') from None
    except (OSError, ValueError) as error:
        raise NotFound(f'The file "{path}" cannot be read ({error}).') from None


def _with_tablets(plan: Plan, tablets: tuple[Tablet, ...], *, where: str) -> Plan:
    """The plan with the tablets named beside the file. Raises Unanswered where both name some that differ."""
    if tablets and plan.tablets and {t.name for t in tablets} != {t.name for t in plan.tablets}:
        named = ", ".join(t.name for t in plan.tablets)
        raise ask(f"The file names {named}; --strength names others. Which are on hand?", where=where)
    kept = plan if plan.tablets else replace(plan, tablets=tablets)
    for number, step in enumerate(kept.steps, 1):
        doses = named_amounts_of(step.schedule)
        if any(make(amount, kept.tablets, of) is None for amount, of in doses):
            raise ask(
                f"step {number}: the tablets named cannot make every dose of it.", where=f"{where}, step {number}"
            )
    return kept
