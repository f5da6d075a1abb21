"""Prints a pip constraint for the floor of every run-time dependency in pyproject.toml: "click==8.2"."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path

FLOOR = re.compile(r"(?P<name>[A-Za-z0-9-]+)>=(?P<floor>[0-9.]+)")


def floors(pyproject: str) -> list[str]:
    """The constraints, in the order of the dependencies, the extras but `dev` after them."""
    project = tomllib.loads(pyproject)["project"]
    extras = (wanted for extra, wanted in project["optional-dependencies"].items() if extra != "dev")
    matches = (FLOOR.match(dependency) for dependency in chain(project["dependencies"], *extras))
    return [f"{match['name']}=={match['floor']}" for match in matches if match]


if __name__ == "__main__":
    print("\n".join(floors((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))))
