"""What `bench/ledger.py` shows: tables, what speaks against claims, and the page of documentation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lot.claims import Claim, counts_by_flag, place_name
from lot.faults import Verdict
from lot.found import Found
from lot.model import Fault
from lot.truth import Truth
from measure.processes import Usage
from measure.tables import Table, join_markdown

FAULTS: dict[Fault, str] = {
    "faint_slip": "slip printed faintly",
    "missing_slip": "slip missing",
    "lost_on_back_pass": "sheet lost on the back pass",
    "doubled": "page fed twice",
    "missing_folio": "sheet taken out before scanning",
    "almost_blank": "initials and a date, nothing else",
}
FEEDS = {
    "simplex": "fronts alone",
    "duplex": "both sides at once",
    "two_in_file": "all fronts, then all backs reversed",
    "two_files": "fronts and reversed backs in two files",
}

ABOUT = """# Every sheet accounted for

`bench/ledger.py` draws a lot as a section hands it over, digitises it with `nasti scan` into an empty store, and holds
the store against what is known to be true of every scanned side: `make ledger` does it again and rewrites this page.

The lot has nasti of different offices, in Hindi, English and both, with numbers in all usual forms, each behind a slip
of `nasti cover`: straight and skewed, upside down and sideways, printed on one side and on both (always on both where
fronts and backs are scanned in two passes). Covers state how many pages of noting and correspondence there are, pages
carry their numbers, backs are blank with print shining through, or written on. One nasti is spread over two scan files.
Stations differ in kind of file, resolution, colour and in how they take both sides of a sheet, which is set for each as
`config.yaml` shows. What people and scanners do wrong is planted:

* a slip printed without toner, and a slip that nobody laid in: the cover behind it has to tell;
* two sheets fed at once on the back pass, so that one back is not there;
* pages fed twice, moved and otherwise lit; sheets taken out before scanning, so that page numbers are missing;
* pages with initials and a date alone, which must not be taken for blank.

A claim holds when it is true of every nasti, page and side, and nothing else is called missing or double; the bench
ends with an error when one does not. Beside a lost back nobody can tell which blank back is whose: there it is enough
that just these sides are flagged (`pass_mismatch`). Pages are drawn, not real: real paper is worse in ways that nobody
has thought of.
"""


def write_page(tables: Sequence[Table]) -> str:
    """The page of documentation."""
    return f"{ABOUT}\n{join_markdown(tables)}"


def make_tables(
    truth: Truth, found: Found, claims: Sequence[Claim], verdicts: Sequence[Verdict], usage: Usage
) -> list[Table]:
    """All tables."""
    return [_claims(claims), _faults(verdicts), _lot(truth), _cost(found, usage)]


def list_troubles(found: Found, claims: Sequence[Claim]) -> Iterator[str]:
    """What a person who looks into a claim wants to know: flags, doubts, and all that speaks against claims."""
    counts = ", ".join(f"{name} {count}" for name, count in counts_by_flag(found).items())
    yield f"flags: {counts or 'none'}"
    for doubt in found.doubts:
        places = ", ".join(map(place_name, doubt.sides[:4])) + (" …" if len(doubt.sides) > 4 else "")
        yield f"doubt [{doubt.flag}] {places}: {doubt.message}"
    for nasti in found.nastis.values():
        yield from (f"ledger [{remark.name}] {remark.english}" for remark in nasti.remarks)
    for claim in claims:
        yield from (f"AGAINST {claim.name}: {said}" for said in claim.against)


def _claims(claims: Sequence[Claim]) -> Table:
    table = Table("What is claimed", ("", "right", "of", "holds"))
    table.rows += [(one.name, str(one.right), str(one.total), "yes" if one.holds else "NO") for one in claims]
    return table


def _faults(verdicts: Sequence[Verdict]) -> Table:
    table = Table("Planted faults", ("fault", "nasti", "where", "named by"))
    for one in verdicts:
        fault = one.fault
        where = f"{fault.file.rpartition('/')[2]}, side {fault.side + 1}"
        table.rows.append((FAULTS[fault.fault], one.number, where, "; ".join(one.named) or "NOTHING"))
    return table


def _lot(truth: Truth) -> Table:
    table = Table("The lot", ("scan file", "how it is fed", "sides", "slips", "blank", "nasti"))
    for file in truth.files:
        slips = sum(side.separator is not None for side in file.sides)
        counts = (
            len(file.sides),
            slips,
            sum(side.blank for side in file.sides),
            len({one.nasti for one in file.sides}),
        )
        table.rows.append((file.path, FEEDS[file.feed], *map(str, counts)))
    sides = [side for file in truth.files for side in file.sides]
    totals = (len(sides), sum(side.separator is not None for side in sides), sum(side.blank for side in sides))
    table.rows.append(("all", "", *map(str, totals), str(len(truth.nastis))))
    return table


def _cost(found: Found, usage: Usage) -> Table:
    table = Table("What it cost", ("", "seconds", "a side"))
    sides = max(1, len(found.sides))
    for name, spent_s in (("processor time", usage.cpu_s), ("time on the clock", usage.wall_s)):
        table.rows.append((name, f"{spent_s:.0f}", f"{spent_s / sides:.2f}"))
    return table
