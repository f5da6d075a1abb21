"""Recording never fails because of a finding: whatever was taken when, of whichever plan, it is in the log."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life import utc
from watchscenario import lived

from taper.app.desk import Desk, open_desk
from taper.app.operations import perform
from taper.clock import StandingClock
from taper.core.errors import NotFound, Unanswered
from taper.settings import paths_from

LEVELS = ("note", "warn", "stop")

PLANS: list[dict[str, Any]] = [
    {
        "words": "Soma 350 mg every 4 hours as needed for pain for 5 days, max 3 times a day",
        "start": "2026-12-01",
        "strengths": ["350 mg"],
    },
    {
        "words": "carisoprodol 1 tablet three times a day for 4 days, then stop",
        "start": "2026-12-02",
        "strengths": ["250 mg"],
        "label": "B",
        "also": True,
    },
    {
        "words": "madeupin 1 tablet twice daily for 3 days, then review",
        "start": "2026-12-01",
        "label": "C",
    },
]

_AMOUNTS = st.sampled_from((None, "1 tablet", "0.5 tablet", "1000 tablets", "350 mg", "5 mL", "2 capsules", "1 mcg"))
_ACTS = st.lists(
    st.tuples(
        st.integers(-24, 24 * 10),  # hours from 1 December on
        st.integers(0, 48),  # hours until it is written down
        st.sampled_from(("A", "B", "C")),
        st.sampled_from((None, "morning", "evening")),
        _AMOUNTS,
        st.sampled_from(("taken", "taken", "taken", "unsure")),
    ),
    min_size=1,
    max_size=8,
)


def _desk_at(home: Path, hour: int) -> Any:
    clock = StandingClock(utc("2026-12-01 00:00") + timedelta(hours=hour))
    return open_desk(paths_from({"TAPER_HOME": str(home)}), clock)


def _take(desk: Desk, number: int, act: tuple[Any, ...]) -> dict[str, Any]:
    hour, _, plan, slot, amount, answer = act
    at = utc("2026-12-01 00:00") + timedelta(hours=hour)
    day = desk.now() if slot is None else at
    dose = None if slot is None else f"{day.date()}/{slot}"
    asked = {"plan": plan, "dose": dose, "amount": amount, "answer": answer, "at": at.isoformat()}
    return dict(perform(desk, "take", asked | {"intake_id": f"take-{number}"}))  # type: ignore[call-overload]


@given(_ACTS)
@settings(max_examples=40, deadline=None)
def test_every_intake_is_recorded(acts: list[tuple[Any, ...]]) -> None:
    """Nothing but a dose that the plan does not have is asked about; each finding has a code, a level and its words."""
    with TemporaryDirectory() as folder:
        home, recorded = Path(folder), 0
        assert list(lived({"plan": PLANS}, home)) == []
        for number, act in enumerate(acts):
            with _desk_at(home, act[0] + act[1]) as desk:
                try:
                    answer = _take(desk, number, act)
                except NotFound:  # a dose was named that the plan does not have
                    continue
                recorded += 1
                assert answer["recorded"]["answer"] == act[5]
                assert len(desk.store.intakes()) == recorded
                for finding in answer["findings"]:
                    assert finding["level"] in LEVELS
                    assert finding["text"].endswith(".") or finding["text"].endswith('"')
                perform(desk, "check", {})
                perform(desk, "today", {})


def test_broken_facts_hinder_no_record(tmp_path: Path) -> None:
    """The brand is then known from the facts that come with taper."""
    assert list(lived({"plan": PLANS}, tmp_path)) == []
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "own.toml").write_text("no facts", encoding="utf-8")
    with _desk_at(tmp_path, 32) as desk:
        perform(desk, "take", {"plan": "B", "dose": "morning", "intake_id": "one"})
    with _desk_at(tmp_path, 33) as desk:
        answer: Any = perform(desk, "take", {"plan": "A", "intake_id": "two"})
    assert [finding["code"] for finding in answer["findings"]] == ["taken-too-soon", "last-allowed"]
    assert "the one of plan B" in answer["findings"][0]["text"]


def test_the_same_request_again_is_answered_alike(tmp_path: Path) -> None:
    """A repeated request is not held against itself."""
    assert list(lived({"plan": PLANS}, tmp_path)) == []
    with _desk_at(tmp_path, 8) as desk:
        first = perform(desk, "take", {"plan": "A", "intake_id": "one"})
        assert perform(desk, "take", {"plan": "A", "intake_id": "one"}) == first


def test_a_question_is_asked_before_and_never_because_of_a_finding(tmp_path: Path) -> None:
    """Of a range nobody can know how much was taken; that is all that is asked."""
    words = "ibuprofen 1 to 2 tablets every 6 hours as needed for pain for 5 days, max 6 tablets per day"
    plan = {"words": words, "start": "2026-12-01", "strengths": ["200 mg"]}
    assert list(lived({"plan": [plan]}, tmp_path)) == []
    with _desk_at(tmp_path, 8) as desk:
        with pytest.raises(Unanswered):
            perform(desk, "take", {"intake_id": "one"})
        answer: Any = perform(desk, "take", {"intake_id": "one", "amount": "90 tablets"})
    assert [finding["level"] for finding in answer["findings"]] == ["warn", "stop"]
