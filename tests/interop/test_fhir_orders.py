"""Orders of our own: what is complete and consistent is read right, everything else is asked about.

Each case names what is special about the order; a reading is the steps in words, the first day and the end.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from fhirorders import Number, dispensed, dose, dose_range, in_turn, lasts, line, order, per, quantity, written
from hypothesis import given, settings
from hypothesis import strategies as st

from taper.app.orders import BesideOrder, OrderReading, read_fhir
from taper.core.daytimes import DEFAULT_TIMES
from taper.core.errors import Unanswered
from taper.core.plan import Split
from taper.language import say_step

Json = dict[str, Any]
TODAY = date(2026, 12, 1)
TOMORROW = date(2026, 12, 2)
DEC = {"start": "2026-12-01", "end": "2026-12-05"}
THEN_DEC = {"start": "2026-12-06", "end": "2026-12-10"}
TABLET = dose(1, "TAB")
DAILY = per(1, 1, "d")
NOT_KNOWN = [{"url": "urn:not"}]
MAX_8 = {"numerator": quantity(8, "TAB"), "denominator": quantity(1, "d")}
WHOLE = "Take 4 tablets (40 mg total) by mouth daily for 5 days, THEN 2 tablets (20 mg total) daily for 5 days."


def for_days(count: int) -> Json:
    """Once a day for so many days."""
    return per(1, 1, "d", boundsDuration=lasts(count))


def one_daily(text: str | None = "1 tablet daily", **more: Any) -> Json:
    """An order of one tablet a day without an end; `more` are further keys of the order."""
    return order(line(text, TABLET, DAILY), **more)


def read(content: bytes | Json, **beside: Any) -> OrderReading:
    """The reading of an order, on the evening of 1 December 2026 in UTC."""
    raw = content if isinstance(content, bytes) else written(content)
    known: Json = {"times": DEFAULT_TIMES, "zone": "UTC", "today": TODAY, "assumed_on": TOMORROW, **beside}
    return read_fhir(raw, name="order.json", beside=BesideOrder(**known))


def questions_of(content: bytes | Json, **beside: Any) -> list[str]:
    """The questions an order raises."""
    with pytest.raises(Unanswered) as caught:
        read(content, **beside)
    return [question.text.replace("\u00a0", " ") for question in caught.value.questions]


def said(reading: OrderReading) -> tuple[list[str], str, str]:
    """The steps in words, the first day, and how it ends."""
    plan = reading.plan
    return [say_step(step, tablets=plan.tablets) for step in plan.steps], plan.starts_on.isoformat(), plan.ends.value


READ: dict[str, tuple[Json, list[str], str, str]] = {
    "a taper in mg with lengths, the quantity agreeing": (
        order(
            *in_turn(
                line(
                    "Take 40 mg (4 tablets) once daily for 4 days",
                    dose(40, "mg"),
                    for_days(4),
                ),
                line("then take 20 mg once daily for 4 days", dose(20, "mg"), for_days(4)),
            ),
            dispenseRequest=dispensed(24, expectedSupplyDuration=lasts(8)),
        ),
        ["40 mg (4 tablets of 10 mg) once daily for 4 days", "20 mg (2 tablets of 10 mg) once daily for 4 days"],
        "2026-12-02",
        "stop",
    ),
    "a taper with dates, the end inclusive": (
        order(
            *in_turn(
                line("4 tablets daily for 5 days", dose(4, "TAB"), per(1, 1, "d", boundsPeriod=DEC)),
                line("2 tablets daily for 5 days", dose(2, "TAB"), per(1, 1, "d", boundsPeriod=THEN_DEC)),
            )
        ),
        ["4 tablets once daily for 5 days", "2 tablets once daily for 5 days"],
        "2026-12-01",
        "stop",
    ),
    "each instruction carries the text of the whole": (
        order(
            *in_turn(
                line(WHOLE, dose(40, "mg"), for_days(5)),
                line(WHOLE, dose(20, "mg"), for_days(5)),
            )
        ),
        ["40 mg (4 tablets of 10 mg) once daily for 5 days", "20 mg (2 tablets of 10 mg) once daily for 5 days"],
        "2026-12-02",
        "stop",
    ),
    "a titration whose last step is open": (
        order(
            *in_turn(
                line("25 mg once daily for 2 weeks", dose(25, "mg"), per(1, 1, "d", boundsDuration=lasts(2, "wk"))),
                line("then 50 mg daily", dose(50, "mg"), DAILY),
            ),
            medicine="Lamotrigine",
        ),
        ["25 mg once daily for 14 days", "50 mg once daily"],
        "2026-12-02",
        "open",
    ),
    "days by number": (
        order(
            *in_turn(
                line("Days 1-4: 40 mg once daily", dose(40, "mg"), for_days(4)),
                line("Days 5-8: 20 mg once daily", dose(20, "mg"), for_days(4)),
            )
        ),
        ["40 mg (4 tablets of 10 mg) once daily for 4 days", "20 mg (2 tablets of 10 mg) once daily for 4 days"],
        "2026-12-02",
        "stop",
    ),
    "once a week on a named day": (
        order(
            line(
                "Take 6 tablets once a week on Mondays for 12 weeks",
                dose(6, "TAB"),
                per(1, 1, "wk", dayOfWeek=["mon"], boundsDuration=lasts(12, "wk")),
            ),
            medicine="Methotrexate 2.5 mg tablet",
            dispenseRequest=dispensed(72),
        ),
        ["6 tablets once a week on Monday for 84 days"],
        "2026-12-02",
        "stop",
    ),
    "weekdays alone": (
        order(line("1 tablet every Monday, Wednesday and Friday", TABLET, {"dayOfWeek": ["mon", "wed", "fri"]})),
        ["1 tablet every Monday, Wednesday and Friday"],
        "2026-12-02",
        "open",
    ),
    "other amounts on other weekdays, side by side": (
        order(
            {"sequence": 1, **line("5 mg on Monday and Friday", dose(5, "mg"), {"dayOfWeek": ["mon", "fri"]})},
            {"sequence": 1, **line("2.5 mg on Tuesday", dose(Number("2.50"), "mg"), {"dayOfWeek": ["tue"]})},
            medicine="Warfarin",
        ),
        ["5 mg in the morning every Monday and Friday and 2.5 mg in the morning once a week on Tuesday"],
        "2026-12-02",
        "open",
    ),
    "clock times": (
        order(
            line(
                "1 tablet at 09:00 and 21:30",
                TABLET,
                per(2, 1, "d", timeOfDay=["09:00:00", "21:30:00"], boundsDuration=lasts(7)),
            )
        ),
        ["1 tablet at 09:00 and at 21:30 for 7 days"],
        "2026-12-02",
        "stop",
    ),
    "bedtime only in the text": (
        one_daily("Take 1 tablet at bedtime"),
        ["1 tablet at bedtime"],
        "2026-12-02",
        "open",
    ),
    "minutes before a meal": (
        order(line("Take 1 tablet 20 minutes before breakfast", TABLET, {"when": ["ACM"], "offset": 20})),
        ["1 tablet 20 minutes before breakfast (07:40)"],
        "2026-12-02",
        "open",
    ),
    "with the three meals": (
        order(line("Take 1 tablet three times a day with meals", TABLET, per(3, 1, "d"))),
        ["1 tablet with breakfast, with lunch and with dinner"],
        "2026-12-02",
        "open",
    ),
    "two amounts in one day": (
        order(
            {"sequence": 1, **line("2 tablets in the morning", dose(2, "TAB"), per(1, 1, "d", when=["MORN"]))},
            {"sequence": 1, **line("1 tablet in the evening", TABLET, per(1, 1, "d", when=["EVE"]))},
        ),
        ["2 tablets in the morning and 1 tablet in the evening"],
        "2026-12-02",
        "open",
    ),
    "a number of doses that is the length of the text": (
        order(line("Take 1 tablet twice daily for 7 days", TABLET, per(2, 1, "d", count=14))),
        ["1 tablet twice daily for 14 doses"],
        "2026-12-02",
        "stop",
    ),
    "every 8 hours": (
        order(
            line("1 capsule every 8 hours for 7 days", dose(1, "CAP"), per(1, 8, "h", boundsDuration=lasts(7))),
            medicine="Amoxicillin 500 mg capsule",
            dispenseRequest=dispensed(21, "CAP"),
        ),
        ["1 capsule every 8 hours (08:00, 16:00 and 00:00) for 7 days"],
        "2026-12-02",
        "stop",
    ),
    "every other day from a stated day": (
        order(line("1 tablet on alternate days", TABLET, per(1, 2, "d", boundsPeriod={"start": "2026-12-04"}))),
        ["1 tablet every other day"],
        "2026-12-04",
        "open",
    ),
    "a calendar month": (
        order(line("1 tablet daily for 1 month", TABLET, per(1, 1, "d", boundsDuration=lasts(1, "mo")))),
        ["1 tablet once daily for 1 month"],
        "2026-12-02",
        "stop",
    ),
    "micrograms coded as ug": (
        order(line("Take 50 micrograms daily", dose(50, "ug"), DAILY), medicine="Levothyroxine 50 microgram tablets"),
        ["50 mcg (1 tablet of 50 mcg) once daily"],
        "2026-12-02",
        "open",
    ),
    "a decimal with its trailing zero": (
        order(
            line("0.1 mg twice daily", dose(Number("0.10"), "mg"), per(2, 1, "d")), medicine="Clonidine 0.1 mg tablet"
        ),
        ["0.1 mg (1 tablet of 0.1 mg) twice daily"],
        "2026-12-02",
        "open",
    ),
    "a number in exponent form": (
        order(line("100 mg daily", dose(Number("1e2"), "mg"), DAILY), medicine="Sertraline"),
        ["100 mg once daily"],
        "2026-12-02",
        "open",
    ),
    "millilitres that the text says in mg too": (
        order(
            line(
                "Take 5 mL (250 mg) three times a day for 7 days",
                dose(5, "mL"),
                per(3, 1, "d", boundsDuration=lasts(7)),
            ),
            medicine="Amoxicillin 250 mg/5 mL suspension",
            dispenseRequest=dispensed(150, "mL"),
        ),
        ["5 mL three times daily for 7 days"],
        "2026-12-02",
        "stop",
    ),
    "a dose as it was ordered and as it was calculated": (
        order(
            line(
                "Take 1 tablet daily",
                [
                    {"type": {"text": "calculated"}, **dose(10, "mg")[0]},
                    {"type": {"text": "ordered"}, **dose(1, "TAB")[0]},
                ],
                DAILY,
            )
        ),
        ["1 tablet once daily"],
        "2026-12-02",
        "open",
    ),
    "no text at all": (
        order(line(None, dose(10, "mg"), for_days(10))),
        ["10 mg (1 tablet of 10 mg) once daily for 10 days"],
        "2026-12-02",
        "stop",
    ),
    "a review that only the text says": (
        order(line("10 mg daily for 7 days, then review", dose(10, "mg"), for_days(7))),
        ["10 mg (1 tablet of 10 mg) once daily for 7 days"],
        "2026-12-02",
        "review",
    ),
    "one time of day in two words": (
        order(line("10 mg nightly at bedtime", dose(10, "mg"), per(1, 1, "d", when=["HS"]))),
        ["10 mg (1 tablet of 10 mg) at bedtime"],
        "2026-12-02",
        "open",
    ),
    "tab(s), once": (
        order(line("Take 1 tab(s) by mouth once", TABLET, {"count": 1})),
        ["1 tablet once daily for 1 day"],
        "2026-12-02",
        "stop",
    ),
    "a maximum daily amount": (
        order(
            line(
                "Take 1 tablet every 6 hours as needed for pain. Max daily amount: 20 mg",
                TABLET,
                per(1, 6, "h"),
                asNeededBoolean=True,
                maxDosePerPeriod={"numerator": quantity(20, "mg"), "denominator": quantity(1, "d")},
            )
        ),
        ["1 tablet as needed for pain, at least 6 hours apart, at most 20 mg a day"],
        "2026-12-02",
        "open",
    ),
    "refills that make up the course": (
        order(
            line("1 tablet daily for 84 days", TABLET, for_days(84)),
            dispenseRequest=dispensed(28, numberOfRepeatsAllowed=2, expectedSupplyDuration=lasts(28)),
        ),
        ["1 tablet once daily for 84 days"],
        "2026-12-02",
        "stop",
    ),
    "as needed, with its bounds": (
        order(
            line(
                "Take 1 to 2 tablets every 6 hours as needed for pain. Do not exceed 8 tablets in 24 hours.",
                dose_range(1, 2, "TAB"),
                per(1, 6, "h"),
                asNeededBoolean=True,
                maxDosePerPeriod=MAX_8,
            )
        ),
        ["1 to 2 tablets as needed for pain, at least 6 hours apart, at most 8 tablets a day"],
        "2026-12-02",
        "open",
    ),
}


@pytest.mark.parametrize("name", READ)
def test_a_complete_order_is_read(name: str) -> None:
    """The plan says what a careful reader of the order says."""
    resource, steps, starts_on, ends = READ[name]
    assert said(read(resource)) == (steps, starts_on, ends)


ASKED: dict[str, tuple[Json, str]] = {
    "the quantity disagrees": (
        order(
            line("40 mg daily for 4 days", dose(40, "mg"), for_days(4)),
            dispenseRequest=dispensed(18),
        ),
        "need 16 tablets, the quantity dispensed is 18",
    ),
    "the supply disagrees": (
        order(
            line("40 mg daily for 4 days", dose(40, "mg"), for_days(4)),
            dispenseRequest=dispensed(16, expectedSupplyDuration=lasts(30)),
        ),
        "take 4 days, the supply is to last 30 d",
    ),
    "a gap between dates": (
        order(
            *in_turn(
                line("4 tablets daily for 5 days", dose(4, "TAB"), per(1, 1, "d", boundsPeriod=DEC)),
                line("2 tablets daily", dose(2, "TAB"), per(1, 1, "d", boundsPeriod={"start": "2026-12-08"})),
            )
        ),
        "2 days without a dose",
    ),
    "dates that overlap, numbered in turn": (
        order(
            *in_turn(
                line("4 tablets daily", dose(4, "TAB"), per(1, 1, "d", boundsPeriod=DEC)),
                line("2 tablets daily", dose(2, "TAB"), per(1, 1, "d", boundsPeriod={"start": "2026-12-05"})),
            )
        ),
        "begins before that",
    ),
    "one number, and dates in turn": (
        order(
            {"sequence": 1, **line("4 tablets daily", dose(4, "TAB"), per(1, 1, "d", boundsPeriod=DEC))},
            {"sequence": 1, **line("2 tablets daily", dose(2, "TAB"), per(1, 1, "d", boundsPeriod=THEN_DEC))},
        ),
        "one sequence number",
    ),
    "morning and evening numbered in turn": (
        order(
            *in_turn(
                line(
                    "2 tablets in the morning", dose(2, "TAB"), per(1, 1, "d", when=["MORN"], boundsDuration=lasts(4))
                ),
                line("1 tablet in the evening", TABLET, per(1, 1, "d", when=["EVE"], boundsDuration=lasts(4))),
            )
        ),
        "Together on each day, or one after the other",
    ),
    "a then without a number behind it": (
        order(
            line("4 tablets in the morning", dose(4, "TAB"), per(1, 1, "d", when=["MORN"])),
            line("then 2 tablets in the evening", dose(2, "TAB"), per(1, 1, "d", when=["EVE"])),
        ),
        'begins with "then"',
    ),
    "lengths without numbers": (
        order(
            line("2 tablets daily for 5 days", dose(2, "TAB"), for_days(5)),
            line("1 tablet daily for 5 days", TABLET, for_days(5)),
        ),
        "followed together or in turn",
    ),
    "a stop in the middle": (
        order(
            *in_turn(
                line("30 mg daily for 7 days, then stop", dose(30, "mg"), for_days(7)),
                line("20 mg daily for 7 days", dose(20, "mg"), for_days(7)),
            )
        ),
        "another instruction follows",
    ),
    "another dose in the text": (
        one_daily("Take 2 tablets daily"),
        '"2 tablets", the structure 1 tablet',
    ),
    "another dose for the patient": (
        order(line("1 tablet daily", TABLET, DAILY, patientInstruction="Take two tablets daily")),
        '"two tablets", the structure 1 tablet',
    ),
    "another unit of mass in the text": (
        order(line("50 mg daily", dose(50, "ug"), DAILY), medicine="T4"),
        "50 mcg at a time",
    ),
    "a unit printed otherwise than coded": (
        order(line("50 micrograms daily", dose(50, "ug", unit="mg"), DAILY)),
        'printed in "mg" and coded as "ug"',
    ),
    "a strength that is not the medicine's": (
        order(line("Take 2 tablets of 5 mg daily", dose(10, "mg"), DAILY)),
        "the order's medicine is of 10 mg",
    ),
    "a medicine of two strengths": (
        order(
            line("1 tablet daily", TABLET, DAILY),
            medicationCodeableConcept={
                "text": "Prednisone 10 mg tablet",
                "coding": [{"display": "Prednisone 5 mg tablet"}],
            },
        ),
        "Which strength holds",
    ),
    "another length in the text": (
        order(line("1 tablet daily for 1 month", TABLET, for_days(30))),
        "the structure's length is 30 days",
    ),
    "a length that only the text has": (
        one_daily("1 tablet daily for 5 days"),
        "the structure has no end",
    ),
    "a start that only the text has": (
        one_daily("1 tablet daily starting 3 December 2026"),
        "begins on no stated day",
    ),
    "other times in the text": (
        order(line("1 tablet in the morning", TABLET, per(1, 1, "d", when=["HS"]))),
        "other times of day (08:00) than the structure (22:00)",
    ),
    "three times a day against every 8 hours": (
        order(line("1 tablet three times a day", TABLET, per(1, 8, "h"))),
        "the structure says every 8 hours",
    ),
    "fewer weekdays in the text": (
        order(line("1 tablet on Mondays and Fridays", TABLET, {"dayOfWeek": ["mon", "wed", "fri"]})),
        "the structure says Monday, Wednesday, Friday",
    ),
    "times a day beside weekdays": (
        order(line("1 tablet 4 times on Mondays", TABLET, per(4, 1, "d", dayOfWeek=["mon"]))),
        "days of the week together with times per day",
    ),
    "more times of day than doses": (
        order(line("1 tablet daily", TABLET, per(1, 1, "d", timeOfDay=["08:00:00", "20:00:00"]))),
        "2 times of the day are named",
    ),
    "a count and a length that disagree": (
        order(line("1 tablet twice daily", TABLET, per(2, 1, "d", count=10, boundsDuration=lasts(7)))),
        "10 doses in all and a length besides",
    ),
    "as needed, and the text does not say so": (
        order(line("1 tablet every 6 hours", TABLET, per(1, 6, "h"), asNeededBoolean=True)),
        "the text does not say so",
    ),
    "as needed only in the text": (
        order(line("1 tablet every 6 hours as needed", TABLET, per(1, 6, "h"))),
        "the structure says set times",
    ),
    "a maximum that only the text has": (
        order(
            line("1 tablet every 6 hours as needed. Maximum 4 per day.", TABLET, per(1, 6, "h"), asNeededBoolean=True)
        ),
        "names no such maximum a day",
    ),
    "a maximum below the dose": (
        order(
            line(
                "1 tablet twice daily",
                TABLET,
                per(2, 1, "d"),
                maxDosePerPeriod={"numerator": quantity(1, "TAB"), "denominator": quantity(1, "d")},
            )
        ),
        "more than the 1 tablet a day stated",
    ),
    "a range of doses at set times": (order(line(None, dose_range(1, 2, "TAB"), DAILY)), "the dose is a range"),
    "a range of times": (order(line(None, TABLET, per(2, 1, "d", frequencyMax=3))), "How often is a range"),
    "a range of lengths": (
        order(line(None, TABLET, per(1, 1, "d", boundsRange={"low": lasts(5), "high": lasts(7)}))),
        "a range leaves open how long",
    ),
    "a duration, which is the length of one taking": (
        order(line(None, TABLET, per(1, 1, "d", duration=7, durationUnit="d"))),
        "the length of one taking, never of the course",
    ),
    "a condition": (one_daily("1 tablet daily. Hold if dizzy."), '"hold", "if"'),
    "as directed": (one_daily("1 tablet daily as directed"), '"directed" is not understood'),
    "a slip of the pen": (one_daily("1 tablet dayly"), '"dayly" is not understood'),
    "a denial": (one_daily("No longer take 1 tablet daily"), "is not understood"),
    "one in each eye": (
        order(line("1 drop in each eye daily", dose(1, "[drp]"), DAILY), medicine="Timolol"),
        "in each eye",
    ),
    "a note that ends it": (
        order(line("1 tablet daily", TABLET, DAILY), note=[{"text": "Stop after 10 days"}]),
        "A note says",
    ),
    "text only": (order(line("1 tablet daily", None, None)), 'its text says "1 tablet daily"'),
    "a code that leaves the times to others": (
        order(line("1 tablet twice daily", TABLET, None, timing={"code": {"coding": [{"code": "BID"}]}})),
        "At which time of day",
    ),
    "three times a week": (order(line("1 tablet 3 times a week", TABLET, per(3, 1, "wk"))), "On which days"),
    "every other day without a start": (order(line(None, TABLET, per(1, 2, "d"))), "On which day is the first dose"),
    "part of a frequency": (order(line("1 tablet daily", TABLET, per(1, None, None))), "only in part how often"),
    "half of a tablet that is not said to be split": (
        order(line("5 mg daily", dose(5, "mg"), DAILY)),
        "May it be split",
    ),
    "a dose by weight": (order(line(None, dose(2, "mg/kg"), DAILY)), "depends on more than this order says"),
    "two doses": (order(line("1 tablet daily", dose(1, "TAB") + dose(2, "TAB"), DAILY)), "states several doses"),
    "a number in quotes": (order(line("1 tablet daily", dose("1", "TAB"), DAILY)), 'Found "1"; expected a number'),
    "no dose": (order(line("1 tablet daily", dose(0, "TAB"), DAILY)), "a number above zero"),
    "a partial date": (order(line(None, TABLET, per(1, 1, "d", boundsPeriod={"start": "2026-12"}))), "a full date"),
    "an end before the start": (
        order(line(None, TABLET, per(1, 1, "d", boundsPeriod={"start": "2026-12-05", "end": "2026-12-01"}))),
        "on or after its start",
    ),
    "an unknown key": (order(line("1 tablet daily", TABLET, DAILY, speed="fast")), "speed is not known here"),
    "an unknown key of the order": (
        order(line("1 tablet daily", TABLET, DAILY), mood="good"),
        "mood is not known here",
    ),
    "a modifier": (
        one_daily(None, modifierExtension=NOT_KNOWN),
        "may change what the order means",
    ),
    "a modifier deep inside": (
        one_daily(None, substitution={"modifierExtension": NOT_KNOWN}),
        "substitution.modifierExtension may change",
    ),
    "a second dose in the text": (
        order(line("Take 1 tablet daily for 5 days and 1 tablet at bedtime", TABLET, for_days(5))),
        "is another dose, which the structure does not say",
    ),
    "a second dose in another unit": (
        order(line("Take 1 tablet daily for 5 days with 10 mg at noon", TABLET, for_days(5))),
        "is another dose, which the structure does not say",
    ),
    "a second dose in a sentence of its own": (
        order(line("1 tablet daily. Take 1 tablet at bedtime.", TABLET, DAILY)),
        "is another dose, which the structure does not say",
    ),
    "a time beside an interval": (
        order(line("1 tablet every 12 hours and at noon", TABLET, per(1, 12, "h"))),
        "names times of day (12:00) that are not 12 hours apart",
    ),
    "a count joined to a time": (
        order(line("Take 1 tablet nightly and daily for 5 days", TABLET, for_days(5))),
        "not understood",
    ),
    "a note that cancels": (
        order(line("1 tablet daily", TABLET, DAILY), note=[{"text": "Disregard this order"}]),
        'A note says "Disregard this order"',
    ),
    "a note that says stop": (
        order(line("1 tablet daily for 5 days", TABLET, for_days(5)), note=[{"text": "Stop."}]),
        'A note says "Stop."',
    ),
    "a note that holds": (
        order(line("1 tablet daily", TABLET, DAILY), note=[{"text": "Hold for now."}]),
        'A note says "Hold for now."',
    ),
    "an instruction beside it that narrows": (
        order(line("1 tablet daily", TABLET, DAILY, additionalInstruction=[{"text": "Only on weekdays"}])),
        'A note says "Only on weekdays"',
    ),
    "a text of a size": (
        order(line("Take 1 tablet daily then " * 30_000, TABLET, DAILY)),
        "characters long; at most 10,000 are read",
    ),
    "an order that was stopped": (one_daily(status="stopped"), "status is stopped"),
    "a proposal": (one_daily(intent="proposal"), "intent is proposal"),
    "what is not to be taken": (one_daily(doNotPerform=True), "is NOT to be taken"),
    "no medicine": (
        {**order(line(None, TABLET, DAILY)), "medicationCodeableConcept": {"coding": [{"code": "1"}]}},
        "no text or display",
    ),
    "scheduled and as needed side by side": (
        order(
            {"sequence": 1, **line("1 tablet daily", TABLET, DAILY)},
            {"sequence": 1, **line("1 tablet as needed", TABLET, None, asNeededBoolean=True)},
        ),
        "which one plan does not hold",
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_an_order_that_leaves_a_doubt_is_asked_about(name: str) -> None:
    """Nothing is read, and one question is about the doubt."""
    resource, about = ASKED[name]
    texts = questions_of(resource)
    assert any(about in text for text in texts), texts


BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"  ", "found nothing"),
    "no UTF-8": (b'{"resourceType": "\xff"}', "no UTF-8"),
    "no JSON": (b'{"resourceType": ', "no JSON"),
    "a list": (b"[]", "no object"),
    "depth": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "too deep"),
    "size": (b'{"a": "' + b"x" * 1_100_000 + b'"}', "too large"),
    "a key twice": (b'{"resourceType": "MedicationRequest", "id": "a", "id": "b"}', '"id" twice'),
    "NaN": (b'{"value": NaN}', "NaN"),
    "Infinity": (b'{"value": -Infinity}', "Infinity"),
    "a number of many digits": (b'{"value": ' + b"9" * 5000 + b"}", "a number of a size"),
    "a number of a great exponent": (b'{"value": 1e999999999}', "a number of a size"),
    "half a character": (b'{"a": "\\ud800"}', "control character"),
    "another resource": (b'{"resourceType": "Patient"}', "no MedicationRequest (found Patient)"),
    "an empty Bundle": (b'{"resourceType": "Bundle"}', "no MedicationRequest"),
    "a kind that is no text": (b'{"resourceType": 1}', "no MedicationRequest"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_asked_about(name: str) -> None:
    """What is no order is said in a sentence."""
    content, about = BROKEN[name]
    assert about in " ".join(questions_of(content))


def bundle(*resources: Json) -> Json:
    """A Bundle of resources."""
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}


ONE = one_daily("1 tablet daily")
TWO = {**order(line("2 tablets daily", dose(2, "TAB"), DAILY), medicine="Warfarin 1 mg tablet"), "id": "o2"}


def test_a_bundle_with_one_order_is_read() -> None:
    """Whatever else it holds; the medicine may be a resource beside the order."""
    medicine = {"resourceType": "Medication", "id": "m", "code": {"text": "Prednisone 5 mg tablet"}}
    referring = {key: value for key, value in ONE.items() if key != "medicationCodeableConcept"}
    referring["medicationReference"] = {"reference": "Medication/m"}
    plan = read(bundle({"resourceType": "Patient"}, medicine, referring)).plan
    assert (plan.medicine, [tablet.name for tablet in plan.tablets]) == ("Prednisone", ["5 mg tablet"])


def test_several_orders_are_listed_and_one_is_chosen() -> None:
    """Each choice names its number, id, medicine and text; the id or the number picks it."""
    with pytest.raises(Unanswered) as caught:
        read(bundle(ONE, TWO))
    (question,) = caught.value.questions
    assert question.choices[1] == "--order 2: o2 · Warfarin 1 mg tablet · 2 tablets daily"
    for chosen in ("o2", "2"):
        assert read(bundle(ONE, TWO), chosen=chosen).plan.medicine == "Warfarin"
    assert "holds no order" in questions_of(bundle(ONE, TWO), chosen="o3")[0]


def test_the_first_day_is_the_order_s_own_or_the_one_given() -> None:
    """A date of the order stands; another one beside it is asked about; without either it is assumed or asked."""
    dated = order(line("1 tablet daily", TABLET, per(1, 1, "d", boundsPeriod=DEC)))
    assert not read(dated).assumed
    assert "Which date is day 1" in questions_of(dated, starts_on=TOMORROW)[0]
    assert read(ONE).assumed
    assert read(ONE, starts_on=date(2026, 12, 9)).plan.starts_on == date(2026, 12, 9)
    assert questions_of(ONE, assumed_on=None) == ["Which date is day 1?"]


def test_a_rhythm_without_a_start_is_read_with_the_day_given() -> None:
    """Every other day and every 72 hours count from the first dose."""
    patch = order(line("1 patch every 72 hours", dose(1, "PATCH"), per(1, 72, "h")), medicine="Fentanyl patch")
    assert "On which day is the first dose" in questions_of(patch)[0]
    assert said(read(patch, starts_on=TOMORROW))[0] == ["1 patch every 72 hours from 08:00"]


def test_a_split_is_the_person_s_word() -> None:
    """A half is made of the order's tablet once it may be split, never of an extended-release one."""
    half = order(line("5 mg daily", dose(5, "mg"), DAILY))
    assert said(read(half, split=Split.HALF))[0] == ["5 mg (0.5 tablet of 10 mg) once daily"]
    extended = order(line("75 mg daily", dose(75, "mg"), DAILY), medicine="Venlafaxine XR 150 mg tablet")
    assert "cannot be made of 150 mg extended-release tablet" in questions_of(extended, split=Split.HALF)[0]


