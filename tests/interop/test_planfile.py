"""Plan files: a written one is read back equal, and a wrong one brings questions that name file, line and place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest
from hypothesis import given, settings
from strategies import plans

from taper.core.errors import Unanswered
from taper.core.form import from_form, to_form
from taper.core.formtable import Path
from taper.core.plan import Plan
from taper.core.tomllines import line_of
from taper.interop.planfile import MAX_FILE_BYTES, MAX_QUESTIONS, names_start, read_plan_file, write_plan_file

GOOD = """\
medicine = "prednisone"          # a comment
zone = "Europe/Berlin"
starts_on = 2026-12-01
reason = '''
knee
steps = 3'''

[limits]
max_per_day = "40 mg"

[[tablets]]
strength = "10 mg"
split = "half"

[[steps]]
days = 4
slots = [
  { slot = "morning", amount = "40 mg" },
  { slot = "bedtime", time = "22:30", amount = "5 mg" },
]

[[steps]]
days = 4
[[steps.slots]]
slot = "morning"
amount = "20 mg"
"""


def questions_of(content: str | bytes) -> list[str]:
    """The texts of the questions that reading a file brings."""
    raw = content if isinstance(content, bytes) else content.encode()
    with pytest.raises(Unanswered) as caught:
        read_plan_file(raw, name="plan.toml")
    for question in caught.value.questions:
        assert question.text.startswith(question.where)
        assert question.where.startswith("plan.toml")
        assert question.text.isprintable()
    return [question.text for question in caught.value.questions]


@settings(deadline=None)
@given(plans())
def test_every_plan_written_to_a_file_is_read_back_equal(plan: Plan) -> None:
    assert read_plan_file(write_plan_file(plan).encode(), name="plan.toml") == plan


def test_quotes_backslashes_and_lines_survive_a_file() -> None:
    texts = ('say "no"', "C:\\new", "one\ntwo", "''' \"\"\"", "½ Tablette — früh 💊", "# no comment", "[steps]")
    plan = read_plan_file(GOOD.encode(), name="plan.toml")
    changed = Plan(plan.steps, plan.ends, plan.starts_on, plan.zone, precautions=texts, person='A "B" \\C')
    again = read_plan_file(write_plan_file(changed).encode(), name="plan.toml")
    assert (again.precautions, again.person) == (texts, 'A "B" \\C')


def test_a_file_written_by_hand_is_read() -> None:
    plan = read_plan_file(GOOD.encode(), name="plan.toml")
    assert plan.medicine == "prednisone"
    assert plan.reason == "knee\nsteps = 3"
    assert [step.length for step in plan.steps] == [step.length for step in plan.steps[:1]] * 2


def test_a_file_saved_with_a_byte_order_mark_is_read() -> None:
    assert read_plan_file(b"\xef\xbb\xbf" + GOOD.encode(), name="plan.toml").medicine == "prednisone"


def test_the_start_may_be_said_beside_the_file() -> None:
    without = GOOD.replace("starts_on = 2026-12-01\n", "").encode()
    plan = read_plan_file(without, name="plan.toml", starts_on=date(2027, 1, 5), starts_at=time(18))
    assert (plan.starts_on, plan.starts_at_time) == (date(2027, 1, 5), time(18))
    assert not names_start(without, name="plan.toml")
    assert names_start(GOOD.encode(), name="plan.toml")


def test_a_start_said_otherwise_beside_the_file_is_a_question() -> None:
    with pytest.raises(Unanswered, match=r"plan.toml, line 3, starts_on: found 2026-12-01; .* 2027-01-05"):
        read_plan_file(GOOD.encode(), name="plan.toml", starts_on=date(2027, 1, 5))


def test_every_problem_of_a_file_is_asked_at_once_with_its_line() -> None:
    wrong = GOOD.replace('"40 mg" },', '"40" },').replace('"20 mg"', "20").replace('split = "half"', 'spilt = "half"')
    wrong = wrong.replace('zone = "Europe/Berlin"', 'zone = "Berlin"')
    assert [text.split(": found")[0] for text in questions_of(wrong)] == [
        "plan.toml, line 2, zone",
        "plan.toml, line 13, tablet 1, spilt",
        "plan.toml, line 18, step 1, slot 1, amount",
        "plan.toml, line 26, step 2, slot 1, amount",
    ]


def test_a_missing_key_is_asked_for_at_the_line_of_its_table() -> None:
    (text,) = questions_of(GOOD.replace('strength = "10 mg"\n', ""))
    assert text.startswith("plan.toml, line 11, tablet 1, strength: found nothing")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "found nothing"),
        (b" \n\t\n", "found nothing"),
        (b'medicine = "\xff"', "line 1: found bytes that are no UTF-8"),
        (b'\n\nmedicine = "a\xff"', "line 3: found bytes that are no UTF-8"),
        (b'medicine = "a\x00b"', "line 1: found what is no TOML"),
        (b'medicine = "a\x1bb"', "line 1: found what is no TOML"),
        (b'{"resourceType": "MedicationRequest"}', "looks like JSON"),
        (b'a = 1\nmedicine = "open', "line 2: found what is no TOML"),
        (b"a = 1\na = 2", "line 2: found what is no TOML"),
        (b"starts_on = 2026-02-30", "line 1: found what is no TOML"),
        (b"days = " + b"9" * 9000, "no TOML"),
        (b"[[steps]]\ndays = 0x" + b"f" * 9000, "a number of more than 15 digits"),
        (b"days = " + b"[" * 50_000, "too deep"),
        (b"#" * (MAX_FILE_BYTES + 1), "1,000,001 bytes"),
        ("prednisone 40 mg daily for 4 days".encode("utf-16"), "no UTF-8"),
    ],
)
def test_what_is_no_plan_file_is_a_question(content: bytes, found: str) -> None:
    assert any(found in text for text in questions_of(content))


def test_a_file_of_many_problems_names_the_first_and_counts_the_rest() -> None:
    texts = questions_of("".join(f"key{number} = 1\n" for number in range(2000)) + GOOD)
    assert len(texts) == MAX_QUESTIONS + 1
    assert "1,950 more problems" in texts[-1]


def test_the_line_of_a_place_is_that_of_the_longest_beginning_found() -> None:
    assert line_of(GOOD, ("steps", 0, "slots", 1, "amount")) == 19
    assert line_of(GOOD, ("steps", 1, "slots", 0, "slot")) == 25
    assert line_of(GOOD, ("steps", 5)) == 15
    assert line_of(GOOD, ("label",)) is None


NESTED = (
    """\
