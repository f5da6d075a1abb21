"""What does one dosageInstruction of an order say: its own words, and beside them its structure?"""

from __future__ import annotations

from dataclasses import dataclass

from taper.interop.fhirtable import Element, concept_words, every_word
from taper.interop.fhirtiming import Timing, read_timing
from taper.interop.fhirunits import Quantity, Span, read_quantity, read_span


@dataclass(frozen=True, slots=True)
class Instruction:
    """One dosageInstruction. `low` and `high` are one dose (equal where it is no range), None where none is coded.

    `texts` are its own statements of the dose, each with its place; `remarks` stand beside it. `has_dose` where the
    structure gives some dose, be it one that could not be read and was asked about. `route` and `site` are the words
    of their codes.
    """

    where: str
    sequence: int | None
    texts: tuple[tuple[str, str], ...]
    remarks: tuple[tuple[str, str], ...]
    timing: Timing
    low: Quantity | None
    high: Quantity | None
    needed: bool
    reason: str | None
    max_per_day: Quantity | None
    max_once: Quantity | None
    has_dose: bool
    route: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    other_doses: tuple[tuple[Quantity, Quantity], ...] = ()


def read_instruction(dosage: Element) -> Instruction:
    """The instruction at a place, every problem noted."""
    dosage.must_be_element("method")
    timing = read_timing(dosage.element("timing"))
    (low, high), other_doses = _read_doses(dosage)
    needed, reason = _read_needed(dosage)
    if timing.up_to is not None and not needed:
        text = f"{dosage.where}: how often is a range, and each dose of it is to be reminded of. How often exactly?"
        dosage.asked.ask(text, where=dosage.where)
    if low is not None and low != high and not needed:
        text = f"{dosage.where}.doseAndRate: the dose is a range ({_shown(low)} to {_shown(high)}). How much is taken?"
        dosage.asked.ask(text, where=dosage.where, why="A range is kept only for what is taken as needed.")
    instruction = Instruction(
        where=dosage.where,
        sequence=_read_sequence(dosage),
        texts=_read_texts(dosage, timing),
        remarks=_read_remarks(dosage),
        timing=timing,
        low=low,
        high=high,
        needed=needed,
        reason=reason,
        max_per_day=_read_max_per_day(dosage),
        max_once=read_quantity(dosage.element("maxDosePerAdministration")),
        has_dose=_has_dose(dosage),
        route=_words_of(dosage, "route"),
        site=_words_of(dosage, "site"),
        other_doses=other_doses,
    )
    if dosage.says("maxDosePerLifetime"):
        text = f"{dosage.where} names the most in a lifetime, which is not counted here. Is it reached?"
        dosage.asked.ask(text, where=dosage.place("maxDosePerLifetime"))
    dosage.refuse_unknown()
    return instruction


def _words_of(dosage: Element, key: str) -> tuple[str, ...]:
    concept = dosage.element(key)
    return () if concept is None else every_word(concept)


def _has_dose(dosage: Element) -> bool:
    """Whether its structure gives a dose at all, be it one that cannot be taken."""
    entries = dosage.content.get("doseAndRate")
    given = [
        key for entry in (entries if isinstance(entries, list) else ()) if isinstance(entry, dict) for key in entry
    ]
    return any(key.startswith(("dose", "rate")) for key in given)


def _shown(quantity: Quantity | None) -> str:
    if quantity is None:
        return "nothing"
    return f"{float(quantity.number):g} {quantity.unit.counted(quantity.number) if quantity.unit else 'each'}"


def _read_sequence(dosage: Element) -> int | None:
    number = dosage.number("sequence")
    if number is not None and number != number.to_integral_value():
        dosage.wrong("sequence", expected="a whole number")
        return None
    return None if number is None else int(number)


def _read_texts(dosage: Element, timing: Timing) -> tuple[tuple[str, str], ...]:
    texts = [(dosage.place(key), text) for key in ("text", "patientInstruction") if (text := dosage.text(key))]
    if timing.words and not timing.words.isupper():
        texts.append((dosage.place("timing.code"), timing.words))
    return tuple(texts)


def _read_remarks(dosage: Element) -> tuple[tuple[str, str], ...]:
    found = ((entry.where, concept_words(entry)) for entry in dosage.elements("additionalInstruction"))
    return tuple((where, words) for where, words in found if words)


Dose = tuple[Quantity | None, Quantity | None]
"""The least and the most of one dose; None where there is none."""


def _read_doses(dosage: Element) -> tuple[Dose, tuple[tuple[Quantity, Quantity], ...]]:
    """The dose as it was ordered, and the other ways (calculated ...) in which it is stated besides."""
    read = [_read_dose(entry) for entry in dosage.elements("doseAndRate")]
    doses = sorted(read, key=lambda one: not one[0])
    found: list[Dose] = [dose for _, dose in doses]
    others = tuple((low, high) for low, high in found[1:] if low is not None and high is not None)
    return (found[0] if found else (None, None)), others


def _read_dose(entry: Element) -> tuple[bool, Dose]:
    """One dose, and whether it is the one that was ordered."""
    is_ordered = "ordered" in (concept_words(entry.element("type")) or "").lower()
    return is_ordered, _read_amounts(entry)


def _read_amounts(entry: Element) -> Dose:
    for key in ("rateRatio", "rateRange", "rateQuantity"):
        if entry.says(key):
            text = f"{entry.place(key)}: it is given at a rate, as an infusion is. taper keeps single doses only."
            entry.asked.ask(f"{text} How much is taken at a time?", where=entry.place(key))
    single, dose_range = read_quantity(entry.element("doseQuantity")), entry.element("doseRange")
    entry.refuse_unknown()
    if dose_range is None:
        return single, single
    low, high = read_quantity(dose_range.element("low")), read_quantity(dose_range.element("high"))
    dose_range.refuse_unknown()
    if single is not None or low is None or high is None or low.unit != high.unit or low.number >= high.number:
        entry.wrong("doseRange", expected="a low and a higher high dose in one unit, and no other dose")
        return None, None
    return low, high


def _read_needed(dosage: Element) -> tuple[bool, str | None]:
    flag, concept = dosage.flag("asNeededBoolean"), dosage.element("asNeededCodeableConcept")
    if flag is not None and concept is not None:
        dosage.wrong("asNeededBoolean", expected="only one of asNeededBoolean and asNeededCodeableConcept")
    if concept is None:
        return bool(flag), None
    words = concept_words(concept)
    return True, None if words is None else words.removesuffix(")").rsplit(" (", 1)[0]


def _read_max_per_day(dosage: Element) -> Quantity | None:
    """The most in a day, or in 24 hours."""
    ratio = dosage.element("maxDosePerPeriod")
    if ratio is None:
        return None
    top, period = read_quantity(ratio.element("numerator")), ratio.element("denominator")
    ratio.refuse_unknown()
    span = read_span(period)
    if span not in (Span(1, "d"), Span(24, "h")):
        dosage.wrong("maxDosePerPeriod", expected="the most in 1 day or in 24 hours")
        return None
    return top
