"""Do an order's words name the same way of taking, side and reason as the codes beside them?

Only what both of them say is compared. Words that are not in the tables below say nothing here: the reading of the
dose itself asks about what it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_WAYS: Mapping[str, str] = {
    "by mouth": r"by mouth|oral(?:ly)?|per os|p\.?o\.?|swallow(?:ed)?|drink|chew(?:ed)?",
    "under the tongue or in the cheek": r"sublingual(?:ly)?|under (?:the|your) tongue|buccal(?:ly)?|s\.?l\.?",
    "breathed in": r"inhal(?:e|ed|ation|ational)|puffs?|nebuli[sz]\w*|respiratory tract",
    "in the eye": r"eyes?|ophthalmic|ocular|conjunctival|intraocular",
    "in the ear": r"ears?|otic|auricular|aural",
    "in the nose": r"nos(?:e|tril)s?|nostrils?|nasal(?:ly)?|intranasal(?:ly)?",
    "in the rectum": r"rectal(?:ly)?|rectum|p\.?r\.?|suppositor(?:y|ies)",
    "in the vagina": r"vaginal(?:ly)?|vagina|p\.?v\.?|pessar(?:y|ies)",
    "on the skin": r"topical(?:ly)?|cutaneous|transdermal|skin|scalp|patch(?:es)?",
    "injected": r"inject(?:ed|ion|able)?|subcut\w*|intramuscular(?:ly)?|intravenous(?:ly)?|i\.?m\.?|i\.?v\.?|s\.?c\.?",
}
"""The ways of taking a medicine, and the words that name each."""

_PATTERNS = {way: re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE) for way, words in _WAYS.items()}
_ASIDE = re.compile(
    r"(?:rinse|gargle|wash)[^.;]*|(?:do not|don.t|not to be|avoid|never)[^.;]*|away from[^.;]*"
    r"|(?:with|in) (?:a )?(?:full |half a )?(?:glass|cup)[^.;,]*|to (?:the )?(?:drink|food)",
    re.IGNORECASE,
)
"""Words of advice, whose mouth, eyes and skin are not where the medicine goes."""

_SIDE = re.compile(r"(?<![a-z])(left|right)(?![a-z])", re.IGNORECASE)

_REASONS: tuple[str, ...] = (
    r"pain|painful|\w*ache|\w*algia|\w*itis|migraine|cramps?|colic|sprain|fracture|injury|sciatica|discomfort|sore\w*",
    r"fever|pyrexia|temperature|febrile",
    r"anxi\w*|panic|agitat\w*|nerv\w*|stress",
    r"sleep\w*|insomnia",
    r"nausea|vomit\w*|emesis|sick(?:ness)?|queas\w*",
    r"itch\w*|prurit\w*|hives|urticaria|rash|allerg\w*|eczema|dermatitis|hay",
    r"wheez\w*|breath\w*|dyspn\w*|asthma\w*|bronchospasm|copd|cough\w*|chest tightness",
    r"constipat\w*|bowel\w*",
    r"diarrh\w*|loose",
    r"heartburn|reflux|ger?d|go?rd|dyspepsia|indigestion|acid\w*|gastr\w*",
    r"spasm\w*|spastic\w*|cramp\w*|stiff\w*|muscul\w*|muscle\w*",
    r"angina|chest",
    r"seizure\w*|epilep\w*|convuls\w*",
    r"vertigo|dizz\w*|giddi\w*",
    r"withdraw\w*|opioid\w*|craving\w*|smok\w*|nicotine",
)
"""Words for complaints that a text may name one way and a code another."""

_GROUPS = tuple(re.compile(rf"(?:{words})", re.IGNORECASE) for words in _REASONS)
_PLAIN = frozenset(
    (
        *(
            "for",
            "of",
            "the",
            "and",
            "or",
            "a",
            "an",
            "due",
            "to",
            "with",
            "in",
            "finding",
            "disorder",
            "severe",
            "mild",
        ),
        *("moderate", "acute", "chronic", "relief", "symptoms", "symptom", "situation", "treatment", "breakthrough"),
    )
)
_STEM = 4


def ways_named(text: str) -> frozenset[str]:
    """The ways of taking that a text names."""
    said = _ASIDE.sub(" ", text)
    return frozenset(way for way, pattern in _PATTERNS.items() if pattern.search(said))


def places_differ(text: str, *, route: tuple[str, ...], site: tuple[str, ...]) -> Iterator[str]:
    """A sentence for the way of taking, and one for the side, in which a text and the codes contradict each other."""
    coded, said = ways_named(" ".join((*route, *site))), ways_named(text)
    if coded and said and not coded & said:
        yield f"The text says {' and '.join(sorted(said))}, the structure {' and '.join(sorted(coded))}."
    sides, here = _sides(" ".join(site)), _sides(text)
    if sides and here and not sides & here:
        yield f"The text says {' and '.join(sorted(here))}, the structure {' and '.join(sorted(sides))}."


def _sides(text: str) -> frozenset[str]:
    return frozenset(side.lower() for side in _SIDE.findall(text))


def reasons_differ(said: str, coded: str) -> bool:
    """Whether what a text is taken for shares neither a word nor a kind of complaint with the coded reason."""
    one, other = _words_of(said), _words_of(coded)
    if not one or not other:
        return False
    shared = {word[:_STEM] for word in one} & {word[:_STEM] for word in other}
    kinds = any(any(map(group.fullmatch, one)) and any(map(group.fullmatch, other)) for group in _GROUPS)
    return not shared and not kinds


def _words_of(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text.lower())) - _PLAIN
