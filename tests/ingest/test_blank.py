"""A side is blank only when nothing on it can be writing."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blank import weigh_ink
from ingest.clean import clean
from ingest.side import measure_side
from nasti.model import Told
from nasti.settings import IngestSection
from tests.ingest import drawn

EMPTY = np.full(drawn.A4[::-1], 255, np.uint8)
AGED = drawn.age(EMPTY)


def is_blank(page: np.ndarray) -> bool:
    cleaned = clean(drawn.scan(page), IngestSection(), lambda image: None)
    assert ("blank" in cleaned.flags) == cleaned.blank
    return cleaned.blank


def with_dust(page: np.ndarray) -> np.ndarray:
    page = page.copy()
    for x, y in np.random.default_rng(3).integers((150, 150), (2300, 3300), (200, 2)):
        cv2.circle(page, (int(x), int(y)), 4, 40, -1)
    return page


def with_folds(page: np.ndarray) -> np.ndarray:
    page = page.copy()
    cv2.line(page, (0, 1750), (2480, 1760), 150, 5, cv2.LINE_AA)
    return page


def with_shaded_fold(page: np.ndarray) -> np.ndarray:
    """A fold that throws a shade of 6 mm downwards."""
    rows = np.arange(page.shape[0])[:, None] - (1750 + 0.004 * np.arange(page.shape[1]))
    light = 1 - 0.13 * np.exp(-rows / 30) * (rows >= 0)
    page = (page * light).astype(np.uint8)
    cv2.line(page, (0, 1750), (2480, 1760), 185, 3, cv2.LINE_AA)
    return page


def with_shine_through(page: np.ndarray, strength: float = 0.15, blur: float = 3.0) -> np.ndarray:
    print_behind = 255 - drawn.write(drawn.HINDI_LINES)[:, ::-1].astype(np.float32)
    behind = cv2.GaussianBlur(print_behind, (0, 0), blur) / 255 * strength
    return (page * (1 - behind)).astype(np.uint8)


def with_staple(page: np.ndarray) -> np.ndarray:
    page = page.copy()
    cv2.line(page, (95, 107), (205, 77), 150, 7, cv2.LINE_AA)
    cv2.line(page, (90, 100), (200, 70), 90, 7, cv2.LINE_AA)
    return page


def with_staple_holes(page: np.ndarray) -> np.ndarray:
    page = page.copy()
    for spot in ((90, 100), (200, 70)):
        cv2.circle(page, spot, 13, 130, -1, cv2.LINE_AA)
        cv2.circle(page, spot, 5, 30, -1, cv2.LINE_AA)
    return page


def with_sliver(page: np.ndarray) -> np.ndarray:
    page = page.copy()
    cv2.fillPoly(page, [np.array([(2479, 300), (2474, 300), (2479, 1500)])], 15)
    cv2.line(page, (3, 900), (6, 1700), 15, 4, cv2.LINE_AA)
    return page


def with_tape(page: np.ndarray, strength: float) -> np.ndarray:
    box = cv2.boxPoints(((1300, 1600), (1100, 190), 2.0)).astype(np.int32)
    cover = cv2.GaussianBlur(cv2.fillPoly(np.zeros(page.shape, np.uint8), [box], 255, cv2.LINE_AA), (0, 0), 1.5)
    return (page * (1 - strength * (cover / 255))).astype(np.uint8)


def with_foxing(page: np.ndarray) -> np.ndarray:
    light = np.ones(page.shape, np.float32)
    for x, y in ((60, 3380), (140, 3440), (1200, 900), (1800, 2500)):
        cv2.circle(light, (x, y), 26, 0.88, -1)
    return (page * cv2.GaussianBlur(light, (0, 0), 9)).astype(np.uint8)


def with_spots(page: np.ndarray) -> np.ndarray:
    page = page.copy()
    off = np.random.default_rng(4).integers(0, 90, (60, 2))
    for place, (x, y) in enumerate(off):
        cv2.circle(page, (200 + 230 * (place % 8) + int(x), 200 + 390 * (place // 8) + int(y)), 10, 90, -1, cv2.LINE_AA)
    return page


def with_lines_of_a_fax(page: np.ndarray) -> np.ndarray:
    page = page.copy()
    for row, left, right in ((700, 300, 1500), (1703, 800, 1100), (2906, 100, 2000)):
        page[row : row + 3, left:right] = 0
        page[row + 6 : row + 10, left + 40 : left + 44] = 0
    return page


def with_specks_and_halos(page: np.ndarray) -> np.ndarray:
    """Specks at 150 dpi with the ripples of JPEG about them, on paper without grain."""
    small = np.full((1754, 1240), 250, np.uint8)
    for x, y in np.random.default_rng(6).integers((60, 60), (1180, 1690), (80, 2)):
        cv2.circle(small, (int(x), int(y)), 1, 60, -1, cv2.LINE_AA)
    _, data = cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, 42))
    rippled = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    return cv2.resize(rippled, page.shape[::-1], interpolation=cv2.INTER_CUBIC).astype(np.uint8)


def with_fold_in_black_and_white(page: np.ndarray) -> np.ndarray:
    page = page.copy()
    pieces = np.random.default_rng(5).integers((0, 20), (3400, 90), (30, 2))
    for top, long in pieces:
        x = 1240 + round(0.01 * top)
        page[top : top + long, x : x + 4] = 0
    return page


BLANK = {
    "clean": EMPTY,
    "paper": AGED,
    "noisy": drawn.age(EMPTY, paper=200, noise=8),
    "black border": drawn.age(EMPTY, border_px=120, skew_deg=2.0),
    "holes": drawn.punch(AGED, (120, 1400), (120, 2100)),
    "dust": with_dust(AGED),
    "folds": with_folds(AGED),
    "shaded fold": with_shaded_fold(AGED),
    "shaded fold over shine-through": with_shaded_fold(with_shine_through(AGED, 0.06, 5.0)),
    "shine-through": with_shine_through(AGED),
    "staple": with_staple(AGED),
    "staple at the foot": with_staple(AGED)[::-1],
    "staple holes": with_staple_holes(AGED),
    "slivers of the bed": with_sliver(AGED),
    "tape": with_tape(AGED, 0.12),
    "brown tape": with_tape(AGED, 0.35),
    "foxing": with_foxing(AGED),
    "spots": with_spots(AGED),
    "smeared lines of a fax": with_lines_of_a_fax(EMPTY),
    "specks with halos": with_specks_and_halos(EMPTY),
    "fold in black and white": with_fold_in_black_and_white(EMPTY),
    "everything": with_shine_through(with_folds(drawn.punch(with_dust(AGED), (120, 1400), (120, 2100)))),
}


@pytest.mark.parametrize("name", BLANK)
def test_a_side_without_ink_is_blank(name: str) -> None:
    assert is_blank(BLANK[name])


def stamped() -> np.ndarray:
    return drawn.seal(np.repeat(AGED[:, :, None], 3, axis=2), (1500, 2500), (150, 140, 210))


def date_alone() -> np.ndarray:
    page = EMPTY.copy()
    page[2900:3000] = drawn.write(("४/५/०३",), height=40)[380:480]
    return drawn.age(page)


def folio_alone() -> np.ndarray:
    page = EMPTY.copy()
    cv2.putText(page, "7", (2250, 180), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 60, 4, cv2.LINE_AA)
    return drawn.age(page)


def small_number_on_dusty_paper() -> np.ndarray:
    page = EMPTY.copy()
    page[100:200, 1900:2300] = drawn.write(("47",), drawn.LATIN, height=38)[380:480, 250:650]
    return with_dust(drawn.age(page, ink=0.5))


def pale_number() -> np.ndarray:
    page = EMPTY.copy()
    page[600:700, 1800:2200] = drawn.write(("25",), drawn.LATIN, height=34)[380:480, 250:650]
    return drawn.age(page, ink=0.34)


def pencil_across_a_fold() -> np.ndarray:
    page = EMPTY.copy()
    points = [(300 + 14 * step, 1776 + 24 * (-1) ** step) for step in range(26)]
    cv2.polylines(page, [np.array(points)], False, 238, 3, cv2.LINE_AA)
    return with_shaded_fold(drawn.age(page))


def date_at_the_corner() -> np.ndarray:
    page = EMPTY.copy()
    page[60:160, :800] = drawn.write(("४/५/०३",), height=40)[380:480, 250:1050]
    return drawn.age(page)


def dash_alone() -> np.ndarray:
    page = EMPTY.copy()
    cv2.line(page, (1200, 1500), (1330, 1490), 40, 6, cv2.LINE_AA)
    return drawn.age(page)


def ruled() -> np.ndarray:
    page = EMPTY.copy()
    page[400:3200:100, 200:2300] = 90
    return drawn.age(page)


def ones_in_the_margin() -> np.ndarray:
    page = EMPTY.copy()
    for row in range(12):
        cv2.putText(page, "1", (300, 400 + 220 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 0, 4, cv2.LINE_AA)
    return page


def underlined_by_a_ruler() -> np.ndarray:
    page = EMPTY.copy()
    page[2000:2005, 1500:2100] = 0
    return page


def one_line_of_worn_print() -> np.ndarray:
    page = EMPTY.copy()
    page[2900:3000] = drawn.write(("उपरोक्त विषयांतर्गत लेख है कि संदर्भित पत्र के माध्यम से ...................... चाही",))[
        380:480
    ]
    page[:, ::9] = 255
    return page


INKED = {
    "initials": lambda: drawn.sign(AGED, (1700, 2900)),
    "initials over dust": lambda: drawn.sign(with_dust(AGED), (1700, 2900)),
    "stamp": stamped,
    "date": date_alone,
    "folio": folio_alone,
    "small number on dusty paper": small_number_on_dusty_paper,
    "pale number": pale_number,
    "pencil across a fold": pencil_across_a_fold,
    "date at the corner": date_at_the_corner,
    "dash": dash_alone,
    "initials over a staple": lambda: with_staple(drawn.sign(AGED, (100, 110))),
    "one underlined word": lambda: drawn.age(drawn.write(("संलग्न",))),
    "ruled form": ruled,
    "pencil": lambda: drawn.sign(AGED, (900, 1500), level=238 * 0.82, width=5),
    "thin faint pencil": lambda: drawn.sign(AGED, (900, 1500), level=238 * 0.85, width=4),
    "pencil over shine-through": lambda: drawn.sign(with_shine_through(AGED, 0.12), (900, 2900), level=165, width=6),
    "initials on tape": lambda: with_tape(drawn.sign(AGED, (1200, 1600)), 0.3),
    "thin pencil on tape": lambda: with_tape(drawn.sign(AGED, (1200, 1600), level=238 * 0.85, width=4), 0.12),
    "ones in the margin": ones_in_the_margin,
    "one line of worn print": one_line_of_worn_print,
    "line by a ruler": underlined_by_a_ruler,
    "signature over a fold in black and white": lambda: drawn.sign(with_fold_in_black_and_white(EMPTY), (1100, 1500)),
    "faded page": lambda: drawn.age(drawn.write(drawn.HINDI_LINES), ink=0.2),
}


@pytest.mark.parametrize("name", INKED)
def test_no_ink_is_lost(name: str) -> None:
    assert not is_blank(INKED[name]())


def test_a_second_try_with_a_turn_is_not_called_blank() -> None:
    cleaned = clean(drawn.scan(AGED), IngestSection(), lambda image: None, first_turn=180)
    assert (cleaned.turn_deg, cleaned.blank) == (180, False)


@pytest.mark.parametrize(("share", "blank"), [(0.0, False), (0.5, False), (1.0, True)])
def test_a_pale_stroke_is_no_ink_where_the_other_side_explained_most_of_it(share: float, blank: bool) -> None:
    stroke = np.zeros((600, 800), np.uint8)
    cv2.polylines(stroke, [np.array([(100, 300), (300, 340), (500, 290), (700, 310)])], False, 30, 3, cv2.LINE_AA)
    residue = np.arange(800)[None, :] < 100 + 600 * share + np.zeros((600, 1))
    paper = np.full((120, 160), 240, np.uint8)
    assert weigh_ink(stroke, None, paper, stroke > 255, residue).blank is blank


SMALL = {name: cv2.resize(page, (1240, 1754), interpolation=cv2.INTER_AREA) for name, page in BLANK.items()}


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from(sorted(SMALL)),
    at=st.tuples(st.floats(0.1, 0.7), st.floats(0.1, 0.7)),
    long_mm=st.floats(4, 60),
    angle=st.floats(0, np.pi),
    bend=st.floats(0.05, 0.3),
)
def test_one_stroke_of_ink_makes_any_blank_side_not_blank(
    name: str, at: tuple[float, float], long_mm: float, angle: float, bend: float
) -> None:
    page = SMALL[name].copy()
    along = np.linspace(0, long_mm / 25.4 * 150, 30)
    aside = bend * along[-1] * np.sin(np.pi * along / along[-1])
    x = at[0] * page.shape[1] + along * np.cos(angle) - aside * np.sin(angle)
    y = at[1] * page.shape[0] + along * np.sin(angle) + aside * np.cos(angle)
    cv2.polylines(page, [np.column_stack((x, y)).astype(np.int32)], False, 40, 3, cv2.LINE_AA)
    assert not measure_side(page, 150).found.blank


def test_a_nearly_blank_side_says_how_much_ink_it_bears_and_where() -> None:
    cleaned = clean(drawn.scan(drawn.sign(AGED, (1700, 2900))), IngestSection(), lambda image: None)
    (notice,) = (notice for notice in cleaned.notices if notice.name == "nearly_blank")
    assert notice.name in cleaned.flags
    assert (notice.unit, notice.measure is not None and notice.measure > 10) == ("mm", True)
    left, top, right, bottom = notice.box or (0, 0, 0, 0)
    assert 1600 < left < right < 2150
    assert 2750 < top < bottom < 3050


@pytest.mark.parametrize("page", [AGED, INKED["date"]()], ids=["blank", "inked"])
@pytest.mark.parametrize("said", [True, False])
def test_a_side_is_blank_or_not_as_a_person_says(page: np.ndarray, said: bool) -> None:
    cleaned = clean(drawn.scan(page), IngestSection(), lambda image: None, told=Told(blank=said, turn_deg=90))
    assert (cleaned.blank, "blank" in cleaned.flags, cleaned.turn_deg) == (said, said, 90)
