"""How does a template become a page? The only module that knows jinja2."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from taper.core.visible import clean
from taper.web.addresses import plan_address
from taper.wording.clocktimes import clocks
from taper.wording.places import day_behind, name_of, place_of, slot_before, state_behind

_KINDS = {"stop-soon": "Stop date ahead", "stopped": "Ended", "check-in": "Check-in"}
"""What is announced, in words; the others are those of the contract."""

FOLDER = Path(__file__).parent


def render(template: str, **values: object) -> str:
    """The HTML of a template. Every value is escaped, and a name that is not given is an error."""
    return _templates().get_template(template).render(values)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "clocks": lambda at: clocks(datetime.fromisoformat(at)),
        "long_date": lambda at: f"{_day(at):%A %-d %B %Y}",
        "short_date": lambda at: f"{_day(at):%a %-d %b}",
        "name_of": name_of,
        "place_of": place_of,
        "plan_address": plan_address,
        "slot_before": slot_before,
        "state_behind": state_behind,
        "day_behind": lambda at, now: day_behind(datetime.fromisoformat(at), datetime.fromisoformat(now)),
        "kind_word": lambda kind: _KINDS.get(kind, kind.replace("-", " ").capitalize()),
        "level_word": lambda level: {"stop": "Stop", "warn": "Warning"}.get(level, "Note"),
    }
    return made


def _shown(value: object) -> object:
    """Texts come from files, arguments and the store: without what would turn or hide parts of the page."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _day(at: str) -> date:
    return date.fromisoformat(at[:10])