def test_the_order_s_own_words_stand_beside_the_reading() -> None:
    """Text and structure side by side; who wrote it, when and why are kept; a byte order mark is no fault."""
    resource = order(
        line("Take 1 tablet daily with food", TABLET, DAILY),
        requester={"display": "Dr Gray"},
        authoredOn="2026-11-30T09:00:00Z",
        reasonCode=[{"coding": [{"display": "Asthma (disorder)"}]}],
        note=[{"text": "Take with food"}],
        status="on-hold",
        dispenseRequest=dispensed(30, expectedSupplyDuration=lasts(30)),
    )
    reading = read(b"\xef\xbb\xbf" + written(resource))
    plan = reading.plan
    assert (plan.prescriber, plan.written_on, plan.reason) == ("Dr Gray", date(2026, 11, 30), "Asthma")
    assert plan.precautions == ("Take with food",)
    assert plan.ends.value == "open"
    assert reading.shown["instructions"] == [
        {
            "where": "dosageInstruction[0]",
            "texts": ["Take 1 tablet daily with food"],
            "structure": "1 tablet once daily",
        }
    ]
    notes = " ".join(str(note) for note in reading.shown["notes"])  # type: ignore[attr-defined]
    assert "no stop date was made of that" in notes
    assert "on-hold" in notes


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


