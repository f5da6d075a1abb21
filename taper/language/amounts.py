"""How much is to be taken: "40 mg", "half a tablet", "2 tablets of 5 mg", "40 mg (4 tablets of 10 mg)"?"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from taper.core.amount import Amount, AmountError, Unit, plain, plain_number
from taper.core.bounds import MAX_NUMBER
from taper.core.errors import Span
from taper.language.ask import VOCABULARY, nearest_words, one_slip_apart, puzzled, raise_doubt
from taper.language.cursor import Cursor, Phrases
from taper.language.dates import date_stands
from taper.language.numbers import take_number
from taper.language.sketch import Said, SaidAmount, Strength
from taper.language.words import DAYS_IN, EXTENDED, HOURS, MONTH_NAMES, MONTHS_IN, UNITS, VERBS

_COMBINED = re.compile(r"[1-9][0-9]{0,3}/[1-9][0-9]{0,3}")
_MOST_AT_ONCE = {Unit.MG: 50_000, Unit.MCG: 50_000, Unit.G: 100, Unit.ML: 1000, Unit.UNITS: 20_000_000}
MOST_PIECES_AT_ONCE = 60
"""More in one taking must be a slip of the pen."""

_TOTAL = Phrases(dict.fromkeys(("total", "in total", "in all", "total dose"), True))
_MOST_NAME_WORDS = 2
_SHORTEST_SLIP = 2
"""Words no longer than this are too short to be told from a slip of the pen."""
_MILLILITRES = frozenset({"ml", "millilitre", "milliliter"})
_TO_BE_TAKEN = Phrases(dict.fromkeys(("to be taken", "to be given", "to be swallowed"), True))
_VERBS = Phrases(VERBS)
_EXTENDED = Phrases(dict.fromkeys(EXTENDED, True))
_KINDS = Phrases(
    dict.fromkeys(
        (
            *(
                "chewable",
                "dispersible",
                "soluble",
                "effervescent",
                "orodispersible",
                "film coated",
                "coated",
                "scored",
            ),
            *("enteric coated", "gastro resistant", "immediate release", "sublingual", "oral", "vaginal", "buccal"),
        ),
        True,
    )
)
"""What a tablet may be called that changes neither its count nor its strength."""
_NO_AMOUNT_BEFORE = frozenset({*DAYS_IN, *MONTHS_IN, *HOURS, *MONTH_NAMES, "am", "pm", "time", "times", "hourly"}) | {
    *(
        "daily",
        "weekly",
        "monthly",
        "st",
        "nd",
        "rd",
        "th",
        "night",
        "nights",
        "cycles",
        "cycle",
        "doses",
        "dose",
        "refills",
    )
}
"""What behind a number says that it is none of a dose: "2 weeks", "8 am", "3 times", "4 hourly"."""


def amount_stands(cursor: Cursor) -> bool:
    """Whether a number of something to be taken begins here (or "a tablet"); nothing is read.

    Raises Puzzled where the number itself is a question.
    """
    if cursor.word() in {"a", "an"} and cursor.word(1) in UNITS:
        return True
    at = cursor.at
    number = take_number(cursor)
    behind = cursor.word()
    times_a_day = behind == "x" and cursor.number(1) is None
    time_behind_dash = cursor.mark() == "-" and (cursor.word(1) in DAYS_IN or cursor.word(1) in MONTHS_IN)
    cursor.at = at
    return number is not None and behind not in _NO_AMOUNT_BEFORE and not times_a_day and not time_behind_dash


def take_verb(cursor: Cursor) -> bool:
    """Steps over what opens a dose and adds nothing to it: "take", "continue with", "from" before an amount."""
    at = cursor.at
    if _VERBS.take(cursor) is not None:
        if not date_stands(cursor):
            return True
        cursor.at = at  # "start on 3 December 2026"
    if cursor.accept("from") and not date_stands(cursor) and amount_stands(cursor):
        return True
    cursor.at = at
    return False


def verb_stands(cursor: Cursor) -> bool:
    """Whether a dose is opened here; nothing is read."""
    at = cursor.at
    stands, cursor.at = take_verb(cursor), at
    return stands


def take_amount(cursor: Cursor, *, inherited: SaidAmount | None, may_range: bool = True) -> SaidAmount:
    """The amount here. `inherited` is the dose before it: its tablets are meant by a bare "1". `may_range` where "5 mg
    to 10 mg" would be a range.

    Raises Puzzled for a range, a missing or unknown unit, nothing at all, and amounts that must be slips of the pen.
    """
    at = cursor.at
    number = take_number(cursor)
    if number is None:
        cursor.accept("a", "an")
        number = Said(Fraction(1), cursor.since(at))
    most = _end_of_range(cursor, number) if may_range else None
    said = (
        _counted_strength(cursor, number, at)
        or _spoonfuls(cursor, number, at)
        or _of_a_medicine(cursor, number, at)
        or _with_unit(cursor, number, at, inherited)
    )
    if most is None and may_range:
        most = _end_of_range(cursor, number, unit=said.amount.unit)
    _refuse_slip(said)
    if most is not None:
        said = _ranging(cursor, said, most, at)
    if said.of is None and said.amount.unit.is_piece:
        said = _of_strength(cursor, said, at)
    return _of_one(_restated(_holding(cursor, said, at) if said.of is None else said, cursor=cursor))


def _holding(cursor: Cursor, said: SaidAmount, at: int) -> SaidAmount:
    """ "1 tablet 20 mg [total]": what one tablet holds, or with "total" what all of them do."""
    here = cursor.at
    strength = take_strength(cursor) if said.amount.unit.is_piece and said.up_to is None else None
    if strength is None or strength.value.form is not None or strength.value.amount is None:
        cursor.at = here
        return said
    total = cursor.accept("total")
    if said.amount.number != 1 and not total:
        cursor.at = here
        return said
    return _with_total(replace(said, span=cursor.since(at)), strength.value.amount, strength.span)


def _with_total(said: SaidAmount, total: Amount, span: Span) -> SaidAmount:
    """The pieces with the strength that makes them hold `total`; as they are where none does exactly."""
    try:
        one = Amount(total.number / said.amount.number, total.unit)
    except AmountError:
        return said
    return replace(said, of=Said(Strength(plain(one), one), span))


def _of_one(said: SaidAmount) -> SaidAmount:
    """ "1 tablet (500 mg)": the brackets say what the one tablet holds."""
    match said:
        case SaidAmount(amount=Amount(number=1, unit=unit), of=None, restated=(again,)) if unit.is_piece:
            if not again.amount.unit.is_piece:
                return replace(_with_total(said, again.amount, again.span), restated=())
    return said


def _with_unit(cursor: Cursor, number: Said[Fraction], at: int, inherited: SaidAmount | None) -> SaidAmount:
    unit = UNITS.get(cursor.word())
    if unit is None:
        return _inherit(cursor, number, inherited)
    cursor.at += 1
    _take_plural_s(cursor)
    said = SaidAmount(Amount(number.value, unit), cursor.since(at))
    if not unit.is_piece and (_EXTENDED.stands(cursor) or _is_piece(cursor.word())):
        strength = take_strength_form(cursor, said.amount)
        text = plain(said.amount)
        choices = (text, f"1 {strength.form.value if strength.form else 'tablet'} of {text}")
        raise puzzled(f"How many of these {text} pieces are taken?", cursor.since(at), choices=choices)
    return said


def _spoonfuls(cursor: Cursor, count: Said[Fraction], at: int) -> SaidAmount | None:
    """ "two 5 ml spoonfuls": so many times what one holds; a spoonful of which that is not said is asked about."""
    here, each = cursor.at, cursor.number()
    if each is None or cursor.word(1) not in _MILLILITRES or cursor.word(2) not in {"spoonful", "spoonfuls"}:
        cursor.at = here
        return None
    cursor.at += 3
    return SaidAmount(Amount(count.value * each.value, Unit.ML), cursor.since(at))


def _of_a_medicine(cursor: Cursor, count: Said[Fraction], at: int) -> SaidAmount | None:
    """ "one furosemide 40 mg tablet", "one 500 mg paracetamol tablet", "one iron tablet": a name between."""
    here = cursor.at
    first = _bare_strength(cursor)
    name_at = cursor.at
    while cursor.at - name_at < _MOST_NAME_WORDS and may_be_a_name(cursor.word()):
        cursor.at += 1
    name_end = cursor.at
    strength = first or take_strength(cursor)
    form = strength.value.form if strength is not None and strength.value.form else UNITS.get(cursor.word())
    if name_end == name_at or form is None or not form.is_piece:
        cursor.at = here
        return None
    cursor.at += strength is None or strength.value.form is None
    _take_plural_s(cursor)
    span = Span(cursor.tokens[name_at].span.start, cursor.tokens[name_end - 1].span.end)
    of = None if strength is None else Said(replace(strength.value, form=form), strength.span)
    name = Said(cursor.text[span.start : span.end], span)
    return SaidAmount(Amount(count.value, form), cursor.since(at), of, medicine=name)


def _bare_strength(cursor: Cursor) -> Said[Strength] | None:
    """A strength without a form behind it."""
    at = cursor.at
    found = take_strength(cursor)
    if found is not None and found.value.form is None:
        return found
    cursor.at = at
    return None


def may_be_a_name(word: str) -> bool:
    """Whether a word can be a medicine's name: unknown, and no slip of a known one."""
    if len(word) <= _SHORTEST_SLIP or word in VOCABULARY:
        return False
    return not any(one_slip_apart(word, known) for known in VOCABULARY if len(known) > _SHORTEST_SLIP)


