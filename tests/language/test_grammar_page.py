"""docs/GRAMMAR.md says what is so: every example is read as the words below it, or asked about with them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from readers import reading_of

from taper.core.plan import Split
from taper.language import Questions, say_limits, say_plan, say_rule, say_step

PAGE = Path(__file__).resolve().parents[2] / "docs" / "GRAMMAR.md"
_INDENT = "    "


def said(line: str) -> list[str]:
    """What is said back of an example: a line a step, then the end, bounds and notes; or the questions."""
    text, _, options = line.partition("  --")
    given = shlex.split(f"--{options}") if options else []
    strengths = [value for option, value in zip(given[::2], given[1::2], strict=True) if option == "--strength"]
    split = next((value for option, value in zip(given[::2], given[1::2], strict=True) if option == "--split"), "none")
    reading = reading_of(text.replace("\\n", "\n"), *strengths, split=Split(split))
    if isinstance(reading, Questions):
        return [question.text for question in reading.questions]
    steps = [say_step(step, tablets=reading.tablets) for step in reading.steps]
    rules = [say_rule(rule) for rule in reading.rules]
    beside = [*say_limits(reading.limits), *([f"for {reading.reason}"] if reading.reason else []), *reading.precautions]
    ends = {"stop": "then stop", "review": "then review", "open": "no stop date"}[reading.ends.value]
    return [*steps, ends, *rules, *beside]


def examples(kind: str) -> list[tuple[str, list[str]]]:
    """The examples of the page's blocks of one kind, each with the words below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            if line.startswith(_INDENT):
                found[-1][1].append(line.strip())
            else:
                found.append((line, []))
    return found


@pytest.mark.parametrize(("line", "words"), examples("reads"))
def test_an_example_is_read_as_the_page_says(line: str, words: list[str]) -> None:
    """The reading is said back in the page's words."""
    assert said(line) == words


@pytest.mark.parametrize(("line", "words"), examples("asks"))
def test_what_the_page_says_is_asked_is_asked(line: str, words: list[str]) -> None:
    """The first question is the page's."""
    assert said(line)[: len(words)] == words
    assert words[0].endswith(("?", "."))
    assert isinstance(reading_of(line), Questions)


@pytest.mark.parametrize("line", [line for line, _ in examples("reads") if "  --" not in line])
def test_what_is_said_back_of_an_example_means_the_same(line: str) -> None:
    """The plain form of every example, read again, is the same plan."""
    plan = reading_of(line.replace("\\n", "\n"))
    assert not isinstance(plan, Questions)
    strengths = [tablet.name for tablet in plan.tablets]
    again = reading_of(say_plan(plan), *strengths)
    assert not isinstance(again, Questions), [question.text for question in again.questions]
    assert (again.steps, again.ends, again.limits, again.reason, again.rules) == (
        *(plan.steps, plan.ends, plan.limits, plan.reason, plan.rules),
    )


def test_the_page_has_examples() -> None:
    """The blocks are found at all."""
    assert len(examples("reads")) >= 60
    assert len(examples("asks")) >= 30
