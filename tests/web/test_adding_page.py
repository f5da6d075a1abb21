"""Adding a plan on the page: read, asked, confirmed, kept; and nothing kept that was not confirmed as it was shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from plainclient import Client, Reply
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sites import Site, burst, come_in, house

pytestmark = pytest.mark.daemon

CLEAR = "amoxicillin 500 mg twice a day for 5 days, then stop"
MARKUP = '<img src=x onerror="document.title=1"> & <b>bold</b>'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One page for all tests here, with a plan of prednisone as A; each test adds medicines of its own."""
    with Site(tmp_path_factory.mktemp("adding") / "home", burst()) as started:
        yield started


@pytest.fixture(scope="module")
def inside(site: Site, browser: Browser) -> Iterator[BrowserContext]:
    """A browser that came in once."""
    with house(site, browser, width=360, height=800) as made:
        yield made


@pytest.fixture
def page(site: Site, inside: BrowserContext) -> Iterator[Page]:
    """The form, on a phone's width."""
    made = inside.new_page()
    made.goto(f"{site.address}/add")
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(site: Site) -> Client:
    """The same without scripts, styles or a screen: only the forms."""
    made = Client(site.port)
    assert made.enter(site.key()).status == 200
    return made


def sent(site: Site, client: Client, path: str, form: dict[str, str]) -> Reply:
    """The answer to a form of the page itself."""
    return client.post(path, form, headers={"Origin": site.address, "Sec-Fetch-Site": "same-origin"})


def medicines(site: Site) -> list[str]:
    """What is kept."""
    return [plan["medicine"] for plan in site.daemon.call("list", all=True)]


def test_a_plan_is_read_while_it_is_written_and_kept_after_the_yes(site: Site, page: Page) -> None:
    """The reading comes by itself; day 1 is asked; what is kept is what a command shows."""
    page.get_by_label("The plan in words").fill(CLEAR)
    page.get_by_label("Tablets on hand").fill("500 mg capsule")
    reading = page.get_by_role("region", name="The reading")
    expect(reading).to_contain_text("amoxicillin · 5 days · 10 capsules of 500 mg in all")
    expect(reading.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("button", name="Yes, this matches")).to_have_count(0)
    page.get_by_role("button", name="Tomorrow").click()
    expect(reading).to_contain_text("Last dose Sun 6 December 2026, 20:00.")
    assert "amoxicillin" not in medicines(site)
    page.get_by_role("button", name="Yes, this matches the paper").click()
    expect(page.get_by_role("region", name="Answer")).to_contain_text("Kept as plan")
    expect(page.get_by_role("region", name="Where it stands")).to_contain_text("amoxicillin")
    shown = json.loads(site.shell("show", "amoxicillin", "--json"))
    assert (shown["starts_on"], shown["last_dose_on"]) == ("2026-12-02", "2026-12-06")
    assert shown["supply"] == [{"of": "500 mg capsule", "count": "10"}]


def test_a_question_is_marked_in_the_text_and_answered_in_the_form(site: Site, page: Page) -> None:
    """A press on a choice takes the place of the marked words; nothing is kept while the question stands."""
    page.get_by_label("The plan in words").fill("cefalexin 500 mg daly for 5 days, then stop")
    page.get_by_label("Day 1", exact=True).fill("2026-12-02")
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("mark")).to_have_text("daly")
    expect(page.get_by_role("button", name="Yes, this matches")).to_have_count(0)
    page.get_by_role("button", name="daily", exact=True).click()
    expect(page.get_by_label("The plan in words")).to_have_value("cefalexin 500 mg daily for 5 days, then stop")
    page.get_by_role("button", name="Yes, this matches the paper").click()
    expect(page.get_by_role("region", name="Where it stands")).to_contain_text("cefalexin")
    assert "cefalexin" in medicines(site)


