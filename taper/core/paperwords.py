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
