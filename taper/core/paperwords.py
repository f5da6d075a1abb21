"""In which words does paper speak: the sheet for the fridge, and the summary for the provider?

As in `core.sentences`, each sentence states, quotes or says whom to ask; none advises.
"""

from __future__ import annotations

WORDS_HIDDEN = "(words that name the medicine are not shown)"
NO_NAME = "no medicine named"

# The summary for the provider

SUMMARY = "{name}: summary for the provider"
AS_RECORDED = "As recorded up to {at}, {zone}."
NO_JUDGEMENT = (
    "What was planned is the plan as it was entered; what was taken is what the person wrote down. Nothing is judged "
    "here, and nothing is advised."
)
STATES = (
    ("missed", "asked about, not answered, and past the window that the provider or a cited source states"),
    ("not recorded", "asked about and not answered, with no such window stated or its time not yet told"),
    ("not asked", "due while the computer was off: nobody was asked, and it is not known whether it was taken"),
    ("not tracked", "due before the plan, or the version that has it, was entered"),
    ("waiting", "due by now, the answer still awaited"),
    ("extra", "taken beside the doses of the plan"),
    ("past the end", "taken after the plan had ended"),
)
"""What the columns of the counts mean, each said where it stands."""

# The sheet for the fridge

TICK = "Tick a box when you have taken what stands beside it."
STOP_DATE = "Stop date"
STOPPED = "Stopped"
REVIEW = "Review"
NONE = "none"
LAST_DOSE_AT = "Last dose at {at}."
LAST_DOSE_NIGHT = "Last dose in the night after it, at {at} on {on}."
LAST_NEEDED = "What may be taken as needed may be taken until the end of this day."
SHEET_ENDS = "This sheet ends {on}"
BEHIND_STOP = "Stop. There is nothing more to take of this plan."
BEHIND_REVIEW = "Nothing goes on by itself. Ask your provider what comes next."
BEHIND_OPEN = "This sheet ends here. The plan goes on."
GOES_ON = "The plan goes on. Have a new sheet before then."
STEP = "Step {number} of {of}"
STEPS = "Steps {first} to {last}"
STEP_HERE = "step {number}"
STEP_COLUMN = "step"
CHANGES = "the plan changes"
CHANGES_EVERY = "the plan changes every {every}"
DAY = "day"
SO_MANY_DAYS = "{days} days"
FEW_DAYS = "few days"
CONTINUED = "continued"
ALL_DAYS = "{first} to {last}"
AFTER_MIDNIGHT = "after midnight"
NO_DOSE = "no dose"
NO_DOSE_DAYS = "no dose on these {days}"
IN_ALL = "{pieces} in all."
AS_OF = "As of {on}, version {number}. Out of date once the plan changes."
BEGINS_LATER = "This sheet begins on day {number}; the days before it are left out."
CLOCKS_MOVE = "The clocks leave out {wall} on this day: it is at {at} instead."
CLOCKS_REPEAT = "The clocks show {at} twice on this day: it is the first one."
WHOM_TO_CALL = "Whom to call"
PROVIDER = "Provider"
PHARMACY = "Pharmacy"
PHONE = "phone"
MISSED = "A dose was not taken at its time?"
RECORD = "As needed"
SEE_RECORD = "as needed, to be written down below"
RECORD_COLUMNS = ("Date", "Time", "How much", "In all that day")
"""The columns that are filled in by hand."""
PAGE = "page {page} of {of}"
