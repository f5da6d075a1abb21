"""A daemon that is cut off at one point, as by a power cut: `crashing.py after-claim|after-show|after-record ...`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from taper.daemon.__main__ import main
from taper.notify.console import ConsoleNotifier
from taper.notify.linux_dbus import DbusNotifier
from taper.notify.port import Delivery
from taper.store import Store


def cut_off() -> None:
    """Ends this process without a chance to tidy up."""
    os.kill(os.getpid(), signal.SIGKILL)


def then_cut_off(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method, and after it the end."""

    def wrapped(*arguments: Any, **named: Any) -> None:
        method(*arguments, **named)
        cut_off()

    return wrapped


def showing_then_cut_off(send: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a notifier's `send`."""

    async def wrapped(*arguments: Any, **named: Any) -> Delivery:
        delivery: Delivery = await send(*arguments, **named)
        cut_off()
        return delivery

    return wrapped


def arrange(point: str) -> None:
    """Makes this process end at the point."""
    if point == "after-claim":
        Store.claim = then_cut_off(Store.claim)  # type: ignore[method-assign]
    elif point == "after-record":
        Store.settle = then_cut_off(Store.settle)  # type: ignore[method-assign]
    elif point == "after-show":
        for notifier in (ConsoleNotifier, DbusNotifier):
            notifier.send = showing_then_cut_off(notifier.send)  # type: ignore[method-assign]
    else:
        raise SystemExit(f"no such point: {point}")


if __name__ == "__main__":
    arrange(sys.argv[1])
    sys.exit(main(sys.argv[2:]))
