"""What a PDF page shows: one image that covers it, or something that must be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Dictionary, Matrix, Name, Object, Page

from nasti.model import Size

BLACK = {"g": [0.0], "rg": [0.0, 0.0, 0.0], "k": [0.0, 0.0, 0.0, 1.0]}
"""Operands that make the colour of filling black, for each operator that sets it plainly."""
OTHER_FILLS = frozenset(("cs", "sc", "scn"))
# Operators that leave no mark. Source: ISO 32000-1, annex A.
SILENT = frozenset((
    "w", "J", "j", "M", "d", "ri", "i", "m", "l", "c", "v", "y", "h", "G", "RG", "K", "CS", "SC", "SCN",
    "BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tc", "Tw", "Tz", "TL", "Ts", "BMC", "EMC", "MP", "DP", "BX", "EX",
    "cm", "Tr", "Q", *BLACK, *OTHER_FILLS,
))  # fmt: skip
TEXT = frozenset(("Tj", "TJ", "'", '"'))
INVISIBLE = 3
MAX_CONTENT_BYTES = 400_000
"""Compressed content above this is a drawing, not a scan with its hidden text: not worth parsing."""
HIDDEN, NO_VIEW = 0b10, 0b100000
"""Flags of annotations. Source: ISO 32000-1, table 165."""
NO_MASK = Name("/None")
MAX_DEPTH = 6
EDGE = 0.01
"""How far an image may reach past the page, as a share of its side."""
COVERED = 0.9
"""How much of each side of the page the one image must cover; what is left is white."""


BoxPt = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An image as the page places it.

    Attributes:
        image: Its stream object.
        matrix: From the unit square to points on the page.
        black: Whether a stencil would be painted black there.
    """

    image: pikepdf.Stream
    matrix: Matrix
    black: bool = True

    @property
    def size_px(self) -> Size:
        """Width and height of the image; 0 where it does not say."""
        return int(self.image.get("/Width", 0)), int(self.image.get("/Height", 0))

    @property
    def size_pt(self) -> tuple[float, float]:
        """Length of its sides on the page, in points."""
        m = self.matrix
        return (m.a**2 + m.b**2) ** 0.5, (m.c**2 + m.d**2) ** 0.5

    @property
    def box_pt(self) -> BoxPt:
        """Left, bottom, right and top on the page, in points."""
        m = self.matrix
        xs = (m.e, m.e + m.a, m.e + m.c, m.e + m.a + m.c)
        ys = (m.f, m.f + m.b, m.f + m.d, m.f + m.b + m.d)
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def dpi(self) -> tuple[float, float]:
        """Pixels per inch along its own x and y, before /UserUnit."""
        (width, height), (across, down) = self.size_px, self.size_pt
        return 72 * width / max(across, 1e-6), 72 * height / max(down, 1e-6)


@dataclass(slots=True)
class Shown:
    """What a page paints.

    Attributes:
        images: In order of painting.
        other: True when it paints anything that is not an image: text one can see, lines, shadings, annotations.
    """

    images: list[Placed] = field(default_factory=list)
    other: bool = False


def look_at(page: Page) -> Shown:
    """Follow a page's content and note what it paints; a page too odd to follow counts as painting other things."""
    shown = Shown()
    try:
        _look(page, shown)
    except (pikepdf.PikepdfError, ValueError, TypeError, KeyError, AttributeError):
        # What pikepdf raises where an operand or an entry is missing or of the wrong kind; poppler forgives more.
        shown.other = True
    return shown


def _look(page: Page, shown: Shown) -> None:
    if content_bytes(page) > MAX_CONTENT_BYTES:
        shown.other = True
    else:
        _Walk(shown, visible_box(page)).follow(page, page.get("/Resources", Dictionary()), _State())
    shown.other |= any(_is_seen(note) for note in page.get("/Annots", ()))


def only_image(page: Page, shown: Shown) -> Placed | None:
    """The image that is all of the page; None where the page must be drawn."""
    if shown.other or len(shown.images) != 1:
        return None
    placed = shown.images[0]
    page_box, box = visible_box(page), placed.box_pt
    covers = all(box[side + 2] - box[side] >= COVERED * (page_box[side + 2] - page_box[side]) for side in (0, 1))
    return placed if covers and _holds(page_box, box) and quarter_turn(placed.matrix) is not None else None


def quarter_turn(matrix: Matrix) -> tuple[int, bool] | None:
    """How a matrix turns the image: quarters counter-clockwise after a mirroring; None for any other angle."""
    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    mirrored = a * d - b * c < 0
    if mirrored:
        c, d = -c, -d
    slack = 1e-3 * (abs(a) + abs(b) + abs(c) + abs(d))
    for quarters, (right_x, right_y) in enumerate(((a, b), (b, -a), (-a, -b), (-b, a))):
        if right_x > slack and abs(right_y) < slack and abs(a * c + b * d) < slack**2 * 1e3:
            return quarters, mirrored
    return None


def visible_box(page: Page) -> BoxPt:
    """Left, bottom, right and top of what a viewer shows, in points: the crop box inside the media box."""
    media, crop = _box(page.mediabox), _box(page.cropbox)
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if right > left and top > bottom else media


