"""Print under seals and signatures comes out from under them, and coloured print stays."""

import cv2
import numpy as np
import pytest

from ingest.clean import clean
from ingest.draft import to_gray
from ingest.lift import find_stamps, lift
from nasti.settings import IngestSection
from tests.ingest import drawn

Ink = tuple[int, int, int]
BLACK, BLUE, VIOLET, GREEN, RED = (30, 30, 34), (32, 48, 150), (96, 44, 140), (24, 104, 66), (176, 36, 44)
CREAM, NOTESHEET = (246, 240, 224), (206, 228, 196)
TEXT = drawn.write(drawn.HINDI_LINES[:6], size_px=(1900, 1150))
SEAL_AT, BARE_AT = (900, 840), (1650, 230)
ON_SEAL = np.s_[SEAL_AT[1] - 160 : SEAL_AT[1] + 160, SEAL_AT[0] - 160 : SEAL_AT[0] + 160]


def print_on(paper: Ink, text: np.ndarray = TEXT, ink: Ink = BLACK) -> np.ndarray:
    cover = (255 - text[:, :, None]) / np.float32(255)
    return np.asarray((np.float32(paper) * (1 - cover) + np.float32(ink) * cover).astype(np.uint8))


def press(page: np.ndarray, mask: np.ndarray, ink: Ink) -> np.ndarray:
    """Ink that lets light through, on a page that is then scanned and kept as JPEG."""
    given = mask[:, :, None] * np.float32(0.85 / 255)
    pressed = page * (1 - given * (1 - np.float32(ink) / 255))
    grain = 2 * np.random.default_rng(2).standard_normal(pressed.shape, np.float32)
    noisy = np.clip(pressed + grain, 0, 255).astype(np.uint8)
    data = cv2.imencode(".jpg", noisy[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 80])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[:, :, ::-1])


def seal_mask(centre: tuple[int, int] = SEAL_AT) -> np.ndarray:
    white = np.full((*TEXT.shape, 3), 255, np.uint8)
    return np.asarray(255 - drawn.seal(white, centre, (0, 0, 0))[:, :, 0])


def scribble_mask(at: tuple[int, int]) -> np.ndarray:
    return np.asarray(255 - drawn.sign(np.full(TEXT.shape, 255, np.uint8), at, level=0, width=7))


def lifted(pixels: np.ndarray) -> np.ndarray:
    return lift(to_gray(pixels), pixels, find_stamps(pixels, 300), 300)


@pytest.mark.parametrize("ink", [BLUE, VIOLET, GREEN, RED], ids=["blue", "violet", "green", "red"])
@pytest.mark.parametrize("paper", [CREAM, NOTESHEET], ids=["cream", "green notesheet"])
def test_a_seal_is_lifted_off_the_print_under_it(ink: Ink, paper: Ink) -> None:
    mask = seal_mask()
    pixels = press(print_on(paper), mask, ink)
    before, after = to_gray(pixels)[ON_SEAL], lifted(pixels)[ON_SEAL]
    printed, stamped = TEXT[ON_SEAL] < 60, mask[ON_SEAL] > 200
    level = np.median(to_gray(print_on(paper)))
    assert (before[stamped & ~printed] < 0.65 * level).mean() > 0.9
    assert (after[stamped & (TEXT[ON_SEAL] > 250)] < 0.65 * level).mean() < 0.03
    assert (after[printed] < 0.45 * level).mean() > 0.95


def test_a_signature_is_lifted_off_the_name_under_it() -> None:
    mask = scribble_mask((320, 640))
    pixels = press(print_on(CREAM), mask, BLUE)
    after = lifted(pixels)
    assert (after[(mask > 200) & (TEXT > 250)] < 150).mean() < 0.03
    assert (after[TEXT < 60] < 110).mean() > 0.95


def test_nothing_grows_darker_and_nothing_else_changes() -> None:
    mask = seal_mask()
    pixels = press(print_on(CREAM), mask, VIOLET)
    before, after = to_gray(pixels), lifted(pixels)
    assert (after >= before).all()
    far = cv2.dilate(mask, np.ones((25, 25), np.uint8)) == 0
    assert np.array_equal(after[far], before[far])


