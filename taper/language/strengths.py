"""Which tablets are meant, and can each amount be made of them?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from taper.core.amount import Amount, Unit, plain, plain_number, spoken
from taper.core.errors import Question
from taper.core.pieces import Piece, make, may_be_split, nearest
from taper.core.plan import Split, Tablet
from taper.language.ask import puzzled
from taper.language.cursor import Puzzled
from taper.language.dosewords import EXTENDED, EXTENDED_LETTERS
from taper.language.setting import Setting
from taper.language.sketch import Said, SaidAmount, Sketch, Strength
from taper.language.slips import MOST_PIECES_AT_ONCE

_SMALLEST = {Split.NONE: Fraction(1), Split.HALF: Fraction(1, 2), Split.QUARTER: Fraction(1, 4)}


def for_its_kind(sketch: Sketch, setting: Setting) -> Setting:
    """The setting, in which nothing is split where the medicine's name says that it is of extended release."""
    if not any(_says_extended(said.value) for said in sketch.medicines):
        return setting
    tablets = tuple(replace(tablet, split=Split.NONE) for tablet in setting.tablets)
    return replace(setting, tablets=tablets, split=Split.NONE, is_extended_release=True)


def _says_extended(name: str) -> bool:
    plain = name.lower().replace("-", " ")
    return any(phrase in plain for phrase in EXTENDED) or not EXTENDED_LETTERS.isdisjoint(plain.split()[1:])


def tablets_of(sketch: Sketch, setting: Setting) -> tuple[tuple[Tablet, ...], list[Question]]:
    """The tablets of the plan: those given beside the text, else those it names; and where the two disagree."""
    questions: list[Question] = []
    named = tuple(_named_in(sketch))
    if not setting.tablets:
        heading = tuple(dict.fromkeys(_tablet(said.value, said.value.form, setting) for said in sketch.strengths))
        found = heading or tuple(dict.fromkeys(_tablet(said.value, form, setting) for said, form in named))
    else:
        found = tuple(dict.fromkeys(setting.tablets))
    for said, form in (*((said, said.value.form) for said in sketch.strengths), *named):
        if _matching(said.value, form, found) is None:
            on_hand = " and ".join(tablet.name for tablet in found)
            text = f"The text names {said.value.text} {form.value if form else 'pieces'}, on hand are {on_hand}."
            questions.append(Question(f"{text} Which are taken?", span=said.span))
    return found, questions


def _named_in(sketch: Sketch) -> Iterable[tuple[Said[Strength], Unit]]:
    """Every strength named beside an amount, with the form that is counted."""
    for amount in (dose.amount for step in sketch.steps for dose in step.doses if dose.amount):
        for said in (amount, *amount.restated):
            if said.of is not None:
                yield said.of, said.amount.unit


def _tablet(strength: Strength, form: Unit | None, setting: Setting) -> Tablet:
    form = form or Unit.TABLET
    whole_only = form is not Unit.TABLET or strength.extended_release
    split = Split.NONE if whole_only else setting.split
    return Tablet(strength.text, form, strength.amount, split, strength.extended_release)


def _matching(strength: Strength, form: Unit | None, tablets: Iterable[Tablet]) -> Tablet | None:
    for tablet in tablets:
        same_form = form is None or tablet.form is form
        if same_form and strength.amount is None and tablet.amount is None and tablet.strength == strength.text:
            return tablet
        if same_form and strength.amount is not None and tablet.amount is not None:
            alike = tablet.amount.measures_like(strength.amount)
            if alike and tablet.amount.to(strength.amount.unit) == strength.amount:
                return tablet
    return None


def named_tablet(said: SaidAmount, tablets: tuple[Tablet, ...]) -> str | None:
    """The strength, as the tablets on hand name it, that an amount names."""
    found = _matching(said.of.value, said.amount.unit, tablets) if said.of else None
    return found.strength if found else None


def check_amount(said: SaidAmount, tablets: tuple[Tablet, ...], setting: Setting) -> None:
    """Raises Puzzled where an amount cannot be made of the tablets, or its brackets say something else."""
    if said.amount.unit.is_piece:
        _check_counted(said, tablets, setting)
    elif tablets:
        _check_measured(said, tablets)
    if said.restated:
        _check_restated(said, tablets)


