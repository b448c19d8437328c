"""Fits what confidences of fields are worth, on sets that rules are tuned on: classify/data/calibration.yaml.

    python bench/calibrate_fields.py [SET…] --typed N [--seed N] [--keep DIR]

Of each field the readings are put in order of what they promise, and the share that was right is made to rise with it
(pool adjacent violators). Whether it holds is for `bench/understand.py` to show, on sets that nobody tuned on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import yaml
from understand import KEEP, read_set

from classify import calibration, understand
from measure.understanding import Claim, Score, score_nasti
from office.nasti import draw_typed

TABLE = Path(calibration.__file__).parent / "data" / "calibration.yaml"
LEAST = 40
"""Readings that a point of a curve must stand for; a field with fewer than two such points is not calibrated."""
MOST_SURE = 0.999
THRESHOLD, HELD = 0.9, 0.89
"""From where fields are filled without a person, and the most that others may have."""
WRONG_OF_FILLED = 0.009
"""Share of the fields filled so that may be wrong, with something to spare of 1 in 100."""
STEP = 0.0005


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="*", help="folders of scans with truth")
    parser.add_argument("--typed", type=int, default=300, metavar="N", help="nasti made of words alone")
    parser.add_argument("--seed", type=int, default=11, help="of the typed ones")
    parser.add_argument("--keep", type=Path, default=KEEP, metavar="DIR", help="where read sheets are kept")
    options = parser.parse_args()
    score = Score()
    drawn = (nasti for folder in options.sets for nasti in read_set(folder, options.keep, True))
    with patch.object(calibration, "_curves", lambda group: {}):
        for name, truth, sheets in (*drawn, *draw_typed(options.typed, options.seed, "tune")):
            score_nasti(score, name, truth, understand.understand(sheets))
    write(score.claims)


def write(claims: Sequence[Claim]) -> None:
    table: dict[str, dict[str, list[list[float]]]] = {"nasti": {}, "paper": {}}
    for name in sorted({claim.name for claim in claims}):
        readings = sorted(
            (claim.found.confidence, claim.right) for claim in claims if claim.name == name and claim.found
        )
        points = fit(readings)
        group, key = ("paper", name.removeprefix("paper ")) if name.startswith("paper ") else ("nasti", name)
        if points:
            table[group][key] = points
            print(name, len(readings), points)
    head = TABLE.read_text(encoding="utf-8").partition("\n\n")[0]
    body = yaml.safe_dump(table, allow_unicode=True, default_flow_style=None, width=118, sort_keys=False)
    TABLE.write_text(f"{head}\n\n{body}", encoding="utf-8")


def fit(readings: Sequence[tuple[float, bool]]) -> list[list[float]]:
    """Points of a rising curve through what readings promise and how many of them are right.

    Readings are let over the threshold from which fields are filled without a person only as far down as, of all that
    promise as much or more, few enough are wrong. Those below are held under it, however near they come.
    """
    blocks: list[Block] = []
    for some in bundle(readings):
        blocks.append(Block(list(some)))
        while len(blocks) > 1 and blocks[-2].share >= blocks[-1].share:
            last = blocks.pop()
            blocks[-1] = Block(blocks[-1].readings + last.readings)
    points: list[list[float]] = []
    filled = wrong = 0
    over, floor = True, 1.0
    for block in reversed(blocks):
        filled, wrong = filled + len(block.readings), wrong + block.wrong
        before, over = over, over and wrong <= WRONG_OF_FILLED * filled
        if before and not over and points:
            points.append([round(floor, 4), THRESHOLD])
            points.append([round(floor - STEP, 4), HELD])
        share = max(block.share, THRESHOLD) if over else min(block.share, HELD)
        points.append([round(block.promised, 4), round(share, 4)])
        floor = block.readings[0][0]
    return points[::-1]


@dataclass
class Block:
    """Readings that promise about as much, in order."""

    readings: list[tuple[float, bool]]

    @property
    def wrong(self) -> int:
        """How many are not right."""
        return sum(not right for _, right in self.readings)

    @property
    def promised(self) -> float:
        """What they promise in the mean."""
        return sum(promised for promised, _ in self.readings) / len(self.readings)

    @property
    def share(self) -> float:
        """How many are right; one more that is wrong than was counted, for a few that are right prove little."""
        return min(MOST_SURE, (len(self.readings) - self.wrong) / (len(self.readings) + 1))


def bundle(readings: Sequence[tuple[float, bool]]) -> Iterable[Sequence[tuple[float, bool]]]:
    """Readings by the dozens, in order; what is left over goes with the last ones."""
    starts = list(range(0, max(1, len(readings) - LEAST + 1), LEAST))
    for start, end in zip(starts, [*starts[1:], len(readings)], strict=True):
        yield readings[start:end]


if __name__ == "__main__":
    main()
