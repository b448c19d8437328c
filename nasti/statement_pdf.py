"""A statement on paper: A4, Hindi and English, to be signed and filed with the nasti."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from nasti.flags import name_flag
from nasti.printing import Print, draw_qr
from nasti.statement import Statement

COUNTS = (
    ("sheets_in", "आए", "in"), ("pages", "पृष्ठ", "pages"), ("blanks", "कोरे", "blank"),
    ("separators", "विभाजक", "separators"), ("rejected", "अपठित", "unreadable"), ("replaced", "बदले", "replaced"),
    ("waiting", "लंबित", "waiting"),
)  # fmt: skip
"""What is counted, and what it is called in Hindi and English."""

ABOUT = {
    "nasti": ("नस्ती", "Nasti"), "scan": ("स्कैन", "Scan"), "lot": ("बैच", "Lot"), "store": ("पूरा भंडार", "Whole store"),
}  # fmt: skip
PARTS = {"noting": ("टीप", "Noting"), "correspondence": ("पत्राचार", "Correspondence")}
STATED_BY = {"slip": ("पर्ची", "slip"), "cover": ("आवरण", "cover")}

QR_MM = 30.0
_SHOWN = 60
"""Pages or numbers listed; the JSON has all."""

_HEAD = FontFace(fill_color=232)
_SMALL = 8.5


def print_statement(statement: Statement) -> bytes:
    """The statement as a PDF/A.

    Args:
        statement: Drawn up.

    Raises:
        ToolMissing: The typeface is not installed.
    """
    content = statement.content
    drawn_at = datetime.fromisoformat(content["drawn_at"])
    hindi, english = ABOUT[content["about"]["kind"]]
    name = content["about"]["name"]
    sheets = Print(f"{english} {name}", drawn_at, foot=f"{hindi} {name} · {statement.seal[:16]}…")
    sheets.add_page()
    sheets.say("पृष्ठ लेखा विवरण", 18, bold=True, align="C")
    sheets.say("Statement of the page ledger", 13, align="C")
    sheets.ln(2)
    sheets.say(f"{hindi} · {english}: {name}" if name else f"{hindi} · {english}", 12, bold=True)
    sheets.say(f"तैयार किया · Drawn up: {drawn_at.astimezone():%d.%m.%Y %H:%M %Z}, {content['drawn_by']}", 9)
    sheets.ln(1)
    _say_verdict(sheets, statement)
    for lot in content["lots"]:
        _print_lot(sheets, lot)
    _print_scans(sheets, content["scans"], content["nastis"])
    for nasti in content["nastis"]:
        _print_nasti(sheets, nasti)
    _print_signatures(sheets)
    _print_seal(sheets, statement)
    return bytes(sheets.output())


def _say_verdict(sheets: Print, statement: Statement) -> None:
    if statement.balances:
        sheets.say("हर पन्ने का हिसाब मिलता है।  ·  Every sheet is accounted for.", 11, bold=True)
    else:
        sheets.say("हिसाब नहीं मिलता।  ·  The ledger does not balance.", 11, bold=True)
        for scan in statement.content["scans"]:
            _print_remarks(sheets, scan["remarks"])
    count = statement.to_look_at
    if count:
        sheets.say(f"देखने योग्य बातें: {count}  ·  Things to look at: {count}", 11, bold=True)


def _print_lot(sheets: Print, lot: Mapping[str, Any]) -> None:
    ended = ("पूर्ण", "ended") if lot["ended"] else ("अपूर्ण", "not ended")
    operator = f", {lot['operator']}" if lot["operator"] else ""
    sheets.ln(3)
    sheets.say(f"बैच · Lot: {lot['name']}{operator} ({ended[0]} · {ended[1]})", 11, bold=True)
    _print_counts(sheets, "बैच · Lot", [(lot["name"], lot)])


def _print_scans(sheets: Print, scans: Sequence[Mapping[str, Any]], nastis: Sequence[Mapping[str, Any]]) -> None:
    numbers = {str(nasti["nasti_id"]): nasti["number"] or f"#{nasti['nasti_id']}" for nasti in nastis}
    rows: list[tuple[str, Mapping[str, Any]]] = []
    for scan in scans:
        rows.append((f"{scan['name']} ({scan['sha256'][:12]})", scan))
        shared = len(scan["nastis"]) > 1
        for key, counts in scan["nastis"].items() if shared else ():
            name = "किसी नस्ती के नहीं · of no nasti" if key == "none" else numbers.get(key, f"#{key}")
            rows.append((f"    – {name}", {**counts, "sheets_in": sum(counts.values())}))
    if len(scans) > 1:
        total = {key: sum(scan[key] for scan in scans) for key, _, _ in COUNTS}
        rows.append(("कुल · Total", total))
    if rows:
        sheets.ln(3)
        sheets.say("स्कैन · Scans", 11, bold=True)
        _print_counts(sheets, "स्कैन · Scan", rows)
        _print_remarks(sheets, [remark for scan in scans for remark in scan["doubtful"]])


def _print_counts(sheets: Print, what: str, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    head = (what, *(f"{hindi}\n{english}" for _, hindi, english in COUNTS))
    body = [(name, *(str(counts[key]) for key, _, _ in COUNTS)) for name, counts in rows]
    _print_table(sheets, (46, *(19,) * len(COUNTS)), head, body)


def _print_table(sheets: Print, widths: Sequence[int], head: Sequence[str], body: Iterable[Sequence[str]]) -> None:
    aligns = ("LEFT", *("CENTER",) * (len(widths) - 1))
    with (
        sheets.letters(_SMALL),
        sheets.table(
            col_widths=tuple(widths), text_align=aligns, headings_style=_HEAD, line_height=4.4, padding=0.8,
            borders_layout=TableBordersLayout.ALL,
        ) as table,
    ):  # fmt: skip
        for cells in (head, *body):
            row = table.row()
            for cell in cells:
                row.cell(cell)


def _print_nasti(sheets: Print, nasti: Mapping[str, Any]) -> None:
    number = nasti["number"] or f"#{nasti['nasti_id']} (नस्ती ज्ञात नहीं · nasti not known)"
    sheets.ln(3)
    sheets.say(f"नस्ती · Nasti: {number}", 12, bold=True)
    about = ", ".join(one for one in (nasti["department"], nasti["subject"]) if one)
    if about:
        sheets.say(about, 9.5)
    if not nasti["registered"]:
        sheets.say("पंजीयन शेष है · Not all of it is registered yet.", 9.5)
    _print_counts(sheets, "नस्ती · Nasti", [(nasti["number"] or f"#{nasti['nasti_id']}", nasti)])
    if nasti["stated_sheets"] is not None:
        sheets.say(f"पर्ची पर लिखे पन्ने · Sheets of paper stated on the slip: {nasti['stated_sheets']}", 9.5)
    sheets.ln(1.5)
    head = ("भाग · Part", "पृष्ठ\npages", "कोरे\nblank", "लिखे अनुसार\nstated", "पन्नों पर लिखे क्रमांक\nnumbers on the pages",
            "बिना क्रमांक\nnumber not read")  # fmt: skip
    rows = [_tell_part(part, pages) for part, pages in nasti["parts"].items() if pages["pages"] or pages["stated"]]
    _print_table(sheets, (32, 16, 16, 24, 54, 38), head, rows)
    _print_remarks(sheets, [*nasti["remarks"], *nasti["doubtful"]])
    flagged = ", ".join(f"{name_flag(name)}: {count}" for name, count in nasti["flags"].items())
    if flagged:
        sheets.ln(1.2)
        sheets.say(f"चिह्नित पन्ने · Flagged sheets: {flagged}", 9)


def _tell_part(part: str, pages: Mapping[str, Any]) -> tuple[str, ...]:
    hindi, english = PARTS[part]
    stated = "–"
    if pages["stated"] is not None:
        by = STATED_BY[pages["stated_by"]]
        stated = f"{pages['stated']} ({by[0]} · {by[1]})"
    runs = ", ".join(_tell_run(run) for run in pages["runs"][:_SHOWN]) + (" …" if len(pages["runs"]) > _SHOWN else "")
    unread = ", ".join(pages["unnumbered"][:_SHOWN]) + (" …" if len(pages["unnumbered"]) > _SHOWN else "")
    return f"{hindi} · {english}", str(pages["pages"]), str(pages["blanks"]), stated, runs or "–", unread or "–"


def _tell_run(run: Mapping[str, Any]) -> str:
    return str(run["first"]) if run["first"] == run["last"] else f"{run['first']}–{run['last']}"


def _print_remarks(sheets: Print, remarks: Iterable[Mapping[str, Any]]) -> None:
    for remark in remarks:
        sheets.ln(0.8)
        sheets.say(f"• {remark['hindi']}", 9.5, bold=True)
        sheets.say(f"   {remark['english']}", 9.5)


def _print_signatures(sheets: Print) -> None:
    if sheets.will_page_break(34):
        sheets.add_page()
    sheets.ln(8)
    top, width = sheets.get_y(), sheets.epw / 2 - 4
    for column, (hindi, english) in enumerate((("स्कैन ऑपरेटर", "Operator"), ("जाँचकर्ता", "Checker"))):
        left = sheets.l_margin + column * (width + 8)
        sheets.rect(left, top, width, 24)
        for row, line in enumerate((f"{hindi} · {english}", "नाम · Name:", "हस्ताक्षर, दिनांक · Signature, date:")):
            with sheets.letters(9, bold=row == 0):
                sheets.set_xy(left + 2, top + 1.5 + 7 * row)
                sheets.cell(width - 4, 5, line)
    sheets.set_xy(sheets.l_margin, top + 26)


def _print_seal(sheets: Print, statement: Statement) -> None:
    if sheets.will_page_break(QR_MM + 6):
        sheets.add_page()
    top, left = sheets.get_y() + 3, sheets.l_margin
    sheets.put_code(draw_qr(f"NASTI-LEDGER:{statement.seal}"), left, top, QR_MM)
    sheets.set_left_margin(left + QR_MM + 4)
    sheets.set_y(top + 2)
    chain = statement.content["chain"]
    sheets.say("मुहर · Seal (SHA-256)", 9, bold=True)
    sheets.say(f"{statement.seal[:32]} {statement.seal[32:]}", 9)
    sheets.say(f"घटना शृंखला · Head of the audit chain: {chain['event']}, {chain['sha256'][:32]}…", 8)
    sheets.say(f"जाँच · To check: nasti ledger --check {statement.seal}", 8)
    sheets.set_left_margin(left)