def _check_counted(said: SaidAmount, tablets: tuple[Tablet, ...], setting: Setting) -> None:
    amount = said.amount
    fitting = [tablet for tablet in tablets if tablet.form is amount.unit]
    if said.of is not None:
        fitting = [tablet for tablet in fitting if tablet.strength == named_tablet(said, tablets)]
    if tablets and not fitting:
        if said.of is not None:
            return  # already asked about as a strength that is not on hand
        on_hand = " and ".join(tablet.name for tablet in tablets)
        raise puzzled(f"The plan counts {amount.unit.counted(Fraction(2))}, on hand are {on_hand}.", said.span)
    if len(fitting) > 1:
        choices = tuple(f"{plain(amount)} of {tablet.strength}" for tablet in fitting)
        raise puzzled(f"{spoken(amount)} of which strength?", said.span, choices=choices)
    may_be = may_be_split(fitting[0]) if fitting else setting.split
    if (amount.number / _SMALLEST[may_be if amount.unit is Unit.TABLET else Split.NONE]).denominator != 1:
        is_extended = setting.is_extended_release or (bool(fitting) and fitting[0].extended_release)
        raise _may_it_be_split(said, is_extended=is_extended)


def _may_it_be_split(said: SaidAmount, *, is_extended: bool) -> Puzzled:
    amount = said.amount
    if amount.unit is not Unit.TABLET or is_extended:
        what = "extended-release tablets" if amount.unit is Unit.TABLET else amount.unit.counted(Fraction(2))
        return puzzled(f"{spoken(amount)}: {what} are not split. Which amount is meant?", said.span)
    enough = [split for split, part in _SMALLEST.items() if split is not Split.NONE and (amount.number / part) % 1 == 0]
    choices = tuple(f"--split {split.value}" for split in enough)
    return puzzled(
        f"{spoken(amount)}: may the tablet be split?",
        said.span,
        why="A tablet is only split where the provider or pharmacist says that it may be.",
        choices=choices,
    )


def _check_measured(said: SaidAmount, tablets: tuple[Tablet, ...]) -> None:
    pieces = make(said.amount, tablets)
    if pieces is not None:
        count = sum((piece.count for piece in pieces), Fraction(0))
        if count > MOST_PIECES_AT_ONCE:
            text = f"{spoken(said.amount)} are {plain_number(count)} pieces at once. Which strength are they?"
            raise puzzled(text, said.span)
        return
    on_hand = " and ".join(tablet.name for tablet in tablets)
    raise puzzled(
        f"{spoken(said.amount)} cannot be made of {on_hand}. Which amount is taken, or which tablets?",
        said.span,
        why="Nothing is rounded and no tablet is split unless the plan says so.",
        choices=tuple(plain(amount) for amount in nearest(said.amount, tablets)),
    )


def _check_restated(said: SaidAmount, tablets: tuple[Tablet, ...]) -> None:
    """Compares "40 mg (4 tablets of 10 mg)" with itself."""
    pieces = _pieces_said(said, tablets)
    if said.amount.unit.is_piece or not all(again.amount.unit.is_piece for again in said.restated):
        agrees = len(said.restated) == 1 and _same_amount(said, said.restated[0], tablets)
    else:
        agrees = pieces is not None and pieces == _counts(make(said.amount, tablets) or ())
    if not agrees:
        raise puzzled(
            "The amount and the brackets behind it do not say the same. Which one holds?", said.restated[0].span
        )


def _counts(pieces: Iterable[Piece]) -> dict[str | None, Fraction]:
    return {piece.strength: piece.count for piece in pieces}


def _pieces_said(said: SaidAmount, tablets: tuple[Tablet, ...]) -> dict[str | None, Fraction] | None:
    """The count of each strength in the brackets; None where a strength is not told."""
    found: dict[str | None, Fraction] = {}
    for again in said.restated:
        strength = named_tablet(again, tablets) if again.of else tablets[0].strength if len(tablets) == 1 else None
        if strength is None or strength in found:
            return None
        found[strength] = again.amount.number
    return found


def _same_amount(said: SaidAmount, again: SaidAmount, tablets: tuple[Tablet, ...]) -> bool:
    first, second = _held(said, tablets), _held(again, tablets)
    return first is not None and second is not None and first.measures_like(second) and first.to(second.unit) == second


def _held(said: SaidAmount, tablets: tuple[Tablet, ...]) -> Amount | None:
    """What an amount holds when its pieces are counted out; None where their strength is not told."""
    if not said.amount.unit.is_piece:
        return said.amount
    pieces = make(said.amount, tablets, named_tablet(said, tablets)) or ()
    holding = {tablet.strength: tablet.amount for tablet in tablets}
    held = holding.get(pieces[0].strength) if len(pieces) == 1 and pieces[0].strength else None
    return held.times(said.amount.number) if held else None
