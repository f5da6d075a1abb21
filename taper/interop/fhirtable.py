"""How is one element of a FHIR resource looked at, so that nothing in it is passed over and every problem is named?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from taper.core.errors import Question
from taper.core.words import capitalised

_ELEMENT = frozenset({"id", "extension"})
"""What every element may carry, and what by FHIR's definition never changes what it means."""

NEVER_PASSED_OVER = "What is not understood is never passed over."
_MOST_SHOWN = 60
_MOST_UNKNOWN = 8
"""How many unknown keys of one element are asked about one by one; the rest are counted."""

_PATH = re.compile(r"\bdosageInstruction\[(\d{1,6})\]")
_CODE = re.compile(r"\S+(?: \S+)*")

LONGEST_TEXT = 10_000
"""Characters of one text; no more than a plan typed in words may have."""


@dataclass(slots=True)
class Asked:
    """The questions an order raises, in the order in which they were met, each once."""

    questions: list[Question] = field(default_factory=list)

    def ask(self, text: str, *, where: str, why: str = "", choices: tuple[str, ...] = ()) -> None:
        """Notes one question, its paths said as a person counts: the place itself stands in `where`."""
        bare = text.removeprefix(f"{where}: ")
        said = _PATH.sub(lambda path: f"instruction {int(path[1]) + 1}", bare)
        text = said if said == text else capitalised(said)
        if all((other.text, other.where) != (text, where) for other in self.questions):
            self.questions.append(Question(text, where=where, why=why, choices=choices))


