"""What is added to a printed page by hand: signatures, remarks in handwriting, seals and stamps, as HTML.

Each stands in an element of class "ink", which is drawn on a layer of its own, and is placed absolutely. Its
`data-kind` says whether it is "pen" (handwriting) or "seal".
"""

from __future__ import annotations

import html
import itertools
import math
import random
from dataclasses import dataclass

BLUE = ("#1f3a93", "#20409a", "#2a2f8f", "#1b4fb0")
BLACK = ("#202024", "#2b2b30")
GREEN = ("#14663a", "#0f7a4a")
RED = ("#b02430", "#a3182a")
VIOLET = ("#5b2d8c", "#6a3aa0", "#473a9c")


@dataclass(frozen=True)
class Spot:
    """Where something is put: offsets in CSS pixels from the positioned parent's left top corner."""

    left: float
    top: float


def sign(chance: random.Random, spot: Spot, colour: str, width: float = 130, height: float = 48) -> str:
    """A signature: loops, a flat stroke or a big letter with a tail, often underlined."""
    path = _smooth(chance.choice((_loop, _loop, _flat, _initial))(chance, width, height))
    under = _smooth(
        [
            (width * chance.uniform(0.02, 0.2), height * chance.uniform(0.82, 0.98)),
            (width * 0.5, height * chance.uniform(0.78, 0.95)),
            (width * chance.uniform(0.85, 1.0), height * chance.uniform(0.6, 0.85)),
        ]
    )
    thick = chance.uniform(1.1, 2.0)
    strokes = f'<path d="{path}" stroke-width="{thick:.2f}"/>'
    if chance.random() < 0.7:
        strokes += f'<path d="{under}" stroke-width="{thick * 0.8:.2f}"/>'
    return _ink("pen", spot, _drawing(width, height, strokes, colour), chance.uniform(-9, 6))


def scribble(
    chance: random.Random,
    spot: Spot,
    text: str,
    face: str,
    colour: str,
    size_px: float = 24,
    *,
    steady: bool = False,
) -> str:
    """A remark in handwriting: every word a little off, its strokes wobbling."""
    words = " ".join(
        f'<span style="display:inline-block;transform:translateY({chance.uniform(-0.09, 0.09):.3f}em) '
        f"rotate({chance.uniform(-4, 4):.1f}deg) skewX({chance.uniform(-10, 2):.1f}deg) "
        f'scale({chance.uniform(0.9, 1.12):.2f})">{html.escape(word)}</span>'
        for word in text.split()
    )
    style = f"font:{size_px:.0f}px/1.35 '{face}';color:{colour};filter:url(#wobble{chance.randrange(4)})"
    return _ink(
        "pen", spot, f'<div style="{style}">{words}</div>', chance.uniform(-1, 1) if steady else chance.uniform(-8, 5)
    )


def scrawl(chance: random.Random, spot: Spot, colour: str, width: float, height: float) -> str:
    """Lines of a hand that nobody can read."""
    lines = max(1, round(height / 26))
    strokes = ""
    for line in range(lines):
        x = chance.uniform(0, 12)
        middle = (line + 0.55) * height / lines
        while x < width * (1 if line < lines - 1 else 0.6) - 30:
            reach = chance.uniform(16, 60)
            count = max(3, round(reach / 5))
            points = [
                (
                    x + reach * step / count + chance.uniform(-2.5, 2.5),
                    middle + chance.choice((-1, 1)) * chance.uniform(1, 8) * (1.6 if chance.random() < 0.12 else 1),
                )
                for step in range(count + 1)
            ]
            strokes += f'<path d="{_smooth(points)}" stroke-width="{chance.uniform(1.1, 1.7):.2f}"/>'
            x += reach + chance.uniform(6, 14)
    return _ink("pen", spot, _drawing(width, height, strokes, colour), chance.uniform(-2, 2))


def tick(chance: random.Random, spot: Spot, colour: str) -> str:
    """A tick, a stroke or a ring beside the text."""
    size = chance.uniform(16, 34)
    shapes = (
        [(0, size * 0.6), (size * 0.3, size), (size, 0)],
        [(0, 0), (size * 0.1, size * 0.5), (0, size * 2.2)],
        [(size * 0.5, 0), (size, size * 0.4), (size * 0.5, size), (0, size * 0.5), (size * 0.55, -2)],
    )
    shape = chance.choice(shapes)
    path = f'<path d="{_smooth(shape)}" stroke-width="{chance.uniform(1.3, 2.2):.1f}"/>'
    width, height = (max(point[axis] for point in shape) + 2 for axis in (0, 1))
    return _ink("pen", spot, _drawing(width, height, path, colour), chance.uniform(-15, 15))