def _inherit(cursor: Cursor, number: Said[Fraction], inherited: SaidAmount | None) -> SaidAmount:
    if inherited is not None and inherited.amount.unit.is_piece and cursor.word() not in {"", "and", "or"}:
        _TO_BE_TAKEN.take(cursor)
        return SaidAmount(Amount(number.value, inherited.amount.unit), number.span, inherited.of)
    raise_doubt(cursor)
    written = cursor.text[number.span.start : number.span.end]
    unknown = cursor.word() if cursor.word() not in VOCABULARY else ""
    span = Span(number.span.start, cursor.here().end) if unknown else number.span
    nearest = nearest_words(unknown)
    raise puzzled(
        f'"{cursor.text[span.start : span.end][:60]}": {written} of what? Write the unit, such as mg, mL or tablets.',
        span,
        choices=tuple(f"{written} {unit}" for unit in nearest or ("mg", Unit.TABLET.counted(number.value), "mL")),
        local=True,
    )


def _is_piece(word: str) -> bool:
    return word in UNITS and UNITS[word].is_piece


def _take_plural_s(cursor: Cursor) -> None:
    """Steps over "(s)" behind "tablet"."""
    if cursor.mark() == "(" and cursor.word(1) == "s" and cursor.mark(2) == ")":
        cursor.at += 3


