"""Which medicine does an order name, of which strength and form, and how much does a millilitre of it hold?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from taper.core.amount import Amount, AmountError, Unit, plain_number
from taper.core.plan import Split, Tablet
from taper.interop.fhirtable import Element, concept_words, every_word, reference_words
from taper.interop.fhirunits import read_quantity

_MASS: Mapping[str, Unit] = {
    **dict.fromkeys(("mg", "milligram", "milligrams"), Unit.MG),
    **dict.fromkeys(("mcg", "microgram", "micrograms", "ug", "µg", "μg"), Unit.MCG),
    **dict.fromkeys(("g", "gram", "grams"), Unit.G),
}
_FORMS: Mapping[str, Unit] = {
    **dict.fromkeys(("tablet", "tablets", "tab", "tabs"), Unit.TABLET),
    **dict.fromkeys(("capsule", "capsules", "cap", "caps"), Unit.CAPSULE),
    **dict.fromkeys(("patch", "patches"), Unit.PATCH),
    **dict.fromkeys(("suppository", "suppositories"), Unit.SUPPOSITORY),
    **dict.fromkeys(("pessary", "pessaries"), Unit.SUPPOSITORY),
    **dict.fromkeys(("sachet", "sachets"), Unit.SACHET),
    **dict.fromkeys(("lozenge", "lozenges"), Unit.LOZENGE),
}
_UNIT = "|".join(sorted(_MASS, key=len, reverse=True))
_NUMBER = r"(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,5})(?:\.\d{1,6})?"
_STRENGTH = re.compile(rf"(?<![\w.,/])({_NUMBER})\s?({_UNIT})(?![\w/])(?!\s?/|\s?per\b|\s?[-+]\s?\d)", re.IGNORECASE)
_PER_ML = re.compile(rf"(?<![\w.,/])({_NUMBER})\s?({_UNIT})\s?(?:/|per)\s?(\d{{1,3}}(?:\.\d+)?)?\s?ml\b", re.IGNORECASE)
_EXTENDED = re.compile(
    r"\b(?:XR|XL|ER|SR|MR|CR|LA|(?:extended|modified|prolonged|sustained|slow|controlled)[- ]release)\b"
)
_NOT_OF_THE_NAME = re.compile(r"\s*\((?:product|substance|medicinal product)\)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Medication:
    """A medicine: the order's own words for it, its bare name, and what one piece or millilitre of it is."""

    words: str | None = None
    name: str | None = None
    tablet: Tablet | None = None
    form: Unit | None = None
    per_ml: Amount | None = None


def read_medication(order: Element, resources: Mapping[str, Mapping[str, object]], *, split: Split) -> Medication:
    """The medicine of an order, out of its code or the Medication it refers to; `resources` by reference."""
    concept, reference = order.element("medicationCodeableConcept"), order.element("medicationReference")
    if (concept is None) == (reference is None):
        text = "The order names its medicine twice." if concept else "The order names no medicine."
        order.asked.ask(f"{text} Which medicine is it?", where=order.place("medication[x]"))
        return Medication()
    if concept is not None:
        return _from_concept(concept, split=split)
    assert reference is not None
    target = resources.get(reference.text("reference") or "")
    shown = reference_words(reference)
    if target is None:
        if shown is None:
            order.asked.ask(
                f"{reference.where} names no medicine that can be shown. Which is it?", where=reference.where
            )
        return _from_words(shown, split=split)
    return _from_resource(Element(target, "Medication", order.asked), shown=shown, split=split)


def _ask_for_name(element: Element) -> None:
    text = f"{element.where} has no text or display: it names no medicine that can be shown. Which is it?"
    element.asked.ask(text, where=element.where)


def _from_resource(medication: Element, *, shown: str | None, split: Split) -> Medication:
    medication.allow("resourceType", "meta", "text", "language", "identifier", "manufacturer", "batch", "amount")
    if medication.code("status") == "entered-in-error":
        medication.wrong("status", expected="a medicine that was not entered in error")
    code, form = medication.element("code"), concept_words(medication.element("form"))
    ingredients = medication.elements("ingredient")
    items = [concept_words(ingredient.element("itemCodeableConcept")) for ingredient in ingredients]
    ratios = [_ratio_of(ingredient) for ingredient in ingredients]
    medication.refuse_unknown()
    of_form = _form_in(form or "")
    made_of = " + ".join(dict.fromkeys(item for item in items if item)) or None
    words = shown or made_of
    if code is None and words is None:
        _ask_for_name(medication)
    found = _from_concept(code, split=split, form=of_form) if code else _from_words(words, split=split, form=of_form)
    if len(ratios) == 1 and ratios[0] is not None:
        return _with_ratio(medication, found, ratios[0], split=split)
    return found


