"""Which one order does a FHIR file hold, and what does it say beside its instructions?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape

from taper.core.errors import Question, Unanswered
from taper.core.plan import Split
from taper.interop.fhirdosage import Instruction, read_instruction
from taper.interop.fhirextensions import ask_about_doses_in_extensions, extension_texts
from taper.interop.fhirjson import read_object
from taper.interop.fhirmedication import Medication, read_medication
from taper.interop.fhirmoments import moment_of
from taper.interop.fhirtable import (
    Asked,
    Element,
    ask_about_modifiers,
    concept_words,
    every_word,
    reference_words,
)
from taper.interop.fhirunits import Quantity, Span, read_quantity, read_span

PLAN_FORM_URL = "urn:taper:plan-form"
"""The extension in which an order written by taper keeps the plan's exact form."""

Resource = Mapping[str, object]

_DOSAGE_IN_NARRATIVE = re.compile(
    r"\b(?:dosage ?instructions?|dosage|sig|directions)\b\s*(?:</b>|</th>|</td>|</strong>|</span>)?\s*:?\s*"
    r"(.*?)</(?:p|td|li|div|tr)>",
    re.IGNORECASE | re.DOTALL,
)
"""What a narrative that was made of the data says of the dose."""
_TAG = re.compile(r"<[^<>]*>")
_LONGEST_NARRATIVE = 10_000
_SHORT_NARRATIVE = 200
"""A narrative of so few characters says no more than the dose, and is read whole."""

_BESIDE = (
    *("resourceType", "id", "meta", "language", "text", "contained", "identifier", "statusReason", "category"),
    *("priority", "reportedBoolean", "reportedReference", "encounter", "supportingInformation", "performer"),
    *("performerType", "recorder", "reasonReference", "instantiatesCanonical", "instantiatesUri", "basedOn"),
    *("groupIdentifier", "courseOfTherapyType", "insurance", "substitution", "detectedIssue", "eventHistory"),
    *("subject", "priorPrescription"),
)
"""What R4 lets an order say that does not change what is taken, read in its definition of MedicationRequest."""

_RUNNING = frozenset({"active", "completed", "on-hold"})
_INTENTS = frozenset({"order", "original-order", "reflex-order", "filler-order", "instance-order"})


@dataclass(frozen=True, slots=True)
class Order:
    """One MedicationRequest as it was read; `asked` holds every question it raised.

    `asides` are texts outside its dosage, notes and instructions: of extensions, and of a narrative that says more.
    """

    resource: Resource
    asked: Asked
    status: str | None
    medication: Medication
    instructions: tuple[Instruction, ...]
    quantity: Quantity | None
    supply: Span | None
    repeats: int
    prescriber: str | None
    written_on: date | None
    reason: str | None
    notes: tuple[tuple[str, str], ...]
    asides: tuple[tuple[str, str], ...]
    plan_form: str | None

    def is_as_written(self, written: Resource) -> bool:
        """Whether it says exactly what taper wrote, whatever was put beside the dose on its way."""
        said = {key: value for key, value in self.resource.items() if key in written or key not in _BESIDE}
        return said == {key: value for key, value in written.items() if key != "subject"} | (
            {"subject": said["subject"]} if "subject" in said else {}
        )

    def questions_of_standing(self) -> tuple[Question, ...]:
        """The questions that stand whatever the doses are: whether it is in force, and what may turn it round."""
        places = ("status", "intent", "doNotPerform")
        found = self.asked.questions
        return tuple(q for q in found if q.where in places or q.where.endswith("modifierExtension"))

    @property
    def id(self) -> str:
        """Its id, empty where it has none."""
        return str(self.resource.get("id", ""))


def read_order(content: bytes, *, name: str, chosen: str | None = None, split: Split = Split.NONE) -> Order:
    """The order in a file: a MedicationRequest, or the one in a Bundle (`chosen` names it by id or number).

    Raises Unanswered where the file holds no order, or several and none is chosen.
    """
    top = read_object(content, name=name)
    requests, others = _sorted(top)
    request = _the_one(requests, name=name, chosen=chosen, found=str(top.get("resourceType"))[:60])
    return _read(request, {**others, **_contained(request)}, split=split)


