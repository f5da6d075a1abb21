"""What is said of the last asking about a dose and the quiet one after it?"""

from __future__ import annotations

from taper.core.asking import Stage

LAST_TIME = "This is the last time it is asked about."
NOT_AGAIN = "It is not asked about any more; it still waits for an answer."


def stage_line(stage: Stage | None) -> str | None:
    """What an asking says of its place in the row; nothing where more of the kind will come."""
    return {Stage.LAST: LAST_TIME, Stage.QUIET: NOT_AGAIN}.get(stage) if stage else None
