"""Changing a plan: shown before it counts, on the right word, with nothing recorded lost."""

from __future__ import annotations

import pytest
from desks import TWO_WEEKS, Person
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taper.app.operations import OPERATIONS, perform
from taper.core.errors import NeedsApproval, NotFound, TaperError


def test_extending_needs_a_providers_word_and_moves_the_countdown(person: Person) -> None:
    """Without the word nothing changes; with it the stop date and its notices move."""
    person.add(TWO_WEEKS, start="2026-12-01")
    with pytest.raises(NeedsApproval, match="17 December 2026"):
        person.ask("extend", plan="A", days=7)
    person.ask("extend", plan="A", days=7, approved_by="Dr Wolf")
    (line,) = person.lists("list")
    assert line["last_dose_on"] == "2026-12-24"
    last = [entry["at"] for entry in person.lists("upcoming", days=40) if entry["kind"] == "last-dose"]
    assert last == ["2026-12-24T09:00:00+01:00"]


def test_a_start_corrected_on_day_three_keeps_its_intakes(person: Person) -> None:
    """Each is linked to the dose of the same time, and the preview changes nothing."""
    person.add(TWO_WEEKS, start="2026-12-01")
    for at in ("2026-12-01 07:05", "2026-12-01 11:05", "2026-12-02 07:05"):
        person.at(at).take()
    third = person.at("2026-12-03 06:00")
    shown = third.ask("correct", plan="A", start="2026-11-30", preview=True)
    assert (shown["recorded"], third.lists("list")[0]["starts_on"]) == (3, "2026-12-01")
    third.ask("correct", plan="A", start="2026-11-30")
    assert third.lists("list")[0]["starts_on"] == "2026-11-30"
    answered = [entry["dose"] for entry in third.lists("log")]
    assert answered == ["2026-12-01/morning", "2026-12-01/noon", "2026-12-02/morning"]


def test_a_change_made_meanwhile_is_noticed(person: Person) -> None:
    """What the person saw is what is changed, or nothing is."""
    person.add(TWO_WEEKS, start="2026-12-01")
    seen = person.ask("extend", plan="A", days=7, approved_by="Dr Wolf", preview=True)["expect_versions"]
    person.ask("extend", plan="A", days=1, approved_by="Dr Wolf")
    with pytest.raises(TaperError, match="meanwhile"):
        person.ask("extend", plan="A", days=7, approved_by="Dr Wolf", expect_versions=seen)


def test_stopping_is_never_refused_and_silences_the_plan(person: Person) -> None:
    """From then on nothing of it is upcoming."""
    person.add(TWO_WEEKS.replace("14 days", "21 days"), start="2026-12-01")
    sixteenth = person.at("2026-12-16 10:00")
    warnings = sixteenth.ask("stop", plan="A")["warnings"]
    assert "Not to be stopped abruptly" in str(warnings)
    assert sixteenth.lists("upcoming", plan="A", days=30) == []


def test_deleting_says_what_goes(person: Person) -> None:
    """The preview lists, the deed leaves nothing."""
    person.add(TWO_WEEKS, start="2026-12-01")
    shown = person.ask("delete", plan="A", preview=True)
    assert shown["word"] == "A"
    person.ask("delete", plan=shown["plan"])
    with pytest.raises(NotFound):
        person.ask("show", plan="A")


def test_with_names_hidden_every_title_says_which_bottle_and_whose(person: Person) -> None:
    """Two plans of two people are never mixed up, and no medicine is named."""
    person.add(TWO_WEEKS, start="2026-12-01")
    person.add("prednisone 5 mg daily for 10 days", start="2026-12-01", strength="5 mg", person="Anna")
    titles = {str(entry["title"]) for entry in person.lists("upcoming", days=30)}
    whose = [("Anna" in title, "You" in title or "your" in title) for title in titles]
    assert all(anna != own for anna, own in whose)
    assert any(title.startswith("Anna, B: 1\u00a0tablet of 5\u00a0mg") for title in titles)
    assert not any("prednisone" in title or "carisoprodol" in title for title in titles)


_json = st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=2)
_names = ("plan", "dose", "at", "amount", "as", "answer", "days", "minutes", "start", "step", "slot", "form", "taken")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    operation=st.sampled_from(sorted(OPERATIONS)),
    arguments=st.dictionaries(st.sampled_from((*_names, "intake_id", "plan_id", "preview")), _json, max_size=6),
)
def test_no_arguments_bring_an_operation_down(person: Person, operation: str, arguments: dict[str, object]) -> None:
    """Whatever comes over the socket is answered, or refused with a sentence."""
    if not person.lists("list", all=True):
        person.add(TWO_WEEKS, start="2026-12-01")
    try:
        perform(person.desk, operation, arguments)
    except TaperError as refused:
        sentence = str(refused)
        assert sentence
