"""The page "Today" in a real browser, on a real daemon: what is pressed is recorded, once; what is recorded is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sites import Site, burst, come_in, plan_of

from taper.reaching import fresh_id

pytestmark = pytest.mark.daemon

MORNING = "2026-12-01/morning"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One page for the tests that leave it as it was but for records."""
    with Site(tmp_path_factory.mktemp("today") / "home", burst()) as started:
        yield started


@pytest.fixture
def site(shared: Site) -> Iterator[Site]:
    """That page, without any record."""
    yield shared
    while shared.recorded():
        shared.daemon.call("undo", plan="A", intake_id=fresh_id())


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Site]:
    """A page of the test's own, which may break it."""
    with Site(tmp_path / "home", burst()) as started:
        yield started


def press(page: Page, name: str) -> None:
    """Presses the first button of that name, and waits for what is said to it."""
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_url("**/?said=*")


def answer_on(page: Page) -> str:
    """What the page says to the form that was sent."""
    return page.get_by_role("region", name="Answer").inner_text().replace("\u00a0", " ")


def test_a_dose_is_taken_and_the_record_taken_back(site: Site, page: Page) -> None:
    """Taken, its answer, Undo: each is what the commands see too."""
    expect(page.get_by_role("heading", name="A: 4 tablets of 10 mg", exact=True)).to_be_visible()
    press(page, "Taken")
    assert "Recorded: plan A, 4 tablets of 10 mg taken Tue 1 Dec 08:04" in answer_on(page)
    expect(page.get_by_role("region", name="Answer")).to_be_focused()
    expect(page.get_by_text("Nothing to take now.")).to_be_visible()
    assert site.recorded() == [("taken", MORNING)]
    page.get_by_role("region", name="Answer").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back:")).to_be_visible()
    assert site.recorded() == []


def test_a_form_sent_twice_is_done_once(site: Site, page: Page) -> None:
    """Sent again by a browser that repeats itself, a form changes nothing and is answered alike; so is a reload."""
    form = {one["name"]: one["value"] for one in page.locator("form").first.locator("input").evaluate_all(FIELDS)}
    sent = [
        page.request.post(
            f"{site.address}/take", form={**form, "answer": "taken"}, headers={"Origin": site.address}, max_redirects=0
        )
        for _ in range(2)
    ]
    assert [answer.status for answer in sent] == [303, 303]
    assert sent[0].headers["location"] == sent[1].headers["location"]
    for _ in range(2):
        page.goto(site.address + sent[0].headers["location"])
        assert "Recorded:" in answer_on(page)
    assert site.recorded() == [("taken", MORNING)]


FIELDS = "fields => fields.map(({name, value}) => ({name, value}))"


def test_skipping_being_unsure_and_snoozing(site: Site, page: Page) -> None:
    """Each button records what it says, and a snooze is a snooze."""
    press(page, "Snooze for 30 minutes")
    assert "asked again at 08:34" in answer_on(page)
    press(page, "Skip")
    assert site.recorded() == [("skipped", MORNING)]
    page.get_by_role("region", name="Answer").get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Not sure").click()
    expect(page.get_by_text("not sure whether it was taken")).to_be_visible()
    assert site.recorded() == [("unsure", MORNING)]


