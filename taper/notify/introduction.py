"""Who is the notification server, and what does taper make of it?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from taper.notify.servers import Adapter, Question, adapter_for
from taper.notify.servers.adapter import INHIBITED


class Body(StrEnum):
    """How a server reads the text under the title."""

    MARKUP = "markup"
    PLAIN = "plain"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a server says of itself, each None where it does not say, and the adapter that speaks to it."""

    name: str | None
    vendor: str | None
    version: str | None
    spec: str | None
    abilities: frozenset[str] | None
    adapter: Adapter

    @property
    def buttons(self) -> bool:
        """Whether its bubbles can be answered by buttons."""
        return "actions" in (self.abilities or ())

    @property
    def body(self) -> Body:
        """How it reads a body; one that cannot say what it can gets plain text."""
        if self.abilities is None:
            return Body.PLAIN
        if "body-markup" in self.abilities:
            return Body.MARKUP
        return Body.PLAIN if "body" in self.abilities else Body.NONE

    @property
    def quiet(self) -> Question | None:
        """How it is asked whether its do-not-disturb is on; None where it cannot be."""
        return self.adapter.quiet or (INHIBITED if "inhibitions" in (self.abilities or ()) else None)

    @property
    def program(self) -> str:
        """ "dunst 1.9.0"."""
        if self.name is None:
            return "a server that does not say its name"
        return f"{self.name} {self.version}" if self.version else self.name


def introduction(
    about: tuple[str | None, str | None, str | None, str | None], abilities: frozenset[str] | None
) -> Introduction:
    """Of the answers to GetServerInformation (name, vendor, version, that of the specification) and GetCapabilities."""
    name, vendor, version, spec = about
    return Introduction(name, vendor, version, spec, abilities, adapter_for(name))
