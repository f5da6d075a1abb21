"""The page "Report": one plan for its provider, the same summary as on paper."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup
from starlette.responses import Response

from taper.app.reportwords import after_the_curve, before_the_curve, title_of
from taper.core.blocks import Block
from taper.interop.htmlblocks import blocks_html
from taper.web.addresses import plan_address
from taper.web.curves import drawn
from taper.web.visit import Visit


def page(visit: Visit) -> Response:
    """The report of one plan, by its label or id; the person reads it here, so that names are shown."""
    report = visit.ask("report", plan=visit.request.path_params["plan"], names=True)
    name = f"Plan {report['label']}: {report['medicine'] or 'no medicine named'}"
    return visit.show(
        "report.html",
        title=f"Report, plan {report['label']}",
        above=_html((title_of(report), *before_the_curve(report))),
        below=_html(after_the_curve(report)),
        curve=drawn(report["course"], title=f"{name}, planned and taken by the day", name="curve"),
        plan=plan_address(report),
    )


def _html(blocks: Iterable[Block]) -> Markup:
    return Markup(blocks_html(blocks, level=2))  # every text in it is escaped by its writer
