"""Shows what an office's model gains over the rules, with corrections that clerks would have made.

    python bench/learn.py [--office SEED…] [--split judge] [--nasti 200] [--later 50] [--odd] [--curve]
                          [--markdown FILE]

An office with letterheads, labels and habits of its own is drawn from each seed, and its nasti one after the other. The
earlier ones are gone over by three clerks: fields below the threshold they confirm or correct, and what else is wrong
or missing they correct where they notice it; now and then they overlook something or mistype. The model learns from
that; the later ones are understood with it and without it, and both are held against the truth.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from classify.learning.examples import Example
from classify.learning.model import Learned
from classify.learning.report import Report
from classify.learning.right import SORTS, is_right, value_of
from classify.learning.train import Trained, learn
from classify.understand import understand
from measure.tables import Table, join_markdown
from measure.understanding import Claim, Score, score_nasti
from nasti.model import Field, Said, Sheet, Understood
from office.nasti import LEVELS
from office.office import Office, draw_office

THRESHOLD = 0.9
"""Confidence from which a field is filled without a person, as config.yaml has it."""
OVERLOOKED, UNNOTICED, MISTYPED = 0.05, 0.3, 0.01
"""How often a clerk confirms a wrong value when asked, does not notice one, or nothing, where nobody asked, and types
something wrong: what was right before."""
CLERKS = ("asha", "bhola", "chitra")
UNPARTED = ("cover", "blank", "separator")
CURVE = (40, 80)
OWN_LABELS = {
    "क्रमांक": "संकेत", "क्र.": "संकेत", "दिनांक": "लिखित", "दिनाँक": "लिखित", "दि.": "लिखित", "विषय": "प्रसंग", "प्रति": "गन्तव्य",
    "Subject": "Gist", "Sub.": "Gist", "Dated": "Penned", "Date": "Penned", "Dt.": "Penned", "To,": "Unto,",
    "No.": "Mark",
}  # fmt: skip
"""Labels of an office that has words of its own for them: the rules know the first, not the second."""


@dataclass(frozen=True)
class Kept:
    """One nasti of an office: what was read, and the truth."""

    sheets: tuple[Sheet, ...]
    truth: Mapping[str, Any]


def main() -> None:
    options = parse()
    console = Console(width=170)
    tables: list[Table] = []
    for seed in options.office:
        office = draw_office(seed, options.split)
        nasti = list(draw(office, options.nasti, odd=options.odd))
        earlier, later = nasti[: options.nasti - options.later], nasti[options.nasti - options.later :]
        found = [*compare(office, earlier, later, odd=options.odd)]
        if options.curve:
            found.append(curve(office, earlier, later))
        for table in found:
            console.print(table.to_rich())
        tables += found
    if options.markdown is not None:
        options.markdown.write_text(join_markdown(tables), encoding="utf-8")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--office", type=int, nargs="+", default=[1, 2, 3], metavar="SEED", help="offices to draw")
    parser.add_argument("--split", default="judge", choices=("tune", "judge"), help="whose words they use")
    parser.add_argument("--nasti", type=int, default=200, help="nasti of each office")
    parser.add_argument("--later", type=int, default=50, help="how many of them are held back, the last ones")
    parser.add_argument("--odd", action="store_true", help="let them print labels that no rule knows")
    parser.add_argument("--curve", action="store_true", help="show what fewer corrections teach, too")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables to this file too")
    return parser.parse_args()


def draw(office: Office, count: int, *, odd: bool = False) -> Iterator[Kept]:
    """Nasti of one office, in the order in which they are corrected."""
    for number in range(count):
        rng = random.Random(f"learn-{office.split}-{office.seed}-{number}")
        sheets, truth = office.draw_nasti(rng, rng.choice(LEVELS))
        yield Kept(tuple(map(relabel, sheets)) if odd else sheets, truth)


def relabel(sheet: Sheet) -> Sheet:
    """A page with the labels of an office that has words of its own for them."""
    return replace(sheet, words=tuple(replace(word, text=_relabel(word.text)) for word in sheet.words))


def _relabel(text: str) -> str:
    for usual, own in OWN_LABELS.items():
        if text.startswith(usual) and not text[len(usual) :][:1].isalpha():
            return own + text[len(usual) :]
    return text


def correct(office: Office, nasti: Sequence[Kept]) -> list[Example]:
    """What clerks say of every nasti, having seen what the rules make of it."""
    rng = random.Random(f"clerks-{office.seed}")
    clerk = Clerk(rng)
    return [
        clerk.go_over(str(number), float(number), CLERKS[number % len(CLERKS)], one) for number, one in enumerate(nasti)
    ]


class Clerk:
    """Goes over nasti one by one.

    Args:
        rng: Of what is overlooked and mistyped.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.typed: dict[str, Any] = {}

    def go_over(self, name: str, day: float, person: str, one: Kept) -> Example:
        """What is said of a nasti."""
        seen = understand(one.sheets)
        pages = one.truth["pages"]
        said = tuple(
            Said(position, field, answer)
            for position, field, value in _answers(one.truth)
            for answer in self.say(field, shown(seen, position, field), value)
        )
        kinds = tuple(self.correct(sheet.kind, page["kind"]) for sheet, page in zip(seen.sheets, pages, strict=True))
        firsts = {paper.first for paper in seen.papers}
        begins = tuple(
            None if page["kind"] in UNPARTED else self.correct(position in firsts, bool(page["starts"]))
            for position, page in enumerate(pages)
        )
        return Example(name, one.sheets, kinds, begins, said, day, person)

    def correct(self, shown: Any, wanted: Any) -> Any:
        """What is said of a page: nothing where it is right, and mostly what is right where it is wrong."""
        return None if shown == wanted or self.rng.random() < UNNOTICED else wanted

    def say(self, name: str, shown: Field | None, wanted: Any) -> list[Any]:
        """What is said of one field, if anything; of several values that are right the first, or the one shown."""
        values = wanted if isinstance(wanted, list) else [wanted]
        right = any(is_right(name, value_of(shown), one) for one in values)
        asked = shown is not None and shown.confidence < THRESHOLD
        if right:
            return [value_of(shown)] if asked else []
        if self.rng.random() < (OVERLOOKED if asked else UNNOTICED):
            return [value_of(shown)] if asked else []
        before, self.typed[name] = self.typed.get(name, values[0]), values[0]
        return [before if self.rng.random() < MISTYPED else values[0]]