def seal(chance: random.Random, spot: Spot, around: str, centre: str, face: str, colour: str) -> str:
    """A round office seal with text along its rim."""
    radius = chance.uniform(52, 66)
    name = f"rim{chance.randrange(10**9)}"
    size = radius * 2 + 4
    middle = size / 2
    rim = radius * 0.76
    rings = "".join(
        f'<circle cx="{middle}" cy="{middle}" r="{share * radius:.1f}" stroke-width="{width}"/>'
        for share, width in ((1, 2.2), (0.95, 0.9), (0.66, 1.2))
    )
    half = f"a {rim:.1f},{rim:.1f} 0 1,1"
    path = f"M {middle - rim:.1f},{middle} {half} {2 * rim:.1f},0 {half} {-2 * rim:.1f},0"
    letters = (
        f'<path id="{name}" d="{path}" stroke="none"/>'
        f'<g fill="{colour}" stroke="none" style="font-family:\'{face}\'">'
        f'<text font-size="{radius * 0.215:.1f}" textLength="{2 * math.pi * rim * 0.93:.0f}">'
        f'<textPath href="#{name}">{html.escape(around)}</textPath></text>'
        f'<text x="{middle}" y="{middle + radius * 0.1:.1f}" text-anchor="middle" '
        f'font-size="{radius * 0.28:.1f}">{html.escape(centre)}</text></g>'
    )
    return _ink("seal", spot, _drawing(size, size, rings + letters, colour), chance.uniform(-35, 35))


def stamp(chance: random.Random, spot: Spot, lines: list[str], face: str, colour: str, *, framed: bool = True) -> str:
    """A straight rubber stamp of some lines."""
    border = f"border:2px solid {colour};border-radius:{chance.choice((0, 4))}px;" if framed else ""
    style = f"font:bold {chance.uniform(14, 18):.1f}px/1.35 '{face}';color:{colour};{border}padding:4px 10px;"
    text = "<br>".join(html.escape(line) for line in lines)
    return _ink(
        "seal", spot, f'<div style="{style}text-align:center;white-space:nowrap">{text}</div>', chance.uniform(-9, 9)
    )


def _ink(kind: str, spot: Spot, content: str, turn_deg: float) -> str:
    where = f"left:{spot.left:.1f}px;top:{spot.top:.1f}px;transform:rotate({turn_deg:.1f}deg)"
    return f'<div class="ink" data-kind="{kind}" style="{where}">{content}</div>'


def _drawing(width: float, height: float, strokes: str, colour: str) -> str:
    return (
        f'<svg width="{width:.0f}" height="{height:.0f}" style="overflow:visible;display:block" fill="none" '
        f'stroke="{colour}" stroke-linecap="round" stroke-linejoin="round">{strokes}</svg>'
    )


def _loop(chance: random.Random, width: float, height: float) -> list[tuple[float, float]]:
    turns = chance.uniform(3.5, 8)
    fast, slow, lean = chance.random() * 6.3, chance.random() * 6.3, chance.uniform(0.03, 0.1)
    points = []
    for step in range(90):
        along = step / 89
        swing = 0.34 * math.sin(2 * math.pi * turns * along + fast) * (1.1 - 0.8 * along)
        swing += 0.16 * math.sin(2 * math.pi * 1.3 * along + slow)
        back = lean * math.sin(2 * math.pi * turns * along + fast + 1.3)
        points.append((width * (0.05 + 0.85 * along + back), height * (0.48 + swing)))
    return points


def _flat(chance: random.Random, width: float, height: float) -> list[tuple[float, float]]:
    """A hurried stroke with a few jags and a long tail."""
    jags = chance.randint(4, 11)
    reach = chance.uniform(0.45, 0.75)
    points = [(0.0, height * chance.uniform(0.3, 0.6))]
    for jag in range(1, jags + 1):
        x = width * reach * jag / jags + chance.uniform(-5, 5)
        points.append((x, height * (0.5 + (-1) ** jag * chance.uniform(0.05, 0.42))))
    points.append((width, height * chance.uniform(0.35, 0.7)))
    return points


def _initial(chance: random.Random, width: float, height: float) -> list[tuple[float, float]]:
    """One big letter, some small ones, a tail that comes back below."""
    big = chance.uniform(0.22, 0.36) * width
    points = [(big * 0.2, height * 0.9), (big * 0.35, height * 0.05), (big * 0.6, height * 0.02)]
    points += [(big * 0.7, height * 0.55), (big * 0.3, height * 0.6), (big, height * 0.75)]
    count = chance.randint(3, 7)
    for step in range(count):
        x = big + (width * 0.9 - big) * (step + 1) / count
        points.append((x - 4, height * chance.uniform(0.35, 0.55)))
        points.append((x, height * chance.uniform(0.6, 0.8)))
    points += [(width, height * 0.75), (width * 0.6, height * 0.98), (big * 0.5, height)]
    return points


def _smooth(points: list[tuple[float, float]]) -> str:
    """A path through the middles of neighbours, bent towards the points."""
    path = f"M {points[0][0]:.1f},{points[0][1]:.1f}"
    for one, following in itertools.pairwise(points[1:]):
        middle = (one[0] + following[0]) / 2, (one[1] + following[1]) / 2
        path += f" Q {one[0]:.1f},{one[1]:.1f} {middle[0]:.1f},{middle[1]:.1f}"
    return path + f" L {points[-1][0]:.1f},{points[-1][1]:.1f}"
