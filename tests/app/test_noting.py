"""How it goes, noted beside a plan: every note is kept, and what cited sources say of it is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import TWO_WEEKS, Person

from taper.core.errors import NotFound, Unanswered

OWN = """
name = "madeupin"

[[statement]]
kind = "side-effect"
text = "Get emergency help at once at swelling of the face. Dizziness is common."
signs = ["swelling of the face"]
urgent = true
source = "my provider"
read_on = 2026-11-27
"""


@pytest.fixture
def ill(person: Person) -> Person:
    """Somebody on day 2 of two weeks of carisoprodol, at 12:00 in UTC."""
    person.add(TWO_WEEKS, start="2026-12-01", label="A")
    return person.at("2026-12-02 12:00")


def note(person: Person, words: str, **more: object) -> dict[str, object]:
    """The answer to one note."""
    return person.ask("note", **({"words": words, "note_id": person.fresh_id()} | more))


def own_facts(person: Person, text: str) -> Path:
    """A file of one's own."""
    folder = person.desk.paths.facts
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mine.toml").write_text(text)
    return folder


def codes(answer: dict[str, object]) -> list[tuple[object, object]]:
    """Level and code of each finding; every one has its source."""
    findings = answer["findings"]
    assert isinstance(findings, list)
    assert all(finding["source"] for finding in findings)
    return [(finding["level"], finding["code"]) for finding in findings]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("drowsiness", ["side-effect"]),
        ("Muscle  Twitching", ["withdrawal-sign"]),
        ("HEADACHE", ["side-effect", "withdrawal-sign"]),
        ("a bad headache", ["words"]),
        ("headaches", ["words"]),
        ("Ask about the swim on Friday.", ["words"]),
    ],
)
def test_what_a_note_is_follows_from_the_facts(ill: Person, words: str, kinds: list[str]) -> None:
    """The very words, whatever the case and spaces; what is merely alike stays words."""
    answer = note(ill, words)
    recorded = answer["recorded"]
    assert isinstance(recorded, dict)
    assert (recorded["is"], recorded["words"]) == (kinds, words)
    assert codes(answer) == [("note", "known-sign")] * (0 if kinds == ["words"] else len(kinds))


def test_a_sign_of_the_class_is_one_of_the_medicine(person: Person) -> None:
    """Lorazepam has no file of its own signs; its class is given one."""
    own_facts(person, OWN.replace("madeupin", "benzodiazepines").replace("[[", 'of = "class"\n\n[[', 1))
    person.add("lorazepam 1 mg daily for 5 days, then stop", start="2026-12-01", strength="1 mg", label="L")
    answer = note(person, "swelling of the face")
    assert codes(answer) == [("warn", "urgent-sign")]
    assert "with benzodiazepines" in str(answer["warnings"])


def test_an_urgent_sign_says_whom_to_call_with_the_source(person: Person) -> None:
    """It states and cites, and advises no dose."""
    own_facts(person, OWN)
    person.add("madeupin 5 mg daily for 5 days, then stop", start="2026-12-01", strength="5 mg", label="M")
    answer = note(person, "Swelling of the face", severity=7)
    assert answer["warnings"] == [
        'Call your provider or emergency services at once. This source says of "swelling of the face" with madeupin: '
        "Get emergency help at once at swelling of the face. Dizziness is common. (source: my provider)"
    ]
    (plan,) = person.lists("signs")
    assert plan["signs"] == [
        {
            "words": "swelling of the face",
            "kind": "side-effect",
            "about": "madeupin",
            "urgent": True,
            "text": "Get emergency help at once at swelling of the face. Dizziness is common.",
            "source": "my provider",
        }
    ]


def test_a_broken_file_of_facts_hinders_no_note(ill: Person) -> None:
    """What comes with the program is used instead."""
    own_facts(ill, "name = ")
    assert codes(note(ill, "drowsiness")) == [("note", "known-sign")]
    assert [entry["words"] for entry in ill.lists("log") if entry.get("kind") == "note"] == ["drowsiness"]


