"""The pages of the plans, the report and the notes in a real browser: what is kept is shown, and markup is text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sites import Site, burst, house, plan_of
from test_page_for_everyone import assert_for_everyone

from taper.core.checkin import CheckIns

pytestmark = pytest.mark.daemon

MARKUP = '<img src=x onerror="document.title=1"> & <b>Co</b>'
SOMA = "carisoprodol (Soma): 350 mg three times a day and at bedtime for 14 days, then at bedtime for 3 days, then stop"
ASKING = replace(
    plan_of(SOMA, label="white bottle", strengths=["350 mg"]),
    check_ins=CheckIns(("sleep", "anxiety"), 7),
    activities=("physical therapy",),
)
NEEDED = "tramadol 50 mg every 6 hours as needed for pain for 20 days"
PLANS = (
    burst(),
    replace(burst("B"), medicine=MARKUP, reason="<script>document.title=1</script>"),
    ASKING,
    plan_of(NEEDED, label="D", strengths=["50 mg"]),
    plan_of("lisinopril 10 mg daily", label="E"),
)
AT = "2026-12-11T09:30:00Z"
"""Three days after the end of A, on day 11 of the others."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Five plans, one of them taken past its end."""
    with Site(tmp_path_factory.mktemp("plans") / "home", *PLANS, at=AT) as started:
        for day in (1, 2, 3):
            started.daemon.call(
                "take", plan="A", dose=f"2026-12-0{day}/morning", at=f"2026-12-0{day}T08:05+00:00", intake_id=f"{day}"
            )
        started.daemon.call("take", plan="A", amount="20 mg", intake_id="past")
        yield started


@pytest.fixture(scope="module")
def inside(site: Site, browser: Browser) -> Iterator[BrowserContext]:
    """A browser that came in once."""
    with house(site, browser, width=1280, height=900) as made:
        yield made


@pytest.fixture
def page(inside: BrowserContext) -> Iterator[Page]:
    """A new tab."""
    made = inside.new_page()
    yield made
    made.close()


def test_the_list_leads_to_each_plan(site: Site, page: Page) -> None:
    """By its label; one that is over stands apart."""
    page.goto(f"{site.address}/plans")
    expect(page.get_by_role("region", name="Over").get_by_role("link")).to_have_text(["A prednisone", f"B {MARKUP}"])
    page.get_by_role("link", name="white bottle carisoprodol").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan white bottle")
    expect(page.get_by_role("region", name="Where it stands")).to_contain_text("carisoprodol (Soma)")
    assert page.url == f"{site.address}/plans/white%20bottle"


def test_a_plan_past_its_end_says_so_first(site: Site, page: Page) -> None:
    """The warning stands above the steps, the curve and the calendar show the dose past the end."""
    page.goto(f"{site.address}/plans/A")
    standing = page.get_by_role("region", name="Where it stands")
    expect(standing).to_contain_text("Ended. Last dose Tue 8 December 2026.")
    expect(standing.get_by_role("listitem").first).to_contain_text(
        "Warning: 1 intake past the end. This course ended 3 days ago (Tue 8 December 2026). This is day 11 of an 8-day"
    )
    curve = page.get_by_role("img", name="Plan A: prednisone, planned and taken by the day")
    expect(curve).to_have_count(1)
    expect(curve.locator("desc")).to_contain_text("Taken as planned on 3 days and past the end on 1 day.")
    expect(page.get_by_role("cell", name="11 , today: 20 mg taken past the end")).to_be_visible()
    expect(page.get_by_role("cell", name="1 : 40 mg taken", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="4 : 40 mg no answer", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="8 : 20 mg no answer, last day", exact=True)).to_be_visible()


def test_the_steps_and_the_history_are_the_commands_(site: Site, page: Page) -> None:
    """The steps in words, the records newest first, the last of which can be taken back."""
    page.goto(f"{site.address}/plans/A")
    rows = page.get_by_role("table", name="The steps").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(2)).to_contain_text("Sat 5 Dec to Tue 8 December 2026 (4 days)")
    records = page.get_by_role("region", name="What was recorded").get_by_role("listitem")
    expect(records.first).to_contain_text("2 tablets of 10 mg taken Fri 11 Dec 09:30; day 11 of an 8-day course")
    assert "past" in json.dumps(site.daemon.call("log", plan="A"))
    expect(page.get_by_role("button", name="Take this record back")).to_have_count(1)


