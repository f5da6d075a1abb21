"""Prints a pip constraint for the floor of every run-time dependency in pyproject.toml: "click==8.2"."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

FLOOR = re.compile(r"(?P<name>[A-Za-z0-9-]+)>=(?P<floor>[0-9.]+)")


def floors(pyproject: str) -> list[str]:
    """The constraints, in the order of the dependencies."""
    dependencies = tomllib.loads(pyproject)["project"]["dependencies"]
    matches = (FLOOR.match(dependency) for dependency in dependencies)
    return [f"{match['name']}=={match['floor']}" for match in matches if match]


if __name__ == "__main__":
    print("\n".join(floors((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))))
