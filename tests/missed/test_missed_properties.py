"""Whatever a person does or leaves, no notice says to take two together, and no warning that was due is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from life import Life, Said, at, days, kept_of, life_of, mg, plan_of, slots, tablet_of
from strategies import missed_rules, plans

from taper.core.announce import Kind, Policy
from taper.core.expand import expand
from taper.core.guard import UNKNOWN, Abruptly, Cited, Guard, rule_for
from taper.core.ledger import ASKED, State, states
from taper.core.missedrule import AllowedDouble, ProvidersRule, StatedRule, WithinHours
from taper.core.notice import Manner
from taper.core.plan import Plan
from taper.core.record import Answer, Outcome
from taper.core.toosudden import IN_A_ROW

DOUBLE = "Both tablets may be taken together, a double dose."
ABRUPT = Guard(
    abruptly=(Abruptly(Cited("It is not to be stopped abruptly.", "made.up/label")),),
    signs=(Cited("Trembling and sleeplessness.", "made.up/label"),),
)
GUARDS = (
    UNKNOWN,
    ABRUPT,
    replace(ABRUPT, missed=(StatedRule(WithinHours(3), "Within 3 hours.", "made.up/label"),)),
    Guard(missed=(StatedRule(AllowedDouble(), DOUBLE, "made.up/label"),)),
    Guard(missed=(StatedRule(None, "As soon as it is remembered.", "made.up/label"),)),
)

_AGAINST = re.compile(r"do not take (two |them |together)[^.;]*", re.IGNORECASE)
_FOR = re.compile(r"\b(together|double|both|two|catch up|make up|twice)\b", re.IGNORECASE)
_PLACE = re.compile(r"^(From|Until then|New step).*$|\b(two|twice) (days|a day)\b", re.MULTILINE)

steps = st.tuples(
    st.integers(1, 3000).map(lambda minutes: timedelta(minutes=minutes)),
    st.sampled_from(("look", "look", "taken", "skipped", "unsure", "snooze", "fails", "extra")),
)


def live(life: Life, lived: list[tuple[timedelta, str]]) -> None:
    """Time passes, and each time something is done or left."""
    for span, what in lived:
        life.now += span
        open_dose = life.decision().saying and life.decision().saying.dose  # type: ignore[union-attr]
        dose = open_dose.dose.id if open_dose else None
        match what:
            case "taken" | "skipped" | "unsure":
                life.answer(dose, Answer(what))
            case "extra":
                life.answer(None)
            case "snooze" if dose is not None:
                life.snooze(dose, minutes=10)
            case "fails":
                life.look(Outcome.FAILED)
        life.look()


def told(said: Said) -> str:
    """What a notice says in our own words: without what it quotes, and without what the plan gives."""
    text = "\n".join((said.title.partition(" · ")[0] if Kind.DOSE not in said.kinds else "", *said.lines))
    return _PLACE.sub("", re.sub(r'"[^"]*"', "", text))


@settings(max_examples=80, deadline=None)
@given(
    plan=plans(max_steps=2),
    missed=st.none() | missed_rules(),
    guard=st.sampled_from(GUARDS),
    lived=st.lists(steps, max_size=25),
    names=st.booleans(),
)
def test_no_sequence_of_intakes_makes_it_say_to_take_two_together(
    plan: Plan, missed: ProvidersRule | None, guard: Guard, lived: list[tuple[timedelta, str]], *, names: bool
) -> None:
    """Two together is only ever spoken against, but in the quoted words of whoever allows it."""
    kept = kept_of(replace(plan, missed=missed, label="A", person="me"), stored=f"{plan.starts_on} 00:00")
    life = Life(kept, kept.stored_at, policy=Policy(repeats=1), guard=guard, manner=Manner(names_shown=names))
    live(life, lived)
    stated = rule_for(kept.plan, guard)
    allows = stated is not None and isinstance(stated.rule, AllowedDouble)
    for said in life.said:
        words = "\n".join(said.lines)
        assert allows or DOUBLE not in words
        assert not _FOR.search(_AGAINST.sub("", told(said))), words


@settings(max_examples=60, deadline=None)
@given(plan=plans(max_steps=2), missed=missed_rules(), lived=st.lists(steps, max_size=20))
def test_what_nobody_was_asked_is_never_missed_and_no_dose_moves(
    plan: Plan, missed: ProvidersRule, lived: list[tuple[timedelta, str]]
) -> None:
    """A dose is missed only where it was asked about and its window is over; the plan stays the plan."""
    kept = kept_of(replace(plan, missed=missed), stored=f"{plan.starts_on} 00:00")
    life = Life(kept, kept.stored_at, policy=Policy(repeats=1), guard=ABRUPT)
    window = (kept.stored_at, kept.stored_at + timedelta(days=60))
    before = list(expand(kept.plan, *window))
    live(life, lived)
    assert list(expand(life.kept.plan, *window)) == before
    found = states(
        kept,
        intakes=life.intakes,
        reminders=life.reminders,
        now=life.now,
        from_at=kept.stored_at,
        until_at=life.now + timedelta(days=1),
    )
    asked = {reminder.dose for reminder in life.reminders if reminder.outcome is not Outcome.FAILED}
    for state in found:
        assert sum(one.state.is_open for one in found) <= 1
        if state.state is State.MISSED:
            assert state.dose.id in asked
            assert state.missed_at is not None
            assert state.dose.due_at < state.missed_at <= life.now


DAILY = kept_of(plan_of(days(30, slots(("08:00", mg(5)))), tablets=(tablet_of(5),)))
outcomes = st.lists(st.sampled_from((Outcome.SHOWN, Outcome.CLAIMED, Outcome.FAILED)), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(fared=outcomes, asleep=st.integers(0, 5 * 24 * 60), skipped=st.integers(IN_A_ROW, 10))
def test_a_warning_once_due_is_never_lost_by_a_restart_and_never_repeated(
    fared: list[Outcome], asleep: int, skipped: int
) -> None:
    """Killed between claiming and sending, refused by the server, off for days: it is shown once in the end."""
    life = life_of(DAILY, now="2026-12-01 08:01", guard=ABRUPT, policy=Policy(repeats=0))
    for number in range(1, skipped + 1):
        life.now = at(f"2026-12-{number:02} 08:01")
        life.answer(f"2026-12-{number:02}/morning", Answer.SKIPPED)
        if number >= IN_A_ROW:
            life.look(fared[(number - IN_A_ROW) % len(fared)])
    for outcome in [*fared, Outcome.SHOWN]:
        life.now += timedelta(minutes=1 + asleep // len(fared))
        life.look(outcome)
    shown = [
        reminder
        for reminder in life.reminders
        if reminder.outcome in ASKED and any(item.startswith(Kind.TOO_SUDDEN) for item in reminder.items)
    ]
    assert len(shown) == 1


def test_a_row_that_was_broken_before_anybody_could_be_told_is_still_told() -> None:
    """The machine was off when it was due; the dose taken after it does not undo what happened."""
    life = life_of(DAILY, now="2026-12-03 08:02", guard=ABRUPT)
    for number in (1, 2, 3):
        life.answer(f"2026-12-0{number}/morning", Answer.SKIPPED)
    life.now = at("2026-12-04 08:05")
    life.answer("2026-12-04/morning")
    said = life.look()
    assert said is not None
    assert Kind.TOO_SUDDEN in said.kinds


def test_a_second_row_is_told_of_again() -> None:
    """Once for each row."""
    life = life_of(DAILY, now="2026-12-01 08:02", guard=ABRUPT, policy=Policy(repeats=0))
    for number in range(1, 9):
        life.now = at(f"2026-12-0{number} 08:02")
        life.answer(f"2026-12-0{number}/morning", Answer.TAKEN if number in (4, 5) else Answer.SKIPPED)
        life.look()
    assert [one.when[:10] for one in life.said if Kind.TOO_SUDDEN in one.kinds] == ["2026-12-03", "2026-12-08"]


def test_a_row_that_lasts_for_months_is_said_again_only_after_weeks() -> None:
    """Somebody who stopped without a word is not alarmed each day."""
    kept = kept_of(plan_of(days(120, slots(("08:00", mg(5)))), tablets=(tablet_of(5),)))
    life = life_of(kept, now="2026-11-30 21:00", guard=ABRUPT, policy=Policy(repeats=0))
    said = life.run("2027-03-20 12:00")
    days_told = [one.when[:10] for one in said if Kind.TOO_SUDDEN in one.kinds]
    assert days_told[0] == "2026-12-03"
    assert len(days_told) <= 3
