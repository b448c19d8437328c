"""Whether backs and nearly blank sides are told apart: draws a set with its truth, and measures on it.

    python bench/blanks.py draw OUT --half tune|judge [--each 5] [--seed 1]
    python bench/blanks.py judge OUT… [--markdown FILE] [--mistakes]

OUT gets the scans, the other side of those sheets that let it through, and `truth.json`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from backs.sheets import draw_sheet, plan_sides


def main() -> None:
    options = parse()
    draw(options.out[0], options.half, options.each, options.seed)


def draw(out: Path, half: str, each: int, seed: int) -> None:
    out.mkdir(parents=True, exist_ok=True)
    truth = [draw_sheet(side, half, out) for side in plan_sides(half, each, seed)]
    (out / "truth.json").write_text(json.dumps(truth, indent=1), encoding="utf-8")
    print(f"{out}: {len(truth)} sides, {sum(side['blank'] for side in truth)} of them blank")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["draw", "judge"])
    parser.add_argument("out", type=Path, nargs="+")
    parser.add_argument("--half", choices=("tune", "judge"), default="tune")
    parser.add_argument("--each", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