def test_the_log_has_notes_among_the_intakes(ill: Person) -> None:
    """In the order of recording, in the plan's zone."""
    note(ill, "drowsiness", severity=2, at="10:00", for_provider=True)
    later = ill.at("2026-12-02 12:30")
    later.take(plan="A", dose="2026-12-02/noon")
    note(ill.at("2026-12-02 13:00"), "slept badly", at="2026-12-01T23:00+01:00")
    entries = [one for one in ill.at("2026-12-02 13:30").lists("log") if one.get("kind") == "note" or one["intake"]]
    assert [entry.get("kind") for entry in entries] == ["note", None, "note"]
    assert [entry["text"] for entry in (entries[0], entries[2])] == [
        "plan A, noted Wed 2 Dec 10:00: drowsiness; severity 2 of 10; for the provider",
        "plan A, noted Tue 1 Dec 23:00: slept badly",
    ]
    assert [entry["day"] for entry in (entries[0], entries[2])] == [2, 1]
    assert set(entries[1]) <= set(entries[0])


def test_the_last_note_can_be_taken_back_and_stays_in_the_log(ill: Person) -> None:
    """One after the other, and an intake's undo leaves notes alone."""
    note(ill, "drowsiness")
    note(ill, "headache")
    assert ill.ask("show")["notes"] == 2
    with pytest.raises(NotFound):
        ill.ask("undo", intake_id=ill.fresh_id())
    for words in ("headache", "drowsiness"):
        undone = ill.ask("take-back-note", note_id=ill.fresh_id())["undone"]
        assert isinstance(undone, dict)
        assert undone["words"] == words
    with pytest.raises(NotFound, match="Nothing is noted"):
        ill.ask("take-back-note", note_id=ill.fresh_id())
    assert [entry["undone"] for entry in ill.lists("log") if entry.get("kind") == "note"] == [True, True]
    assert ill.ask("show")["notes"] == 0


def test_the_same_request_twice_notes_and_takes_back_once(ill: Person) -> None:
    """As when a mute daemon finds it later."""
    first = note(ill, "drowsiness", note_id="n1")
    assert note(ill, "drowsiness", note_id="n1") == first
    note(ill, "headache", note_id="n2")
    undone = ill.ask("take-back-note", note_id="u1")
    assert ill.ask("take-back-note", note_id="u1") == undone
    assert ill.ask("show")["notes"] == 1


def test_the_note_that_is_named_is_taken_back(ill: Person) -> None:
    """Whatever was noted since; a second time there is nothing to take back."""
    note(ill, "drowsiness", note_id="n1")
    note(ill, "headache", note_id="n2")
    undone = ill.ask("take-back-note", record="n1", note_id="u1")["undone"]
    assert isinstance(undone, dict)
    assert undone["words"] == "drowsiness"
    with pytest.raises(NotFound, match="taken back already"):
        ill.ask("take-back-note", record="n1", note_id="u2")


def test_which_plan_is_asked_where_several_could_be_meant(ill: Person) -> None:
    """Never the nearest, even where only one of them has such a sign."""
    ill.add("prednisone 10 mg daily for 5 days, then stop", start="2026-12-02", strength="10 mg", label="B")
    with pytest.raises(Unanswered, match="Which plan"):
        note(ill, "drowsiness")
    assert codes(note(ill, "mood swings", plan="B")) == [("note", "known-sign")]
    assert ill.ask("show", plan="A")["notes"] == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"at": "23:00"}, "lies ahead today"),
        ({"at": "2026-12-03T08:00+01:00"}, "lies ahead"),
        ({"at": "noonish"}, "is no time"),
        ({"words": "  "}, "What is to be noted"),
        ({"words": "\u200b"}, "What is to be noted"),
    ],
)
def test_what_cannot_be_noted_is_asked_about(ill: Person, more: dict[str, object], said: str) -> None:
    """And nothing is kept."""
    with pytest.raises(Unanswered, match=said):
        ill.ask("note", **({"words": "headache", "note_id": "n1"} | more))
    assert ill.desk.store.notes() == ()
