"""How does a report stand in HTML, in a page of its own or in any other?"""

from __future__ import annotations

from taper.app.reportwords import Report, report_blocks
from taper.interop.htmlblocks import blocks_html


def report_body(report: Report, *, level: int = 1) -> str:
    """The body of the summary, everything escaped; `report` is the answer of the operation of that name.

    `level` is that of the heading it begins with. It brings no styles: tables stand in `div.wide`, cells of numbers
    have the class `number`.
    """
    return blocks_html(report_blocks(report), level=level)
