"""The notifiers without a desktop: console, plyer, both at once, none."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Iterator

import pytest
from heard import a_dose, a_notice

from taper.core.record import Outcome
from taper.notify import plyer_notifier
from taper.notify.choose import NoNotifier
from taper.notify.console import ConsoleNotifier
from taper.notify.plyer_notifier import PlyerNotifier
from taper.notify.port import Delivery, Message, Notifier
from taper.notify.tee import Tee


class FakePlyer:
    """Takes what plyer would take; may hang or raise."""

    def __init__(self) -> None:
        self.taken: list[dict[str, str]] = []
        self.error: Exception | None = None
        self.may_return = threading.Event()
        self.may_return.set()

    def notify(self, **words: str) -> None:
        """Like plyer's."""
        self.may_return.wait(20)
        if self.error is not None:
            raise self.error
        self.taken.append(words)


@pytest.fixture
def plyer(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePlyer]:
    """plyer, for as long as the test runs."""
    fake = FakePlyer()
    monkeypatch.setattr(plyer_notifier, "notification", fake)
    yield fake
    fake.may_return.set()


def send(notifier: Notifier, message: Message) -> Delivery:
    """Sends one message."""
    return asyncio.run(notifier.send(message, reminder_id="r1"))


def test_the_console_shows_title_body_and_how_to_answer() -> None:
    stream = io.StringIO()
    delivery = send(ConsoleNotifier(stream), a_dose("A: 1 tablet", body="Step 1 of 3\nday 4 of 14"))
    assert (delivery.outcome, delivery.server, delivery.server_id) == (Outcome.SHOWN, "console", 1)
    assert stream.getvalue().splitlines() == [
        "A: 1 tablet",
        "    Step 1 of 3",
        "    day 4 of 14",
        "    Answer in a terminal: taper take · taper snooze · taper skip",
    ]


def test_a_notice_on_the_console_asks_for_no_answer() -> None:
    stream = io.StringIO()
    send(ConsoleNotifier(stream), a_notice("Nothing to take now.", body="Plan A ends in 3 days"))
    assert stream.getvalue() == "Nothing to take now.\n    Plan A ends in 3 days\n"


def test_a_label_cannot_steer_the_terminal() -> None:
    stream = io.StringIO()
    send(ConsoleNotifier(stream), a_notice("A\x1b[2J\x9b1m\r", body=""))
    assert stream.getvalue() == "A[2J1m\n"


def test_a_closed_console_is_a_failure_in_words() -> None:
    stream = io.StringIO()
    stream.close()
    delivery = send(ConsoleNotifier(stream), a_dose())
    assert delivery.outcome is Outcome.FAILED
    assert "the console cannot be written to" in (delivery.why or "")


def test_a_console_that_knows_few_characters_fails_and_does_not_raise() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert send(ConsoleNotifier(stream), a_dose("A: ½ tablet")).outcome is Outcome.FAILED


def test_what_plyer_takes_is_attempted_and_never_shown(plyer: FakePlyer) -> None:
    delivery = send(PlyerNotifier(), a_dose("A: 1 tablet", body="Step 1 of 3"))
    assert (delivery.outcome, delivery.server_id) == (Outcome.ATTEMPTED, None)
    assert plyer.taken == [
        {
            "title": "A: 1 tablet",
            "message": "Step 1 of 3\nAnswer in a terminal: taper take · taper snooze · taper skip",
            "app_name": "taper",
        }
    ]


def test_plyer_never_gets_an_option_or_markup(plyer: FakePlyer) -> None:
    send(PlyerNotifier(), a_notice("--help <b>", body="-5 & more"))
    assert plyer.taken[0]["title"] == "taper: --help ‹b›"  # noqa: RUF001 - look-alikes are the point
    assert plyer.taken[0]["message"] == "taper: -5 ＆ more"  # noqa: RUF001


@pytest.mark.parametrize("error", [NotImplementedError("No usable implementation found!"), RuntimeError(), OSError(2)])
def test_when_plyer_raises_nothing_was_shown(plyer: FakePlyer, error: Exception) -> None:
    plyer.error = error
    delivery = send(PlyerNotifier(), a_dose())
    assert delivery.outcome is Outcome.FAILED
    assert "plyer could not show it" in (delivery.why or "")


def test_a_plyer_that_hangs_does_not_hold_the_program(plyer: FakePlyer) -> None:
    plyer.may_return.clear()

    async def send_to_a_hung_plyer() -> Delivery:
        delivery = await PlyerNotifier(patience_seconds=0.02).send(a_dose(), reminder_id="r1")
        plyer.may_return.set()
        return delivery

    delivery = asyncio.run(send_to_a_hung_plyer())
    assert delivery.outcome is Outcome.ATTEMPTED
    assert "had not returned" in (delivery.why or "")


def test_while_plyer_hangs_nothing_more_is_given_to_it_and_nobody_waits(plyer: FakePlyer) -> None:
    """What was not given to it has failed for certain, and is sent again."""
    plyer.may_return.clear()

    async def send_three() -> list[Delivery]:
        notifier = PlyerNotifier(patience_seconds=0.02)
        hung = [await notifier.send(a_dose(), reminder_id=f"r{turn}") for turn in range(2)]
        plyer.may_return.set()
        while not plyer.taken:
            await asyncio.sleep(0.005)
        await asyncio.sleep(0)
        async with asyncio.timeout(20):
            while (delivery := await notifier.send(a_dose(), reminder_id="r3")).outcome is Outcome.FAILED:
                await asyncio.sleep(0.005)
        return [*hung, delivery]

    deliveries = asyncio.run(send_three())
    assert [delivery.outcome for delivery in deliveries] == [Outcome.ATTEMPTED, Outcome.FAILED, Outcome.ATTEMPTED]
    assert "has not returned from an earlier message" in (deliveries[1].why or "")


def test_both_get_the_message_and_the_main_ones_outcome_counts() -> None:
    main, echo = io.StringIO(), io.StringIO()
    tee = Tee(NoNotifier("no desktop"), echo=ConsoleNotifier(echo))
    assert send(tee, a_notice()) == Delivery(Outcome.FAILED, why="no desktop")
    assert send(Tee(ConsoleNotifier(main), echo=ConsoleNotifier(echo)), a_notice()).outcome is Outcome.SHOWN
    assert echo.getvalue() == 2 * main.getvalue()
    assert asyncio.run(tee.probe()).words == "no desktop; also printed on the console"
