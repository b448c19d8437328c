"""Tables of what was understood, by ageing, and of how far confidences may be trusted."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from measure.tables import Table
from measure.understanding import Claim, Score

LEVELS = ("clean", "office", "poor")
THRESHOLD = 0.9
"""Confidence from which a field is filled without a person, as config.yaml has it."""
BUCKETS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)


def tabulate(title: str, score: Score) -> list[Table]:
    """All tables of a set."""
    return [_fields(title, score), _filled(title, score.claims), _reliability(title, score.claims)]


def list_wrong(claims: Sequence[Claim]) -> Iterator[str]:
    """Every field that is not right, in words."""
    for claim in claims:
        if not claim.right:
            found = f"{claim.found.value} ({claim.found.confidence})" if claim.found else "nothing"
            yield f"{claim.where} [{claim.level}] {claim.name}: {claim.wanted} / {found}"


def _fields(title: str, score: Score) -> Table:
    table = Table(f"{title}: right of all, percent", ("what", *LEVELS, "all"))
    names = list(dict.fromkeys(claim.name for claim in score.claims))
    names.sort(key=lambda name: name.startswith("paper "))
    for name in names:
        one = [claim for claim in score.claims if claim.name == name]
        table.rows.append((name, *_by_level(lambda level, one=one: _right(one, level))))  # type: ignore[misc]
    cover = [claim for claim in score.claims if not claim.name.startswith("paper ") and claim.name != "file_number"]
    table.rows.append(("all of the cover", *_by_level(lambda level: _right(cover, level))))
    table.rows.append(("kind of page", *_by_level(lambda level: _pair(score.kinds, level))))
    table.rows.append(("noting or correspondence", *_by_level(lambda level: _pair(score.parts, level))))
    table.rows.append(("papers begin (F1)", *_by_level(lambda level: _f1(score.starts, level))))
    return table


def _by_level(say: Callable[[str | None], str]) -> Iterator[str]:
    for level in (*LEVELS, None):
        yield say(level)


def _right(claims: Sequence[Claim], level: str | None) -> str:
    held = [claim.right for claim in claims if level in (None, claim.level)]
    return _share(sum(held), len(held))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} ({whole})" if whole else ""


def _pair(counts: dict[str, list[int]], level: str | None) -> str:
    held = [count for name, count in counts.items() if level in (None, name)]
    return _share(sum(count[0] for count in held), sum(count[1] for count in held))


def _f1(counts: dict[str, list[int]], level: str | None) -> str:
    held = [count for name, count in counts.items() if level in (None, name)]
    found, wrong, missed = (sum(count[place] for count in held) for place in range(3))
    whole = 2 * found + wrong + missed
    return f"{2 * found / whole:.3f} ({found + missed})" if whole else ""


def _filled(title: str, claims: Sequence[Claim]) -> Table:
    table = Table(
        f"{title}: filled without a person, from confidence {THRESHOLD}",
        ("field", "to fill", "filled, %", "wrong", "wrong of filled, %"),
    )
    names = sorted({claim.name for claim in claims}, key=lambda name: (name.startswith("paper "), name))
    for name in (*names, "all"):
        held = [claim for claim in claims if name in ("all", claim.name)]
        filled = [claim for claim in held if claim.found and claim.found.confidence >= THRESHOLD]
        wrong = sum(not claim.right for claim in filled)
        wanted = sum(claim.wanted is not None for claim in held)
        table.rows.append(
            (
                name, str(wanted), f"{100 * len(filled) / max(1, wanted):.1f}", str(wrong),
                f"{100 * wrong / max(1, len(filled)):.2f}",
            )
        )  # fmt: skip
    return table


def _reliability(title: str, claims: Sequence[Claim]) -> Table:
    table = Table(
        f"{title}: what confidences are worth", ("confidence", "fields", "mean said, %", "right, %"),
    )  # fmt: skip
    for low, high in itertools.pairwise(BUCKETS):
        said = [(claim.found.confidence, claim.right) for claim in claims if claim.found]
        held = [one for one in said if low <= one[0] < high]
        if held:
            mean, right = (sum(float(one[place]) for one in held) / len(held) for place in (0, 1))
            name = f"{low:.2f} to {min(1.0, high):.2f}"
            table.rows.append((name, str(len(held)), f"{100 * mean:.1f}", f"{100 * right:.1f}"))
    return table