"medicine" = "madeupin"   # a quoted key
activities = [ "walk = yes", '''
[[steps]]
''', "rest" ]
limits.min_gap_hours = 6

[[steps]]
days = 2
as_needed.amount = "50 mg"
as_needed."reason" = "pain"

[[ steps ]]
days = 4
parts = [
  { every_days = 2, slots = [ # a comment with ] and """
    + '"""'
    + """
    { slot = "morning", amount = "20 mg" },
    { slot = "evening",
      amount = "10 mg" },
  ] }, { every_days = 2,
         offset_days = 1, slots = [] },
]
[steps.as_needed]
amount = "5 mg"
[[rules]]"""
)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("medicine",), 1),
        (("activities", 0), 2),
        (("activities", 1), 2),
        (("activities", 2), 4),
        (("limits", "min_gap_hours"), 5),
        (("steps",), 7),
        (("steps", 0, "as_needed"), 9),
        (("steps", 0, "as_needed", "reason"), 10),
        (("steps", 1), 12),
        (("steps", 1, "parts", 0, "slots", 0, "amount"), 16),
        (("steps", 1, "parts", 0, "slots", 1, "slot"), 17),
        (("steps", 1, "parts", 0, "slots", 1, "amount"), 18),
        (("steps", 1, "parts", 1, "every_days"), 19),
        (("steps", 1, "parts", 1, "offset_days"), 20),
        (("steps", 1, "as_needed", "amount"), 23),
        (("rules", 0), 24),
    ],
    ids=str,
)
def test_every_place_of_a_file_has_its_line(path: Path, line: int) -> None:
    """Dotted and quoted keys, lists over lines, texts that look like TOML, and tables within tables."""
    assert line_of(NESTED, path) == line


@settings(deadline=None)
@given(plans())
def test_every_key_of_a_written_file_has_a_line_that_holds_it(plan: Plan) -> None:
    """The line of each key of the form begins with that key, whatever the texts before it hold."""
    text = write_plan_file(plan)
    lines = text.split("\n")
    for path in paths_of(to_form(plan)):
        line = line_of(text, path)
        assert line is not None
        if isinstance(path[-1], str):
            assert path[-1] in lines[line - 1]


def paths_of(value: object, path: Path = ()) -> Iterator[Path]:
    """The path of each key of a form, at every depth."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield (*path, key)
        yield from paths_of(entry, (*path, key))


def test_nested_tables_are_written_under_headers() -> None:
    """What is as needed, the parts of a step and rules stand as a person would write them."""
    slot = {"slot": "morning", "time": "08:00", "amount": "20 mg"}
    form = {
        "medicine": "madeupin",
        "zone": "UTC",
        "starts_on": "2026-12-01",
        "ends": "stop",
        "steps": [
            {
                "days": 4,
                "parts": [{"every_days": 2, "slots": [slot]}, {"every_days": 2, "offset_days": 1, "slots": [slot]}],
            },
            {"days": 3, "as_needed": {"amount": "50 mg", "min_gap_hours": 6}},
        ],
        "rules": [{"words": "a rule", "first_step": 1, "last_step": 2}],
    }
    assert write_plan_file(from_form(form)) == WRITTEN


WRITTEN = """\
medicine = "madeupin"
zone = "UTC"
starts_on = "2026-12-01"
ends = "stop"

[[steps]]
days = 4

[[steps.parts]]
every_days = 2
slots = [
  { slot = "morning", time = "08:00", amount = "20 mg" },
]

[[steps.parts]]
every_days = 2
offset_days = 1
slots = [
  { slot = "morning", time = "08:00", amount = "20 mg" },
]

[[steps]]
days = 3

[steps.as_needed]
amount = "50 mg"
min_gap_hours = 6

[[rules]]
words = "a rule"
first_step = 1
last_step = 2
"""
