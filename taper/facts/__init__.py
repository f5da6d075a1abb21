"""What cited sources say of medicines: read from `schedules/facts`, looked up by name, turned into limits."""

from taper.core.limits import DurationLimit
from taper.facts.limits import limits_of
from taper.facts.load import FactsError, load_facts
from taper.facts.lookup import find
from taper.facts.statements import Facts, Kind, LockOut, LongestCourse, Nature, OurThresholds, Statement
from taper.facts.table import FactsProblem
from taper.facts.where import SchedulesMissingError, schedules_folder

__all__ = [
    "DurationLimit",
    "Facts",
    "FactsError",
    "FactsProblem",
    "Kind",
    "LockOut",
    "LongestCourse",
    "Nature",
    "OurThresholds",
    "SchedulesMissingError",
    "Statement",
    "find",
    "limits_of",
    "load_facts",
    "schedules_folder",
]
