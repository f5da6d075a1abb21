"""Whatever comes over the socket is answered with JSON, or refused with a sentence and an exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from desks import TWO_WEEKS, Person, a_person
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taper.app.answers import error_json
from taper.app.arguments import UsageError
from taper.app.operations import OPERATIONS, perform
from taper.core.errors import TaperError, Unanswered

EXIT_CODES = {2, 3, 4, 5, 6}
"""Those of the contract that an operation may end with: 1 would be a defect, 7 is the command's."""

TEXTS = ("plan", "dose", "at", "amount", "as", "answer", "note", "approved_by", "label", "person", "start", "slot")
NAMES = (*TEXTS, "words", "intake_id", "note_id", "plan_id", "days", "minutes", "step", "expect_versions")
NAMES = (*NAMES, "preview", "interactive", "also", "all", "taken", "told", "form", "severity", "for_provider")

NUMBERS = ("days", "minutes", "step", "expect_versions", "severity")
WORDS = ("A", "one", "", " ", "08:00", "morning", "2026-12-01/morning", "2026-12-01", "2026-12-01T08:00Z", "40 mg")
WORDS = (*WORDS, "taken", "skipped", "same", "extra", "early", "Dr Wolf", "0001-01-01T00:00Z", "9999-12-31", "\ud800")
TOLD = ("asked", "yes", "1=yes", "seizures=no", "liver=asked", "=", "9=no", "all=yes", "\ud800=no")

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
likely = {
    **{name: st.sampled_from(WORDS) for name in (*TEXTS, "words", "intake_id", "note_id", "plan_id")},
    **{name: st.integers(-2, 70) | st.just(10**25) for name in NUMBERS},
    **{name: st.booleans() for name in ("preview", "interactive", "also", "all", "for_provider")},
    "taken": st.lists(st.sampled_from(WORDS), max_size=2),
    "told": st.lists(st.sampled_from(TOLD), max_size=2),
}


@st.composite
def arguments(draw: st.DrawFn, form: dict[str, Any]) -> dict[str, Any]:
    """Arguments that are often of the right kind, and sometimes of any."""
    found: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=8, unique=True)):
        if name == "form":
            changes = st.dictionaries(st.sampled_from((*form, "limits", "label")), anything, max_size=2)
            found[name] = draw(anything | changes.map(lambda change: form | change))
        else:
            found[name] = draw(likely[name] | anything)
    return found


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_arguments_bring_an_operation_down(data: st.DataObject, store: Person) -> None:
    """Every answer can be sent, and every refusal is one of the family."""
    someone = store.at(data.draw(st.sampled_from(("2026-11-30 18:00", "2026-12-01 07:05", "2026-12-30 10:00"))))
    if not someone.desk.store.kept_plans():
        someone.add(TWO_WEEKS, start="2026-12-01")
    operation = data.draw(st.sampled_from(sorted(OPERATIONS)))
    asked = data.draw(arguments(FORM))
    refusal: TaperError | None = None
    try:
        answer = perform(someone.desk, operation, asked)
    except TaperError as refused:
        answer, refusal = error_json(refused), refused
    assert json.dumps(answer)
    assert refusal is None or refusal.exit_code in EXIT_CODES
    assert refusal is None or 0 < len(str(refusal).strip()) < 5000


FORM: dict[str, Any] = {
    "medicine": "prednisone",
    "zone": "America/New_York",
    "starts_on": "2026-12-01",
    "ends": "stop",
    "tablets": [{"strength": "5 mg"}],
    "steps": [{"days": 5, "slots": [{"slot": "morning", "amount": "5 mg"}]}],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One store for many requests, as the daemon's is."""
    home: Path = tmp_path_factory.mktemp("home")
    with a_person(home, at="2026-11-30 18:00") as someone:
        yield someone


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_each_argument_is_of_its_kind(operation: str, person: Person) -> None:
    """A number where a text belongs is a wrong request, not a crash: exit 2, and the argument is named."""
    person.add(TWO_WEEKS, start="2026-12-01")
    name = {"add": "plan_id", "list": "all", "before": "approved_by", "jumps": "days"}.get(operation, "plan")
    base = {"form": FORM, "intake_id": "one", "note_id": "three", "plan_id": "two", "days": 3, "start": "2026-12-02"}
    with pytest.raises(UsageError, match=f"{name}: found a list, expected") as refused:
        perform(person.desk, operation, base | {name: [1]})
    assert refused.value.exit_code == 2


def test_there_is_no_other_operation(person: Person) -> None:
    """A request for one is refused."""
    with pytest.raises(UsageError, match='no operation "format the disk"'):
        perform(person.desk, "format the disk", {})


@pytest.mark.parametrize(
    ("operation", "missing"),
    [("add", "form"), ("take", "intake_id"), ("undo", "intake_id"), ("note", "note_id"), ("delete", "plan")],
)
def test_what_a_request_needs_is_named(person: Person, operation: str, missing: str) -> None:
    """Exit 2."""
    with pytest.raises(UsageError, match=f"{missing} is missing"):
        perform(person.desk, operation, {"plan_id": "one"})


@pytest.mark.parametrize("text", ["a\x07b", "\x1b[2J", "\ud800", "x" * 2001])
def test_words_that_cannot_be_kept_are_asked_about(person: Person, text: str) -> None:
    """Control characters never reach the store or a terminal; nothing is recorded."""
    person.add(TWO_WEEKS, start="2026-12-01")
    with pytest.raises(Unanswered, match="note: write at most 2,000 characters"):
        person.at("2026-12-01 07:05").take(note=text)
    with pytest.raises(Unanswered):
        person.add("prednisone 350 mg daily for 3 days", start="2026-12-01", label=text)
    assert person.lists("log") == []
    assert len(person.lists("list")) == 1


def test_a_providers_name_is_more_than_spaces(person: Person) -> None:
    """Nothing is nobody's word."""
    person.add(TWO_WEEKS, start="2026-12-01")
    for nobody in ("", "   "):
        with pytest.raises(TaperError) as refused:
            person.ask("extend", plan="A", days=3, approved_by=nobody)
        assert refused.value.exit_code == 5


def test_an_error_carries_its_questions(person: Person) -> None:
    """As JSON: the sentence, the exit code, and each question with its choices."""
    with pytest.raises(Unanswered) as asked:
        person.add("prednisone 10 mg daily for 3 days", start="2026-12-01", label="A" * 300, strength="10 mg")
    shape: Any = json.loads(json.dumps(error_json(asked.value)))
    assert (shape["exit"], len(shape["questions"])) == (3, 1)
    assert set(shape["questions"][0]) >= {"text", "where", "choices"}