def images_of(resources: Object, seen: set[tuple[int, int]] | None = None) -> Iterator[pikepdf.Stream]:
    """Every image that a resource dictionary can paint, those inside forms too."""
    seen = set() if seen is None else seen
    for item in dict(resources.get("/XObject", Dictionary())).values():
        if not isinstance(item, pikepdf.Stream) or item.objgen in seen:
            continue
        seen.add(item.objgen)
        if item.get("/Subtype") == Name.Image:
            yield item
        elif item.get("/Subtype") == Name.Form:
            yield from images_of(item.get("/Resources", Dictionary()), seen)


def _box(box: Object) -> BoxPt:
    x0, y0, x1, y1 = (float(value) for value in box.as_list())
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def content_bytes(page: Page) -> int:
    """Length of a page's content streams as they stand in the file, in bytes."""
    contents = page.get("/Contents")
    if contents is None:
        return 0
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    return sum(int(part.get("/Length", 0)) for part in parts if isinstance(part, pikepdf.Stream))


def _is_seen(note: Object) -> bool:
    """Whether an annotation shows. One without a look of its own is given one by the viewer, and by poppler."""
    if int(note.get("/F", 0)) & (HIDDEN | NO_VIEW) or note.get("/Subtype") in (Name.Link, Name.Popup):
        return False
    filled = "/V" in note or "/V" in note.get("/Parent", Dictionary())
    return "/AP" in note or note.get("/Subtype") != Name.Widget or filled


@dataclass(frozen=True, slots=True)
class _State:
    """What of the graphics state counts here."""

    matrix: Matrix = field(default_factory=Matrix)
    text_mode: int = 0
    black: bool = True

    def changed(self, name: str, operands: Sequence[Any]) -> _State:
        """The state after an operator."""
        if name == "cm":
            return replace(self, matrix=self.matrix @ Matrix(*operands))
        if name == "Tr":
            return replace(self, text_mode=int(operands[0]))
        if name in BLACK:
            return replace(self, black=[float(value) for value in operands] == BLACK[name])
        return replace(self, black=False) if name in OTHER_FILLS else self


class _Walk:
    """Runs content streams as far as the current matrix, the clip, the colour of filling and the text mode go."""

    def __init__(self, shown: Shown, page_box: BoxPt) -> None:
        self._shown = shown
        self._page_box = page_box

    def follow(self, content: Page | Object, resources: Object, state: _State, depth: int = 0) -> None:
        """Note what a content stream paints, until something is found that must be drawn."""
        stack: list[_State] = []
        path: list[BoxPt] = []
        for step in pikepdf.parse_content_stream(content):
            name, operands = str(step.operator), list(step.operands)
            state = state.changed(name, operands)
            if name == "q":
                stack.append(state)
            elif name == "Q" and stack:
                state = stack.pop()
            elif name == "re":
                path.append(_rectangle(state.matrix, [float(value) for value in operands]))
            elif name == "n":
                path = []
            elif name == "Do":
                self._paint(resources.get("/XObject", Dictionary()).get(str(operands[0])), state, depth)
            elif name not in TEXT or state.text_mode != INVISIBLE:
                self._shown.other |= self._must_be_drawn(name, next(iter(operands), None), resources, path)
            if self._shown.other:
                return

    def _must_be_drawn(self, name: str, operand: Object | None, resources: Object, path: list[BoxPt]) -> bool:
        """Whether an operator leaves a mark of its own, or changes how images look."""
        if name in ("W", "W*"):
            return not (len(path) == 1 and _holds(path[0], self._page_box))
        if name == "gs":
            return _is_special(resources.get("/ExtGState", Dictionary()).get(str(operand)))
        if name == "BDC":
            return operand == Name.OC
        return name not in SILENT

    def _paint(self, item: Object | None, state: _State, depth: int) -> None:
        if not isinstance(item, pikepdf.Stream) or "/OC" in item or depth > MAX_DEPTH:
            self._shown.other = True
        elif item.get("/Subtype") == Name.Image:
            self._shown.images.append(Placed(item, state.matrix, state.black))
        else:
            inner = replace(state, matrix=state.matrix @ Matrix(item.get("/Matrix", Matrix())))
            self.follow(item, item.get("/Resources", Dictionary()), inner, depth + 1)


def _rectangle(matrix: Matrix, operands: list[float]) -> BoxPt:
    x, y, width, height = operands
    corners = [matrix.transform(point) for point in ((x, y), (x + width, y), (x, y + height), (x + width, y + height))]
    xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _holds(outer: BoxPt, inner: BoxPt) -> bool:
    over_x, over_y = EDGE * (inner[2] - inner[0]), EDGE * (inner[3] - inner[1])
    return (
        outer[0] <= inner[0] + over_x
        and outer[1] <= inner[1] + over_y
        and outer[2] >= inner[2] - over_x
        and outer[3] >= inner[3] - over_y
    )


def _is_special(state: Object | None) -> bool:
    """Whether a graphics state makes paint transparent, blended or masked."""
    if state is None:
        return False
    return (
        float(state.get("/ca", 1)) < 1
        or state.get("/BM", Name.Normal) not in (Name.Normal, Name.Compatible)
        or state.get("/SMask", NO_MASK) != NO_MASK
    )