def test_a_name_with_markup_is_text_everywhere(site: Site, page: Page) -> None:
    """On the list, the plan's page, its curve, its report and the notes."""
    for path in ("/plans", "/plans/B", "/plans/B/report", "/notes"):
        page.goto(f"{site.address}{path}")
        expect(page.locator("main")).to_contain_text("<b>Co</b>")
        assert page.locator("main").locator("img, script, b").count() == 0, path
        assert page.title() != "1"


@pytest.mark.parametrize("path", ["/plans", "/plans/A", "/plans/A/report", "/notes", "/add"])
def test_a_title_names_no_medicine(site: Site, page: Page, path: str) -> None:
    """Browsers keep titles and addresses in their history."""
    page.goto(f"{site.address}{path}")
    assert "prednisone" not in f"{page.title()} {page.url}".casefold()


def test_what_has_no_curve_says_why(site: Site, page: Page) -> None:
    """A plan as needed has no daily total."""
    page.goto(f"{site.address}/plans/D")
    expect(page.get_by_role("region", name="Curve")).to_contain_text("No curve: no daily total is planned")
    page.goto(f"{site.address}/plans/E")
    expect(page.get_by_role("region", name="Curve").get_by_text("no end stated: goes on").first).to_be_visible()


def test_a_plan_that_is_not_there_is_said(site: Site, page: Page) -> None:
    """A page of its own, with the status of one that is not found."""
    answer = page.goto(f"{site.address}/plans/nobody")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text('There is no plan "nobody".')).to_be_visible()


def test_the_page_follows_what_is_recorded_elsewhere(site: Site, page: Page) -> None:
    """A command records a dose, and the open page shows it without being loaded again."""
    page.goto(f"{site.address}/plans/E")
    expect(page.get_by_role("region", name="What was recorded")).to_contain_text("Nothing yet.")
    site.daemon.call("take", plan="E", intake_id="elsewhere")
    expect(page.get_by_role("region", name="What was recorded")).to_contain_text("1 tablet of 10 mg taken")
    expect(page.get_by_role("cell", name="11 , today: 10 mg taken")).to_be_visible()


def test_the_report_is_the_summary_on_paper(site: Site, page: Page) -> None:
    """Its tables, and the curve."""
    page.goto(f"{site.address}/plans/A")
    page.get_by_role("link", name="Report for your provider").click()
    expect(page.get_by_role("heading", name="Prednisone: summary for the provider")).to_be_visible()
    expect(page.get_by_role("row", name="Fri 11 Dec")).to_contain_text("past the end")
    expect(page.get_by_role("img")).to_have_count(1)


def test_a_note_is_kept_with_what_a_source_says_and_taken_back(site: Site, page: Page) -> None:
    """The words, how bad, for the provider; a known sign is named with its source."""
    page.goto(f"{site.address}/notes")
    page.get_by_label("Plan", exact=True).select_option(label="white bottle carisoprodol (Soma)")
    page.get_by_label("What is to be noted?").fill("insomnia")
    page.get_by_label("How bad is it?").select_option("6")
    page.get_by_label("To be spoken of with my provider").check()
    page.get_by_role("button", name="Keep this note").click()
    answer = page.get_by_role("region", name="Answer")
    expect(answer).to_contain_text("insomnia; severity 6 of 10; for the provider")
    expect(answer).to_contain_text("is named as a withdrawal sign of carisoprodol")
    answer.get_by_role("button", name="Take this note back").click()
    expect(page.get_by_role("region", name="Answer")).to_contain_text("Taken back:")
    assert site.daemon.call("show", plan="white bottle")["notes"] == 0


