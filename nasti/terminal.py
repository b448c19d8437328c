"""What the command shows on a terminal: messages and progress on standard error, results on standard output."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from nasti.errors import InputRejected, NastiError
from nasti.flags import FLAGS, name_flag

if TYPE_CHECKING:
    from pathlib import Path

    from nasti.copies import Copies
    from nasti.doctor import Finding
    from nasti.jobs import Line
    from nasti.model import Part, Sheet
    from nasti.slips import Slip
    from nasti.statement import Verdict
    from storage.arranging import Change
    from storage.doubts import Raised
    from storage.flagged import Flagged
    from storage.ledger import Balance, Counts
    from storage.ledger_remarks import Remark
    from storage.stations import Waiting
    from storage.store import Store
    from storage.verify import Report
    from storage.views import NastiLine, NastiView, ScanLine, Status

# Where there is no terminal, rich would fold everything to 80 columns.
_OUT = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
_ERR = Console(stderr=True, highlight=False)

FOLLOW_EVERY_S = 0.2


def say(message: str) -> None:
    """One line for the person at the terminal."""
    _ERR.print(escape(message))


def complain(error: NastiError) -> None:
    """What went wrong, in Hindi where there is Hindi, and in English."""
    if error.hindi != error.message:
        _ERR.print(f"[bold red]{escape(error.hindi)}[/]")
    _ERR.print(f"[bold red]{escape(error.message)}[/]")


@contextmanager
def bar(what: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar; it draws nothing where there is no terminal.

    Args:
        what: What is going on.
        unit: What is counted.

    Yields:
        A function that is told how many are done and how many there are.
    """
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(unit))
    with Progress(*columns, TimeRemainingColumn(), console=_ERR, disable=not _ERR.is_terminal) as progress:
        task = progress.add_task(escape(what), total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total or None)


def follow(line: Line, store: Store) -> None:
    """Show how the line gets on until everything has come to its end, or the line has halted."""
    from storage import views

    with bar("digitising", "sheets") as tell:
        while line.halted is None:
            status = store.read(views.status)
            done, total = status.sheets["read"] + status.sheets["parked"], sum(status.sheets.values())
            tell(done, total)
            # Counts are cheap; what is left to do is a list as long as the backlog.
            if done == total and line.idle():
                break
            time.sleep(FOLLOW_EVERY_S)


def show_nastis(nastis: Iterable[NastiLine]) -> None:
    """A table of nasti."""
    table = new_table("Nasti / नस्ती", "", "number", "department", "subject", "sheets", "pages", "state")
    for one in nastis:
        table.add_row(
            f"#{one.id}",
            escape(one.number or "—"),
            escape(one.department or "—"),
            escape(one.subject or "—"),
            str(one.sheets),
            str(one.pages),
            one.state,
        )
    _OUT.print(table)


def show_troubles(scans: Iterable[ScanLine]) -> None:
    """Scans that were rejected, laid aside, or have sheets that could not be read, each with the reason."""
    for scan in scans:
        if scan.reason is None:
            continue
        what = scan.state if not scan.parked else f"{scan.parked} of {scan.sheets} sheets could not be read"
        _OUT.print(f"[yellow]{escape(scan.name)}[/]: {what}")
        for reason in dict.fromkeys((scan.reason_hindi, scan.reason)):
            _OUT.print(f"  {escape(reason or '')}")


def show_refused(refused: Iterable[tuple[str, InputRejected]]) -> None:
    """Files that never became a scan, each with the reason."""
    for name, error in refused:
        _OUT.print(f"[yellow]{escape(name)}[/]: rejected\n  {escape(error.hindi)}\n  {escape(error.message)}")


def show_status(status: Status) -> None:
    """How the line stands."""
    table = new_table("The line / लाइन", "", "")
    for name in ("arrivals", "scans", "sheets", "nastis"):
        counts = getattr(status, name)
        table.add_row(name, ", ".join(f"{count} {state}" for state, count in counts.items() if count) or "none")
    table.add_row("pages registered", str(status.pages))
    table.add_row("still in the inbox", str(status.to_put_away))
    table.add_row("sheets in the last hour", str(status.sheets_last_hour))
    _OUT.print(table)


def show_findings(findings: Sequence[Finding]) -> None:
    """What `nasti doctor` found."""
    table = new_table("Doctor / जाँच", "", "", "")
    for finding in findings:
        table.add_row("[green]ok[/]" if finding.ok else "[bold red]!![/]", finding.name, escape(finding.detail))
    _OUT.print(table)


def show_report(report: Report) -> None:
    """What `nasti verify` found."""
    for problem in report.problems:
        _OUT.print(f"[bold red]!![/] {escape(problem)}")
    sound = "[green]sound[/]" if not report.problems else f"[bold red]{len(report.problems)} problems[/]"
    _OUT.print(f"{sound}: {report.files} files, {report.sheets} sheets, {report.events} events")
    if report.orphans:
        _OUT.print(f"{len(report.orphans)} kept files belong to nothing; they do no harm.")