def test_a_question_is_answered_in_other_words(page: Page) -> None:
    """Typed words take the place of the marked ones, by the keyboard alone."""
    page.get_by_label("The plan in words").fill("prednisone 60 mg daily for 5 days, then 5-day taper")
    page.get_by_role("button", name="Read it").press("Enter")
    expect(page.locator("mark")).to_have_text("5-day taper")
    expect(page.get_by_text("taper does not make up a taper")).to_be_visible()
    page.get_by_label("The words").fill("50 mg daily for 1 day, then 40 mg daily for 1 day")
    page.keyboard.press("Enter")
    reading = page.get_by_role("region", name="The reading")
    expect(reading).to_contain_text("I read this as")
    expect(reading).to_be_focused()
    expect(reading.get_by_role("rowheader")).to_have_text(["1", "2", "3"])


def test_a_second_plan_of_a_medicine_is_asked_about(site: Site, page: Page) -> None:
    """The store's own question is answered on the page, and the reading confirmed again."""
    page.get_by_label("The plan in words").fill("prednisone 5 mg daily for 20 days, then stop")
    page.get_by_label("Day 1", exact=True).fill("2026-12-10")
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Yes, this matches the paper").click()
    expect(page.get_by_text("Are both to be taken?")).to_be_visible()
    assert medicines(site).count("prednisone") == 1
    page.get_by_role("button", name="Yes, keep both").click()
    page.get_by_role("button", name="Yes, this matches the paper").click()
    expect(page.get_by_role("region", name="Answer")).to_contain_text("Kept as plan")
    assert medicines(site).count("prednisone") == 2


def test_the_provider_s_word_is_asked_for_where_a_limit_stands(site: Site, page: Page) -> None:
    """Without a name there is nothing to press; with one it is kept under that name."""
    page.get_by_label("The plan in words").fill("loperamide 8 mg four times a day for 2 days, then stop")
    page.get_by_label("Day 1", exact=True).fill("2026-12-02")
    page.get_by_role("button", name="Read it").click()
    reading = page.get_by_role("region", name="The reading")
    expect(reading).to_contain_text("Nothing was stored.")
    expect(page.get_by_role("button", name="Yes, this matches")).to_have_count(0)
    page.get_by_label("Approved by").fill("Dr Ada Lum")
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Yes, this matches the paper").click()
    expect(page.get_by_role("region", name="How the plan was changed")).to_contain_text("approved by Dr Ada Lum")


def test_markup_in_a_plan_is_text(page: Page) -> None:
    """In the question about it, in the reading, in a label, and on the plan's own page."""
    words = page.get_by_label("The plan in words")
    words.fill(f"{MARKUP} 40 mg daily for 4 days")
    page.get_by_role("button", name="Read it").click()
    expect(page.locator(".quoted").first).to_contain_text("<b>bold</b>")
    expect(page.locator("#reading img, #reading b")).to_have_count(0)
    assert page.title() == "Add a plan · taper"


def test_by_the_keyboard_alone(site: Site, page: Page) -> None:
    """From field to field by Tab, each button by Enter; the focus is at the reading when it comes."""
    page.get_by_label("The plan in words").focus()
    page.keyboard.type("clarithromycin 250 mg twice a day for 5 days, then stop")
    tabbed_to(page, "Read it")
    page.keyboard.press("Enter")
    tabbed_to(page, "Today")
    page.keyboard.press("Enter")
    reading = page.get_by_role("region", name="The reading")
    expect(reading).to_contain_text("Last dose Sat 5 December 2026")
    expect(reading).to_be_focused()
    tabbed_to(page, "Yes, this matches the paper")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Answer")).to_be_focused()
    assert "clarithromycin" in medicines(site)


def tabbed_to(page: Page, words: str) -> None:
    """Presses Tab until the button of these words has the focus."""
    button = page.get_by_role("button", name=words)
    button.wait_for()
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"no Tab leads to {words}")


