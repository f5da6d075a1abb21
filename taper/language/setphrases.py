"""Which set phrases say when something is taken: "in the morning", "twice a day", "weekly", "at once"?"""

from __future__ import annotations

from taper.language import timewords
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Phrases
from taper.language.whens import (
    ADay,
    AsOneDose,
    AtMeals,
    AtSlot,
    Daily,
    EachDay,
    EachMonth,
    EveryDays,
    InTurn,
    OtherDays,
    TimesADay,
    When,
)

SET_PHRASES: Phrases[When] = Phrases(
    {
        **{phrase: AtMeals(relation) for phrase, relation in timewords.ALL_MEALS.items()},
        **{phrase: AtSlot(key) for phrase, key in timewords.PLACES.items()},
        **{phrase: AtSlot(key, every_day=True) for phrase, key in timewords.EACH_PLACE.items()},
        **{phrase: TimesADay(count) for phrase, count in timewords.TIMES_A_DAY.items()},
        **{phrase: EveryDays(n) for phrase, n in timewords.EVERY_N_DAYS.items()},
        "daily": Daily(),
        **dict.fromkeys(timewords.EACH_DAY, EachDay()),
        **dict.fromkeys(timewords.A_DAY, ADay()),
        **dict.fromkeys(timewords.ONCE_A_DAY, TimesADay(1)),
        **dict.fromkeys(timewords.EVERY_WEEK, EveryDays(7)),
        **dict.fromkeys(timewords.AS_ONE_DOSE, AsOneDose()),
        **dict.fromkeys(timewords.OTHER_DAYS, OtherDays()),
        **{phrase: InTurn(int(turn == "next")) for phrase, turn in timewords.IN_TURN.items()},
        **dict.fromkeys(timewords.A_MONTH, EachMonth()),
    }
)


def take_set_phrase(cursor: Cursor) -> tuple[When, ...]:
    """What a set phrase here says, or nothing. Raises Puzzled for a bare "a week", which leaves the doses open."""
    at, found = cursor.at, SET_PHRASES.take(cursor)
    if found is None and cursor.accept("a", "per") and cursor.accept("week"):
        raise puzzled("In how many doses, on which days of the week?", cursor.since(at), choices=("once a week",))
    cursor.at = at if found is None else cursor.at
    if found is None and cursor.accept_mark("/") and cursor.accept("day", "d"):
        return (ADay(),)
    return (found.value,) if found else ()
