"""What notices and warnings say stands in one file, and was read against the stance and the writing of doses."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from life import MISREADABLE

from taper.core import sentences

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = {name: text for name, text in vars(sentences).items() if name.isupper() and isinstance(text, str)}

SPEAKERS = (
    *("core/notice", "core/missedwords", "core/suddenwords", "core/checkinwords", "core/courseday", "core/watch"),
    *("core/spacing", "core/leftover", "core/prescribed", "core/notes", "core/zonewords", "app/missing", "app/sudden"),
    *("core/groupnotice", "daemon/presses", "daemon/grouppress", "daemon/certainty", "daemon/travelling"),
    "daemon/rehearsal",
)
"""The modules that put notices and warnings of intakes together; their words stand elsewhere."""

ACTS = re.compile(
    r"\b(take|double|catch up|stop|restart|start|skip|resume|increase|raise|reduce|lower|halve|split|cut|swallow)\b",
    re.IGNORECASE,
)
"""What a sentence may never tell the person to do with a medicine."""

ALLOWED = {
    "NOTHING_NOW": "says that nothing is to be taken",
    "DEMO": "says that nothing is to be taken",
    "TEST": "says that nothing is to be taken",
    "TEST_WITHOUT_BUTTONS": "the name of a command",
    "NO_STOP_DATE": "a fact of the plan",
    "LAST_WAS": "says that nothing more is to be taken",
    "NOT_TOGETHER_ONE": "forbids two together",
    "NOT_TOGETHER_SEVERAL": "forbids two together",
    "NOT_TOGETHER": "forbids two together",
    "NOT_TOGETHER_RESTART": "forbids two together",
    "CALL_ABOUT_ROW": "forbids taking together what was left out",
    "CALL_BEFORE_STOPPING": "names whom to call first",
    "TAKE_BACK": "the pharmacy's take-back",
}
"""Each sentence in which such a word stands, and why it is no advice."""


def plain(text: str) -> str:
    """A sentence with something ordinary in each place."""
    return text.format(**{field: "X" for _, field, _, _ in Formatter().parse(text) if field})


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_a_sentence_advises_nothing(name: str) -> None:
    """No dose, no doubling, no stopping, no starting again; and it cannot be misread."""
    said = plain(SENTENCES[name])
    assert bool(ACTS.search(said)) == (name in ALLOWED), said
    assert not MISREADABLE.search(said)
    assert not re.search(r"[<>@&]|\bQD\b|\bHS\b|\bcc\b", said)


def test_what_warns_says_whom_to_ask() -> None:
    """Each sentence of too much, too early, too long or too sudden names the provider, or the next word does."""
    warnings = ("TOO_SOON", "CLOSER_THAN_PLANNED", "TOO_MUCH_AT_ONCE", "OVER_MAXIMUM", "TOO_OFTEN", "MORE_THAN_PLANNED")
    told = ("ONE_MORE", "PERHAPS_ONE_MORE", "STOPPED_BEFORE_FIRST", "MORE_NEEDED", "PAST_A_SOURCE", "NO_SIGNS_KNOWN")
    calls = ("CALL_ABOUT_ROW", "CALL_ABOUT_STOP", "CALL_BEFORE_SHORT", "CALL_BEFORE_STOPPING", "URGENT_SIGN")
    for name in (*warnings, *told, *calls, "IN_DOUBT", "NOT_TOGETHER_ONE", "NOT_TOGETHER_SEVERAL", "KNOWN_SIGN"):
        assert "provider" in SENTENCES[name], name


def test_every_sentence_is_said_somewhere() -> None:
    """One that nothing says any more leaves the file."""
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "taper").rglob("*.py"))
    own = Path(sentences.__file__).read_text(encoding="utf-8")
    unsaid = [name for name in SENTENCES if f"say.{name}" not in code and own.count(name) < 2]
    assert unsaid == []


def test_the_words_stand_nowhere_else() -> None:
    """Who puts a notice together has no sentence of its own."""
    for speaker in SPEAKERS:
        tree = ast.parse((ROOT / "taper" / f"{speaker}.py").read_text(encoding="utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
            if len(node.value.split()) >= 3
        ]
        assert found == EXCEPT.get(speaker, []), speaker


EXCEPT = {
    "core/notes": ["a severity is 0 to "],
    "app/missing": [", dose of "],
    "daemon/rehearsal": ['"seconds" is a whole number from 1 to '],
    "app/sudden": ["It cannot be said whether stopping may be too sudden: "],
}
"""What is said of a defect, in the log, or of a file that cannot be read."""
