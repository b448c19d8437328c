"""Sheets come out upright, straight and without border, whatever they came in as."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean import Cleaned, clean, clean_again
from ingest.geometry import lay_upright, upright_size
from ingest.lines import remaining_skew
from nasti.model import scan_to_upright
from nasti.settings import IngestSection
from tests.ingest import drawn

SETTINGS = IngestSection()
HINDI = drawn.write(drawn.HINDI_LINES)
ENGLISH = drawn.write(drawn.ENGLISH_LINES, drawn.LATIN)
Answer = tuple[int, float] | None


def never(image: np.ndarray) -> Answer:
    raise AssertionError("the engine was asked although the sheet speaks for itself")


def answering(answer: Answer) -> tuple[Callable[[np.ndarray], Answer], list[np.ndarray]]:
    asked: list[np.ndarray] = []

    def ask(image: np.ndarray) -> Answer:
        asked.append(image)
        return answer

    return ask, asked


def step(cleaned: Cleaned, name: str) -> dict[str, object] | None:
    return next((dict(taken.detail) for taken in cleaned.steps if taken.name == name), None)


@settings(max_examples=25, deadline=None)
@given(
    turn_deg=st.sampled_from([0, 90, 180, 270]),
    skew_deg=st.floats(-8, 8),
    at=st.tuples(st.floats(0.3, 0.7), st.floats(0.3, 0.7)),
    scale=st.sampled_from([0.5, 1.0, 1.5]),
    size_px=st.tuples(st.integers(300, 500), st.integers(300, 500)),
)
def test_marks_go_where_the_record_of_the_project_says(
    turn_deg: int, skew_deg: float, at: tuple[float, float], scale: float, size_px: tuple[int, int]
) -> None:
    width, height = size_px
    spot = int(at[0] * width), int(at[1] * height)
    page = np.zeros((height, width), np.uint8)
    page[spot[1] - 4 : spot[1] + 5, spot[0] - 4 : spot[0] + 5] = 255
    laid = lay_upright(page, size_px, turn_deg, skew_deg, scale, outside=0)
    upright = upright_size(size_px, turn_deg)
    assert laid.shape[::-1] == (round(upright[0] * scale), round(upright[1] * scale))
    seen = cv2.moments(laid)
    found = np.array([seen["m10"], seen["m01"]]) / seen["m00"] + 0.5
    matrix = np.array(scan_to_upright(size_px, turn_deg, skew_deg))
    expected = scale * (matrix @ [spot[0] + 0.5, spot[1] + 0.5, 1.0])
    np.testing.assert_allclose(found, expected, atol=0.6)


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
@pytest.mark.parametrize("skew_deg", [0.0, -4.3])
def test_headlines_tell_which_way_up_a_hindi_page_lies(turn_deg: int, skew_deg: float) -> None:
    page = drawn.punch(drawn.age(HINDI, skew_deg=skew_deg, border_px=70), (130, 1400), (130, 2100))
    colour = drawn.seal(np.repeat(page[:, :, None], 3, axis=2), (1800, 2700))
    colour[2300:2500, 1400:2000] = drawn.sign(page[2300:2500, 1400:2000], (50, 100))[:, :, None]
    cleaned = clean(drawn.scan(drawn.turn(colour, turn_deg)), SETTINGS, never)
    assert (cleaned.turn_deg, cleaned.turn_sure, cleaned.blank) == (turn_deg, True, False)
    assert cleaned.skew_deg == pytest.approx(skew_deg, abs=0.1)
    assert cleaned.size_px == drawn.A4
    assert "turn_unsure" not in cleaned.flags


def test_a_few_words_are_enough() -> None:
    page = drawn.age(drawn.write(("तहसीलदार द्वारा प्रस्तुत प्रतिवेदन के अनुसार",)))
    assert clean(drawn.scan(drawn.turn(page, 180)), SETTINGS, never).turn_deg == 180


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_the_engine_is_asked_about_an_english_page_laid_along_its_lines(turn_deg: int) -> None:
    page = drawn.turn(drawn.age(ENGLISH, skew_deg=2.0), turn_deg)
    ask, asked = answering((turn_deg // 180 * 180, 9.0))
    cleaned = clean(drawn.scan(page), SETTINGS, ask)
    assert (cleaned.turn_deg, cleaned.turn_sure) == (turn_deg, True)
    assert cleaned.skew_deg == pytest.approx(2.0, abs=0.1)
    (image,) = asked
    assert image.dtype == np.uint8
    assert image.shape == drawn.A4[::-1]
    rows, columns = (image < 140).mean(axis=1), (image < 140).mean(axis=0)
    assert rows.std() > 2 * columns.std()


def test_an_english_page_that_the_engine_cannot_tell_is_left_and_flagged() -> None:
    for answer in (None, (180, 1.2), (90, 20.0)):
        cleaned = clean(drawn.scan(drawn.age(ENGLISH)), SETTINGS, answering(answer)[0])
        assert (cleaned.turn_deg, cleaned.turn_sure) == (0, False)
        assert "turn_unsure" in cleaned.flags


def test_underlined_english_does_not_pass_for_upside_down_hindi() -> None:
    page = ENGLISH.copy()
    for number in range(len(drawn.ENGLISH_LINES)):
        baseline = int(400 + number * 110 + 50)
        page[baseline : baseline + 5, 300:1500] = 0
    ask, asked = answering((0, 5.0))
    cleaned = clean(drawn.scan(drawn.age(page)), SETTINGS, ask)
    assert (cleaned.turn_deg, len(asked)) == (0, 1)


def test_a_forced_turn_is_taken() -> None:
    cleaned = clean(drawn.scan(drawn.age(HINDI)), SETTINGS, never, first_turn=90)
    assert (cleaned.turn_deg, cleaned.size_px) == (90, drawn.A4[::-1])


@pytest.mark.parametrize("skew_deg", [-6.0, -0.4, 0.25, 3.1])
@pytest.mark.parametrize("page", [HINDI, ENGLISH], ids=["hindi", "english"])
def test_skew_is_taken_out_to_a_tenth_of_a_degree(page: np.ndarray, skew_deg: float) -> None:
    cleaned = clean(drawn.scan(drawn.age(page, skew_deg=skew_deg)), SETTINGS, answering((0, 9.0))[0])
    assert cleaned.skew_deg == pytest.approx(skew_deg, abs=0.1)
    again = clean(drawn.scan(cleaned.reading), SETTINGS, answering((0, 9.0))[0])
    assert again.skew_deg == 0.0


def test_what_is_straight_enough_is_left_as_it_is() -> None:
    page = drawn.age(HINDI, skew_deg=0.6)
    cleaned = clean(drawn.scan(page), IngestSection(straighten_from_deg=1.0), never)
    assert cleaned.skew_deg == 0.0
    assert cleaned.reading.shape == page.shape


def test_lines_that_fan_out_are_not_believed() -> None:
    fan = np.full(HINDI.shape, 255, np.uint8)
    for number in range(14):
        line = np.roll(drawn.write((drawn.HINDI_LINES[5],)), 200 * number, axis=0)
        matrix = cv2.getRotationMatrix2D((1240, 420 + 200 * number), number - 6.5, 1.0)
        fan = np.minimum(fan, cv2.warpAffine(line, matrix, drawn.A4, borderValue=255))
    cleaned = clean(drawn.scan(drawn.age(fan)), SETTINGS, answering((0, 9.0))[0])
    assert cleaned.skew_deg == 0.0
    assert "skew_unsure" in cleaned.flags


@pytest.mark.parametrize("skew_deg", [0.0, 3.0, -3.0])
def test_a_black_border_goes_and_the_paper_stays(skew_deg: float) -> None:
    page = drawn.age(HINDI, skew_deg=skew_deg, border_px=160)
    cleaned = clean(drawn.scan(page), SETTINGS, never)
    assert cleaned.paper_px == pytest.approx((160, 160, 2320, 3348), abs=20)
    outside = cleaned.reading.copy()
    outside[180:3328, 180:2300] = 255
    assert np.percentile(outside, 0.1) > 200
    assert abs(np.median(cleaned.reading[:100]) - np.median(cleaned.reading[300:340])) < 12


def test_a_sheet_without_border_is_whole() -> None:
    cleaned = clean(drawn.scan(drawn.age(HINDI)), SETTINGS, never)
    assert cleaned.paper_px == (0, 0, *drawn.A4)
    assert step(cleaned, "mask_border") is None


def test_text_that_runs_into_the_border_is_not_cut() -> None:
    page = drawn.age(HINDI)
    page[:, :90] = 20
    line = np.ascontiguousarray(page[1000:1070])
    cv2.line(line, (80, 35), (900, 35), 40, 5)
    page[1000:1070] = line
    reading = clean(drawn.scan(page), SETTINGS, never).reading
    assert (reading[1030:1040, 130:900].min(axis=0) < 90).all()
    assert (reading[:, :80] > 200).all()


def test_a_dark_cover_board_is_not_a_border() -> None:
    page = drawn.age(255 - (255 - HINDI) // 2, paper=105, ink=0.9)
    cleaned = clean(drawn.scan(page), SETTINGS, answering(None)[0])
    assert cleaned.paper_px == (0, 0, *drawn.A4)
    assert not cleaned.blank


def test_punch_holes_go_and_bold_letters_at_the_edge_stay() -> None:
    page = HINDI.copy()
    heading = drawn.write(("क्षा ● क्ष",), height=110)[380:640, 280:900]
    page[60:320, 60:680] = np.minimum(page[60:320, 60:680], heading)
    aged = drawn.age(page)
    cleaned = clean(drawn.scan(drawn.punch(aged, (110, 1500), (110, 2200))), SETTINGS, never)
    assert step(cleaned, "mask_holes") == {"holes": 2}
    assert cleaned.reading[1440:1560, 50:170].min() > 150
    ink, kept = aged[60:320, 60:680] < 120, cleaned.reading[60:320, 60:680] < 120
    assert kept.sum() > 0.95 * ink.sum()


def test_slivers_and_staples_go_and_text_at_the_edge_stays() -> None:
    page = HINDI.copy()
    page[800:900, 8:900] = np.minimum(page[800:900, 8:900], HINDI[390:490, 300:1192])
    aged = drawn.age(page)
    clear = aged.copy()
    cv2.line(aged, (90, 100), (200, 70), 90, 7, cv2.LINE_AA)
    cv2.line(aged, (2474, 900), (2478, 1900), 15, 4, cv2.LINE_AA)
    reading = clean(drawn.scan(aged), SETTINGS, never).reading
    assert reading[40:140, 60:240].min() > 170
    assert reading[880:1920, 2465:].min() > 140
    ink = clear[800:900, :900] < 120
    assert (reading[800:900, :900][ink] < 130).mean() > 0.98


def test_dots_survive_every_step() -> None:
    lines = ("ज़िला छत्तीसगढ़ में बड़े पैमाने पर सड़क निर्माण हेतु फ़सल पढ़ाई", "संबंध अंतर्गत पंचायत मंडल हिंदी अंग्रेज़ी चंद्र माँ कहाँ") * 6
    clear = drawn.write(lines, height=44)
    aged = drawn.age(clear, skew_deg=1.7, border_px=90, paper=190, ink=0.7)
    cleaned = clean(drawn.scan(aged), IngestSection(even_background="always"), never)
    shrunk = drawn.age(clear, border_px=90, noise=0, paper=255, ink=1.0)
    inner = np.s_[200:3300, 200:2280]
    expected = _components(shrunk[inner], 128)
    got = _components(cleaned.reading[inner], 150)
    assert expected > 200
    assert got == pytest.approx(expected, rel=0.03)


def _components(page: np.ndarray, below: int) -> int:
    stats = cv2.connectedComponentsWithStats((page < below).astype(np.uint8))[2][1:]
    return int((stats[:, cv2.CC_STAT_AREA] >= 6).sum())


def test_lonely_dust_goes_and_full_stops_stay() -> None:
    page = drawn.age(HINDI)
    generator = np.random.default_rng(5)
    for x, y in generator.integers((300, 2200), (2200, 3300), (60, 2)):
        cv2.circle(page, (int(x), int(y)), 4, 30, -1)
    for number in range(10):
        cv2.circle(page, (320 + 40 * number, 1462), 4, 30, -1)
    reading = clean(drawn.scan(page), SETTINGS, never).reading
    assert reading[2190:3320].min() > 120
    assert all(reading[1458:1467, 316 + 40 * n : 325 + 40 * n].min() < 80 for n in range(10))


def test_dashes_of_a_rule_and_dots_of_a_leader_are_no_dust() -> None:
    page = drawn.age(HINDI)
    for number in range(5):
        page[2400:2405, 1000 + 14 * number : 1010 + 14 * number] = 30
    for number in range(12):
        cv2.circle(page, (600 + 14 * number, 2700), 2, 30, -1)
    reading = clean(drawn.scan(page), SETTINGS, never).reading
    assert all(reading[2400:2405, 1000 + 14 * number : 1010 + 14 * number].max() < 120 for number in range(5))
    assert all(reading[2698:2703, 598 + 14 * number : 603 + 14 * number].min() < 120 for number in range(12))


def test_dashes_between_words_are_no_dust() -> None:
    page = drawn.age(HINDI)
    for left in (700, 860):
        page[2400:2440, left : left + 100] = 30
    page[2420:2424, 838:850] = 30  # 38 px, 3.2 mm, behind the first word
    page[2420:2424, 1004:1016] = 30  # 44 px, 3.7 mm, behind the last one
    page[2700:2704, 1500:1512] = 30
    page[2420:2424, 1400:1412] = 30
    reading = clean(drawn.scan(page), SETTINGS, never).reading
    assert max(reading[2420:2424, 839:849].max(), reading[2420:2424, 1005:1015].max()) < 140
    assert min(reading[2700:2704, 1500:1512].min(), reading[2420:2424, 1400:1412].min()) > 120


def test_a_lone_colon_stays_with_the_hyphen_beside_it() -> None:
    page = drawn.age(HINDI)
    for x in (900, 1500):
        for y in (2500, 2515):
            cv2.circle(page, (x, y), 4, 30, -1)
    page[2506:2510, 1512:1522] = 30
    reading = clean(drawn.scan(page), SETTINGS, never).reading
    assert all(reading[y - 3 : y + 4, x - 3 : x + 4].min() < 120 for x in (900, 1500) for y in (2500, 2515))
    assert reading[2506:2510, 1512:1522].max() < 140


def test_yellowed_paper_is_evened_and_white_paper_is_not() -> None:
    shade = np.linspace(0.55, 1.0, 2480)[None, :]
    uneven = (drawn.age(HINDI) * shade).astype(np.uint8)
    cleaned = clean(drawn.scan(uneven), SETTINGS, never)
    assert step(cleaned, "even_background") is not None
    blocks = cleaned.reading[2000:3400].reshape(1400, 10, 248)
    assert np.ptp(np.median(blocks, axis=(0, 2))) < 6
    plain = clean(drawn.scan(drawn.age(HINDI)), SETTINGS, never)
    assert step(plain, "even_background") is None
    assert step(clean(drawn.scan(uneven), IngestSection(even_background="never"), never), "even_background") is None


@pytest.mark.parametrize(("dpi", "scale"), [(600, 0.5), (300, 1.0), (290, 1.0), (200, 1.5)])
def test_reading_happens_at_the_reading_resolution(dpi: int, scale: float) -> None:
    size = (round(8.27 * dpi), round(11.69 * dpi))
    page = cv2.resize(drawn.age(HINDI, skew_deg=1.0), size, interpolation=cv2.INTER_AREA)
    cleaned = clean(drawn.scan(page, dpi), SETTINGS, never)
    assert cleaned.scale == pytest.approx(scale)
    assert cleaned.size_px == size
    assert cleaned.reading.shape[::-1] == (round(size[0] * scale), round(size[1] * scale))
    assert cleaned.skew_deg == pytest.approx(1.0, abs=0.1)


def test_the_other_cleaning_fades_seals_and_keeps_print() -> None:
    page = drawn.age(HINDI, skew_deg=1.5)
    colour = drawn.seal(np.repeat(page[:, :, None], 3, axis=2), (900, 2300))
    scanned = drawn.scan(drawn.turn(colour, 90))
    cleaned = clean(scanned, SETTINGS, never)
    other = clean_again(scanned, cleaned, SETTINGS)
    assert other.shape == cleaned.reading.shape
    ring = np.s_[2140:2165, 850:950]
    assert int(other[ring].min()) > int(cleaned.reading[ring].min()) + 40
    assert np.median(other) > np.median(cleaned.reading)
    ink = cleaned.reading[420:520, 320:1500] < 90
    assert (other[420:520, 320:1500][ink] < 130).mean() > 0.95


def test_faded_ink_is_flagged() -> None:
    cleaned = clean(drawn.scan(drawn.age(HINDI, ink=0.3)), SETTINGS, never)
    assert "faint" in cleaned.flags
    assert "faint" not in clean(drawn.scan(drawn.age(HINDI)), SETTINGS, never).flags


def test_what_was_noticed_on_opening_is_carried_on() -> None:
    scanned = drawn.scan(drawn.age(HINDI))
    flagged = type(scanned)(scanned.picture, scanned.pixels, ("dpi_guessed",))
    assert clean(flagged, SETTINGS, never).flags == ("dpi_guessed",)


def test_a_strip_narrower_than_a_letter_has_no_lines() -> None:
    assert remaining_skew(np.ones((5, 1), np.uint8)) is None
