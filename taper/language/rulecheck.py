"""Do steps that are said to come from a rule really follow from it?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from taper.core.errors import Question
from taper.core.plan import Rule, Step
from taper.language.build import Building
from taper.language.cursor import Cursor, Puzzled
from taper.language.ramps import take_ramp
from taper.language.rampsteps import steps_of_ramp
from taper.language.sketch import Said
from taper.language.tokenizing import tokenize


def check_rules(rules: Iterable[Said[Rule]], building: Building) -> list[Question]:
    """A question for each rule whose own expansion is not the steps it is said to stand for."""
    text = "The rule and the steps do not say the same. Which one holds?"
    return [Question(text, span=said.span) for said in rules if not _makes(said.value, building)]


def _makes(rule: Rule, building: Building) -> bool:
    steps = [built.step for built in building.steps]
    if not 2 <= rule.first_step <= rule.last_step <= len(steps):
        return False
    before, written = steps[rule.first_step - 2], steps[rule.first_step - 1 : rule.last_step]
    # "by 2.5 mg every week" goes on with the rule before it, which may fall or rise.
    return any(_same(_made(rule, before, building, rises=rises), written) for rises in (False, True))


def _made(rule: Rule, before: Step, building: Building, *, rises: bool) -> tuple[Step, ...]:
    """The steps the rule's words make from the step before it; none where they make none."""
    cursor = Cursor(rule.words, tokenize(rule.words))
    try:
        said = take_ramp(cursor, before=None, after_ramp=rises)
        if said is None or not cursor.done:
            return ()
        is_open = said.end is None and said.count is None
        return steps_of_ramp(said, before, to_nothing=is_open, setting=building.setting, tablets=building.tablets)
    except Puzzled:
        return ()


def _same(made: Sequence[Step], written: Sequence[Step]) -> bool:
    """Whether the schedules agree, and the lengths but for the last one, which the text may say otherwise."""
    if len(made) != len(written) or not made:
        return False
    lengths = all(one.length == other.length for one, other in zip(made[:-1], written[:-1], strict=True))
    return lengths and all(one.schedule == other.schedule for one, other in zip(made, written, strict=True))
