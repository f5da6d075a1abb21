"""What stands beside the dose of an order: its route, side, reason, extensions, narrative and numbering.

Where it contradicts the words, or says more than the structure, it is asked about; where it agrees, the order is read.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fhirorders import Json, dispensed, dose, in_turn, lasts, line, order, per, quantity, written

from taper.app.orders import BesideOrder, read_fhir
from taper.core.daytimes import DEFAULT_TIMES
from taper.core.errors import Unanswered
from taper.language import say_step

DAILY, TABLET = per(1, 1, "d"), dose(1, "TAB")
FIVE_DAYS = per(1, 1, "d", boundsDuration=lasts(5))
TWICE = per(2, 1, "d")


def concept(text: str) -> Json:
    return {"text": text}


def coded(*words: str, system: str = "http://hospital.example/codes") -> Json:
    return {"coding": [{"system": system, "code": f"X{nth}", "display": word} for nth, word in enumerate(words)]}


def rendered(text: str) -> list[Json]:
    url = "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.renderedDosageInstruction"
    return [{"url": url, "valueMarkdown": text}]


def narrative(status: str, words: str) -> Json:
    return {"status": status, "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{words}</p></div>'}


def read(resource: Json) -> list[str]:
    """The steps in words; day 1 is assumed to be tomorrow."""
    beside = BesideOrder(
        times=DEFAULT_TIMES, zone="America/New_York", today=date(2026, 12, 1), assumed_on=date(2026, 12, 2)
    )
    plan = read_fhir(written(resource), name="order.json", beside=beside).plan
    return [say_step(step, tablets=plan.tablets) for step in plan.steps]


def taken(text: str, **more: Any) -> Json:
    return order(line(text, TABLET, DAILY, **more))


READ: dict[str, tuple[Json, list[str]]] = {
    "a route and a text that name one way": (
        taken("Take 1 tablet by mouth daily", route=concept("Oral route")),
        ["1 tablet once daily"],
    ),
    "a puff by mouth by the inhaled route": (
        order(
            line("Inhale 1 puff by mouth daily", dose(1, "{puff}"), DAILY, route=concept("Respiratory tract")),
            medicine="Fluticasone inhaler",
        ),
        ["1 puff once daily"],
    ),
    "advice that names eyes and mouth": (
        taken("Take 1 tablet by mouth daily. Avoid contact with eyes.", route=concept("Oral use")),
        ["1 tablet once daily"],
    ),
    "an agreeing rendered instruction": (
        {**taken("Take 1 tablet daily"), "extension": rendered("Take 1 tablet once daily")},
        ["1 tablet once daily"],
    ),
    "a rendered instruction of the whole": (
        {
            **order(
                *in_turn(
                    line("Take 2 tablets daily for 5 days", dose(2, "TAB"), FIVE_DAYS),
                    line("Take 1 tablet daily for 5 days", TABLET, FIVE_DAYS),
                )
            ),
            "extension": rendered("2 tablets daily for 5 days, then 1 tablet daily for 5 days, then stop"),
        },
        ["2 tablets once daily for 5 days", "1 tablet once daily for 5 days"],
    ),
    "a narrative made of the data": (
        {**taken("Take 1 tablet daily"), "text": narrative("generated", "Take 1 tablet daily")},
        ["1 tablet once daily"],
    ),
    "a narrative that says more, of no dose": (
        {**taken("Take 1 tablet daily"), "text": narrative("additional", "Printed for Mrs Example &amp; family")},
        ["1 tablet once daily"],
    ),
    "pain in words, a painful condition in the code": (
        order(
            line(
                "1 tablet every 6 hours as needed for pain",
                TABLET,
                per(1, 6, "h"),
                asNeededCodeableConcept=concept("Tension headache (finding)"),
            )
        ),
        ["1 tablet as needed for pain, at least 6 hours apart"],
    ),
    "one reason in other words": (
        order(
            line("1 tablet at bedtime as needed for sleep", TABLET, DAILY, asNeededCodeableConcept=concept("Insomnia"))
        ),
        ["1 tablet at bedtime as needed for sleep, at most 1 time a day"],
    ),
    "an array in another order, with numbers and dates that agree": (
        order(
            {
                "sequence": 2,
                **line(
                    "1 tablet daily for 5 days",
                    TABLET,
                    per(1, 1, "d", boundsPeriod={"start": "2026-12-06", "end": "2026-12-10"}),
                ),
            },
            {
                "sequence": 1,
                **line(
                    "2 tablets daily for 5 days",
                    dose(2, "TAB"),
                    per(1, 1, "d", boundsPeriod={"start": "2026-12-01", "end": "2026-12-05"}),
                ),
            },
        ),
        ["2 tablets once daily for 5 days", "1 tablet once daily for 5 days"],
    ),
    "weekdays, once on each of them": (
        order(line("1 tablet on Mondays and Thursdays", TABLET, per(1, 1, "d", dayOfWeek=["mon", "thu"]))),
        ["1 tablet every Monday and Thursday"],
    ),
    "a hospital's own code beside a whole repeat": (
        order(
            {**line("1 tablet twice a day", TABLET, TWICE), "timing": {"repeat": TWICE, "code": coded("Twice daily")}}
        ),
        ["1 tablet twice daily"],
    ),
    "a half tablet that the order itself counts": (
        order(line("Take half a tablet daily for 5 days", dose(0.5, "TAB"), FIVE_DAYS), dispenseRequest=dispensed(3)),
        ["0.5 tablet once daily for 5 days"],
    ),
    "twice a day with meals": (
        order(line("Take 1 tablet twice a day with meals", TABLET, TWICE)),
        ["1 tablet twice daily"],
    ),
    "a cautionary label about food": (
        taken("Take 1 tablet daily", additionalInstruction=[concept("Take on an empty stomach, 1 hour before food")]),
        ["1 tablet once daily"],
    ),
    "the advisory to complete the course": (
        order(
            line(
                "1 tablet daily for 5 days. Complete the prescribed course unless otherwise directed.",
                TABLET,
                FIVE_DAYS,
            )
        ),
        ["1 tablet once daily for 5 days"],
    ),
    "a note with the number of a file": (
        {**taken("Take 1 tablet daily"), "note": [{"text": "Prior authorization on file #4471"}]},
        ["1 tablet once daily"],
    ),
    "meals by name": (
        order(line("Take 1 tablet with breakfast and dinner", TABLET, per(2, 1, "d", when=["CM", "CV"]))),
        ["1 tablet with breakfast and with dinner"],
    ),
    "a Cerner sentence with its count": (
        order(line("1 tab(s), Oral, Daily, for 5 day(s), # 5 tab(s), 0 Refill(s)", TABLET, FIVE_DAYS)),
        ["1 tablet once daily for 5 days"],
    ),
    "dates in words": (
        order(
            line(
                "1 tablet daily from December 2 to December 6, 2026",
                TABLET,
                per(1, 1, "d", boundsPeriod={"start": "2026-12-02", "end": "2026-12-06"}),
            )
        ),
        ["1 tablet once daily for 5 days"],
    ),
    "an id beside a value": ({**taken("Take 1 tablet daily"), "_status": {"id": "s1"}}, ["1 tablet once daily"]),
    "a note about fetching it": (
        {**taken("Take 1 tablet daily"), "note": [{"text": "Patient prefers pick-up after 5 pm at the pharmacy."}]},
        ["1 tablet once daily"],
    ),
    "weeks of doses once a week": (
        order(line("2 tablets every Monday for 4 weeks", dose(2, "TAB"), per(1, 1, "wk", dayOfWeek=["mon"], count=4))),
        ["2 tablets once a week on Monday for 4 doses"],
    ),
    "an indication": (taken("Take 1 tablet daily. Indication: asthma"), ["1 tablet once daily"]),
    "tablets with the code of a bare number": (
        order(line("Take 1 tablet daily", [{"doseQuantity": quantity(1, "1", unit="tablet(s)")}], DAILY)),
        ["1 tablet once daily"],
    ),
}


@pytest.mark.parametrize("name", READ)
def test_what_agrees_is_read(name: str) -> None:
    """The plan is what the dose says, unchanged by what stands beside it."""
    resource, steps = READ[name]
    assert read(resource) == steps


ASKED: dict[str, tuple[Json, str]] = {
    "an ear for a tablet by mouth": (
        taken("1 tablet daily in the left ear", route=concept("Oral route")),
        "in the ear",
    ),
    "under the tongue, coded as by mouth": (
        taken("Dissolve 1 tablet under the tongue daily", route=concept("Oral use")),
        "under the tongue",
    ),
    "the other eye": (
        order(
            line("1 drop daily into the right eye", dose(1, "[drp]"), DAILY, site=concept("Left eye structure")),
            medicine="Timolol 0.5% eye drops",
        ),
        "The text says right, the structure left",
    ),
    "a route that is no concept": (taken("Take 1 tablet daily", route=[concept("Oral")]), "expected an object"),
    "another reason": (
        order(
            line(
                "1 tablet every 6 hours as needed for anxiety",
                TABLET,
                per(1, 6, "h"),
                asNeededCodeableConcept=concept("Nausea"),
            )
        ),
        'as needed "anxiety", the structure "Nausea"',
    ),
    "another dose in a rendered instruction": (
        {**taken("Take 1 tablet daily"), "extension": rendered("Take 2 tablets once daily")},
        'A note says "Take 2 tablets once daily"',
    ),
    "a rendered instruction of other steps": (
        {
            **order(line("Take 1 tablet daily for 5 days", TABLET, FIVE_DAYS)),
            "extension": rendered("2 tablets daily for 5 days, then 1 tablet daily for 5 days"),
        },
        "the structure gives other doses or days",
    ),
    "an extension inside the dosage": (
        taken("Take 1 tablet daily", extension=[{"url": "urn:x", "valueString": "only on weekdays"}]),
        'A note says "only on weekdays"',
    ),
    "a narrative that says more": (
        {**taken("Take 1 tablet daily"), "text": narrative("additional", "Take <b>2 tablets</b> twice a day")},
        'A note says "Take 2 tablets twice a day"',
    ),
    "a short narrative of another dose": (
        {**taken("Take 1 tablet daily"), "text": narrative("generated", "2 tablets twice a day")},
        'A note says "2 tablets twice a day"',
    ),
    "a long narrative whose dosage is another one": (
        {
            **taken("Take 1 tablet daily"),
            "text": narrative("generated", f"{'A word. ' * 60}</p><p><b>Dosage</b>: Take 2 tablets daily"),
        },
        'A note says "Take 2 tablets daily"',
    ),
    "a count in the text that the doses do not need": (
        order(line("1 tab(s), Oral, Daily, for 5 day(s), # 20 tab(s), 0 Refill(s)", TABLET, FIVE_DAYS)),
        "need 5 tablets, the quantity dispensed is 20",
    ),
    "a count in the text beside another quantity": (
        order(
            line("1 tab(s), Oral, Daily, for 5 day(s), # 20 tab(s)", TABLET, FIVE_DAYS),
            dispenseRequest=dispensed(5),
        ),
        '"# 20 tabs", the quantity dispensed is 5',
    ),
    "millilitres of a tablet": (
        order(line("1 tablet daily for 5 days", TABLET, FIVE_DAYS), dispenseRequest=dispensed(100, "mL")),
        "The dose is counted in tablets, what is dispensed in mL",
    ),
    "a loading dose in an extension": (
        taken("Take 1 tablet daily", extension=[{"url": "http://x/loading-dose", "valueQuantity": quantity(4, "TAB")}]),
        "An extension",
    ),
    "the name of another medicine": (taken("Take 1 tablet of methotrexate daily"), 'The text names "methotrexate"'),
    "a part of an order": ({**taken("Take 1 tablet daily"), "meta": {"tag": [{"code": "SUBSETTED"}]}}, "SUBSETTED"),
    "an active order with a reason for its status": (
        {**taken("Take 1 tablet daily"), "statusReason": concept("Drug interaction")},
        'gives "Drug interaction" as the reason for its status',
    ),
    "nothing dispensed": ({**taken("Take 1 tablet daily"), "dispenseRequest": dispensed(0)}, "of what is dispensed"),
    "a number that is not there": (
        order(
            {"sequence": 1, **line("2 tablets daily for 5 days", dose(2, "TAB"), FIVE_DAYS)},
            {"sequence": 3, **line("1 tablet daily for 5 days", TABLET, FIVE_DAYS)},
        ),
        "one between them is not there",
    ),
    "a note on the first dose": (
        {**taken("Take 1 tablet daily"), "note": [{"text": "First dose now"}]},
        'A note says "First dose now"',
    ),
    "a half tablet of which only mg are said": (
        order(line("Take 5 mg daily", dose(5, "mg"), DAILY)),
        "cannot be made of 10 mg tablet",
    ),
    "a half of an extended-release tablet": (
        order(line("Take half a tablet daily", dose(0.5, "TAB"), DAILY), medicine="Venlafaxine XR 150 mg tablet"),
        "May it be split?",
    ),
    "a length of a size": (
        order(line("1 tablet daily", TABLET, per(1, 1, "d", boundsDuration=lasts(99_999)))),
        "more than a plan may have (3,660 days)",
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_contradicts_is_asked_about(name: str) -> None:
    """Nothing is read, and one question names the contradiction."""
    resource, about = ASKED[name]
    with pytest.raises(Unanswered) as questions:
        read(resource)
    texts = [question.text for question in questions.value.questions]
    assert any(about in text for text in texts), texts


def test_a_great_many_unknown_keys_are_counted() -> None:
    """The first eight are named; the rest is one question, and a key of a size is cut short."""
    resource = taken("Take 1 tablet daily") | {f"key{nth}": nth for nth in range(20_000)} | {"k" * 500_000: 1}
    with pytest.raises(Unanswered) as questions:
        read(resource)
    texts = [question.text for question in questions.value.questions]
    assert len(texts) == 9
    assert "The order has 19,993 more keys that are not known here. Do they change what is taken?" in texts
    assert max(len(text) for text in texts) < 300


def test_a_place_is_said_as_a_person_counts() -> None:
    """The question speaks of instruction 1; the path stands in its place, for programs."""
    with pytest.raises(Unanswered) as questions:
        read(order(line("1 tablet", TABLET, None)))
    asked = questions.value.questions[0]
    assert asked.text.startswith("Instruction 1 does not say in its structure (timing) how often")
    assert asked.where == "dosageInstruction[0]"
