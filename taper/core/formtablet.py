"""How do the tablets on hand stand in plain values, and how are they read back?"""

from __future__ import annotations

from collections.abc import Iterator

from taper.core.amount import PIECES, Amount, AmountError, Unit, plain, read_plain
from taper.core.bounds import MAX_PIECES
from taper.core.formtable import Table, without_none
from taper.core.plan import Split, Tablet

_UNKNOWN = "unknown"
"""`holds` of a tablet whose name reads as an amount that is not known to be what it holds."""


def tablet_form(tablet: Tablet) -> dict[str, object]:
    """The plain form of one strength on hand."""
    holds = _UNKNOWN if tablet.amount is None else plain(tablet.amount)
    return without_none(
        {
            "strength": tablet.strength,
            "form": tablet.form.value,
            "holds": None if tablet.amount == _amount_named(tablet.strength) else holds,
            "split": None if tablet.split is Split.NONE else tablet.split.value,
            "extended_release": tablet.extended_release or None,
            "quantity": tablet.quantity,
        }
    )


def _amount_named(strength: str) -> Amount | None:
    """What a strength's name says one holds; None for a combination such as "49/51 mg"."""
    try:
        return read_plain(strength)
    except AmountError:
        return None


def read_tablets(table: Table) -> Iterator[Tablet]:
    """The strengths on hand, without those of which something is wrong, which is noted in the table."""
    for tablet in table.tables("tablets"):
        strength, form, split = tablet.name("strength"), _read_piece(tablet), tablet.kind("split", Split)
        known = tablet.says("holds") and tablet.name("holds") != _UNKNOWN
        holds = tablet.amount("holds") if known else None
        extended_release, quantity = tablet.flag("extended_release"), tablet.count("quantity", most=MAX_PIECES)
        if not tablet.says("strength"):
            tablet.wrong("strength", expected='what one holds, as in "10 mg"')
        tablet.refuse_unknown()
        if strength is not None:
            amount = holds if tablet.says("holds") else _amount_named(strength)
            yield Tablet(strength, form, amount, split or Split.NONE, extended_release, quantity)


def _read_piece(tablet: Table) -> Unit:
    form = tablet.kind("form", Unit) if tablet.says("form") else Unit.TABLET
    if form is not None and form not in PIECES:
        tablet.wrong("form", expected="a form counted one by one: " + ", ".join(sorted(PIECES)))
    return form or Unit.TABLET
