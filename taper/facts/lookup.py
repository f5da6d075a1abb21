"""Which facts belong to a medicine as a plan names it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from taper.facts.statements import Facts

_WITH_BRAND = re.compile(r"(?P<first>[^()]+)\((?P<second>[^()]+)\)")


def find(facts: Iterable[Facts], medicine: str | None) -> Facts | None:
    """The facts of a medicine by its name or a brand, whatever the case; "carisoprodol (Soma)" is found by either.

    Only whole names count: a name that is merely alike finds nothing.
    """
    if medicine is None:
        return None
    wanted = _names_in(medicine)
    return next((one for one in facts if wanted & {_plain(name) for name in (one.name, *one.brands)}), None)


def _names_in(medicine: str) -> set[str]:
    parts = _WITH_BRAND.fullmatch(medicine.strip())
    names = {medicine, *(parts.groups() if parts else ())}
    return {_plain(name) for name in names} - {""}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
