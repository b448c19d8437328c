"""What learning gained: rules and learners side by side on corrections that the learners had not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from nasti.field_names import NAMES

Language = Literal["hi", "en"]
Reason = Literal["better", "surer", "too_few", "no_gain", "more_wrong", "newest_worse"]

REASONS: Mapping[Reason, tuple[str, str]] = {
    "better": ("नियमों से अधिक सही", "more often right than the rules"),
    "surer": ("उतना ही सही, अधिक निश्चित", "as often right, and fills more without a person"),
    "too_few": ("सुधार अभी कम हैं", "too few corrections yet"),
    "no_gain": ("नियमों से बेहतर सिद्ध नहीं", "not proven better than the rules"),
    "more_wrong": ("भरे हुए में अधिक ग़लत", "more of what it fills is wrong"),
    "newest_worse": ("नए काग़ज़ों पर कमज़ोर", "worse on the newest papers"),
}
"""Why a learner is in use or not, in Hindi and English."""

USED: frozenset[Reason] = frozenset({"better", "surer"})

_NAMES = {
    "kind": ("पृष्ठ का प्रकार", "kind of page"), "begins": ("काग़ज़ का आरंभ", "beginning of a paper"), **NAMES,
}  # fmt: skip
_SCOPES: Mapping[str, tuple[str, str]] = {"nasti": ("नस्ती", "nasti"), "paper": ("काग़ज़", "paper"), "": ("", "")}


@dataclass(frozen=True, slots=True)
class Row:
    """One learner against the rules, on held-back corrections.

    Attributes:
        name: "kind", "begins", or scope and name of a field, as ``paper.date``.
        nasti: Nasti that were held back, each in its turn.
        answers: Answers of persons in them, with what they let stand.
        rules_right: How many of those the rules have right.
        learned_right: How many are right with the learner.
        low: Lower end of the gain, a share of the answers, at 95 in 100.
        high: Its upper end.
        filled_before: Fields that the rules fill without a person.
        wrong_before: How many of them are wrong.
        filled_after: Fields filled without a person with the learner.
        wrong_after: How many of them are wrong.
        newest: Answers in the newest nasti, held back once more from what was learnt from all older ones.
        newest_rules_right: How many of those the rules have right.
        newest_learned_right: How many are right with the learner.
        reason: Why the learner is in use, or why not.
        set_aside: Persons whose answers contradict those of all others, and were not learnt from.
        let_stand: How many of the answers nobody gave: what the rules have was let stand.
    """

    name: str
    nasti: int
    answers: int
    rules_right: int = 0
    learned_right: int = 0
    low: float = 0.0
    high: float = 0.0
    filled_before: int = 0
    wrong_before: int = 0
    filled_after: int = 0
    wrong_after: int = 0
    newest: int = 0
    newest_rules_right: int = 0
    newest_learned_right: int = 0
    reason: Reason = "too_few"
    set_aside: tuple[str, ...] = ()
    let_stand: int = 0

    @property
    def in_use(self) -> bool:
        """Whether the learner speaks."""
        return self.reason in USED

    @property
    def gain(self) -> float:
        """How many more of the answers are right with the learner, a share of them."""
        return (self.learned_right - self.rules_right) / self.answers if self.answers else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """What learning gained.

    Attributes:
        version: Of the model.
        nasti: Number of nasti that were learnt from.
        threshold: Confidence from which fields are filled without a person.
        rows: Kinds and beginnings of pages first, then fields.
    """

    version: str
    nasti: int
    threshold: float
    rows: tuple[Row, ...]

    def to_json(self) -> dict[str, Any]:
        """The report as values that JSON can hold."""
        rows = [{**asdict(row), "set_aside": list(row.set_aside), "in_use": row.in_use} for row in self.rows]
        return {"version": self.version, "nasti": self.nasti, "threshold": self.threshold, "rows": rows}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Report:
        """The report that `to_json` wrote.

        Args:
            kept: What it gave.
        """
        rows = (
            Row(
                **{
                    **{name: value for name, value in row.items() if name != "in_use"},
                    "set_aside": tuple(row["set_aside"]),
                }
            )
            for row in kept["rows"]
        )
        return cls(kept["version"], kept["nasti"], kept["threshold"], tuple(rows))

    def table(self, language: Language) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Head and rows of a table.

        Args:
            language: Of its words.
        """
        english = language == "en"
        return _HEADS[english], [_cells(row, english) for row in self.rows]

    def lines(self, language: Language) -> list[str]:
        """The report in sentences: what was learnt from, then a line for each learner.

        Args:
            language: Of its words.
        """
        english = language == "en"
        used = sum(row.in_use for row in self.rows)
        first = (
            f"Learnt from {self.nasti} nasti (version {self.version}); {used} of {len(self.rows)} learners are in use."
            if english
            else f"{self.nasti} नस्तियों से सीखा (संस्करण {self.version}); {len(self.rows)} में से {used} उपयोग में हैं।"
        )
        return [first, *(_sentence(row, english) for row in self.rows), *_persons(self.rows, english)]


