"""How is a plan entered step by step, by somebody who has the paper in hand and no command in mind?

It asks one thing at a time, reads each answer as part of the text that grows of them, and shows the plan after every
step as `preview` does. Nothing is kept here: what it gives back goes the way of every text.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import assert_never

import click

from taper.app.answers import question_json
from taper.app.drafting import Topic, draft, probe
from taper.app.guiding import BACK, QUIT, Asked, Guide, NotTaken, Quits, next_question, take
from taper.app.reading import Source
from taper.cli.asking import show_source
from taper.cli.given import Given, now
from taper.cli.out import kept_from_programs, note, wrapped
from taper.cli.planout import save_plan_file
from taper.cli.preview import written_out
from taper.cli.questions import told
from taper.cli.render import show_plan
from taper.clock import machine_zone
from taper.core.errors import NotFound, Unanswered
from taper.core.localtime import local_date
from taper.core.plan import Plan, Split
from taper.interop.planfile import write_plan_file
from taper.language import read_tablet

_INTRO = (
    f'Answer as the paper says. "{BACK}" goes one question back, "{QUIT}" leaves; Enter alone passes over what may be '
    "left out. Nothing is kept before your yes."
)


def guided(base: Source) -> Given:
    """What the person answered, as a text with its options.

    Raises click's Exit where the person quits, and Unanswered where an option given at the start cannot be read.
    """
    _refuse_unreadable(base)
    note(wrapped(_INTRO))
    guide = Guide(base, local_date(now(), zone=base.zone or machine_zone()))
    while (asked := next_question(guide)) is not None:
        outcome = take(guide, _typed(asked))
        match outcome:
            case Guide():
                guide = _judged(guide, outcome)
            case NotTaken(why=why):
                note(wrapped(why, first="  "))
            case Quits():
                note("Nothing was stored.")
                raise click.exceptions.Exit(0)
            case _:
                assert_never(outcome)
    note()
    show_source(draft(guide.base, guide.said))
    note()
    return Given(draft(guide.base, guide.said))


def _refuse_unreadable(base: Source) -> None:
    """Options that cannot be read would make every answer one that cannot be read."""
    Given(replace(base, text="1 tablet once a day", strengths=())).read(assume_tomorrow=True)
    for strength in base.strengths:
        read_tablet(strength, split=Split.NONE)


def _typed(asked: Asked) -> str:
    enter = "" if asked.enter is None else f" [Enter: {asked.enter}]"
    lines = ["", wrapped(asked.text + enter)]
    lines += [wrapped(label, first=f"  {number}  ") for number, label in enumerate(asked.choices, 1)]
    return str(click.prompt("\n".join([*lines, ">"]), prompt_suffix=" ", default="", show_default=False, err=True))


def _judged(before: Guide, after: Guide) -> Guide:
    """The guide after an answer, or before it where the text with it cannot be read; the questions are then shown."""
    if len(after.said) < len(before.said):
        show_source(draft(after.base, after.said))
        return after
    probed = probe(after.base, after.said)
    if probed is None:
        return after
    try:
        plan = Given(probed).read(assume_tomorrow=True).plan
    except Unanswered as asked:
        _tell(asked, probed, as_it_stands=probed == draft(after.base, after.said))
        return before
    if after.said[-1].topic is Topic.LENGTH:
        _show_so_far(plan, draft(after.base, after.said))
    return after


def _tell(asked: Unanswered, probed: Source, *, as_it_stands: bool) -> None:
    """The first question that the answer brings; its place is shown where the text is all the person's own."""
    question = question_json(asked.questions[0], text=asked.text if as_it_stands else "")
    note(told({**question, "where": ""}))
    if as_it_stands and probed.text is not None:
        note(wrapped(f'Answer again, or go "{BACK}".', first="  "))


def _show_so_far(plan: Plan, source: Source) -> None:
    """The plan up to here, as preview shows it; day 1 is asked for at the end and taken to be tomorrow until then."""
    note()
    assumed = "" if source.start else ", with tomorrow as day 1"
    note(f"So far{assumed}:")
    with kept_from_programs(as_json=True):
        show_plan(written_out(plan, days=None), table=False)


def offer_plan_file(plan: Plan) -> None:
    """Asks where to save the plan file, until it is saved or not wanted; the plan itself is kept already."""
    while True:
        try:
            path = str(
                click.prompt(
                    "Save it as a plan file too? A path. [Enter: no]",
                    prompt_suffix="\n> ",
                    default="",
                    show_default=False,
                    err=True,
                )
            ).strip()
        except click.Abort:
            note()
            return
        if not path:
            return
        try:
            save_plan_file(write_plan_file(plan), Path(path).expanduser(), force=False)
        except (Unanswered, NotFound) as failure:
            note(wrapped(str(failure), first="  "))
        else:
            return