def _counted_strength(cursor: Cursor, count: Said[Fraction], at: int) -> SaidAmount | None:
    """ "two 5 mg tablets" and "2 x 5 mg tablets"; two bare numbers in digits could be one with a lost point."""
    here = cursor.at
    in_digits = cursor.text[count.span.end - 1].isdigit()
    if not cursor.accept("x") and in_digits:
        return None
    strength = take_strength(cursor)
    if strength is None or strength.value.form is None:
        cursor.at = here
        return None
    return SaidAmount(Amount(count.value, strength.value.form), cursor.since(at), strength)


def take_strength(cursor: Cursor) -> Said[Strength] | None:
    """ "5 mg" or "5 mg [extended-release] tablets", or None with nothing read."""
    at = cursor.at
    if cursor.odd() is not None:
        return _combination(cursor, at)
    number, hyphen = cursor.number(), cursor.mark(1) == "-" and _touching(cursor)
    unit = UNITS.get(cursor.word(1 + hyphen))
    if number is None or unit is None or unit.is_piece or not 0 < number.value < MAX_NUMBER:
        return None
    cursor.at += 2 + hyphen
    strength = take_strength_form(cursor, Amount(number.value, unit))
    return Said(strength, cursor.since(at))


def _touching(cursor: Cursor) -> bool:
    """Whether a hyphen joins the number here to the word behind it: "10-mg"."""
    number, hyphen, word = cursor.peek(), cursor.peek(1), cursor.peek(2)
    if number is None or hyphen is None or word is None:
        return False
    return number.span.end == hyphen.span.start and hyphen.span.end == word.span.start


