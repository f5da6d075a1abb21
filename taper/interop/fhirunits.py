"""How much does a FHIR Quantity say, when its code and the unit printed beside it agree?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from taper.core.amount import Amount, Unit
from taper.core.bounds import MAX_NUMBER
from taper.interop.fhirtable import Element

UCUM = "http://unitsofmeasure.org"
FORMS = "http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm"

_CODES: Mapping[str, Unit] = {
    **{"mg": Unit.MG, "ug": Unit.MCG, "mcg": Unit.MCG, "g": Unit.G, "mL": Unit.ML, "ml": Unit.ML},
    **dict.fromkeys(("[iU]", "[IU]", "U", "{unit}", "{units}"), Unit.UNITS),
    **dict.fromkeys(("{tbl}", "{tablet}", "{tablets}", "{tab}", "TAB", "Tab", "TABLET"), Unit.TABLET),
    **dict.fromkeys(("ECTAB", "ERTAB", "ORTAB", "SLTAB", "CHEWTAB", "ERECTAB", "ERTAB24"), Unit.TABLET),
    **dict.fromkeys(("{cap}", "{capsule}", "{capsules}", "{caps}", "CAP", "ORCAP", "ERCAP", "ECCAP"), Unit.CAPSULE),
    **dict.fromkeys(("{patch}", "{patches}", "PATCH", "patch", "TPATCH"), Unit.PATCH),
    **dict.fromkeys(("[drp]", "{drop}", "{drops}", "drop", "DROP", "OPDROP", "OTDROP", "ORDROP"), Unit.DROP),
    **dict.fromkeys(("{puff}", "{puffs}", "PUFF"), Unit.PUFF),
    **dict.fromkeys(("{spray}", "{sprays}", "SPRAY"), Unit.SPRAY),
    **dict.fromkeys(("{suppository}", "SUPP", "RECSUPP"), Unit.SUPPOSITORY),
    **dict.fromkeys(("{pessary}", "VAGSUPP", "VAGTAB"), Unit.SUPPOSITORY),
    **dict.fromkeys(("{sachet}", "{sachets}"), Unit.SACHET),
    **dict.fromkeys(("{lozenge}", "{lozenges}", "LOZ"), Unit.LOZENGE),
    **dict.fromkeys(("{application}", "{applicatorful}"), Unit.APPLICATION),
}
_EACH_CODES = frozenset({"ea", "1", "{each}", "{dose}", "EA"})

_PRINTED: Mapping[str, Unit] = {
    **dict.fromkeys(("mg", "mgs", "milligram", "milligrams"), Unit.MG),
    **dict.fromkeys(("mcg", "ug", "µg", "μg", "microgram", "micrograms"), Unit.MCG),
    **dict.fromkeys(("g", "gram", "grams"), Unit.G),
    **dict.fromkeys(("ml", "milliliter", "milliliters", "millilitre", "millilitres"), Unit.ML),
    **dict.fromkeys(("u", "iu", "[iu]", "unit", "units", "international unit", "international units"), Unit.UNITS),
    **dict.fromkeys(
        ("tablet", "tablets", "tab", "tabs", "tablet(s)", "tab(s)", "ectab", "ertab", "ortab"), Unit.TABLET
    ),
    **dict.fromkeys(("capsule", "capsules", "cap", "caps", "capsule(s)", "cap(s)"), Unit.CAPSULE),
    **dict.fromkeys(("patch", "patches", "patch(es)", "transdermal patch"), Unit.PATCH),
    **dict.fromkeys(("drop", "drops", "drop(s)", "opdrop", "otdrop"), Unit.DROP),
    **dict.fromkeys(("puff", "puffs", "puff(s)", "actuation", "actuations", "inhalation", "inhalations"), Unit.PUFF),
    **dict.fromkeys(("spray", "sprays", "spray(s)"), Unit.SPRAY),
    **dict.fromkeys(("suppository", "suppositories", "recsupp"), Unit.SUPPOSITORY),
    **dict.fromkeys(("pessary", "pessaries", "vagsupp", "vagtab"), Unit.SUPPOSITORY),
    **dict.fromkeys(("sachet", "sachets"), Unit.SACHET),
    **dict.fromkeys(("lozenge", "lozenges"), Unit.LOZENGE),
    **dict.fromkeys(("application", "applications"), Unit.APPLICATION),
}
_EACH_PRINTED = frozenset({"ea", "each", "1", "dose", "doses"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact number of a unit; `unit` is None where something is counted that is not named ("1 each")."""

    number: Fraction
    unit: Unit | None

    def in_unit(self, unit: Unit | None) -> Amount | None:
        """The amount, counted in `unit` where the order does not name one; None where nothing names it."""
        named = self.unit or unit
        return None if named is None else Amount(self.number, named)