@dataclass(slots=True)
class Element:
    """A JSON object at a place of the resource. Each key that was looked at is known; the rest is asked about."""

    content: Mapping[str, object]
    where: str
    asked: Asked
    _known: set[str] = field(default_factory=set)

    def says(self, key: str) -> bool:
        """Whether the key is there."""
        self._known.add(key)
        return key in self.content

    def place(self, key: str) -> str:
        """The path of a key, as FHIR writes it."""
        shown = key if len(key) <= _MOST_SHOWN else f"{key[:_MOST_SHOWN]}..."
        return f"{self.where}.{shown}" if self.where else shown

    def allow(self, *keys: str) -> None:
        """Keys that do not change the dose, whatever they say."""
        self._known.update(keys)

    def wrong(self, key: str, *, expected: str) -> None:
        """Notes that a key holds something else than it should."""
        found = shown(self.content.get(key))
        self.asked.ask(f"{self.place(key)}: found {found}; expected {expected}.", where=self.place(key))

    def text(self, key: str) -> str | None:
        """A text, without the spaces around it; None where there is none."""
        if not self.says(key):
            return None
        value = self.content[key]
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            text = f"{self.place(key)} is {len(value):,} characters long; at most {LONGEST_TEXT:,} are read."
            self.asked.ask(f"{text} Which part is it?", where=self.place(key))
            return None
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.wrong(key, expected="a text that is not empty")
        return None

    def code(self, key: str) -> str | None:
        """A code: a text without odd spaces, as it stands."""
        value = self.text(key)
        if value is not None and _CODE.fullmatch(value) is None:
            self.wrong(key, expected="a code")
            return None
        return value

    def flag(self, key: str) -> bool | None:
        """True or false."""
        if not self.says(key):
            return None
        value = self.content[key]
        if isinstance(value, bool):
            return value
        self.wrong(key, expected="true or false")
        return None

    def number(self, key: str) -> Decimal | None:
        """A number, exact."""
        if not self.says(key):
            return None
        value = self.content[key]
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return Decimal(value)
        self.wrong(key, expected="a number")
        return None

    def whole(self, key: str) -> int | None:
        """A whole number above zero."""
        number = self.number(key)
        if number is None:
            return None
        if number == number.to_integral_value() and number > 0:
            return int(number)
        self.wrong(key, expected="a whole number above zero")
        return None

    def element(self, key: str) -> Element | None:
        """The object under a key."""
        if not self.says(key):
            return None
        value = self.content[key]
        if isinstance(value, dict):
            return Element(value, self.place(key), self.asked)
        self.wrong(key, expected="an object")
        return None

    def must_be_element(self, key: str) -> bool:
        """Whether an element that changes no dose is at least one; anything else is asked about."""
        return not self.says(key) or self.element(key) is not None

    def elements(self, key: str) -> tuple[Element, ...]:
        """The objects of the list under a key; none where there is no list."""
        if not self.says(key):
            return ()
        value = self.content[key]
        if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            return tuple(Element(entry, f"{self.place(key)}[{nth}]", self.asked) for nth, entry in enumerate(value))
        self.wrong(key, expected="a list of objects")
        return ()

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of the list under a key."""
        if not self.says(key):
            return ()
        value = self.content[key]
        if isinstance(value, list) and value and all(isinstance(entry, str) and entry.strip() for entry in value):
            return tuple(value)
        self.wrong(key, expected="a list of texts")
        return ()

    def refuse_unknown(self) -> None:
        """Asks about every key that nobody looked at, and about whatever may turn the meaning round."""
        unknown = list(self._unknown())
        if "modifierExtension" in unknown:
            unknown.remove("modifierExtension")
            place = self.place("modifierExtension")
            _ask_about_modifier(self.content["modifierExtension"], where=place, asked=self.asked)
        for key in unknown[:_MOST_UNKNOWN]:
            text = f"{self.place(key)} is not known here: {shown(self.content[key])}. Does it change what is taken?"
            self.asked.ask(text, where=self.place(key), why=NEVER_PASSED_OVER)
        self._ask_about_the_rest(len(unknown) - _MOST_UNKNOWN)

    def _ask_about_the_rest(self, more: int) -> None:
        if more > 0:
            text = f"{self.where or 'The order'} has {more:,} more keys that are not known here."
            self.asked.ask(f"{text} Do they change what is taken?", where=self.where, why=NEVER_PASSED_OVER)

    def _unknown(self) -> Iterator[str]:
        for key, value in self.content.items():
            beside = key.startswith("_") and key[1:] in self.content and _only_marks(value)
            if key not in self._known and key not in _ELEMENT and not beside:
                yield key


def _only_marks(value: object) -> bool:
    """Whether what stands beside a value ("_authoredOn") is no more than an id and extensions."""
    entries = value if isinstance(value, list) else [value]
    return all(entry is None or (isinstance(entry, dict) and set(entry) <= _ELEMENT) for entry in entries)


def shown(value: object) -> str:
    """A value for a sentence, cut short."""
    match value:
        case None | bool():
            return "nothing" if value is None else str(value).lower()
        case str():
            return f'"{value[:_MOST_SHOWN]}"'
        case int() | Decimal():
            return str(value)[:_MOST_SHOWN]
        case list():
            return f"a list of {len(value)}" if len(value) != 1 else f"a list with {shown(value[0])}"
        case dict() if "url" in value:
            return shown(value["url"])
        case _:
            return "an object"


def ask_about_modifiers(content: object, *, where: str, asked: Asked) -> None:
    """Asks about every modifierExtension, however deep it stands."""
    if isinstance(content, dict):
        for key, value in content.items():
            place = f"{where}.{key}" if where else key
            if key == "modifierExtension":
                _ask_about_modifier(value, where=place, asked=asked)
            elif key != "contained":
                ask_about_modifiers(value, where=place, asked=asked)
    elif isinstance(content, list):
        for nth, entry in enumerate(content):
            ask_about_modifiers(entry, where=f"{where}[{nth}]", asked=asked)


def _ask_about_modifier(value: object, *, where: str, asked: Asked) -> None:
    text = f"{where} may change what the order means, and is not known here: {shown(value)}."
    asked.ask(text, where=where, why=NEVER_PASSED_OVER)


def concept_words(element: Element | None) -> str | None:
    """What a CodeableConcept says to people: its text, else the display of its codings; None where it says nothing."""
    return None if element is None else next(iter(every_word(element)), None)


def every_word(element: Element) -> tuple[str, ...]:
    """The text of a CodeableConcept and the displays of its codings, each once."""
    said = element.text("text")
    words = [said] if said else []
    for coding in element.elements("coding"):
        coding.allow("system", "version", "code", "userSelected")
        display = coding.text("display")
        words.extend([display] if display else [])
        coding.refuse_unknown()
    element.refuse_unknown()
    return tuple(dict.fromkeys(words))


def reference_words(element: Element | None) -> str | None:
    """How a Reference is shown to people."""
    if element is None:
        return None
    element.allow("reference", "type", "identifier")
    words = element.text("display")
    element.refuse_unknown()
    return words