_COUNTS = ("pages", "blanks", "separators", "rejected", "replaced", "waiting")


def show_balance(balance: Balance) -> None:
    """The ledger: where the sheets of each scan, lot and nasti are, and what does not add up."""
    table = new_table("Ledger / पृष्ठ लेखा", "", "in", *_COUNTS)
    for scan in balance.scans:
        table.add_row(escape(f"{scan.name} ({scan.sha256[:12]})"), str(scan.sheets_in), *_counts(scan))
    for lot in balance.lots:
        table.add_row(escape(f"lot / बैच {lot.name}"), str(lot.sheets_in), *_counts(lot))
    for nasti in balance.nastis:
        name = f"nasti / नस्ती {nasti.number or '—'} (#{nasti.nasti_id})"
        table.add_row(escape(name), str(nasti.sheets_in), *_counts(nasti))
    _OUT.print(table)
    for scan in balance.scans:
        _show_remarks("bold red", scan.remarks)
    _show_remarks("yellow", balance.doubtful)
    if balance.unbalanced:
        _OUT.print("[bold red]हिसाब नहीं मिलता / the ledger does not balance[/]")
    else:
        _OUT.print(f"[green]हर पन्ने का हिसाब मिलता है / every sheet is accounted for[/]: {balance.sheets_in}")


def _counts(counts: Counts) -> list[str]:
    return [str(getattr(counts, name)) for name in _COUNTS]


def _show_remarks(style: str, remarks: Iterable[Remark]) -> None:
    for remark in remarks:
        _OUT.print(f"[{style}]!![/] {escape(remark.hindi)}\n   {escape(remark.english)}")


def show_verdict(verdict: Verdict) -> None:
    """What a statement that somebody holds in hand is worth."""
    if not verdict.drawn_up or verdict.at is None:
        _OUT.print("[bold red]!![/] यह विवरण इस भंडार का नहीं है / this store never drew up this statement")
    else:
        when = verdict.at.astimezone().strftime("%d.%m.%Y %H:%M")
        _OUT.print(f"तैयार किया / drawn up: {when}, {escape(verdict.subject)}, event {verdict.event}")
    if verdict.unaltered is False:
        _OUT.print("[bold red]!![/] यह बदला गया है / it was changed after it was sealed")
    if verdict.holds is not None:
        today = "आज भी यही स्थिति / it still holds" if verdict.holds else "तब से बदलाव हुए / the ledger has changed since"
        _OUT.print(today)
    for problem in verdict.problems:
        _OUT.print(f"[bold red]!![/] {escape(problem)}")
    if verdict.good:
        _OUT.print("[green]सही / genuine[/]")


_SHOWN_HINTS = ("handwriting", "signed")
"""Hints that say something of the paper itself."""


def show_view(view: NastiView, files: Mapping[Part, str]) -> None:
    """One nasti: its fields, papers and sheets."""
    fields = new_table(f"#{view.line.id} {view.line.number or '—'}", "field", "value", "sure", "sheet")
    for name, field in view.understood.fields.items():
        fields.add_row(name, escape(str(field.value)), f"{field.confidence:.2f}", str(field.sheet + 1))
    _OUT.print(fields)
    papers = new_table("Papers / काग़ज़", "sheets", "part", "kind", "about")
    for paper in view.understood.papers:
        about = " · ".join(str(field.value) for field in paper.fields.values())
        papers.add_row(f"{paper.first + 1}–{paper.last + 1}", paper.part, paper.kind, escape(about))
    _OUT.print(papers)
    sheets = new_table("Sheets / पन्ने", "sheet", "label", "kind", "state", "flags", "keywords")
    rows = zip(view.understood.sheets, view.labels, view.states, view.keywords, strict=True)
    for sheet, label, state, keywords in rows:
        noticed = ", ".join(tell_flag(flag, sheet) for flag in sheet.flags if is_shown(flag))
        sheets.add_row(
            str(sheet.index + 1), escape(label or "—"), sheet.kind, state, escape(noticed), escape(", ".join(keywords))
        )
    _OUT.print(sheets)
    for path in files.values():
        _OUT.print(escape(path), soft_wrap=True)


def is_shown(flag: str) -> bool:
    """Whether a flag stands beside a sheet; `nasti flags` lists the other hints."""
    return flag in _SHOWN_HINTS or flag not in FLAGS or FLAGS[flag].severity != "hint"


def tell_flag(flag: str, sheet: Sheet) -> str:
    """What a flag of a sheet means to people, with the name and date of who signed it."""
    if flag != "signed":
        return name_flag(flag)
    signed = [step.detail for step in sheet.steps if step.name == "signed"]
    by = "; ".join(" ".join(str(detail[key]) for key in ("by", "at") if detail.get(key)) for detail in signed)
    return f"{name_flag(flag)}: {by or '?'}"