def test_a_browser_without_scripts_does_it_all(site: Site, browser: Browser) -> None:
    """A question answered, day 1 chosen, the plan kept, a note written, taken back."""
    with browser.new_context(java_script_enabled=False) as profile:
        profile.set_default_timeout(10_000)
        page = come_in(site, profile)
        page.goto(f"{site.address}/add")
        page.get_by_label("The plan in words").fill("minocycline 50 mg daly for 5 days, then stop")
        page.get_by_role("button", name="Read it").click()
        page.get_by_role("button", name="daily", exact=True).click()
        page.get_by_role("button", name="Tomorrow").click()
        page.get_by_role("button", name="Yes, this matches the paper").click()
        expect(page.get_by_role("region", name="Where it stands")).to_contain_text("minocycline")
        page.get_by_role("link", name="Notes").click()
        page.get_by_label("Plan", exact=True).select_option(index=0)
        page.get_by_label("What is to be noted?").fill("slept well")
        page.get_by_role("button", name="Keep this note").click()
        page.get_by_role("region", name="Answer").get_by_role("button", name="Take this note back").click()
        expect(page.get_by_text("Taken back:")).to_be_visible()
    assert "minocycline" in medicines(site)


def form_of(page: str) -> dict[str, str]:
    """The form's fields as a browser without scripts would send them."""
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    return {name: found[name] for name in ("csrf", "request", "digest", "asked") if name in found}


def test_without_scripts_a_plan_is_read_and_kept(site: Site, client: Client) -> None:
    """Two forms: the fields, and the yes. The same form sent again keeps nothing more, and leads to the same page."""
    typed = {"text": "azithromycin 250 mg daily for 3 days, then stop", "start": "2026-12-02"}
    read = sent(site, client, "/add", form_of(client.get("/add").text) | typed).text
    assert "I read this as" in read
    assert "azithromycin" not in medicines(site)
    form = form_of(read) | typed
    first, second = (sent(site, client, "/add/keep", form) for _ in range(2))
    assert (first.status, second.status) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert medicines(site).count("azithromycin") == 1


@pytest.mark.parametrize(
    "other",
    [
        {"text": "doxycycline 200 mg daily for 3 days, then stop"},
        {"start": "2026-12-03"},
        {"strengths": "50 mg tablet"},
        {"digest": "0" * 64},
        {"digest": ""},
        {"person": "Anna"},
    ],
    ids=["text", "start", "strengths", "digest", "no-digest", "person"],
)
def test_nothing_is_kept_but_what_was_shown(site: Site, client: Client, other: dict[str, str]) -> None:
    """Where anything reads otherwise than it was shown, it is shown again, and kept only after that."""
    typed = {"text": "doxycycline 100 mg daily for 3 days, then stop", "start": "2026-12-02"}
    read = sent(site, client, "/add", form_of(client.get("/add").text) | typed).text
    answer = sent(site, client, "/add/keep", form_of(read) | typed | other)
    assert answer.status == 200
    assert "This is not the reading you looked at" in answer.text
    assert "doxycycline" not in medicines(site)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("doxycycline 100 mg as directed for 3 days", "as directed"),
        ("doxycycline 100 mg daily until it is better", "until"),
        ("", "The reading will stand here."),
        ("doxycycline 100 mg daily for 3 days, then stop", "When is day 1?"),
    ],
    ids=["as-directed", "until-a-feeling", "empty", "no-first-day"],
)
def test_an_open_question_keeps_nothing(site: Site, client: Client, text: str, question: str) -> None:
    """Even where a form is sent that says yes to it."""
    page = client.get("/add").text
    answer = sent(site, client, "/add/keep", form_of(page) | {"text": text, "digest": "0" * 64})
    assert answer.status == 200
    assert question in answer.text
    assert "doxycycline" not in medicines(site)


def test_a_dose_of_today_that_was_taken_already_is_asked_for(site: Site, client: Client) -> None:
    """It is recorded with the plan; the answers to what is to be told are kept, too."""
    typed = {"text": "carisoprodol 350 mg twice a day for 3 days, then stop", "start": "2026-12-01"}
    read = sent(site, client, "/add", form_of(client.get("/add").text) | typed).text
    assert "doses did you take already?" in read
    said = {"taken": "2026-12-01/08:00" if "2026-12-01/08:00" in read else "2026-12-01/morning", "told": "alcohol=no"}
    assert sent(site, client, "/add/keep", form_of(read) | typed | said).status == 303
    shown = site.daemon.call("show", plan="carisoprodol")
    assert shown["intakes"] == 1
    assert [one["item"] for one in shown["tell"] if one["answer"] == "no"] == ["alcohol"]
