"""What is told of a change before the yes: what becomes of the steps and the end, in which words, how many tablets?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from taper.app.answers import Json, pieces_json
from taper.core.changewords import by_whom, change_words, history_of
from taper.core.ledger import doses_between, last_dose_of, last_use_of
from taper.core.localtime import local
from taper.core.pieces import Piece
from taper.core.plan import Tablet
from taper.core.prescribed import days_past, past_words, prescribed
from taper.core.record import Change, Dose, KeptPlan
from taper.core.supply import is_countable, needed
from taper.core.words import clock_time, in_pieces, joined, short_date

_DAY = timedelta(days=1)


def change_json(kept: KeptPlan, after: KeptPlan, *, now: datetime) -> Json:
    """What a change does, for people (`says`) and for programs."""
    more, fewer = _tablet_changes(kept, after, now=now)
    version, last, end_on = after.versions[-1], last_use_of(after), prescribed(after).end_on
    return {
        "says": [change_words(kept, after), *_tablet_words(more, fewer)],
        "by": by_whom(version),
        "counts_from": _told_at(after, version.counts_from),
        "first_change": _first_change(kept, after, now=now),
        "last_use_on": None if last is None else last.on.isoformat(),
        "prescribed_end_on": None if end_on is None else end_on.isoformat(),
        "days_past_prescribed": days_past(after),
        "tablets_more": pieces_json(more),
        "tablets_fewer": pieces_json(fewer),
    }


def past_end_words(after: KeptPlan) -> tuple[str, ...]:
    """What is said before the yes of a plan that goes past its prescribed end on the person's word."""
    past = past_words(after)
    if past is None or after.versions[-1].change is Change.STOPPED:
        return ()
    said = past.removesuffix(", not confirmed")
    return (f"That is {said}. It stays the prescribed end until your provider moves it (--approved-by).",)


def _told_at(kept: KeptPlan, at: datetime | None) -> str | None:
    return None if at is None else local(at, zone=kept.plan.zone).isoformat()


def _first_change(kept: KeptPlan, after: KeptPlan, *, now: datetime) -> str | None:
    """The first dose that is another one, new or not any more: "Thu 10 Dec 08:00"; None where none is."""
    until = _until(kept, after, now=now)
    was, becomes = (doses_between(one, now, until) for one in (kept, after))
    differ = [d for d in (*was, *becomes) if (d in was) is not (d in becomes)] if was != becomes else []
    if not differ:
        return None
    at = local(min(dose.due_at for dose in differ), zone=after.plan.zone)
    return f"{short_date(at.date())} {clock_time(at.time())}"


_OPEN_DAYS = 60


def _until(kept: KeptPlan, after: KeptPlan, *, now: datetime) -> datetime:
    lasts = [dose.due_at for dose in (last_dose_of(kept), last_dose_of(after)) if dose is not None]
    return max([now + _OPEN_DAYS * _DAY if len(lasts) < 2 else now, *lasts]) + _DAY


def _tablet_changes(kept: KeptPlan, after: KeptPlan, *, now: datetime) -> tuple[list[Piece], list[Piece]]:
    """The tablets needed more, and those needed less, from now on; empty where either plan has no count."""
    if not (_is_countable(kept) and _is_countable(after)):
        return [], []
    was, becomes = (_needed_by_strength(one, after.plan.tablets, now=now) for one in (kept, after))
    more: list[Piece] = []
    fewer: list[Piece] = []
    for name in dict.fromkeys((*was, *becomes)):
        piece = becomes.get(name) or was[name]
        by = _count(becomes, name) - _count(was, name)
        if by:
            (more if by > 0 else fewer).append(replace(piece, count=abs(by)))
    return more, fewer


def _count(pieces: dict[str, Piece], name: str) -> Fraction:
    return pieces[name].count if name in pieces else Fraction(0)


def _is_countable(kept: KeptPlan) -> bool:
    return kept.stops_at is not None or is_countable(kept.plan)


def _needed_by_strength(kept: KeptPlan, tablets: tuple[Tablet, ...], *, now: datetime) -> dict[str, Piece]:
    return {piece.of: piece for piece in needed(_doses_left(kept, now=now), tablets)}


def _doses_left(kept: KeptPlan, *, now: datetime) -> tuple[Dose, ...]:
    last = last_dose_of(kept)
    return () if last is None else doses_between(kept, now, last.due_at + _DAY)


def _tablet_words(more: Sequence[Piece], fewer: Sequence[Piece]) -> tuple[str, ...]:
    """ "8 more tablets of 350 mg are needed."."""
    said = [f"{_said(piece, 'more')}" for piece in more] + [f"{_said(piece, 'fewer')}" for piece in fewer]
    if not said:
        return ()
    one = len(said) == 1 and (more or fewer)[0].count <= 1
    return (f"{joined(said)} {'is' if one else 'are'} needed.",)


def _said(piece: Piece, how: str) -> str:
    """ "8 more tablets of 350 mg"; where the number is no whole one, "1 and a half tablets of 5 mg more"."""
    words = in_pieces((piece,))
    number, space, rest = words.partition("\u00a0")
    is_whole = piece.count.denominator == 1
    return f"{number} {how}{space}{rest}" if is_whole else f"{words} {how}"


def history_json(kept: KeptPlan) -> list[Json]:
    """Every version, oldest first: when, what it changed, on whose word, and the note."""
    return [
        {
            "number": number,
            "change": version.change.value,
            "recorded_at": version.recorded_at.astimezone(UTC).isoformat(),
            "counts_from": _told_at(kept, version.counts_from),
            "text": text,
            "by": by_whom(version),
            "approved_by": version.approved_by,
            "note": version.note,
        }
        for number, (version, text) in enumerate(history_of(kept), 1)
    ]
