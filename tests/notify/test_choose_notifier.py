"""Which notifier a machine gets."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys

import pytest
from desktop import Desktop

from taper.core.record import Outcome
from taper.notify import plyer_notifier
from taper.notify.choose import choose
from taper.notify.port import Callbacks, Probe


class Terminal(io.StringIO):
    """A stream that someone may be reading."""

    def isatty(self) -> bool:
        """Always."""
        return True


def chosen(want: str, stream: io.StringIO) -> Probe:
    """The probe of what is chosen."""

    async def ask() -> Probe:
        notifier = await choose(want, callbacks=Callbacks(), stream=stream)
        try:
            return await notifier.probe()
        finally:
            await notifier.close()

    return asyncio.run(ask())


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a bus and without a plyer backend."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(plyer_notifier, "has_backend", lambda: False)


@pytest.mark.desktop
def test_a_session_bus_gets_the_desktop_notifier_even_before_a_server(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.bus_address)
    probe = chosen("auto", io.StringIO())
    assert (probe.notifier, probe.ready) == ("dbus", False)
    assert "no notification server is running" in probe.words
    desktop.start_server()
    assert chosen("auto", io.StringIO()).ready


@pytest.mark.usefixtures("bare")
def test_the_logins_own_bus_counts_without_the_variable(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert chosen("auto", io.StringIO()).notifier == "none"
    with open(f"{tmp_path}/bus", "w"):
        assert chosen("auto", io.StringIO()).notifier == "dbus"


@pytest.mark.usefixtures("bare")
def test_without_a_bus_plyer_is_the_last_resort(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plyer_notifier, "has_backend", lambda: True)
    assert chosen("auto", io.StringIO()).notifier == "plyer"


@pytest.mark.usefixtures("bare")
def test_with_nothing_at_all_only_a_terminal_counts_as_shown() -> None:
    assert chosen("auto", Terminal()).notifier == "console"
    none = chosen("auto", io.StringIO())
    assert (none.notifier, none.ready) == ("none", False)
    assert "no session bus" in none.words


@pytest.mark.usefixtures("bare")
def test_a_machine_without_dbus_fast_falls_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    for module in ("session_bus", "linux_dbus", "desktop_call"):
        monkeypatch.delitem(sys.modules, f"taper.notify.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "dbus_fast", None)
    assert chosen("auto", Terminal()).notifier == "console"
    assert "dbus-fast" in chosen("dbus", Terminal()).words


@pytest.mark.usefixtures("bare")
def test_a_wish_is_granted_or_refused_in_words() -> None:
    assert chosen("console", io.StringIO()).notifier == "console"
    assert "no session bus is known" in chosen("dbus", io.StringIO()).words
    assert "plyer knows no way" in chosen("plyer", io.StringIO()).words
    with pytest.raises(ValueError, match="pigeon"):
        chosen("pigeon", io.StringIO())


@pytest.mark.usefixtures("bare")
def test_a_refused_wish_fails_each_message() -> None:
    async def send() -> Outcome:
        from heard import a_dose

        notifier = await choose("plyer", callbacks=Callbacks(), stream=io.StringIO())
        return (await notifier.send(a_dose(), reminder_id="r1")).outcome

    assert asyncio.run(send()) is Outcome.FAILED


def test_choosing_loads_neither_dbus_fast_nor_plyer_before_they_are_wanted() -> None:
    program = "import sys, taper.notify.choose; print(*[m for m in ('dbus_fast', 'plyer') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == ""
