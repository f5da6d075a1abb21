"""What is known of medicines, with its sources, as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from taper.core.amount import plain
from taper.core.facts import (
    Bound,
    Citation,
    Facts,
    HasEffect,
    LockOut,
    LongestCourse,
    MostTaken,
    NameKind,
    Naming,
    NotAbruptly,
    OurThresholds,
    Statement,
    Subject,
    unique,
)
from taper.core.formmissed import rule_form
from taper.core.missedphrase import rule_phrase
from taper.facts import find, in_class

Json = dict[str, object]

_MOST_ALIKE = 3


def medicines_json(facts: Sequence[Facts]) -> list[Json]:
    """Every medicine and class there are facts of, by name; a person's own file beside the shipped one."""
    return [
        {
            "name": one.name,
            "of": one.subject.value,
            "own": one.own,
            "brands": list(one.names_as(NameKind.BRAND)),
            "other_names": list(one.names_as(NameKind.OTHER_NAME)),
            "classes": list(one.names_as(NameKind.CLASS)),
            "members": list(one.names_as(NameKind.MEMBER)),
            "statements": len(one.statements),
        }
        for one in sorted(facts, key=lambda one: (one.name.casefold(), one.own))
    ]


def known_json(facts: Sequence[Facts], asked: str) -> Json:
    """All that is known under a name, a brand or the name of a class; `name` is None where nothing is."""
    found = find(facts, asked)
    members = in_class(facts, asked if found is None else found.name)
    if found is None and members:
        found = Facts(asked, Subject.CLASS)
    if found is None:
        return {"asked": asked, "name": None, "of": None, "members": [], "called": [], "statements": [], "open": []} | {
            "alike": _alike(facts, asked)
        }
    return {
        "asked": asked,
        "name": found.name,
        "of": found.subject.value,
        "members": list(members) if found.subject is Subject.CLASS else [],
        "called": [_naming_json(naming) for naming in found.called],
        "statements": [_statement_json(facts, statement) for statement in found.statements],
        "open": list(found.unsourced),
        "alike": [],
    }


def _alike(facts: Sequence[Facts], asked: str) -> list[str]:
    """Known names that look like the one asked for; never taken for it."""
    names = {name.casefold(): name for one in facts for name in (*one.names_as(NameKind.MEMBER), *one.names)}
    return list(unique(names[close] for close in get_close_matches(asked.casefold(), names, n=_MOST_ALIKE, cutoff=0.8)))


def _naming_json(naming: Naming) -> Json:
    return {"kind": naming.kind.value, "names": list(naming.names), **_citation_json(naming.cited)}


def _statement_json(facts: Sequence[Facts], statement: Statement) -> Json:
    classes = {one.name for one in facts if one.subject is Subject.CLASS}
    return {
        "kind": statement.kind.value,
        "text": statement.text,
        "about": statement.about,
        "of_class": statement.about in classes,
        "region": statement.region,
        "own": statement.own,
        "tell": list(statement.tell),
        "signs": list(statement.signs),
        "urgent": statement.urgent,
        **_citation_json(statement.cited),
        **_bound_json(statement.bound),
    }


def _citation_json(cited: Citation) -> Json:
    where = {"source": cited.source, "place": cited.place or None, "also": list(cited.also)}
    return {**where, "read_on": cited.read_on.isoformat()}


def _bound_json(bound: Bound | None) -> Json:
    """What of a statement can be reckoned with."""
    match bound:
        case LongestCourse(days=days, nature=nature, ours=ours, reasons=reasons, within_days=within_days):
            shape: Json = {"days": days, "nature": nature.value, "for": list(reasons), "ours": _ours_json(ours)}
            return shape | ({} if within_days is None else {"within_days": within_days})
        case LockOut(months=months):
            return {"months": months, "nature": bound.nature.value}
        case NotAbruptly(from_day=from_day, ours=ours):
            return {"from_day": from_day, "ours": _ours_json(ours)}
        case HasEffect(effect=effect, added_to_by=by):
            return {"effect": effect.value, "added_to_by": list(by)}
        case MostTaken():
            return _most_json(bound)
        case _:
            return {} if bound is None else {"missed": rule_form(bound) | {"text": rule_phrase(bound)}}


def _most_json(most: MostTaken) -> Json:
    at_once, per_day = most.max_at_once, most.max_per_day
    return {
        "min_gap_hours": most.min_gap_hours,
        "max_at_once": at_once and plain(at_once),
        "max_per_day": per_day and plain(per_day),
    }


def _ours_json(ours: OurThresholds | None) -> Json | None:
    if ours is None:
        return None
    return {"note_from_day": ours.note_from_day, "warn_from_day": ours.warn_from_day, "why": ours.why}
