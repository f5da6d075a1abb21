"""`taper export`: how does a kept plan leave for another program?"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import click

from taper.cli import offer
from taper.cli.ask import perform
from taper.cli.command import command, plan_argument
from taper.cli.exportall import export_all_command
from taper.cli.exportics import export_ics_command
from taper.cli.exportpaper import export_html_command, export_pdf_command
from taper.cli.out import note, say, wrapped


@click.group(
    "export",
    epilog="\b\nExamples:\n  taper export fhir A -o order.json\n  taper export ics A -o plan-a.ics\n"
    "  taper export pdf A -o fridge.pdf\n  taper export html A --summary -o summary.html\n"
    "  taper export all -o taper.json",
)
def export_command() -> None:
    """Write a kept plan for another program, or everything."""


@command("fhir", examples="taper export fhir A -o order.json")
@plan_argument
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="The file to write; it must not be there yet. [standard output]",
    shell_complete=offer.files,
)
def export_fhir_command(*, plan: str | None, output: str | None) -> None:
    """One plan as a FHIR R4 MedicationRequest. PLAN is its label, medicine or id; it may be left out with one plan.

    What FHIR cannot say of a plan (a cycle without end, the names of slots) stands in the order's words and in an
    extension, so that "taper preview --file" reads it back to the same plan.
    """
    from taper.app.orderforms import export_order
    from taper.core.form import from_form

    shown = cast("dict[str, Any]", perform("show", {"plan": plan}))
    text = export_order(from_form(shown["form"]), state=shown["state"])
    if output is None:
        say(text.rstrip("\n"))
        return
    try:
        with Path(output).open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise click.UsageError(f'The file "{output}" is there already. Name one that is not.') from None
    note(wrapped(f"Plan {shown['label']} is written to {output}. It names the medicine and whose plan it is."))


export_command.add_command(export_fhir_command)
export_command.add_command(export_ics_command)
export_command.add_command(export_pdf_command)
export_command.add_command(export_html_command)
export_command.add_command(export_all_command)
