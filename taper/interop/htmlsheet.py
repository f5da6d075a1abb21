"""How does a plan's sheet for the fridge stand in HTML?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from taper.core import paperwords as words
from taper.core.sheetparts import Entry, Record, Sheet, SheetDay, SheetStep
from taper.interop.htmlblocks import text_html

_BOX = '<span class="box" role="img" aria-label="box to tick"></span>'
_RECORD_ROWS = 20
_TOGETHER = """.step tbody.begins{border-top:2px solid}
@media screen and (max-width:40rem){.step .begins th,.step .begins td{width:auto;padding-right:.6rem}
.step .begins td{white-space:normal}.step .begins td:nth-child(2){white-space:nowrap}.step thead th{padding-right:.6rem}
.step th:first-child{width:auto}}
"""


def sheet_html(sheet: Sheet) -> str:
    """The body of the sheet, everything escaped."""
    return "".join(_parts(sheet))


def sheet_title(sheet: Sheet) -> str:
    """What the sheet is called: "Plan A", "Plan A, prednisone, for Anna"."""
    return f"{sheet.plan}, {sheet.whose}" if sheet.whose else sheet.plan


def sheet_style(sheet: Sheet) -> str:
    """What a sheet needs beside the style of every page: a rule above each of several steps that stand together."""
    return _TOGETHER if any(step.within for step in sheet.steps) else ""


def _parts(sheet: Sheet) -> Iterator[str]:
    yield f"<h1>{text_html(sheet_title(sheet))}</h1>\n"
    yield f"<p>{text_html(' '.join(sheet.below))}</p>\n" if sheet.below else ""
    yield '<div class="boxes">\n'
    yield from _end(sheet)
    yield from _calls(sheet)
    yield "</div>\n"
    yield f"<p>{text_html(sheet.missed)}</p>\n" if sheet.missed else ""
    for step in sheet.steps:
        yield from _step(step)
    if sheet.steps and not sheet.records:
        yield f'<p class="behind">{text_html(sheet.end.behind)}</p>\n'
    for record in sheet.records:
        yield from _record(record)
    yield f"<footer>{text_html(sheet.as_of)}</footer>\n"


def _end(sheet: Sheet) -> Iterator[str]:
    yield f'<section class="end"><h2>{text_html(sheet.end.word)}</h2>\n'
    yield f'<p class="large">{text_html(sheet.end.large)}</p>\n'
    yield from (f"<p>{text_html(said)}</p>\n" for said in sheet.end.beside)
    yield "</section>\n"


def _calls(sheet: Sheet) -> Iterator[str]:
    """A name where there is one, and lines to be filled in by hand."""
    yield f'<section class="calls"><h2>{text_html(words.WHOM_TO_CALL)}</h2>\n'
    blanks = [words.PROVIDER, words.PHONE, words.PHARMACY, words.PHONE]
    if sheet.provider:
        yield f"<p>{text_html(f'{words.PROVIDER}: {sheet.provider}')}</p>\n"
        blanks = blanks[1:]
    yield from (f"<span>{text_html(name)}:</span>\n" for name in blanks)
    yield "</section>\n"


def _step(step: SheetStep) -> Iterator[str]:
    said = step.within or (words.CHANGES if step.changes else "")
    heading = f"{step.heading}: {said}" if said else step.heading
    yield f'<section class="step{" changes" if step.changes else ""}">\n<h2>{text_html(heading)}</h2>\n'
    yield f"<p>{text_html(f'{step.dates}. {step.schedule}'.rstrip())}</p>\n"
    about = text_html(f"{step.heading}, {step.dates}")
    yield f'<div class="wide" role="region" aria-label="{about}" tabindex="0">\n<table>\n'
    times = [time.said for _, time in step.times]
    columns = max([len(times), *(len(day.entries) for day in step.days), 1])
    heads = [*([words.STEP_COLUMN] if step.within else []), *(times or ["dose"] * columns)]
    yield '<thead><tr><th scope="col">day</th>'
    yield from (f'<th scope="col">{text_html(head)}</th>' for head in heads)
    yield "</tr></thead>\n" if step.within else "</tr></thead>\n<tbody>\n"
    places = {slot: place for place, (slot, _) in enumerate(step.times)}
    for place, day in enumerate(step.days):
        if day.begins:
            yield '<tbody class="begins">\n' if place == 0 else '</tbody>\n<tbody class="begins">\n'
        yield _day(day, places, columns, begins=day.begins if step.within else None)
    yield "</tbody>\n</table>\n</div>\n</section>\n"


def _day(day: SheetDay, places: Mapping[str, int], columns: int, *, begins: str | None) -> str:
    """A day's row; `begins` is what stands in the column of the steps, None where there is none."""
    remarks = "".join(f"<small>{text_html(remark)}</small>" for remark in day.remarks)
    head = f'<th scope="row">{text_html(day.dated)}{remarks}</th>'
    if begins is not None:
        head += f"<td>{text_html(begins)}</td>"
    if day.instead:
        return f'<tr>{head}<td class="none" colspan="{columns}">{text_html(day.instead)}</td></tr>\n'
    cells = ["<td></td>"] * columns
    for place, entry in enumerate(day.entries):
        cells[places.get(entry.slot, place)] = f"<td>{_BOX}{_said(entry, alone=not places)}</td>"
    return f"<tr>{head}{''.join(cells)}</tr>\n"


def _said(entry: Entry, *, alone: bool) -> str:
    time = f"{text_html(entry.time.said)} " if alone else ""
    return f"{time}<b>{text_html(entry.amount)}</b>"


def _record(record: Record) -> Iterator[str]:
    yield f'<section class="record">\n<h2>{text_html(record.heading)}</h2>\n<p>{text_html(record.dates)}</p>\n'
    yield f"<p><strong>{text_html(record.bounds)}</strong></p>\n"
    yield f'<div class="wide" role="region" aria-label="{text_html(record.heading)}" tabindex="0">\n'
    yield "<table>\n<thead><tr>"
    yield from (f'<th scope="col">{text_html(name)}</th>' for name in words.RECORD_COLUMNS)
    yield "</tr></thead>\n<tbody>\n"
    yield f"<tr>{'<td></td>' * len(words.RECORD_COLUMNS)}</tr>\n" * _RECORD_ROWS
    yield "</tbody>\n</table>\n</div>\n</section>\n"