def test_the_note_on_the_button_is_taken_back_whatever_was_noted_since(site: Site, page: Page) -> None:
    """Two tabs: the button of the first takes back the first one's note, not the last."""
    for words, tab in (("insomnia", page), ("headache", page.context.new_page())):
        tab.goto(f"{site.address}/notes")
        tab.get_by_label("What is to be noted?").fill(words)
        tab.get_by_role("button", name="Keep this note").click()
        expect(tab.get_by_role("region", name="Answer")).to_contain_text(words)
    page.get_by_role("region", name="Answer").get_by_role("button", name="Take this note back").click()
    expect(page.get_by_role("region", name="Answer")).to_contain_text("insomnia")
    expect(page.get_by_role("region", name="Answer")).to_contain_text("Taken back:")


def test_an_activity_is_done_on_the_day_of_the_page(site: Site, page: Page) -> None:
    """Pressed after midnight on the page of the evening, it is the evening's."""
    page.goto(f"{site.address}/notes")
    form = page.locator("form").filter(has=page.get_by_role("button", name="Done"))
    assert form.locator("input[name=on]").get_attribute("value") == site.daemon.call("today")["plans"][0]["date"]


def test_the_days_of_an_open_plan_leave_off_and_say_so(site: Site, page: Page) -> None:
    """The blank days behind them are no end; a plan with one says nothing of the kind."""
    page.goto(f"{site.address}/plans/E")
    calendar = page.get_by_role("region", name="Calendar")
    expect(calendar).to_contain_text("No stop date: shown up to")
    assert "and it goes on after that." in site.shell("calendar", "E")
    page.goto(f"{site.address}/plans/A")
    expect(calendar).to_be_visible()
    expect(calendar).not_to_contain_text("goes on")


def test_what_cannot_wait_is_said_first(site: Site, page: Page) -> None:
    """A sign that a source calls urgent stands before what was recorded."""
    page.goto(f"{site.address}/notes")
    page.get_by_label("Plan", exact=True).select_option(label="white bottle carisoprodol (Soma)")
    page.get_by_label("What is to be noted?").fill("difficulty breathing")
    page.get_by_role("button", name="Keep this note").click()
    said = page.get_by_role("region", name="Answer").get_by_role("paragraph")
    expect(said.first).to_contain_text("immediate medical attention")
    expect(said.nth(1)).to_contain_text("Recorded: plan white bottle")


def test_check_ins_and_activities_are_answered(site: Site, page: Page) -> None:
    """A score for one word, the other left open; what was done beside the medicine."""
    page.goto(f"{site.address}/notes")
    page.get_by_label("Sleep").select_option("3")
    page.get_by_role("button", name="Keep these answers").click()
    expect(page.get_by_role("region", name="Answer")).to_contain_text("sleep 3. Not answered: anxiety.")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("✓ done")).to_be_visible()
    answers = site.daemon.call("show", plan="white bottle")["checked_in"]
    assert [(one["about"], one["score"]) for one in answers] == [("sleep", 3), ("physical therapy", None)]


def test_what_is_to_be_told_is_answered_later(site: Site, page: Page) -> None:
    """On the plan's page, as with `taper told`."""
    page.goto(f"{site.address}/plans/white bottle")
    tell = page.get_by_role("region", name="To tell your provider before the start")
    tell.get_by_text("Answer", exact=True).click()
    tell.get_by_label("Seizures").select_option(label="no, it does not concern me")
    tell.get_by_role("button", name="Keep these answers").click()
    expect(tell.get_by_text("Seizures: does not concern you")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/plans", "/plans/A", "/plans/white bottle", "/plans/A/report", "/notes", "/add"])
def test_each_page_is_for_everyone(site: Site, page: Page, path: str, scheme: str) -> None:
    """Nothing beyond the edge of a phone, no violation by axe-core, with everything opened."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site.address}{path}")
    if path == "/add":
        page.get_by_label("The plan in words").fill("amoxicillin 500 mg dayly for 5 days")
        page.get_by_role("button", name="Read it").click()
        page.get_by_role("button", name="daily", exact=True).wait_for()
        assert_opened_for_everyone(page)
        page.get_by_role("button", name="daily", exact=True).click()
        page.get_by_role("button", name="Today").click()
        page.get_by_role("button", name="Yes, this matches the paper").wait_for()
    assert_opened_for_everyone(page)


def assert_opened_for_everyone(page: Page) -> None:
    """Checks the page with everything opened that opens."""
    page.wait_for_load_state()
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert_for_everyone(page)
