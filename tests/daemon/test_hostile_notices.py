"""Labels and names as nobody should write them: refused at entry or shown as text, and the daemon goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from daemonplans import keep, kept, plan_of
from desktop import Desktop
from fakes import plain_spaces
from livedaemon import LiveDaemon, paths_of

from taper.client import RefusedError
from taper.core.form import to_form
from taper.settings import change_setting

pytestmark = [pytest.mark.daemon, pytest.mark.desktop]

EIGHT = "2026-12-01T08:00:00Z"

SHOWN_AS = {
    "<b>bold</b> &amp; &#65;": "<b>bold</b> &amp; &#65;",
    "--help": "--help",
    "$(touch x); %s %n": "$(touch x); %s %n",
    "white\u200f\u061c bottle\ufeff": "white bottle",
    "\U000e0041\U000e007fG": "G",
    "\ufdd0\uffff!": "\ufffd\ufffd!",
    "🧑\u200d⚕️ दवा": "🧑\u200d⚕️ दवा",
    "W" * 200: "W" * 200,
}
"""A label that may be kept, and what is shown of it."""

REFUSED = {
    "a line\nand another": "without control",
    "\x1b[2J": "without control",
    "\u202edetrevni": "without control",
    "half a character \ud800": "without control",
    "L" * 1_000_000: "at most 200",
    "\u200b": "no character that can be seen",
    "a\ufeff": "stands for another active plan",
}
"""A label that may not be kept, and what is said of it."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of nothing yet."""
    found = tmp_path / "home"
    found.mkdir(mode=0o700)
    return found


@pytest.mark.parametrize("names_shown", ["no", "yes"])
def test_hostile_text_is_shown_as_text(desktop: Desktop, home: Path, names_shown: str) -> None:
    """By a real server that reads markup: a label, or a medicine's name where names are shown."""
    labels = list(SHOWN_AS) if names_shown == "no" else [str(index) for index in range(len(SHOWN_AS))]
    plans = [replace(plan_of(medicine=text), label=label) for text, label in zip(SHOWN_AS, labels, strict=True)]
    keep(paths_of(home).store, *(kept(plan, plan_id=f"{index:08}") for index, plan in enumerate(plans)))
    change_setting(paths_of(home).config, "show-names", names_shown)
    desktop.start_server()
    with LiveDaemon(home, clock=EIGHT, env=desktop.env, notifier="dbus") as daemon:
        desktop.wait_shown("08:00", count=len(plans))
        daemon.wait_looked()
        titles = {plain_spaces(shown.summary) for shown in desktop.open()}
    assert titles == {f"{text[:1].upper()}{text[1:]}: 1 tablet of 5 mg · 08:00" for text in SHOWN_AS.values()}
    assert "Traceback" not in daemon.errors()


def test_hostile_text_is_refused_at_entry_and_the_daemon_goes_on(home: Path) -> None:
    keep(paths_of(home).store, kept())
    with LiveDaemon(home, clock=EIGHT) as daemon:
        for label, why in REFUSED.items():
            form = to_form(plan_of(medicine="another")) | {"label": label}
            with pytest.raises(RefusedError, match=why):
                daemon.call("add", form=form, plan_id="f" * 8, taken=["none"])
        assert [plan["label"] for plan in daemon.call("today")["plans"]] == ["A"]