def read_quantity(element: Element | None) -> Quantity | None:
    """The quantity at a place; None, with a question noted, where it is none that can be taken."""
    if element is None:
        return None
    number, printed, code, system = (element.number("value"), *_unit_texts(element))
    if element.says("comparator"):
        element.wrong("comparator", expected="an exact amount, no bound")
        return None
    element.refuse_unknown()
    if number is None and element.says("value"):
        return None  # asked about already
    if number is None or not 0 < number < MAX_NUMBER:
        element.wrong("value", expected=f"a number above zero and below {MAX_NUMBER:,}")
        return None
    units = _units(element, printed=printed, code=code, system=system)
    return None if units is None else Quantity(Fraction(number), units[0])


def _unit_texts(element: Element) -> tuple[str | None, str | None, str | None]:
    return element.text("unit"), element.text("code"), element.text("system")


def _units(element: Element, *, printed: str | None, code: str | None, system: str | None) -> tuple[Unit | None] | None:
    """The unit in a tuple of one (None in it: something counted, not named), or None where it was asked about."""
    readable = code is not None and (system in (None, UCUM, FORMS) or code in _CODES)
    by_code = _by_code(code) if readable and code is not None else None
    by_print = _by_print(printed) if printed is not None else None
    where = element.where
    if any(text is not None and ("/" in text or "m2" in text) for text in (printed, code)):
        text = f"{where} is in {printed or code}: how much that is depends on more than this order says."
        element.asked.ask(
            f"{text} How much is taken?", where=where, why="Weight, body surface and rates are never used."
        )
        return None
    if printed is None and code is None:
        element.asked.ask(f"{where} has a number and no unit. What is counted?", where=where)
        return None
    if (readable and by_code is None) or (printed is not None and by_print is None):
        element.asked.ask(f'{where} is in "{printed or code}", a unit that is not known here.', where=where)
        return None
    if by_code and by_print and by_code != by_print and None not in (*by_code, *by_print):
        text = f'{where} is printed in "{printed}" and coded as "{code}". Which unit holds?'
        element.asked.ask(text, where=where)
        return None
    found = by_print if by_code in (None, (None,)) and by_print else by_code  # "1" beside "tablets" counts tablets
    if found is None:
        element.asked.ask(f"{where} has a unit that only its system knows ({code}). Which unit is it?", where=where)
    return found


def _by_code(code: str) -> tuple[Unit | None] | None:
    """What a code counts; UCUM tells large letters from small ones, so that only names of pieces are read loosely."""
    if code in _EACH_CODES:
        return (None,)
    found = _CODES.get(code) or _PRINTED.get(code.lower())
    loosely = found is not None and code not in _CODES
    return None if found is None or (loosely and not found.is_piece) else (found,)


def _by_print(printed: str) -> tuple[Unit | None] | None:
    low = " ".join(printed.lower().split())
    if low in _EACH_PRINTED or printed in _EACH_CODES:
        return (None,)
    found = _CODES.get(printed) or (_PRINTED.get(low) if printed != "Mg" else None)  # "Mg" is a million grams
    return None if found is None else (found,)


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: `count` of "h", "d", "wk", "mo" or "a"."""

    count: int
    unit: str


_TIME_UNITS: Mapping[str, str] = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), "s"),
    **dict.fromkeys(("min", "minute", "minutes"), "min"),
    **dict.fromkeys(("h", "hr", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
    **dict.fromkeys(("wk", "week", "weeks"), "wk"),
    **dict.fromkeys(("mo", "month", "months"), "mo"),
    **dict.fromkeys(("a", "yr", "year", "years"), "a"),
}


def read_span(element: Element | None) -> Span | None:
    """The Duration at a place, in whole units; None, with a question noted, where it is none."""
    if element is None:
        return None
    number, printed, code, system = (element.number("value"), *_unit_texts(element))
    if element.says("comparator"):
        element.wrong("comparator", expected="an exact length, no bound")
        return None
    element.refuse_unknown()
    said = [_TIME_UNITS.get(text) for text in (code, printed and printed.lower().rstrip(".")) if text is not None]
    if not said or None in said or len(set(said)) > 1 or (code is not None and system not in (None, UCUM)):
        element.wrong("unit" if element.says("unit") else "code", expected="one unit of time: h, d, wk, mo or a")
        return None
    if number is None or number != number.to_integral_value() or number <= 0:
        element.wrong("value", expected="a whole number of them, above zero")
        return None
    return Span(int(number), str(said[0]))
