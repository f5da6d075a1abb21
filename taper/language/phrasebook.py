"""Which tables of phrases do several rules look in? Each is made ready here, once."""

from __future__ import annotations

from taper.language import dosewords, planwords
from taper.language.cursor import Phrases

THEN = Phrases(planwords.THEN)
ENDINGS = Phrases(planwords.ENDINGS)
STARTING = Phrases(planwords.STARTING)
UNTIL = Phrases(planwords.UNTIL)
IN_ALL = Phrases(planwords.IN_ALL)
DISPENSED = Phrases(planwords.DISPENSED)
CHANGES = Phrases(planwords.CHANGES)
ROUTES = Phrases(dosewords.ROUTES)
OTHER_ROUTES = Phrases(dosewords.OTHER_ROUTES)
NOTES = Phrases(dosewords.NOTES)
EXTENDED = Phrases(dict.fromkeys(dosewords.EXTENDED, True))
