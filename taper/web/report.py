"""The page "Report": what does its provider want to see of one plan? The same summary as on paper."""

from __future__ import annotations

from markupsafe import Markup
from starlette.responses import Response

from taper.app.reportbody import report_body
from taper.web.addresses import plan_address
from taper.web.visit import Visit


def page(visit: Visit) -> Response:
    """The report of one plan, by its label or id; the person reads it here, so that names are shown."""
    report = visit.ask("report", plan=visit.request.path_params["plan"], names=True)
    return visit.show(
        "report.html",
        title=f"Report, plan {report['label']}",
        body=Markup(report_body(report, level=2)),  # every text in it is escaped by its writer
        plan=plan_address(report),
        label=report["label"],
    )
