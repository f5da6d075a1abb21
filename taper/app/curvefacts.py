"""Which facts is a plan's curve drawn of, out of what the operation `days` answers?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taper.core.amount import Amount, read_plain
from taper.core.curveshapes import CurveDay, CurveFacts, CurveStep


def curve_facts(shown: Mapping[str, Any]) -> CurveFacts:
    """The facts of one plan, as `days` tells it."""
    return CurveFacts(
        days=tuple(
            CurveDay(date.fromisoformat(day["date"]), _amount(day["planned"]), _amount(day["taken"]), day["intakes"])
            for day in shown["days"]
        ),
        steps=tuple(CurveStep(step["number"], date.fromisoformat(step["first_on"])) for step in shown["steps"]),
        today=date.fromisoformat(shown["today"]),
        last_on=_date(shown["last_use_on"]),
        end_on=_date(shown["prescribed_end_on"]),
    )


def _amount(plain: str | None) -> Amount | None:
    return None if plain is None else read_plain(plain)


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
