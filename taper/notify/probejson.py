"""How is what stands behind the notices written for programs (`taper daemon status --json`)?"""

from __future__ import annotations

from taper.notify.introduction import Introduction
from taper.notify.port import Probe


def probe_json(probe: Probe) -> dict[str, object]:
    """The probe; null wherever nobody says."""
    return {
        "by": probe.notifier,
        "ready": probe.ready,
        "text": probe.words,
        "server": None if probe.server is None else _server_json(probe.server),
        "do_not_disturb": probe.quiet,
        "screen_covered": probe.covered,
    }


def _server_json(server: Introduction) -> dict[str, object]:
    """What it says of itself, and what taper makes of it.

    "replaces": by which means a bubble is found again: its number, and a tag where its number was never learned.
    """
    return {
        "name": server.name,
        "vendor": server.vendor,
        "version": server.version,
        "spec": server.spec,
        "capabilities": None if server.abilities is None else sorted(server.abilities),
        "adapter": server.adapter.name,
        "buttons": server.buttons,
        "press": server.adapter.press if server.buttons else None,
        "body": server.body.value,
        "replaces": ["number", "tag"] if server.adapter.tags else ["number"],
        "keeps": "persistence" in (server.abilities or ()),
    }
