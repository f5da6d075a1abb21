"""Is a JSON object a valid R4 MedicationRequest, as far as taper writes one?

Written down from the R4 definitions of MedicationRequest, Dosage and Timing, apart from the program's own reader: which
keys each element has, how often, of which kind, and the invariants of Timing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

Json = dict[str, Any]

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?)?)?")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
URI = re.compile(r"\S+")
STATUS = {"active", "on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft", "unknown"}
INTENT = {"proposal", "plan", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"}
UNITS = {"s", "min", "h", "d", "wk", "mo", "a"}
DAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

# element -> key -> (least, most or None for a list without bound, kind)
RULES: Mapping[str, Mapping[str, tuple[int, int | None, str]]] = {
    "MedicationRequest": {
        "resourceType": (1, 1, "=MedicationRequest"),
        "extension": (0, None, "Extension"),
        "status": (1, 1, "status"),
        "intent": (1, 1, "intent"),
        "medicationCodeableConcept": (1, 1, "CodeableConcept"),
        "subject": (1, 1, "Reference"),
        "authoredOn": (0, 1, "dateTime"),
        "requester": (0, 1, "Reference"),
        "reasonCode": (0, None, "CodeableConcept"),
        "note": (0, None, "Annotation"),
        "dosageInstruction": (0, None, "Dosage"),
        "dispenseRequest": (0, 1, "Dispense"),
    },
    "Extension": {"url": (1, 1, "uri"), "valueString": (0, 1, "string")},
    "CodeableConcept": {"text": (0, 1, "string")},
    "Reference": {"display": (0, 1, "string")},
    "Annotation": {"text": (1, 1, "string")},
    "Dispense": {"quantity": (0, 1, "Quantity")},
    "Quantity": {
        "value": (1, 1, "decimal"),
        "unit": (0, 1, "string"),
        "system": (0, 1, "uri"),
        "code": (0, 1, "code"),
    },
    "Range": {"low": (0, 1, "Quantity"), "high": (0, 1, "Quantity")},
    "Ratio": {"numerator": (0, 1, "Quantity"), "denominator": (0, 1, "Quantity")},
    "Dosage": {
        "sequence": (0, 1, "integer"),
        "text": (0, 1, "string"),
        "timing": (0, 1, "Timing"),
        "asNeededBoolean": (0, 1, "boolean"),
        "asNeededCodeableConcept": (0, 1, "CodeableConcept"),
        "doseAndRate": (0, None, "DoseAndRate"),
        "maxDosePerPeriod": (0, 1, "Ratio"),
    },
    "DoseAndRate": {"doseQuantity": (0, 1, "Quantity"), "doseRange": (0, 1, "Range")},
    "Timing": {"repeat": (0, 1, "Repeat")},
    "Repeat": {
        "boundsPeriod": (0, 1, "Period"),
        "count": (0, 1, "positiveInt"),
        "frequency": (0, 1, "positiveInt"),
        "period": (0, 1, "decimal"),
        "periodUnit": (0, 1, "unit"),
        "dayOfWeek": (0, None, "day"),
        "timeOfDay": (0, None, "time"),
    },
    "Period": {"start": (0, 1, "dateTime"), "end": (0, 1, "dateTime")},
}


def faults(resource: Json) -> list[str]:
    """Every way in which the resource is not valid."""
    return list(_faults(resource, "MedicationRequest", "MedicationRequest"))


def _faults(value: Any, kind: str, place: str) -> Iterator[str]:
    if kind not in RULES:
        if not _is_primitive(value, kind):
            yield f"{place}: {value!r} is no {kind}"
        return
    if not isinstance(value, dict) or not value:
        yield f"{place}: an element is an object that is not empty"
        return
    rules = RULES[kind]
    yield from (f"{place}.{key} is no key of {kind}" for key in value if key not in rules)
    yield from (f"{place}.{key} is missing" for key, (least, _, _) in rules.items() if least and key not in value)
    for key, entry in value.items():
        most, inner = rules[key][1:] if key in rules else (1, "")
        if key not in rules:
            continue
        if most is None and not (isinstance(entry, list) and entry):
            yield f"{place}.{key}: a list that is not empty"
            continue
        for one in entry if most is None else [entry]:
            yield from _faults(one, inner, f"{place}.{key}")
    yield from _invariants(value, kind, place)


def _is_primitive(value: Any, kind: str) -> bool:
    if kind.startswith("="):
        return bool(value == kind[1:])
    sets = {"status": STATUS, "intent": INTENT, "unit": UNITS, "day": DAYS}
    if kind in sets:
        return value in sets[kind]
    patterns = {"dateTime": DATE, "time": TIME, "uri": URI, "code": re.compile(r"[^\s]+( [^\s]+)*")}
    if kind in patterns:
        return isinstance(value, str) and patterns[kind].fullmatch(value) is not None
    if kind == "string":
        return isinstance(value, str) and bool(value.strip()) and CONTROL.search(value) is None
    if isinstance(value, bool):
        return kind == "boolean"
    whole = isinstance(value, int)
    kinds = {"integer": whole, "positiveInt": whole and 0 < value < 2**31, "decimal": isinstance(value, int | Decimal)}
    return kinds.get(kind, False)


def _invariants(value: Json, kind: str, place: str) -> Iterator[str]:
    if kind == "Period" and "end" in value and value.get("start", "")[:10] > value["end"][:10]:
        yield f"{place}: per-1, the start lies after the end"
    if kind == "Dosage" and {"asNeededBoolean", "asNeededCodeableConcept"} <= value.keys():
        yield f"{place}: one of asNeeded[x]"
    if kind == "DoseAndRate" and {"doseQuantity", "doseRange"} <= value.keys():
        yield f"{place}: one of dose[x]"
    if kind == "Quantity" and "code" in value and "system" not in value:
        yield f"{place}: qty-3, a code without a system"
    if kind == "Repeat":
        if ("period" in value) is not ("periodUnit" in value):
            yield f"{place}: tim-2, a period and its unit"
        if value.get("period", 1) < 0:
            yield f"{place}: tim-5, a period below zero"
        if len(set(value.get("timeOfDay", []))) < len(value.get("timeOfDay", [])):
            yield f"{place}: a time of day twice"