def _combination(cursor: Cursor, at: int) -> Said[Strength] | None:
    """ "500/125 mg tablets": a name, never an amount."""
    odd, unit = cursor.odd(), UNITS.get(cursor.word(1))
    if odd is None or unit is None or unit.is_piece or _COMBINED.fullmatch(odd.text) is None:
        return None
    cursor.at += 2
    strength = take_strength_form(cursor, Amount(Fraction(1), unit))
    return Said(replace(strength, text=f"{odd.text} {unit.value}", amount=None), cursor.since(at))


def take_strength_form(cursor: Cursor, amount: Amount) -> Strength:
    """The form that stands behind a strength, if one does."""
    at = cursor.at
    extended = _EXTENDED.take(cursor) is not None
    _KINDS.take(cursor)
    if not _is_piece(cursor.word()):
        cursor.at = at
        return Strength(plain(amount), amount)
    form = UNITS[cursor.word()]
    cursor.at += 1
    _take_plural_s(cursor)
    return Strength(plain(amount), amount, form, extended)


def _of_strength(cursor: Cursor, said: SaidAmount, at: int) -> SaidAmount:
    """ "2 tablets of 5 mg [each]"."""
    here = cursor.at
    strength = take_strength(cursor) if cursor.accept("of") else None
    if strength is None:
        cursor.at = here
        return said
    cursor.accept("each")
    return replace(said, of=strength, span=cursor.since(at))


def _restated(said: SaidAmount, *, cursor: Cursor) -> SaidAmount:
    """The amount with what the brackets behind it say again: "(4 tablets of 10 mg)", "(10 mg)"."""
    at = cursor.at
    if not cursor.accept_mark("("):
        return said
    again: list[SaidAmount] = []
    total = False
    while amount_stands(cursor):
        one_at = cursor.at
        number = take_number(cursor) or Said(Fraction(1), cursor.here())
        one = _counted_strength(cursor, number, one_at) or _with_unit(cursor, number, one_at, None)
        _refuse_slip(one)
        again.append(_of_strength(cursor, one, one_at))
        total = _TOTAL.take(cursor) is not None or total
        if not (cursor.accept("and") or cursor.accept_mark(",", "+")):
            break
    if not again or not cursor.accept_mark(")"):
        cursor.at = at
        return said
    if total and len(again) == 1 and said.amount.unit.is_piece and said.of is None and said.up_to is None:
        return _with_total(replace(said, restated=tuple(again)), again[0].amount, again[0].span)
    return replace(said, restated=tuple(again))


def _end_of_range(cursor: Cursor, least: Said[Fraction], *, unit: Unit | None = None) -> Said[Fraction] | None:
    """The second number of "1-2 tablets", "half to one tablet", and once the unit was read of "1 tablet or 2 tablets".

    Whether a range may be said is known once the whole step is: only what is taken as needed may have one.
    """
    here = cursor.at
    if cursor.accept_mark("-", "~") or cursor.accept("to", "or"):
        most = take_number(cursor)
        again = unit is None or UNITS.get(cursor.word()) is unit
        if most is not None and again:
            cursor.at += unit is not None
            return most
    cursor.at = here
    return None


def _ranging(cursor: Cursor, said: SaidAmount, most: Said[Fraction], at: int) -> SaidAmount:
    """The amount with the end of its range. Raises Puzzled for a range that does not rise."""
    span = cursor.since(at)
    up_to = Amount(most.value, said.amount.unit)
    if not up_to.exceeds(said.amount):
        raise puzzled(f'"{cursor.text[span.start : span.end][:60]}": which amount is taken?', span, local=True)
    _refuse_slip(SaidAmount(up_to, span))
    return replace(said, up_to=up_to, span=span)


def _refuse_slip(said: SaidAmount) -> None:
    """Raises Puzzled for no amount at all and for one that must be a slip of the pen."""
    amount = said.amount
    if amount.number == 0:
        raise puzzled("Nothing is taken here. Which amount is meant?", said.span)
    if amount.number > _MOST_AT_ONCE.get(amount.unit, MOST_PIECES_AT_ONCE):
        text = f"{plain_number(amount.number)} {amount.unit.counted(Fraction(2))}"
        raise puzzled(f"{text} at once? Which amount is meant?", said.span)