def show_flagged(found: Sequence[Flagged], crops: Sequence[Path | None]) -> None:
    """What was noticed on sheets, what to do about it, and where the picture of it lies."""
    table = new_table("Flags / संकेत", "nasti", "page", "scan", "what", "measure", "what to do")
    for one, crop in zip(found, crops, strict=True):
        known, notice = FLAGS[one.notice.name], one.notice
        bound = "" if notice.bound is None else f" ({notice.bound:g})"
        measure = "" if notice.measure is None else f"{notice.measure:g}{bound} {notice.unit}"
        do = f"{known.do_hindi} / {known.do_english}" if known.do_hindi else ""
        table.add_row(
            escape(one.number or "—"), escape(one.label or "—"), escape(f"{one.scan}, {one.position + 1}"),
            escape(known.title), escape(measure), escape(do if crop is None else f"{do}\n{crop}"),
        )  # fmt: skip
    _OUT.print(table)


def show_changes(changes: Sequence[Change]) -> None:
    """What people did to sheets."""
    if not changes:
        _OUT.print("कोई परिवर्तन नहीं / nothing changed")
        return
    table = new_table("Changes / परिवर्तन", "", "what", "sheets", "by", "when", "undone by")
    for one in changes:
        when = one.made_at.astimezone().strftime("%d.%m.%Y %H:%M")
        table.add_row(
            str(one.id), one.kind, str(len(one.sheets)), escape(one.made_by), when, escape(one.undone_by or "")
        )
    _OUT.print(table)


def show_unplaced(stacks: Sequence[NastiLine], sources: Mapping[int, Mapping[str, str]]) -> None:
    """Stacks of sheets that wait for a person to say which nasti they are."""
    table = new_table("Unplaced / बिना स्थान", "", "sheets", "scan", "number read", "subject")
    for one in stacks:
        scans = ", ".join(sources[one.id].values())
        table.add_row(
            f"#{one.id}", str(one.sheets), escape(scans), escape(one.number or "—"), escape(one.subject or "—")
        )
    _OUT.print(table)
    if stacks:
        _OUT.print("nasti place '#…' NUMBER")


def show_doubts(raised: Sequence[Raised]) -> None:
    """What a person should look at."""
    for one in raised:
        where = ", ".join(f"#{nasti_id}" for nasti_id in one.nasti_ids) or one.scan_sha256[:12]
        _OUT.print(f"[bold]{one.id}[/] [cyan]{where}[/] {escape(one.doubt.hindi)}\n   {escape(one.doubt.message)}")
    if raised:
        _OUT.print("nasti doubts --settle …")


def show_waiting(waiting: Sequence[Waiting]) -> None:
    """Scans that wait for the scan of their other sides."""
    for one in waiting:
        _OUT.print(
            f"[yellow]{escape(one.name)}[/]: दूसरी तरफ़ के स्कैन की प्रतीक्षा में / waits for the scan of its other sides"
        )
    if waiting:
        _OUT.print("nasti sheets alone NAME")


def show_copies(copies: Copies) -> None:
    """Print the files written, with their pages and sizes, and how large the kept ones are."""
    for file in copies.files:
        _OUT.print(escape(f"{file.name}: {file.pages[0]} … {file.pages[-1]}, {file.size_bytes / 1e6:.2f} MB"))
    written, kept = sum(file.size_bytes for file in copies.files), sum(copies.kept.values())
    _OUT.print(f"{written / 1e6:.2f} MB; as kept: {kept / 1e6:.2f} MB")


def show_keywords(number: str, page: str, keywords: Sequence[str]) -> None:
    """The keywords that a page has now."""
    _OUT.print(f"{escape(number)} {escape(page)}: {escape(', '.join(keywords) or '—')}")


def show_slips(slips: Sequence[Slip], file: Path | None) -> None:
    """Slips that were printed or bound, and the file to print."""
    table = new_table("Slips / पर्चियाँ", "serial", "kind", "number", "department", "subject", "lot")
    for slip in slips:
        said = (slip.number, slip.department, slip.subject, slip.lot)
        table.add_row(slip.serial, slip.kind, *(escape(text or "—") for text in said))
    _OUT.print(table)
    if file is not None:
        pages = 2 * len(slips)
        _OUT.print(
            f"{escape(str(file))}: {pages} pages, to be printed on both sides / {pages} पृष्ठ, दोनों ओर छापें",
            soft_wrap=True,
        )


def show_text(text: str) -> None:
    """Plain text, as it is: the console would take form feeds out."""
    sys.stdout.write(text)


def new_table(title: str, *columns: str) -> Table:
    """An empty table with these headings; "" for a column without one."""
    table = Table(title=title, title_justify="left", show_header=any(columns))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def show_table(table: Table) -> None:
    """Print a table."""
    _OUT.print(table)


def show_line(markup: str) -> None:
    """Print a line of rich's markup."""
    _OUT.print(markup)
