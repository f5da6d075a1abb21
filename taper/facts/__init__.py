"""What cited sources say of medicines: read from `schedules/facts` and a person's own folder, looked up by name."""

from taper.facts.guard import guard_of
from taper.facts.limits import dose_limits_of, limits_of
from taper.facts.load import FactsError, FactsProblem, load_facts
from taper.facts.lookup import classes_of, find, in_class, same_medicine
from taper.facts.where import SchedulesMissingError, schedules_folder

__all__ = [
    "FactsError",
    "FactsProblem",
    "SchedulesMissingError",
    "classes_of",
    "dose_limits_of",
    "find",
    "guard_of",
    "in_class",
    "limits_of",
    "load_facts",
    "same_medicine",
    "schedules_folder",
]