def shown(seen: Understood, position: int | None, name: str) -> Field | None:
    """The field that the rules show a clerk."""
    if position is None:
        return seen.fields.get(name)
    papers = (paper for paper in seen.papers if paper.first <= position <= paper.last)
    return next((paper.fields.get(name) for paper in papers), None)


def _answers(truth: Mapping[str, Any]) -> Iterator[tuple[int | None, str, Any]]:
    for name, value in truth["fields"].items():
        if name in SORTS:
            yield None, name, value
    for position, page in enumerate(truth["pages"]):
        for name, value in page["fields"].items():
            if name in SORTS and page["kind"] != "cover":
                yield position, name, value


def score(nasti: Sequence[Kept], learned: Learned | None) -> tuple[Score, float]:
    """What was understood of nasti, held against the truth; processor milliseconds a sheet."""
    found = Score()
    started = time.process_time()
    understood = [understand(one.sheets, learned=learned) for one in nasti]
    spent = time.process_time() - started
    for number, (one, result) in enumerate(zip(nasti, understood, strict=True)):
        score_nasti(found, str(number), one.truth, result)
    return found, 1000 * spent / sum(len(one.sheets) for one in nasti)


def compare(office: Office, earlier: Sequence[Kept], later: Sequence[Kept], *, odd: bool) -> Iterator[Table]:
    """The report of learning, and what later nasti gain end to end."""
    started = time.process_time()
    trained = learn(correct(office, earlier))
    seconds = time.process_time() - started
    whose = title(office) + ", labels of its own" * odd
    yield tabulate_report(whose, trained.report)
    kept = trained.model.to_bytes()
    (rules, without), (both, with_model) = score(later, None), score(later, Learned.from_bytes(kept))
    table = Table(
        f"{whose}: {len(later)} later nasti, without and with the model",
        ("", "of", "rules right", "with model", "gain", "filled before", "wrong", "filled after", "wrong"),
    )
    for name in sorted({claim.name for claim in rules.claims}, key=lambda name: (name.startswith("paper "), name)):
        table.rows.append(_claims(name, [rules, both]))
    table.rows.append(_claims("", [rules, both]))
    table.rows.append(_counts("kind of page", _pair(rules.kinds), _pair(both.kinds)))
    table.rows.append(_counts("papers begin (F1)", _f1(rules), _f1(both)))
    pages = sum(len(one.sheets) for one in earlier)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table.note = (
        f"{len(earlier)} nasti ({pages} sides) were learnt from in {seconds:.0f} s CPU; peak of the whole run "
        f"{peak:.0f} MB. The model has {len(kept) // 1024} KB. Understanding took {without:.1f} ms CPU a side "
        f"without it, {with_model:.1f} with it."
    )
    yield table


