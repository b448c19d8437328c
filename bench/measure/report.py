"""The tables of the reading bench."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from measure.programs import Run
from measure.sets import ScanSet
from measure.sheets import SURE_FROM_WORDS, SheetScore
from measure.tables import Table
from measure.texts import TextScore, mean

ORDER = ("all", "level", "lang", "kind", "layout", "look", "dpi", "upright", "turned")
BINS = 10


@dataclass(frozen=True)
class PageResult:
    """One page that is scored, as each program read it."""

    groups: tuple[str, ...]
    scores: tuple[TextScore, ...]


@dataclass(frozen=True)
class ScanResult:
    """One scan and what each program made of it."""

    scan: ScanSet
    runs: tuple[Run, ...]


def tabulate_texts(names: Sequence[str], pages: Sequence[PageResult], scans: Sequence[ScanResult]) -> list[Table]:
    """Errors, words, numbers and processor time of all programs, by group of pages."""
    likeness = "Character error rate, digits of both scripts and look-alike signs taken for the same"
    return [
        _by_group("Character error rate", names, pages, lambda scores: f"{mean(one.errors for one in scores):.4f}"),
        _by_group(likeness, names, pages, lambda scores: f"{mean(one.errors_folded for one in scores):.4f}"),
        _by_group("Words: precision / recall / F1", names, pages, _describe_words),
        _numbers(names, pages),
        _times(names, pages, scans),
    ]


def tabulate_sheets(sheets: Sequence[SheetScore], scans: Sequence[ScanResult], names: Sequence[str]) -> list[Table]:
    """What only Nasti tells: turns, skew, places of words, sureness, handwriting, time by stage; and all memory."""
    tables = [_turns(sheets), _places(sheets), _stages(sheets, scans), _sureness(sheets), _memory(scans, names)]
    if any(sheet.handwriting is not None for sheet in sheets):
        tables.append(_handwriting(sheets))
    return tables


def list_odd_sheets(sheets: Sequence[SheetScore]) -> list[str]:
    """Sheets a person should look at: turned wrongly, more than half a degree crooked, wrongly blank or not blank."""
    odd = []
    for sheet in sheets:
        if sheet.turned_wrong:
            sure = "says it is unsure" if sheet.turn_unsure else "sure of it"
            odd.append(f"{sheet.place}: turned wrongly, {sure} ({sheet.words} words)")
        if sheet.skew_error_deg is not None and abs(sheet.skew_error_deg) > 0.5:
            odd.append(f"{sheet.place}: skew off by {sheet.skew_error_deg:+.2f}°")
        if sheet.blank[0] != sheet.blank[1]:
            odd.append(f"{sheet.place}: {'not found blank' if sheet.blank[0] else 'taken for blank'}")
    return odd


def _groups(found: Sequence[Sequence[str]]) -> list[str]:
    names = {name for groups in found for name in groups}
    return sorted(names, key=lambda name: (ORDER.index(name.split(":")[0]), name))


def _by_group(
    title: str, names: Sequence[str], pages: Sequence[PageResult], describe: Callable[[Sequence[TextScore]], str]
) -> Table:
    table = Table(title, ("", "pages", *names))
    for group in _groups([page.groups for page in pages]):
        inside = [page.scores for page in pages if group in page.groups]
        table.rows.append((group, str(len(inside)), *map(describe, zip(*inside, strict=True))))
    return table


def _describe_words(scores: Sequence[TextScore]) -> str:
    shares = (mean(getattr(one, what) for one in scores) for what in ("precision", "recall", "f1"))
    return " / ".join(f"{share:.3f}" for share in shares)


def _numbers(names: Sequence[str], pages: Sequence[PageResult]) -> Table:
    table = Table(
        "File numbers, dates and amounts read exactly",
        ("", "numbers", *names, f"{names[0]}, script too"),
        note="Words of the truth with two digits or more, every sign right, digits of either script taken for the "
        "same; the last column asks for the script they are printed in as well.",
    )
    for group in _groups([page.groups for page in pages]):
        inside = [page.scores for page in pages if group in page.groups]
        total = sum(scores[0].numbers for scores in inside)
        if total:
            right = [sum(score.numbers_right for score in column) / total for column in zip(*inside, strict=True)]
            printed = sum(scores[0].numbers_as_printed for scores in inside) / total
            table.rows.append((group, str(total), *(f"{share:.3f}" for share in (*right, printed))))
    return table


def _times(names: Sequence[str], pages: Sequence[PageResult], scans: Sequence[ScanResult]) -> Table:
    """Processor time is known of whole scans only, so groups that cut through a scan are left out."""
    table = Table("Processor seconds a page", ("", "sheets", *names))
    for group in _groups([page.groups for page in pages]):
        inside = [one for one in scans if group in one.scan.groups]
        scored = sum(page.averaged for one in inside for page in one.scan.pages)
        if scored and scored == sum(group in page.groups for page in pages):
            sheets = sum(len(one.scan.pages) for one in inside)
            spent = [
                sum(run.usage.cpu_s for run in column) for column in zip(*(one.runs for one in inside), strict=True)
            ]
            table.rows.append((group, str(sheets), *(f"{cpu_s / sheets:.2f}" for cpu_s in spent)))
    remembered = [name for number, name in enumerate(names) if any(one.runs[number].remembered for one in scans)]
    if remembered:
        table.note = f"Kept from an earlier run of the same version on the same files: {', '.join(remembered)}."
    return table


def _turns(sheets: Sequence[SheetScore]) -> Table:
    head = ("", "sheets", "wrong", "of them unsure", f"wrong with {SURE_FROM_WORDS} words", "right, but unsure")
    table = Table("Which way up: sheets turned wrongly", head)
    for group, inside in _by_groups(sheets):
        wrong = [sheet for sheet in inside if sheet.turned_wrong]
        counts = (
            len(inside),
            len(wrong),
            sum(sheet.turn_unsure for sheet in wrong),
            sum(sheet.words >= SURE_FROM_WORDS for sheet in wrong),
            sum(sheet.turn_unsure and not sheet.turned_wrong for sheet in inside),
        )
        table.rows.append((group, *map(str, counts)))
    return table


def _places(sheets: Sequence[SheetScore]) -> Table:
    head = ("", "sheets", "skew off by, mean °", "worst °", "words matched", "box IoU, median", "least tenth")
    table = Table("Skew, and places of words", head)
    for group, inside in _by_groups(sheets):
        skews = [abs(sheet.skew_error_deg) for sheet in inside if sheet.skew_error_deg is not None]
        overlaps = sorted(overlap for sheet in inside for overlap in sheet.overlaps)
        if skews and overlaps:
            shares = (median(overlaps), overlaps[len(overlaps) // 10])
            figures = (f"{mean(skews):.3f}", f"{max(skews):.2f}", str(len(overlaps)), *(f"{one:.3f}" for one in shares))
            table.rows.append((group, str(len(skews)), *figures))
    return table


def _by_groups(sheets: Sequence[SheetScore]) -> Iterator[tuple[str, list[SheetScore]]]:
    scored = [sheet for sheet in sheets if not sheet.blank[0]]
    for group in _groups([sheet.groups for sheet in scored]):
        yield group, [sheet for sheet in scored if group in sheet.groups]


def _stages(sheets: Sequence[SheetScore], scans: Sequence[ScanResult]) -> Table:
    stages = list(dict.fromkeys(stage for sheet in sheets for stage in sheet.seconds))
    table = Table("Nasti's processor seconds a sheet, by stage", ("", "sheets", *stages, "outside the sheets"))
    spent = sum(one.runs[0].usage.cpu_s for one in scans) - sum(sum(sheet.seconds.values()) for sheet in sheets)

    def add(name: str, inside: Sequence[SheetScore], rest: str) -> None:
        shares = [f"{mean(sheet.seconds.get(stage, 0.0) for sheet in inside):.3f}" for stage in stages]
        table.rows.append((name, str(len(inside)), *shares, rest))

    add("all", sheets, f"{spent / len(sheets):.3f}")
    for name, blank in (("with text", False), ("blank", True)):
        inside = [sheet for sheet in sheets if sheet.blank[0] == blank]
        if inside:
            add(name, inside, "")
    return table


def _sureness(sheets: Sequence[SheetScore]) -> Table:
    table = Table("How far Nasti's confidence can be trusted", ("confidence", "words", "mean confidence", "right"))
    judged = [pair for sheet in sheets for pair in sheet.sureness]
    off = 0.0
    for number in range(BINS):
        inside = [pair for pair in judged if min(int(pair[0] * BINS), BINS - 1) == number]
        if inside:
            said, right = mean(sure for sure, _ in inside), mean(float(is_right) for _, is_right in inside)
            off += abs(said - right) * len(inside) / len(judged)
            limits = f"{number / BINS:.1f} to {(number + 1) / BINS:.1f}"
            table.rows.append((limits, str(len(inside)), f"{said:.3f}", f"{right:.3f}"))
    table.note = (
        f"Expected calibration error: {off:.4f}. A word is right when the page has it, outer punctuation aside."
    )
    return table


def _memory(scans: Sequence[ScanResult], names: Sequence[str]) -> Table:
    table = Table("Most memory held by all processes of a program, MB", ("", *names))
    peaks = zip(*([run.usage.peak_mb for run in one.runs] for one in scans), strict=True)
    table.rows.append(("over all scans", *(f"{max(peak):.0f}" for peak in peaks)))
    return table


def _handwriting(sheets: Sequence[SheetScore]) -> Table:
    table = Table("Handwriting marked as not searchable", ("", "sheets", "written area marked", "marked area written"))
    told = [sheet for sheet in sheets if sheet.handwriting is not None]
    for name, inside in (
        ("with handwriting", [counts for sheet in told if (counts := sheet.handwriting) and counts[0]]),
        ("without", [counts for sheet in told if (counts := sheet.handwriting) and not counts[0]]),
    ):
        written, both, marked = (sum(counts[place] for counts in inside) for place in range(3))
        found = f"{both / written:.3f}" if written else ""
        table.rows.append((name, str(len(inside)), found, f"{both / marked:.3f}" if marked else "nothing marked"))
    return table


def compare_times(names: Sequence[str], scans: Sequence[ScanResult]) -> list[str]:
    """Of each rival, how many times Nasti's processor time it takes."""
    spent = [sum(run.usage.cpu_s for run in column) for column in zip(*(one.runs for one in scans), strict=True)]
    return [
        f"{name}: {cpu_s / spent[0]:.1f} times the processor time of {names[0]}"
        for name, cpu_s in zip(names[1:], spent[1:], strict=True)
    ]
