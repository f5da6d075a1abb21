"""Where on the page is a plan?"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

Json = dict[str, Any]

OVER = ("ended", "stopped")
"""The states of plans that are over."""


def plan_address(plan: Json) -> str:
    """By its label, which is unique among the plans that run; by its id where it is over."""
    label: str = plan["label"]
    is_plain = label.isascii() and label.replace(" ", "").replace("-", "").isalnum()
    return f"/plans/{quote(label if is_plain and plan['state'] not in OVER else plan['plan'], safe='')}"