NO_INK = np.zeros(TEXT.shape, np.uint8)
FIRST_LINE = np.where(np.arange(TEXT.shape[0])[:, None] < 490, TEXT, 255).astype(np.uint8)
OTHERS = np.where(np.arange(TEXT.shape[0])[:, None] < 490, 255, TEXT).astype(np.uint8)
STANDING_ALONE = {
    "red letterhead over black print": lambda: press(print_on(CREAM, OTHERS), 255 - FIRST_LINE, RED),
    "blue print": lambda: press(print_on(CREAM, ink=BLUE), NO_INK, BLUE),
    "carbon copy": lambda: press(print_on(CREAM, ink=(52, 56, 104)), NO_INK, BLUE),
    "seal on bare paper": lambda: press(print_on(CREAM), seal_mask(BARE_AT), VIOLET),
    "signature on bare paper": lambda: press(print_on(CREAM), scribble_mask((1000, 200)), BLUE),
    "black on green": lambda: press(print_on(NOTESHEET), NO_INK, BLUE),
}


@pytest.mark.parametrize("name", STANDING_ALONE)
def test_coloured_ink_that_stands_by_itself_stays(name: str) -> None:
    pixels = STANDING_ALONE[name]()
    assert np.array_equal(lifted(pixels), to_gray(pixels))


def test_on_a_carbon_copy_the_seal_goes_and_the_print_stays() -> None:
    text = drawn.write(drawn.HINDI_LINES[:8] * 2, size_px=(1900, 2200))
    mask = np.zeros(text.shape, np.uint8)
    mask[: TEXT.shape[0]] = seal_mask()
    after = lifted(press(print_on(CREAM, text, (52, 56, 128)), mask, GREEN))
    assert (after[text < 60] < 130).mean() > 0.97
    assert (after[(mask > 200) & (text > 250)] < 150).mean() < 0.03


def test_the_coloured_fringe_of_black_print_is_no_ink() -> None:
    page = print_on(CREAM)
    shifted = np.dstack((page[:, :, 0], page[:, :, 1], np.roll(page[:, :, 2], 2, axis=1)))
    pixels = press(shifted, NO_INK, BLUE)
    assert (lifted(pixels)[TEXT < 60] < 110).mean() > 0.97


def test_the_record_says_where_ink_was_lifted() -> None:
    pixels = press(print_on(CREAM), seal_mask(), BLUE)
    turned = drawn.scan(drawn.turn(pixels, 90))
    cleaned = clean(turned, IngestSection(), lambda image: None)
    (step,) = [step for step in cleaned.steps if step.name == "lift_ink"]
    boxes = np.array(step.detail["boxes"])
    around = (*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))
    expected = (SEAL_AT[0] - 153, SEAL_AT[1] - 153, SEAL_AT[0] + 153, SEAL_AT[1] + 153)
    assert around == pytest.approx(expected, abs=12)


@pytest.mark.parametrize("seed", range(8))
def test_ink_of_one_tone_or_of_hardly_any_is_no_trouble(seed: int) -> None:
    random = np.random.default_rng(seed)
    page = print_on(CREAM)
    left, top = (int(place) for place in random.integers(200, 900, 2))
    across, down = (int(size) for size in random.integers(20, 300, 2))
    page[top : top + down : int(random.integers(1, 4)), left : left + across] = random.integers(0, 256, 3)
    assert (lifted(page) >= to_gray(page)).all()


def test_a_gray_scan_has_none() -> None:
    assert find_stamps(TEXT, 300).found == ()
    assert lift(TEXT, TEXT, find_stamps(TEXT, 300), 300) is TEXT


@pytest.mark.parametrize("size_px", [(1, 300), (300, 1), (2, 1200), (1, 1)])
def test_a_strip_of_colour_is_no_trouble(size_px: tuple[int, int]) -> None:
    strip = np.random.default_rng(4).integers(0, 256, (*size_px, 3), np.uint8)
    assert lifted(strip).shape == size_px
