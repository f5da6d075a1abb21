"""Which facts belong to a medicine as a plan names it: its own, and those of its class."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from taper.core.facts import Facts, NameKind, Subject, unique

_WITH_BRAND = re.compile(r"(?P<first>[^()]+)\((?P<second>[^()]+)\)")


def find(facts: Iterable[Facts], medicine: str | None) -> Facts | None:
    """All that is known of a medicine by its name or a brand, whatever the case; None where nothing is.

    "carisoprodol (Soma)" is found by either. Only whole names count: a name that is merely alike finds nothing. What a
    person added comes behind what is shipped, and what is said of the medicine's class behind both.
    """
    wanted = _names_in(medicine or "")
    known = tuple(facts)
    named = _with_those_it_names(known, [one for one in known if wanted & _plain_names(one)])
    if any(one.subject is Subject.CLASS for one in named):
        return _merged(named)
    of_class = [one for one in known if one.subject is Subject.CLASS]
    classes = _with_those_it_names(of_class, [one for one in of_class if _holds(one, wanted, named)])
    if named or not classes:
        return _merged([*named, *classes])
    (name, *_) = [one for one in unique(_members(classes)) if _plain(one) in wanted]
    return _merged([Facts(name), *classes])


def same_medicine(facts: Iterable[Facts], one: str | None, other: str | None) -> bool:
    """Whether two names mean one medicine: the same name, or a name and its brand.

    Without facts the brand is known where a plan names both: "tramadol (Ultram)" is "tramadol".
    """
    if one is None or other is None:
        return False
    if _first_name(one) in _names_in(other) or _first_name(other) in _names_in(one):
        return True
    known = tuple(facts)
    first, second = find(known, one), find(known, other)
    return _plain(one) == _plain(other) or (first is not None and second is not None and first.name == second.name)


def classes_of(facts: Iterable[Facts], medicine: str | None) -> tuple[tuple[str, str], ...]:
    """The classes that a medicine belongs to, each with the address that says so."""
    known, found = tuple(facts), find(facts, medicine)
    if found is None:
        return ()
    names = {_plain(name) for name in found.names} | _names_in(medicine or "")
    said = [(name, one.cited.source) for one in found.called if one.kind is NameKind.CLASS for name in one.names]
    listed = [
        (one.name, naming.cited.source)
        for one in known
        for naming in one.called
        if naming.kind is NameKind.MEMBER and names & {_plain(name) for name in naming.names}
    ]
    by_name = {_singular(_plain(name)): (name, source) for name, source in reversed((*said, *listed))}
    return tuple(reversed(by_name.values()))


def in_class(facts: Iterable[Facts], name: str) -> tuple[str, ...]:
    """The medicines that a file says belong to a class of that name."""
    wanted = _singular(_plain(name))
    known = tuple(facts)
    listed = _members(one for one in known if one.subject is Subject.CLASS and _is_called(one, wanted))
    said = (one.name for one in known if wanted in _classes_of([one]))
    return unique(sorted((*listed, *said), key=str.casefold))


def _with_those_it_names(facts: Sequence[Facts], named: Sequence[Facts]) -> list[Facts]:
    """The facts found, and those of a file that is kept under a brand of theirs, or has their name as its brand."""
    names = {name for one in named for name in _plain_names(one)}
    kept_under = {name for one in named for name in _forms(one, one.name)}
    return [one for one in facts if one in named or names & _forms(one, one.name) or kept_under & _plain_names(one)]


def _merged(found: Sequence[Facts]) -> Facts | None:
    """Several files as one, in their order, under the first one's name."""
    if not found:
        return None
    first = found[0]
    of_it = [one for one in found if one.subject is first.subject]
    return Facts(
        name=first.name,
        subject=first.subject,
        called=tuple(naming for one in of_it for naming in one.called),
        statements=tuple(statement for one in found for statement in one.statements),
        unsourced=tuple(text for one in found for text in one.unsourced),
        own=all(one.own for one in found),
    )


def _holds(one: Facts, wanted: set[str], named: Sequence[Facts]) -> bool:
    """Whether a class holds the medicine: it lists it, or the medicine's own facts name the class."""
    names = wanted | {_plain(name) for medicine in named for name in medicine.names}
    listed = {_plain(name) for name in one.names_as(NameKind.MEMBER)}
    return bool(names & listed) or any(_is_called(one, name) for name in _classes_of(named))


def _members(classes: Iterable[Facts]) -> list[str]:
    return [name for one in classes for name in one.names_as(NameKind.MEMBER)]


def _classes_of(facts: Iterable[Facts]) -> set[str]:
    return {_singular(_plain(name)) for one in facts for name in one.names_as(NameKind.CLASS)}


def _is_called(one: Facts, name: str) -> bool:
    return name in _plain_names(one)


def _plain_names(one: Facts) -> set[str]:
    return {form for name in one.names for form in _forms(one, name)}


def _forms(one: Facts, name: str) -> set[str]:
    """A name as it is compared; the name of a class also as of one of its medicines ("beta-blocker")."""
    plain = _plain(name)
    return {plain} if one.subject is Subject.MEDICINE else {plain, _singular(plain)}


def _names_in(medicine: str) -> set[str]:
    parts = _WITH_BRAND.fullmatch(medicine.strip())
    names = {medicine, *(parts.groups() if parts else ())}
    return {_plain(name) for name in names} - {""}


def _first_name(medicine: str) -> str:
    """The name before the brackets: what stands in them may be a brand, and may be a form ("extended release")."""
    parts = _WITH_BRAND.fullmatch(medicine.strip())
    return _plain(parts["first"] if parts else medicine)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _singular(name: str) -> str:
    return name.removesuffix("s")