def _from_concept(concept: Element, *, split: Split, form: Unit | None = None) -> Medication:
    """The medicine by its text, else its coding's display, asked about where they name different strengths."""
    found = [_from_words(words, split=split, form=form) for words in every_word(concept)]
    if not found:
        _ask_for_name(concept)
        return Medication(form=form)
    for facts in ({one.tablet for one in found}, {one.per_ml for one in found}):
        if len(facts - {None}) > 1:
            said = " and ".join(f'"{one.words}"' for one in found)
            concept.asked.ask(f"{concept.where} says {said}. Which strength holds?", where=concept.where)
    tablet = next((one.tablet for one in found if one.tablet), None)
    per_ml = next((one.per_ml for one in found if one.per_ml), None)
    return Medication(found[0].words, found[0].name, tablet, found[0].form or form, per_ml)


def _ratio_of(ingredient: Element) -> tuple[Amount, Amount] | None:
    """How much of an ingredient in how much; None where it is not said, or not in units that are known."""
    ingredient.allow("itemCodeableConcept", "itemReference", "isActive")
    strength = ingredient.element("strength")
    ingredient.refuse_unknown()
    if strength is None:
        return None
    aside = Element(strength.content, strength.where, type(strength.asked)())  # nothing is asked of what is not a dose
    top, bottom = read_quantity(aside.element("numerator")), read_quantity(aside.element("denominator"))
    held = top.in_unit(None) if top else None
    in_amount = bottom.in_unit(Unit.TABLET) if bottom else None
    return (held, in_amount) if held and in_amount else None


def _with_ratio(medication: Element, found: Medication, ratio: tuple[Amount, Amount], *, split: Split) -> Medication:
    """The medicine with what one piece or millilitre holds by its ingredient, asked about where its name differs."""
    held, in_amount = ratio
    try:
        one = held.times(1 / in_amount.number)
    except AmountError:
        return found
    if in_amount.unit is Unit.ML:
        return _agreeing(medication, found, one, named=found.per_ml, kept=_Kept(per_ml=one))
    if in_amount.number != 1 or not in_amount.unit.is_piece:
        return found
    tablet = _tablet(one, found.form or in_amount.unit, found.words or "", split=split)
    named = found.tablet.amount if found.tablet else None
    return _agreeing(medication, found, one, named=named, kept=_Kept(tablet=tablet))


@dataclass(frozen=True, slots=True)
class _Kept:
    tablet: Tablet | None = None
    per_ml: Amount | None = None


def _agreeing(medication: Element, found: Medication, one: Amount, *, named: Amount | None, kept: _Kept) -> Medication:
    if named is not None and (not named.measures_like(one) or named.to(one.unit) != one):
        text = f"{medication.where}: its name says {named.number} {named.unit}, its ingredient {one.number} {one.unit}."
        medication.asked.ask(f"{text} Which strength holds?", where=medication.where)
    tablet, per_ml = found.tablet or kept.tablet, found.per_ml or kept.per_ml
    return Medication(found.words, found.name, tablet, found.form, per_ml)


def _from_words(words: str | None, *, split: Split, form: Unit | None = None) -> Medication:
    if words is None:
        return Medication(form=form)
    said = _NOT_OF_THE_NAME.sub("", " ".join(words.split()))
    form = _form_in(said) or form
    tablet, masses = None, _masses(_STRENGTH.finditer(said))
    if form is not None and len(masses) == 1 and not _PER_ML.search(said) and said.count("/") == 0:
        tablet = _tablet(masses[0], form, said, split=split)
    return Medication(words, _name_in(said), tablet, form, _per_ml(said))


def _masses(matches: Iterable[re.Match[str]]) -> list[Amount]:
    return [Amount(Fraction(match[1].replace(",", "")), _MASS[match[2].lower()]) for match in matches]


def _per_ml(said: str) -> Amount | None:
    """How much of a mass one millilitre holds ("5mg/5ml" is 1 mg); None where several are named, or none."""
    found = list(_PER_ML.finditer(said))
    if len(found) != 1:
        return None
    (mass,) = _masses(found)
    try:
        return mass.times(1 / Fraction(found[0][3] or 1))
    except (AmountError, ZeroDivisionError):
        return None


def _form_in(said: str) -> Unit | None:
    """The one form that the words name."""
    found = {_FORMS[word] for word in re.findall(r"[a-z]+", said.lower()) if word in _FORMS}
    return found.pop() if len(found) == 1 else None


def _tablet(amount: Amount, form: Unit, said: str, *, split: Split) -> Tablet | None:
    if not amount.number:
        return None
    extended = _EXTENDED.search(said) is not None
    kept_split = split if form is Unit.TABLET and not extended else Split.NONE
    return Tablet(f"{plain_number(amount.number)} {amount.unit.value}", form, amount, kept_split, extended)


def _name_in(said: str) -> str | None:
    """The words before the first number: "Prednisolone" of "Prednisolone 5mg tablets"."""
    name = re.split(r"\s+(?=\d)", said, maxsplit=1)[0].strip(" ,:-")
    words = name.split()
    while len(words) > 1 and words[-1].lower() in {*_FORMS, "oral"}:
        words.pop()
    return " ".join(words)[:200] or None
