"""What cited sources say of medicines: read from `schedules/facts` and a person's own folder, looked up by name."""

from taper.facts.limits import dose_limits_of, limits_of
from taper.facts.load import FactsError, FactsProblem, load_facts
from taper.facts.lookup import find, in_class, same_medicine
from taper.facts.where import SchedulesMissingError, schedules_folder

__all__ = [
    "FactsError",
    "FactsProblem",
    "SchedulesMissingError",
    "dose_limits_of",
    "find",
    "in_class",
    "limits_of",
    "load_facts",
    "same_medicine",
    "schedules_folder",
]
