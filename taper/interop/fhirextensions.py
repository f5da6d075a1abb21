"""What do the extensions of an order say that may bear on its dose?

FHIR lets an extension be passed over, but words in one are words all the same, and a loading dose or the days of a
cycle in one would be passed over with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from taper.interop.fhirtable import LONGEST_TEXT, NEVER_PASSED_OVER, Asked, shown

_OF_DOSES = re.compile(r"dos(?:e|age|ing)|loading|cycle|taper|titrat|regimen|frequency|schedul", re.IGNORECASE)
_IN_WORDS = re.compile(r"translation|rendering|rendered|original-?text|narrative|data-absent|display", re.IGNORECASE)
_NOT_OF_THE_DOSE = frozenset({"contained", "text", "meta", "subject", "requester", "encounter", "insurance"})


def ask_about_doses_in_extensions(content: object, *, where: str, asked: Asked, in_dosage: bool = False) -> None:
    """Asks about an extension that may say something of the dose in another way than in words.

    FHIR lets them be passed over; a loading dose or the days of a cycle in one is passed over all the same.
    """
    if isinstance(content, list):
        for nth, entry in enumerate(content):
            ask_about_doses_in_extensions(entry, where=f"{where}[{nth}]", asked=asked, in_dosage=in_dosage)
    elif isinstance(content, dict):
        for key, value in content.items():
            place = f"{where}.{key}" if where else key
            if key == "extension":
                _ask_about_extensions(value, where=place, asked=asked, in_dosage=in_dosage)
            elif key not in ("contained", "text", "meta"):
                inside = in_dosage or key == "dosageInstruction"
                ask_about_doses_in_extensions(value, where=place, asked=asked, in_dosage=inside)


def _ask_about_extensions(extensions: object, *, where: str, asked: Asked, in_dosage: bool) -> None:
    for nth, entry in enumerate(extensions if isinstance(extensions, list) else ()):
        url = str(entry.get("url", "")) if isinstance(entry, dict) else ""
        name = url.rsplit("/", 1)[-1]
        in_words = any(key in ("valueString", "valueMarkdown") for key in entry) if isinstance(entry, dict) else False
        of_doses = in_dosage or _OF_DOSES.search(name)
        if of_doses and not in_words and not _IN_WORDS.search(name):
            text = f"An extension ({shown(url)}) may say something of the dose, and is not known here."
            asked.ask(f"{text} What does it say?", where=f"{where}[{nth}]", why=NEVER_PASSED_OVER)


def extension_texts(content: object, *, where: str) -> Iterator[tuple[str, str]]:
    """Each text that an extension holds, however deep it stands, with its place: words are no mere metadata."""
    if isinstance(content, dict):
        for key, value in content.items():
            place = f"{where}.{key}" if where else key
            if key == "extension":
                yield from _texts_in(value, where=place)
            elif key not in _NOT_OF_THE_DOSE:
                yield from extension_texts(value, where=place)
    elif isinstance(content, list):
        for nth, entry in enumerate(content):
            yield from extension_texts(entry, where=f"{where}[{nth}]")


def _texts_in(extensions: object, *, where: str) -> Iterator[tuple[str, str]]:
    for nth, entry in enumerate(extensions if isinstance(extensions, list) else ()):
        for key, value in entry.items() if isinstance(entry, dict) else ():
            if key in ("valueString", "valueMarkdown") and isinstance(value, str):
                yield f"{where}[{nth}].{key}", value[:LONGEST_TEXT]
        yield from extension_texts(entry, where=f"{where}[{nth}]")
