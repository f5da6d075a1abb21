"""How is the table written down? As docs/FAULTS.md, with what it was made of and how to make it again."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from faults import ROOT
from faults.story import Result

_HEAD = """# What is lost when things go wrong

The real daemon process on a real SQLite file is driven through simulated time, and at each row one thing is done to it
that machines do. What was due comes from the tests' slow walker, what was said from the log of a notification server in
another process. `make faults` makes this page again; a small part of it runs with the tests.

The year has 500 kills at random times, half of them about the hour of a dose; after every fifth the daemon stays dead
for some time, a day at most. A slow server takes 30 s to show a bubble and to answer. The flood has 10,000 messages. At
every write of the full disk the kernel's limit on a file's size lies another page higher.
"""

_FOOT = """
## What the columns count

- **due**: each time the clock on the wall passed the hour of a dose, whether it flowed, the machine slept, the daemon
  was dead, or the clock was set forward over it. A clock put back passes a dose again, and it counts again. A dose that
  the person had answered before does not count. Three plans are kept: a taper (two doses a day, later one), a dose a
  day at the same hour, and one a week, in a zone with summer time. The person answers two doses in five; unanswered
  ones are not asked about again (the setting `repeats` is 0).
- **said**: shown as the dose to take, or named in a digest as one without an answer, after it fell due (or within the
  hour before: the clock may have been put back in between). What was said before a clock was put back further than
  that does not count for the dose that falls due again. Where the clock was set forward over a dose, whatever named it
  at any time counts.
- **late**: of those, first said more than an hour after it fell due.
- **by digest only**: of those, named in a digest and never asked for: its time was over when the fault was.
- **said twice**: how often a dose was shown as the one to take more often than it fell due. It is allowed: after a
  crash and after a restart the bubble is sent again, in place of the older one, because its buttons had nobody to
  answer to. A notice of several medicines that comes again without the one that was answered is not counted; one that
  comes again because the next dose of one of them took its bubble is.
- **lost**: due and not said by the end of the run, a day after the fault was over. Must be 0.
- **stacked**: how many pairs of bubbles stood open together, for more than a second, that asked for doses of one plan
  (the same dose or two). Must be 0. Where the daemon dies after a bubble was shown and before it heard its
  number, the tag tells the server which bubble the next one replaces; dunst knows it, and so does the server of every
  row that does not say otherwise. The one that knows none is as Xfce's: there the number is learned beforehand.
- **store intact**: SQLite's integrity and foreign key checks find nothing, every plan is as it was entered, and every
  answer is there that the daemon said it had recorded.
"""


def render(results: Sequence[Result], *, commit: str, seed: int, seconds: float) -> str:
    """The page."""
    head = ("fault", "runs", "due", "said", "late", "by digest only", "said twice", "lost", "stacked", "store intact")
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' + ' ---: |' * 8 + ' --- |'}"]
    lines += [_line(result) for result in results]
    made = f"Commit {commit}, seed {seed}, {seconds / 60:.0f} minutes (`make faults`).\n"
    return "\n".join([_HEAD, made, *lines, *_found(results)]) + "\n" + _FOOT


def commit() -> str:
    """The commit this is made of, marked where files were changed since."""
    return subprocess.run(
        ["git", "describe", "--always", "--dirty", "--exclude=*"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def _line(result: Result) -> str:
    it = result.verdict
    numbers = (it.runs, it.due, it.said, it.late, it.in_digest_only, it.twice, it.lost, it.stacked)
    intact = "yes" if not it.damaged else f"no, in {it.damaged} of {it.runs}"
    cells = [result.fault, *(f"{number:,}" for number in numbers), intact]
    return f"| {' | '.join(cells)} |"


def _found(results: Sequence[Result]) -> list[str]:
    """What must not be and was, in words; the first of each row."""
    found = [f"- {result.fault}: {sentence}" for result in results for sentence in result.findings[:3]]
    return ["", "## What must not be, and was", "", *found] if found else []
