"""How is a whole plan said in words that can be read again and mean the same plan?"""

from __future__ import annotations

from collections.abc import Iterator

from taper.core.amount import plain
from taper.core.daytimes import DEFAULT_TIMES, SlotTimes
from taper.core.plan import Ends, Limits, Plan, Rule
from taper.language.echo import SayNumber, say_date, say_step

_ENDINGS = {Ends.STOP: ", then stop", Ends.REVIEW: ", then review", Ends.OPEN: ""}


def say_plan(plan: Plan, *, times: SlotTimes = DEFAULT_TIMES) -> str:
    """The plan's steps, end, bounds, reason, rules and notes in the plain form.

    Its first day, zone and tablets are no part of the words: read beside the same ones, the words mean the same plan.
    `times` are the slot times in force.
    """
    steps = ", then ".join(say_step(step, tablets=plan.tablets, times=times) for step in plan.steps)
    name = f"{plan.medicine}: " if plan.medicine else ""
    sentences = [f"{name}{steps}{_ENDINGS[plan.ends]}", *say_limits(plan.limits)]
    if plan.reason is not None:
        sentences.append(f"For {plan.reason}")
    sentences += [say_rule(rule) for rule in plan.rules]
    sentences += plan.precautions
    return ". ".join(sentences)


def say_limits(limits: Limits, *, number: SayNumber = plain) -> Iterator[str]:
    """The plan's own bounds, a sentence each; `number` writes the amounts."""
    if limits.max_per_day is not None:
        yield f"At most {number(limits.max_per_day)} a day"
    if limits.min_gap_hours is not None:
        yield f"At least {limits.min_gap_hours} {'hour' if limits.min_gap_hours == 1 else 'hours'} apart"
    if limits.stop_by is not None:
        yield f"Must stop by {say_date(limits.stop_by)}"


def say_rule(rule: Rule) -> str:
    """'Steps 2 to 4 by the rule "reduce by 10 mg every 5 days until 10 mg"'."""
    several = rule.last_step > rule.first_step
    steps = f"Steps {rule.first_step} to {rule.last_step}" if several else f"Step {rule.first_step}"
    return f'{steps} by the rule "{rule.words}"'
