"""Builds FHIR orders of our own, an instruction a line, the way prescribing systems write them.

order(line("Take 1 tablet daily", dose(1, "TAB"), per(1, 1, "d")), medicine="Prednisone 10 mg tablet")
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

UCUM = "http://unitsofmeasure.org"
FORMS = "http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm"

Json = dict[str, Any]


def quantity(value: object, code: str, *, unit: str | None = None) -> Json:
    """A Quantity in a UCUM code, or in a code of FHIR's orderable forms."""
    system = FORMS if code.isupper() and len(code) > 2 else UCUM
    return {"value": value, "unit": unit or code, "system": system, "code": code}


def dose(value: object, code: str, *, unit: str | None = None) -> list[Json]:
    """One dose."""
    return [{"doseQuantity": quantity(value, code, unit=unit)}]


def dose_range(low: object, high: object, code: str) -> list[Json]:
    """A range of doses."""
    return [{"doseRange": {"low": quantity(low, code), "high": quantity(high, code)}}]


def per(frequency: int | None, period: object, unit: str | None, **more: Any) -> Json:
    """A repeat: so many times in a period; `more` are further keys."""
    often = {"frequency": frequency, "period": period, "periodUnit": unit}
    return {**{key: value for key, value in often.items() if value is not None}, **more}


def lasts(count: int, code: str = "d") -> Json:
    """A boundsDuration."""
    return {"value": count, "unit": code, "system": UCUM, "code": code}


def line(text: str | None, doses: list[Json] | None, repeat: Json | None, **more: Any) -> Json:
    """One dosageInstruction."""
    found: Json = {} if text is None else {"text": text}
    if repeat is not None:
        found["timing"] = {"repeat": repeat}
    if doses is not None:
        found["doseAndRate"] = doses
    return {**found, **more}


def in_turn(*lines: Json) -> list[Json]:
    """Instructions that follow each other, numbered."""
    return [{"sequence": number, **one} for number, one in enumerate(lines, 1)]


def order(*lines: Json, medicine: str = "Prednisone 10 mg tablet", **more: Any) -> Json:
    """A whole MedicationRequest."""
    return {
        "resourceType": "MedicationRequest",
        "id": "o1",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": medicine},
        "subject": {"display": "me"},
        "dosageInstruction": list(lines),
        **more,
    }


def dispensed(count: object, code: str = "TAB", **more: Any) -> Json:
    """A dispenseRequest."""
    return {"quantity": quantity(count, code), **more}


class Number(float):
    """A number written exactly as given."""

    def __new__(cls, text: str) -> Number:
        """Keeps the text beside the number."""
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str

    def __repr__(self) -> str:
        return self.text


def written(resource: Json) -> bytes:
    """The resource as the bytes of a file, `Number`s and decimals exactly as given."""
    return json.dumps(resource, default=_exact).encode()


def _exact(value: object) -> object:
    if isinstance(value, Decimal):
        return Number(str(value))
    raise TypeError(type(value).__name__)