def test_what_is_recorded_elsewhere_is_seen(site: Site, page: Page) -> None:
    """A command beside the page: the open page follows by itself, and says so to a screen reader."""
    expect(page.get_by_role("button", name="Taken", exact=True)).to_be_visible()
    site.shell("take", "A")
    expect(page.get_by_text("taken 08:04")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Taken", exact=True)).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("Nothing to take now.")


def test_a_page_whose_program_has_ended_says_so(own: Site, profile: BrowserContext) -> None:
    """What stands there is of the past from then on, and the page does not hide it."""
    page = come_in(own, profile)
    expect(page.get_by_role("alert")).to_be_hidden()
    own.end()
    expect(page.get_by_role("alert")).to_contain_text("not kept up to date any more", timeout=20_000)


NAME = '<img src=x onerror=alert(1)><b>madeupin</b>" onfocus="alert(2)'


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A page with a plan for each of the tests that use it, two days after the end of the first."""
    plans = (
        burst(),
        plan_of("tramadol 1 to 2 tablets as needed every 6 hours for 20 days", strengths=["50 mg"], label="B"),
        plan_of("carisoprodol 350 mg three times a day for 14 days, then stop", strengths=["350 mg"], label="C"),
        replace(plan_of("madeupin 10 mg daily at 14:00 for 20 days, then stop"), medicine=NAME, label="<i>D</i>"),
    )
    with Site(tmp_path_factory.mktemp("several") / "home", *plans, at="2026-12-10T14:10:00Z") as started:
        yield started


def test_an_intake_past_the_end_is_recorded_and_warned_of(several: Site, profile: BrowserContext) -> None:
    """Two days after the last dose: still to be recorded, and the warning stands beside the answer."""
    page = come_in(several, profile)
    page.get_by_text("Record one taken since").click()
    page.locator("#ended").get_by_role("button", name="Taken").click()
    page.wait_for_url("**/?said=*")
    assert "Warning: This course ended 2 days ago" in answer_on(page)
    assert "day 10" in answer_on(page)
    assert several.recorded() == [("taken", None)]


def test_a_question_is_asked_with_its_choices(several: Site, profile: BrowserContext) -> None:
    """A stated range: the page asks how much was taken, and a press answers."""
    page = come_in(several, profile)
    press(page, "Record one taken")
    assert several.recorded("B") == []
    page.get_by_role("region", name="Answer").get_by_role("button", name="2 tablets").click()
    expect(page.get_by_text("Recorded: plan B, 2 tablets of 50 mg taken")).to_be_visible()
    assert several.recorded("B") == [("taken", None)]
    press(page, "Record one taken")
    page.get_by_label("Another amount").fill("1.5 tablets")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Recorded: plan B, 1 and a half tablets taken")).to_be_visible()


def test_a_dose_of_this_morning_is_recorded_at_its_time(several: Site, profile: BrowserContext) -> None:
    """A dose that nobody answered can be recorded later, with the time at which it was taken."""
    page = come_in(several, profile)
    row = page.get_by_role("listitem").filter(has_text="Record the dose of 08:00")
    row.get_by_text("Record the dose of 08:00").click()
    row.get_by_label("Taken at").fill("08:20")
    row.get_by_role("button", name="Taken").click()
    page.wait_for_url("**/?said=*")
    assert "taken Thu 10 Dec 08:20" in answer_on(page)
    assert several.recorded("C") == [("taken", "2026-12-10/morning")]


def test_a_medicine_with_markup_is_text(several: Site, profile: BrowserContext) -> None:
    """What comes from a file or a store is shown as it is written, and nothing of it is obeyed."""
    met: list[str] = []
    profile.on("dialog", lambda dialog: met.append(dialog.message))
    page = come_in(several, profile)
    expect(page.get_by_role("heading", name=NAME).first).to_be_visible()
    card = page.get_by_role("article").filter(has_text=NAME)
    card.get_by_role("button", name="Taken").click()
    page.wait_for_url("**/?said=*")
    assert "plan <i>D</i>" in answer_on(page)
    page.goto(f"{several.address}/upcoming")
    expect(page.get_by_text("<i>D</i>: 1 tablet of 10 mg").first).to_be_visible()
    assert page.locator("main img, main b, main i").count() == 0
    assert met == []


def test_without_a_daemon_it_is_done_here_and_said(tmp_path: Path, profile: BrowserContext) -> None:
    """No daemon: the page works on the store itself, and says that no reminder comes."""
    with Site(tmp_path / "home", burst(), daemon=False) as site:
        page = come_in(site, profile)
        expect(page.get_by_text("No daemon is running")).to_be_visible()
        press(page, "Taken")
        assert "Recorded: plan A" in answer_on(page)
        assert site.recorded() == [("taken", MORNING)]


def test_a_store_that_cannot_be_read_is_said(own: Site, profile: BrowserContext) -> None:
    """A damaged store is a sentence on the page, and no traceback anywhere."""
    page = come_in(own, profile)
    own.daemon.kill()
    (own.home / "taper.db").write_bytes(b"no store at all, but long enough to look like something " * 40)
    page.reload()
    expect(page.get_by_text("taper.db")).to_be_visible()
    assert "Traceback" not in page.content() + own.errors()


def test_it_works_without_scripts(site: Site, browser: Browser) -> None:
    """The entrance, the buttons and the answers need no script."""
    with browser.new_context(java_script_enabled=False) as profile:
        page = come_in(site, profile)
        press(page, "Taken")
        assert "Recorded:" in answer_on(page)
        assert site.recorded() == [("taken", MORNING)]


def test_it_works_by_the_keyboard_alone(site: Site, page: Page) -> None:
    """Tab leads to everything, what has the focus is seen to have it, and Enter presses."""
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "Taken")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?said=*")
    tab_to(page, "Undo")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Taken back:")).to_be_visible()
    assert site.recorded() == []


def tab_to(page: Page, wanted: str) -> None:
    """Presses Tab until a control of that name has the focus; each on the way shows its focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            "() => [document.activeElement.innerText, getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert outline != "none", name
        if name.strip().startswith(wanted):
            return
    raise AssertionError(f"Tab never came to {wanted}")


def test_another_site_gets_nothing_done(site: Site, page: Page, tmp_path: Path) -> None:
    """A form on a page from elsewhere, in the very browser that is let in: refused, and nothing is recorded."""
    fields = {
        one.get_attribute("name"): one.get_attribute("value")
        for one in page.locator("form").first.locator("input").all()
    }
    hidden = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
    elsewhere = tmp_path / "evil.html"
    elsewhere.write_text(
        f'<form method="post" action="{site.address}/take">{hidden}<button name="answer" value="taken">Go</button>'
    )
    page.goto(elsewhere.as_uri())
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_text("taper: This page answers nothing that another site asks for.")).to_be_visible()
    assert site.recorded() == []
    page.goto(site.address)
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