def _sorted(top: Resource) -> tuple[list[Resource], dict[str, Resource]]:
    """The MedicationRequests of a file, and the other resources by what a reference may call them."""
    if top.get("resourceType") != "Bundle":
        return ([top] if top.get("resourceType") == "MedicationRequest" else []), {}
    requests: list[Resource] = []
    others: dict[str, Resource] = {}
    for url, resource in _entries(top):
        kind, own_id = resource.get("resourceType"), resource.get("id")
        if kind == "MedicationRequest":
            requests.append(resource)
        elif kind == "Medication":
            others.update({f"Medication/{own_id}": resource, url: resource})
    return requests, others


def _entries(bundle: Resource) -> Iterator[tuple[str, Resource]]:
    entries = bundle.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            yield str(entry.get("fullUrl", "")), resource


def _contained(request: Resource) -> dict[str, Resource]:
    listed = request.get("contained")
    medications = (
        one
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, dict) and one.get("resourceType") == "Medication"
    )
    return {f"#{one.get('id')}": one for one in medications}


def _the_one(requests: list[Resource], *, name: str, chosen: str | None, found: str) -> Resource:
    if not requests:
        text = f"{name} holds no MedicationRequest (found {found}). Which file is the order?"
        raise Unanswered((Question(text, where=name),))
    if chosen is None and len(requests) == 1:
        return requests[0]
    fitting = [one for nth, one in enumerate(requests, 1) if chosen in (str(one.get("id")), str(nth))]
    if len(fitting) == 1:
        return fitting[0]
    choices = tuple(f"--order {nth}: {_title(one)}" for nth, one in enumerate(requests, 1))
    text = f"{name} holds {len(requests)} orders. Which one is it?"
    if chosen is not None:
        text = f'{name} holds no order "{chosen[:40]}", or several. Which one is it?'
    raise Unanswered((Question(text, where=name, choices=choices, why="A plan is for one medicine."),))


def _title(request: Resource) -> str:
    """An order for a list: its id, medicine and first words."""
    aside = Element(request, "", Asked())
    medicine = read_medication(aside, _contained(request), split=Split.NONE).words or "no medicine named"
    texts = [text for dosage in aside.elements("dosageInstruction") if (text := dosage.text("text"))]
    return " · ".join([f"{request.get('id', 'no id')}", medicine, *texts[:1]])[:160]


def _read(request: Resource, resources: Mapping[str, Resource], *, split: Split) -> Order:
    order = Element(request, "", Asked())
    order.allow(*_BESIDE)
    _check_standing(order)
    plan_form = _read_plan_form(order)
    medication = read_medication(order, resources, split=split)
    instructions = tuple(read_instruction(dosage) for dosage in order.elements("dosageInstruction"))
    quantity, supply, repeats = _read_dispense(order)
    reasons = [words for entry in order.elements("reasonCode") if (words := concept_words(entry))]
    found = Order(
        resource=request,
        asked=order.asked,
        status=order.code("status"),
        medication=medication,
        instructions=instructions,
        quantity=quantity,
        supply=supply,
        repeats=repeats,
        prescriber=reference_words(order.element("requester")),
        written_on=_written_on(order),
        reason="; ".join(reason.rsplit(" (", 1)[0] for reason in reasons) or None,
        notes=tuple(_read_notes(order)),
        asides=tuple(_read_asides(order, plan_form=plan_form)),
        plan_form=plan_form,
    )
    if not instructions:
        text = "The order has no dosageInstruction. How much is taken, how often and for how long?"
        order.asked.ask(text, where="dosageInstruction")
    order.refuse_unknown()
    ask_about_modifiers(request, where="", asked=order.asked)
    ask_about_doses_in_extensions(request, where="", asked=order.asked)
    return found