def curve(office: Office, earlier: Sequence[Kept], later: Sequence[Kept]) -> Table:
    """What fewer corrections teach, by all fields of the later nasti."""
    table = Table(
        f"{title(office)}: what so many corrected nasti teach",
        ("corrected nasti", "learners in use", "fields right", "filled", "wrong of them", "kinds of page right"),
    )
    examples = correct(office, earlier)
    for count in (0, *CURVE, len(earlier)):
        trained: Trained | None = learn(examples[:count]) if count else None
        found, _ = score(later, trained.model if trained else None)
        right = sum(claim.right for claim in found.claims)
        filled = [claim for claim in found.claims if claim.found and claim.found.confidence >= THRESHOLD]
        wrong = sum(not claim.right for claim in filled)
        good, pages = _pair(found.kinds)
        used = len(trained.model.speaks_on) if trained else 0
        shares = (_share(right, len(found.claims)), _share(len(filled), len(found.claims)), _share(wrong, len(filled)))
        table.rows.append((str(count), str(used), *shares, _share(good, pages)))
    return table


def tabulate_report(office: str, report: Report) -> Table:
    """The report as `nasti learn --report` shows it."""
    head, rows = report.table("en")
    table = Table(f"{office}: report of learning from {report.nasti} nasti", head)
    table.rows += rows
    return table


def title(office: Office) -> str:
    """An office, in words."""
    return f"Office {office.split} {office.seed} ({office.form}, {office.post.english}, {office.english:.0%} English)"


def _claims(name: str, scores: Sequence[Score]) -> tuple[str, ...]:
    """A row for one field; for "" all of them together."""
    before, after = ([claim for claim in one.claims if name in ("", claim.name)] for one in scores)
    right = [sum(claim.right for claim in claims) for claims in (before, after)]
    cells = [cell for claims in (before, after) for cell in _filled(claims)]
    gain = f"{100 * (right[1] - right[0]) / len(before):+.1f}"
    return (name or "all fields", str(len(before)), *(_share(one, len(before)) for one in right), gain, *cells)


def _filled(claims: Sequence[Claim]) -> tuple[str, str]:
    filled = [claim for claim in claims if claim.found and claim.found.confidence >= THRESHOLD]
    return _share(len(filled), len(claims)), _share(sum(not claim.right for claim in filled), len(filled))


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _pair(counts: Mapping[str, list[int]]) -> tuple[int, int]:
    return sum(right for right, _ in counts.values()), sum(whole for _, whole in counts.values())


def _f1(score: Score) -> tuple[int, int]:
    found, wrong, missed = (sum(column) for column in zip(*score.starts.values(), strict=True))
    return 2 * found, 2 * found + wrong + missed


def _counts(name: str, before: tuple[int, int], after: tuple[int, int]) -> tuple[str, ...]:
    shares = [part / max(1, whole) for part, whole in (before, after)]
    gain = f"{100 * (shares[1] - shares[0]):+.1f}"
    return (name, str(before[1]), *(f"{100 * share:.1f} %" for share in shares), gain, "–", "–", "–", "–")


if __name__ == "__main__":
    main()
