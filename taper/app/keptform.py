"""How does a kept plan stand in JSON with all its versions, and how is it read back?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from taper.app.answers import Json
from taper.core.form import from_form, to_form
from taper.core.record import Change, KeptPlan, Version


def kept_form(kept: KeptPlan) -> Json:
    """The plan's id, when it was stored, and each version, oldest first."""
    return {
        "id": kept.id,
        "stored_at": instant_text(kept.stored_at),
        "versions": [_version_form(version) for version in kept.versions],
    }


def _version_form(version: Version) -> Json:
    return {
        "change": version.change.value,
        "recorded_at": instant_text(version.recorded_at),
        "approved_by": version.approved_by,
        "note": version.note,
        "stops_at": instant_text(version.stops_at),
        "counts_from": instant_text(version.counts_from),
        "plan": to_form(version.plan),
    }


def kept_from(form: Mapping[str, Any]) -> KeptPlan:
    """The plan of such a form. Raises ValueError, KeyError, TypeError or FormError for what is none."""
    versions = tuple(_version_from(one) for one in form["versions"])
    if not versions:
        raise ValueError("a plan without a version")
    return KeptPlan(text_of(form["id"]), instant_of(form["stored_at"]), versions)


def _version_from(form: Mapping[str, Any]) -> Version:
    return Version(
        plan=from_form(form["plan"]),
        change=Change(form["change"]),
        recorded_at=instant_of(form["recorded_at"]),
        approved_by=text_or_none(form["approved_by"]),
        note=text_or_none(form["note"]),
        stops_at=instant_or_none(form["stops_at"]),
        counts_from=instant_or_none(form["counts_from"]),
    )


def instant_text(at: datetime | None) -> str | None:
    """An instant as it stands in JSON, in UTC."""
    return None if at is None else at.astimezone(UTC).isoformat()


def instant_of(value: object) -> datetime:
    """The instant of such a text. Raises ValueError for one without an offset, or no text."""
    at = datetime.fromisoformat(text_of(value))
    if at.tzinfo is None:
        raise ValueError(f'"{value}" does not say its offset')
    return at.astimezone(UTC)


def instant_or_none(value: object) -> datetime | None:
    """The same where there may be none."""
    return None if value is None else instant_of(value)


def text_of(value: object) -> str:
    """A text. Raises ValueError for anything else."""
    if not isinstance(value, str):
        raise ValueError(f"found {value!r:.60}, expected a text")
    return value


def text_or_none(value: object) -> str | None:
    """The same where there may be none."""
    return None if value is None else text_of(value)