def _check_standing(order: Element) -> None:
    """Asks about an order that does not stand, or is none."""
    status, intent = order.code("status"), order.code("intent")
    if status not in _RUNNING:
        text = f"The order's status is {status or 'not said'}. Is it to be followed?"
        order.asked.ask(text, where="status", why="Only an order that stands is made into a plan.")
    if intent not in _INTENTS:
        text = f"The order's intent is {intent or 'not said'}, so that it may be no order yet. Is it to be followed?"
        order.asked.ask(text, where="intent")
    why_so = next(iter(every_word(reason)), None) if (reason := order.element("statusReason")) is not None else None
    if why_so is not None and status == "active":
        text = f'The order is active, and gives "{why_so[:200]}" as the reason for its status. Is it to be followed?'
        order.asked.ask(text, where="statusReason")
    tags = order.content.get("meta")
    if isinstance(tags, dict) and "SUBSETTED" in str(tags.get("tag")):
        text = "The file says that it holds only a part of the order (SUBSETTED). What does the rest say?"
        order.asked.ask(text, where="meta.tag")
    if order.flag("doNotPerform"):
        text = "The order says that the medicine is NOT to be taken (doNotPerform). Which plan is meant?"
        order.asked.ask(text, where="doNotPerform")


def _read_plan_form(order: Element) -> str | None:
    """The plan's form that taper wrote beside the structure; other extensions do not change what is taken."""
    if not order.says("extension"):
        return None
    found = [one.text("valueString") for one in order.elements("extension") if one.content.get("url") == PLAN_FORM_URL]
    if len(found) > 1:
        order.wrong("extension", expected="the plan's form once")
    return found[0] if len(found) == 1 else None


def _read_dispense(order: Element) -> tuple[Quantity | None, Span | None, int]:
    dispense = order.element("dispenseRequest")
    if dispense is None:
        return None, None, 0
    dispense.allow("dispenseInterval", "validityPeriod", "performer")
    repeats, quantity = dispense.number("numberOfRepeatsAllowed"), dispense.element("quantity")
    supply = read_span(dispense.element("expectedSupplyDuration"))
    dispense.refuse_unknown()
    if repeats is not None and (repeats < 0 or repeats != repeats.to_integral_value()):
        dispense.wrong("numberOfRepeatsAllowed", expected="a whole number")
        repeats = None
    if quantity is not None and (number := quantity.number("value")) is not None and number <= 0:
        quantity.wrong("value", expected="a number above zero, of what is dispensed")
    # What is dispensed only checks the plan: packs and kits in units that are not known are left aside.
    aside = None if quantity is None else read_quantity(Element(quantity.content, quantity.where, Asked()))
    return aside, supply, int(repeats or 0)


def _written_on(order: Element) -> date | None:
    text = order.text("authoredOn")
    moment = moment_of(text) if text else None
    return moment.on if moment else None


def _read_asides(order: Element, *, plan_form: str | None) -> Iterator[tuple[str, str]]:
    """The texts of extensions, and of a narrative that is said to hold more than the data (FHIR's "additional")."""
    yield from ((where, text) for where, text in extension_texts(order.content, where="") if text != plan_form)
    narrative = order.content.get("text")
    if isinstance(narrative, dict):
        div = str(narrative.get("div", ""))[:_LONGEST_NARRATIVE]
        whole = narrative.get("status") == "additional" or len(_plain_text(div)) <= _SHORT_NARRATIVE
        parts = [div] if whole else _DOSAGE_IN_NARRATIVE.findall(div)
        yield from (("text.div", _plain_text(part)) for part in parts)


def _plain_text(markup: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def _read_notes(order: Element) -> Iterator[tuple[str, str]]:
    for note in order.elements("note"):
        note.allow("authorReference", "authorString", "time")
        text = note.text("text")
        note.refuse_unknown()
        if text:
            yield note.place("text"), text