_HEADS = (
    ("", "उत्तर", "दिए गए", "नियम सही", "सीखकर सही", "लाभ", "95 % सीमा", "भरे: पहले", "ग़लत", "भरे: अब", "ग़लत", "उपयोग"),
    ("", "answers", "given", "rules right", "learned right", "gain", "95 % interval", "filled before", "wrong",
     "filled after", "wrong", "in use"),
)  # fmt: skip


def title(name: str, english: bool) -> str:
    """What a learner is called.

    Args:
        name: As `Row.name`.
        english: Whether in English.
    """
    scope, _, field = name.rpartition(".")
    both = _NAMES.get(field, (field, field))
    return ": ".join(filter(None, (_SCOPES[scope][english], both[english])))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _cells(row: Row, english: bool) -> tuple[str, ...]:
    mark = (("नहीं", "no"), ("हाँ", "yes"))[row.in_use][english]
    first = (title(row.name, english), str(row.answers), str(row.answers - row.let_stand))
    if row.reason == "too_few":
        return (*first, *["–"] * 8, f"{mark}: {REASONS[row.reason][english]}")
    return (
        *first,
        _share(row.rules_right, row.answers),
        _share(row.learned_right, row.answers),
        f"{100 * row.gain:+.1f}",
        f"{100 * row.low:+.1f} … {100 * row.high:+.1f}",
        *_filled(row),
        f"{mark}: {REASONS[row.reason][english]}",
    )


def _filled(row: Row) -> tuple[str, ...]:
    if row.name in ("kind", "begins"):
        return ("–",) * 4
    return (
        _share(row.filled_before, row.answers), _share(row.wrong_before, row.filled_before),
        _share(row.filled_after, row.answers), _share(row.wrong_after, row.filled_after),
    )  # fmt: skip


def _sentence(row: Row, english: bool) -> str:
    name, why = title(row.name, english), REASONS[row.reason][english]
    if row.reason == "too_few":
        return f"{name}: {why} ({row.answers - row.let_stand})" + ("." if english else "।")
    before, after = _share(row.rules_right, row.answers), _share(row.learned_right, row.answers)
    interval = f"{100 * row.low:+.1f} … {100 * row.high:+.1f}"
    if english:
        use = "in use" if row.in_use else "not in use"
        held = f"{row.answers} held-back answers, {row.answers - row.let_stand} of them given"
        return f"{name}: {before} → {after} right of {held} ({interval}); {use}: {why}."
    use = "उपयोग में" if row.in_use else "उपयोग में नहीं"
    held = f"{row.answers} उत्तरों (दिए गए {row.answers - row.let_stand})"
    return f"{name}: परखे गए {held} में {before} → {after} सही ({interval}); {use}: {why}।"


def _persons(rows: tuple[Row, ...], english: bool) -> list[str]:
    lines = []
    for person in sorted({person for row in rows for person in row.set_aside}):
        names = ", ".join(title(row.name, english) for row in rows if person in row.set_aside)
        lines.append(
            f"Answers of {person} contradict those of all others and were not learnt from: {names}."
            if english
            else f"{person} के उत्तर बाक़ी सबके उत्तरों से मेल नहीं खाते, उनसे नहीं सीखा गया: {names}।"
        )
    return lines
