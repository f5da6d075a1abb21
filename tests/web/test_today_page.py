"""The page "Today" in a real browser, on a real daemon: what is pressed is recorded, once; what is recorded is seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sites import Site, burst, come_in, plan_of

pytestmark = pytest.mark.daemon

MORNING = "2026-12-01/morning"


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


def test_a_page_whose_program_has_ended_says_so(site: Site, page: Page) -> None:
    """What stands there is of the past from then on, and the page does not hide it."""
    expect(page.get_by_role("alert")).to_be_hidden()
    site.end()
    expect(page.get_by_role("alert")).to_contain_text("not kept up to date any more", timeout=20_000)


def test_an_intake_past_the_end_is_recorded_and_warned_of(tmp_path: Path, profile: BrowserContext) -> None:
    """Two days after the last dose: still to be recorded, and the warning stands beside the answer."""
    with Site(tmp_path / "home", burst(), at="2026-12-10T09:00:00Z") as site:
        page = come_in(site, profile)
        page.get_by_text("Record one taken since").click()
        press(page, "Taken")
        assert "Warning: This course ended 2 days ago" in answer_on(page)
        assert "day 10" in answer_on(page)
        assert site.recorded() == [("taken", None)]


def test_a_question_is_asked_with_its_choices(tmp_path: Path, profile: BrowserContext) -> None:
    """A stated range: the page asks how much was taken, and a press answers."""
    plan = plan_of("tramadol 1 to 2 tablets as needed every 6 hours for 5 days, then stop", strengths=["50 mg"])
    with Site(tmp_path / "home", plan) as site:
        page = come_in(site, profile)
        press(page, "Record one taken")
        assert site.recorded() == []
        page.get_by_role("region", name="Answer").get_by_role("button", name="2 tablets").click()
        expect(page.get_by_text("Recorded: plan A, 2 tablets of 50 mg taken")).to_be_visible()
        assert site.recorded() == [("taken", None)]
        press(page, "Record one taken")
        page.get_by_label("Another amount").fill("1.5 tablets")
        page.get_by_role("button", name="Record it").click()
        expect(page.get_by_text("Recorded: plan A, 1 and a half tablets taken")).to_be_visible()


def test_a_dose_of_this_morning_is_recorded_at_its_time(tmp_path: Path, profile: BrowserContext) -> None:
    """A dose that nobody answered can be recorded later, with the time at which it was taken."""
    plan = plan_of("carisoprodol 350 mg three times a day for 14 days, then stop", strengths=["350 mg"])
    with Site(tmp_path / "home", plan, at="2026-12-01T14:10:00Z") as site:
        page = come_in(site, profile)
        page.get_by_text("Record the dose of 08:00").click()
        row = page.get_by_role("listitem").filter(has_text="Record the dose of 08:00")
        row.get_by_label("Taken at").fill("08:20")
        row.get_by_role("button", name="Taken").click()
        assert "taken Tue 1 Dec 08:20" in answer_on(page)
        assert site.recorded() == [("taken", MORNING)]


def test_a_medicine_with_markup_is_text(tmp_path: Path, profile: BrowserContext) -> None:
    """What comes from a file or a store is shown as it is written, and nothing of it is obeyed."""
    name = '<img src=x onerror=alert(1)><b>madeupin</b>" onfocus="alert(2)'
    met: list[str] = []
    plan = burst(medicine="madeupin")
    with Site(tmp_path / "home", replace(plan, medicine=name, label="<i>A</i>")) as site:
        profile.on("dialog", lambda dialog: met.append(dialog.message))
        page = come_in(site, profile)
        expect(page.get_by_role("heading", name=name).first).to_be_visible()
        press(page, "Taken")
        assert "plan <i>A</i>" in answer_on(page)
        page.goto(f"{site.address}/upcoming")
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


def test_a_store_that_cannot_be_read_is_said(site: Site, page: Page) -> None:
    """A damaged store is a sentence on the page, and no traceback anywhere."""
    site.daemon.kill()
    (site.home / "taper.db").write_bytes(b"no store at all, but long enough to look like something " * 40)
    page.reload()
    expect(page.get_by_text("taper.db")).to_be_visible()
    assert "Traceback" not in page.content() + site.errors()


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