def _places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Every place in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, entry in inner for found in _places(entry, (*path, key)))]


def _with(value: Any, path: tuple[object, ...], new: object) -> Any:
    if not path:
        return new
    key, *rest = path
    if isinstance(value, dict):
        return {k: _with(v, tuple(rest), new) if k == key else v for k, v in value.items()}
    return [_with(v, tuple(rest), new) if n == key else v for n, v in enumerate(value)]


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_an_order_with_anything_anywhere_gives_no_traceback(data: st.DataObject) -> None:
    """Any JSON value put in any place of an order is read or asked about."""
    resource, *_ = data.draw(st.sampled_from(list(READ.values())))
    path = data.draw(st.sampled_from(_places(resource)[1:]))
    changed = _with(resource, path, data.draw(JSON_VALUES))
    with suppress(Unanswered):
        read(changed)


NUMBERS = [
    (name, path)
    for name, (resource, *_) in READ.items()
    for path in _places({"dosageInstruction": resource["dosageInstruction"]})
    if path and path[-1] in ("value", "frequency", "period", "count")
]


@pytest.mark.parametrize(("name", "path"), NUMBERS, ids=lambda part: str(part)[:60])
def test_another_number_in_the_structure_never_gives_the_same_plan(name: str, path: tuple[object, ...]) -> None:
    """A dose, frequency, period, length or count that differs changes the reading or is asked about."""
    resource, *expected = READ[name]
    with suppress(Unanswered):
        assert said(read(_with(resource, path, 13))) != tuple(expected)


def _numbers_in(text: str) -> list[tuple[int, str]]:
    return [(match.start(), match[0]) for match in re.finditer(r"\d+", text)]


TEXT_NUMBERS = [
    (name, nth, at, number)
    for name, (resource, *_) in READ.items()
    for nth, instruction in enumerate(resource["dosageInstruction"])
    for at, number in _numbers_in(instruction.get("text", ""))
]


@pytest.mark.parametrize(("name", "nth", "at", "number"), TEXT_NUMBERS, ids=lambda part: str(part)[:50])
def test_another_number_in_the_text_is_asked_about(name: str, nth: int, at: int, number: str) -> None:
    """The structure is never followed against the number that its text says."""
    resource, *_ = READ[name]
    text = resource["dosageInstruction"][nth]["text"]
    other = f"{text[:at]}{int(number) + 3}{text[at + len(number) :]}"
    assert questions_of(_with(resource, ("dosageInstruction", nth, "text"), other))
