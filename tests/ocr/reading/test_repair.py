"""What is certainly wrong is mended; everything else stays as it was read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.model import Word
from ocr.noise import drop_foreign, drop_scraps
from ocr.repair import mend_text, repair
from ocr.script import latin_share

Make = Callable[..., Word]


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("है|", "है।"),
        ("जाए।|", "जाए।"),
        ("करें|", "करें।"),
        ("हैI", "है।"),
        ("(राजस्व)|", "(राजस्व)।"),
        ("2008|", "2008"),
        ("|16", "16"),
        ("|", ""),
        ("9143/स्स्था./2021", "9143/स्था./2021"),
        ("ऋमांक", "क्रमांक"),
        ("कऋमाक/8807/नजूल/1974", "क्रमाक/8807/नजूल/1974"),
        ("ऋ्रैमांक/16", "क्रमांक/16"),
        ("पृ०ऋ०", "पृ०क्र०"),
        ("पृ०क्रर", "पृ०क्र०"),
        ("पू०कऋ०", "पृ०क्र०"),
        ("पूृ.क्रमांक/96", "पृ.क्रमांक/96"),
        ("ऋ्रमांक", "क्रमांक"),
        ("पृ०क्र>०", "पृ०क्र०"),
        ("पृ०क्रo०", "पृ०क्र०"),
        ("पृ०क्र>", "पृ०क्र०"),
        ("(छ०गo०)", "(छ०ग०)"),
        ("(छग्ग०)", "(छ०ग०)"),
        ("छ००)", "छ०ग०)"),
        ("(छ.ग.", "(छ.ग."),
        ("(छ.ग.,", "(छ.ग.)"),
        ("(छ.ग:)", "(छ.ग.)"),
        ("(छःग:),", "(छ.ग.),"),
        ("कऋमांक", "क्रमांक"),
        ("ऋ.", "क्र."),
        ("-----QO-----", "-----00-----"),
        ("ेक", "एक"),
        ("ॉफिस", "ऑफिस"),
        ("्कलेक्टर", "कलेक्टर"),
        ("ंमें", "में"),
        ("कोो", "को"),
        ("मेंं", "में"),
        ("हाे", "हो"),
        ("आैर", "और"),
        ("अाबंटन", "आबंटन"),
        ("ऋृतु", "ऋतु"),
        ("मुङपार", "मुड़पार"),
        ("अङचन", "अड़चन"),
        ("प्रह्माद", "प्रह्लाद"),
        ("भृ-अभिलेख", "भू-अभिलेख"),
        ("5642/भृ-अ./1995", "5642/भू-अ./1995"),
        ("4932/ी-1/2002", "4932/री-1/2002"),
        ("5893/यस्था./1996", "5893/स्था./1996"),
        ("ए.क्रमांक/1924", "पृ.क्रमांक/1924"),
        ("पु.क्रमांक/7724", "पृ.क्रमांक/7724"),
        (":आदेशःः", "::आदेश::"),
        (":;आदेशः:", "::आदेश::"),
        ("::आदेशः", "::आदेश::"),
        ("नहीँ", "नहीं"),
        ("मेँ", "में"),
        ("(प्रह्नाद", "(प्रह्लाद"),
        ("ज॑गदीश", "जगदीश"),
        ("परसद़ा", "परसदा"),
        ("मॅँगवाए", "मँगवाए"),
        ("चॉँदा", "चाँदा"),
        ("छ०्ग०", "छ०ग०"),
        ("१९९४ं", "१९९४"),
        ("»जिला", "जिला"),
        ("`20.", "20."),
        ("प्रस्तुत`", "प्रस्तुत"),
    ],
)
def test_signs_in_impossible_places_are_mended(read: str, mended: str) -> None:
    assert mend_text(read) == mended


@pytest.mark.parametrize(
    "text",
    [
        "142/अ-27/1993-94", "१४२/अ-२७/१९९३-९४", "एफ", "६-१२९/२०१७/नौ/४", "म0प्र0", "छ.ग.", "(छ.ग.)", "अतः", "पुनः",
        "-----00-----", "//", ":-", "विषय", "श्रृंखला", "Director's", "officers'", "No.", "A", "I", "1.", "2,37,500",
        "collector.durg@nic.in", "प्रतिलिपि:-", "ऑफिस", "ज़िला", "₹500", "50%", "दु:ख", "Bill", "है!", "[मूल]",
        "‘मूल’", "ऋण", "ऋषि", "(ङ)", "ङ", "वाङ्मय", "ब्रह्मादि", "आह्लाद", "महत्त्व", "उज्ज्वल", "क्रमाक", "पू.", "पृ०क्र०",
    ],
)  # fmt: skip
def test_what_offices_write_stays_as_it_is(text: str) -> None:
    assert mend_text(unicodedata.normalize("NFC", text)) == unicodedata.normalize("NFC", text)


devanagari = st.text(st.characters(min_codepoint=0x0900, max_codepoint=0x097F), max_size=12)
mixed = st.text(st.sampled_from("क्षाे़ंः0१1३|I[]`'-:.ेॉ्Aa("), max_size=10)


@given(devanagari | mixed)
def test_mending_twice_is_mending_once(text: str) -> None:
    once = mend_text(unicodedata.normalize("NFC", text))
    assert mend_text(once) == once
    assert once == unicodedata.normalize("NFC", once)


@given(st.text(st.sampled_from("०१२३४५६७८९0123456789/-."), max_size=14))
def test_numbers_are_never_changed(text: str) -> None:
    assert mend_text(text) == text


def page(word: Make, *texts: str) -> list[Word]:
    return [word(text, 100 + 400 * place, 200) for place, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "settled"),
    [
        (("2२80/7", "1994", "४"), ("2280/7", "1994", "४")),
        (("३1/4",), ("31/4",)),
        (("३", "1864", "74/9"), ("३", "1864", "74/9")),
        (("2.", "१८६४", "७४/९"), ("2.", "१८६४", "७४/९")),
        (("2०१७",), ("२०१७",)),
    ],
)
def test_digits_that_look_alike_take_the_script_of_their_word(
    word: Make, texts: tuple[str, ...], settled: tuple[str, ...]
) -> None:
    assert tuple(kept.text for kept in repair(page(word, *texts))) == settled


def test_digits_that_contradict_each_other_stay_but_are_not_believed(word: Make) -> None:
    (kept,) = repair(page(word, "19१4"))
    assert (kept.text, kept.confidence) == ("19१4", 0.5)


@pytest.mark.parametrize(
    ("read", "confidence", "mended"),
    [
        ("प्रतिलिपिः-", 0.7, "प्रतिलिपि:-"),
        ("विषयः-", 0.95, "विषयः-"),
        ("विषयः", 0.95, "विषय:"),
        ("अतः", 0.5, "अतः"),
        ("पुनः", 0.5, "पुनः"),
    ],
)
def test_a_colon_is_told_from_a_visarga(word: Make, read: str, confidence: float, mended: str) -> None:
    (kept,) = repair([word(read, 100, 200, confidence=confidence)])
    assert kept.text == mended


def test_what_never_was_a_word_is_dropped(word: Make) -> None:
    line = page(word, "शिकायतकर्ता", "के", "कथन", "लेखबद्ध")
    noise = [
        word(".", 50, 60, 9, 9, 0.84),
        word("ह", 60, 60, 9, 9, 0.95),
        word("»", 70, 60, 30, 30, 0.9),
        word("ह", 100, 400, 1900, 1500, 0.51),
        word("VAAN", 900, 600, 320, 84, 0.23),
        word("|", 700, 200, 20, 86, 0.96),
        word("-.", 700, 700, 40, 20, 0.09),
        word("5", 600, 600, 39, 30, 0.0),
        word("SATS", 1600, 800, 400, 128, 0.56),
        word("ES)", 1600, 1000, 60, 50, 0.0),
        word("[|", 700, 1000, 24, 56, 0.74),
    ]
    assert [kept.text for kept in repair([*noise[:4], *line, *noise[4:]])] == [item.text for item in line]


def test_what_stands_alone_with_a_meaning_is_kept(word: Make) -> None:
    words = [
        *page(word, "शिकायतकर्ता", "कथन", "लेखबद्ध"),
        word("7", 2300, 60, 20, 40, 0.9),
        word("-----00-----", 900, 300, 190, 38, 0.4),
        word(":", 700, 200, 10, 30, 0.9),
        word("//", 600, 500, 33, 40, 0.45),
        word("12/2003", 600, 700, 150, 40, 0.05),
        word("शीर्षक", 600, 800, 500, 130, 0.9),
        word("प्रतिलिपि", 600, 1000, 134, 93, 0.3),
        word("-", 650, 600, 30, 8, 0.9),
    ]
    assert repair(words) == tuple(words)


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (("'खसरा", "‘The", "expenditure"), ("खसरा", "The", "expenditure")),
        (("[8", "सुनीता", "[9"), ("8", "सुनीता", "9")),
        (("सुनीता", "2]"), ("सुनीता", "2")),
        (("“मूल", "प्रति”।", "'खसरा"), ("“मूल", "प्रति”।", "'खसरा")),
        (("[मूल", "प्रति],", "officers'"), ("[मूल", "प्रति],", "officers'")),
    ],
)
def test_signs_that_open_nothing_are_stripped(word: Make, texts: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert tuple(item.text for item in repair(page(word, *texts))) == kept


def pair(word: Make, left: str, right: str, gap: int, line: int = 0) -> list[Word]:
    first = word(left, 100, 200)
    return [first, word(right, first.box[2] + gap, 195, confidence=0.75, line=line)]


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("57/अ-6/", "2003-04", "57/अ-6/2003-04"),
        ("1186/वाचक", "/2003", "1186/वाचक/2003"),
        ("-----", "O0-----", "-----00-----"),
        ("३००७/भू-अ.", "/१९७४", "३००७/भू-अ./१९७४"),
    ],
)
def test_a_number_torn_in_two_is_joined(word: Make, left: str, right: str, joined: str) -> None:
    (one,) = repair(pair(word, left, right, 10))
    assert one.text == joined
    assert one.box == (100, 195, 100 + 22 * (len(left) + len(right)) + 10, 240)
    assert 0.75 < one.confidence < 0.95


@pytest.mark.parametrize(
    ("left", "right", "gap", "parts"),
    [
        ("३००७/भू-अ.", "/१९७४", 30, ["३००७/भू-अ./१९७४"]),
        ("५३५७/स्था", "./१९७४", 30, ["५३५७/स्था./१९७४"]),
        ("३००७/भू-अ.", "/१९७४", 60, ["३००७/भू-अ.", "/१९७४"]),
        ("क्रमांक", "/१९७४", 30, ["क्रमांक", "/१९७४"]),
        ("३००७/भू-अ.", "१९७४", 30, ["३००७/भू-अ.", "१९७४"]),
    ],
)
def test_a_typewriter_parts_a_number_behind_its_letters(
    word: Make, left: str, right: str, gap: int, parts: list[str]
) -> None:
    assert [one.text for one in repair(pair(word, left, right, gap))] == parts


def test_what_the_recogniser_made_of_a_mended_word_is_kept(word: Make) -> None:
    words = repair(page(word, "है|", "हाे", "मूल"))
    assert [(kept.text, kept.raw) for kept in repair(words)] == [("है।", "है|"), ("हो", "हाे"), ("मूल", "")]
    (joined,) = repair(pair(word, "57/अ-6/", "|2003-04", 10))
    assert (joined.text, joined.raw) == ("57/अ-6/2003-04", "57/अ-6/ |2003-04")


@pytest.mark.parametrize(
    ("left", "right", "gap", "line"),
    [
        ("57/अ-6/", "2003-04", 30, 0),
        ("57/अ-6/", "2003-04", 10, 1),
        ("क्रमांक", "/", 10, 0),
        ("/", "2003", 10, 0),
        ("नगर/", "ग्राम", 10, 0),
        ("दिनांक", "2003", 10, 0),
    ],
)
def test_words_that_stand_apart_stay_apart(word: Make, left: str, right: str, gap: int, line: int) -> None:
    assert len(repair(pair(word, left, right, gap, line))) == 2


def test_a_box_that_reaches_over_the_next_word_ends_where_that_begins(word: Make) -> None:
    words = [word("मरम्मत", 1013, 1396, 158), word("का", 1122, 1381, 34), word("कार्य", 1179, 1385, 70)]
    below = word("जाए", 1100, 1460, 200, line=1)
    assert [kept.box for kept in repair([*words, below])] == [
        (1013, 1396, 1122, 1436), words[1].box, words[2].box, below.box,
    ]  # fmt: skip


def test_doubtful_latin_is_kept_where_the_page_has_latin(word: Make) -> None:
    words = [*page(word, "The", "expenditure", "shall", "be"), word("debited", 100, 300, confidence=0.3)]
    assert repair(words) == tuple(words)


def test_the_share_of_latin_letters_counts_letters_alone(word: Make) -> None:
    assert latin_share(page(word, "कखग", "A", "1234", "।")) == 0.25
    assert latin_share(page(word, "12")) == 0.0


@pytest.mark.parametrize(("before", "behind"), [("/॥", "//"), ("/|", "//"), ("॥", "॥"), ("//", "।।")])
def test_strokes_around_a_heading_are_slashes(word: Make, before: str, behind: str) -> None:
    heading = [word(before, 900, 200), word("आदेश", 1000, 200), word(behind, 1200, 200)]

    assert [mended.text for mended in repair(heading)] == ["//", "आदेश", "//"]


def test_strokes_on_one_side_and_dandas_of_sentences_are_left(word: Make) -> None:
    line = [word("//", 900, 200), word("आदेश", 1000, 200), word("जारी", 1200, 200)]

    assert [mended.text for mended in repair(line)] == ["//", "आदेश", "जारी"]


@pytest.mark.parametrize(
    ("text", "confidence", "kept"),
    [(">———--", 0.36, False), ("......", 0.3, False), ("-----", 0.3, True), ("......", 0.9, True)],
)
def test_rows_of_signs_that_are_not_sure_are_noise(word: Make, text: str, confidence: float, kept: bool) -> None:
    words = [word("राजस्व", 100, 200), word("विभाग", 300, 200), word(text, 100, 300, confidence=confidence, line=1)]

    assert (text in [mended.text for mended in repair(words)]) is kept


def test_a_line_that_was_read_twice_is_read_once_each_word_as_it_is_surer(word: Make) -> None:
    once = [word("The", 100, 200, 70, confidence=0.96, line=4), word("for", 300, 200, 80, confidence=0.2, line=4)]
    again = [word("Tne", 102, 203, 70, confidence=0.9, line=5), word("far", 300, 196, 78, 46, confidence=0.9, line=5)]
    beside = [word("file", 400, 200, 90, line=5), word("The", 100, 240, 70, line=6), word("X", 100, 200, 30, line=7)]

    assert [one.text for one in repair([*once, *again, *beside])] == ["The", "far", "file", "The", "X"]


def test_a_part_of_a_word_that_lies_over_it_is_dropped(word: Make) -> None:
    whole = [word("विनीत", 900, 100, 120), word("02.04.2015", 100, 105, 220)]
    parts = [
        word("विनी", 904, 104, 80, line=1),
        word("02.04.", 150, 132, 66, 8, line=1),
        word(":", 960, 110, 6, line=1),
    ]
    assert repair([*whole, *parts, word("दिनांक", 400, 100, line=1)]) == (*whole, word("दिनांक", 400, 100, line=1))
    # On its own line it stands beside the word, whatever the boxes say.
    beside = [whole[0], replace(parts[0], line=0)]
    assert [kept.text for kept in repair(beside)] == ["विनीत", "विनी"]


@pytest.mark.parametrize(
    ("scraps", "kept"),
    [
        ([("RR", 0.05), ("fe", 0.1)], False),
        ([("X", 0.05), ("1991", 0.05)], False),
        ([("भ", 0.2)], False),
        ([("RR", 0.05), ("fe", 0.3)], True),
        ([("भवदीय", 0.05)], True),
        ([("5", 0.05)], True),
    ],
)
def test_lines_of_a_few_letters_that_are_hardly_believed_are_dropped(
    word: Make, scraps: list[tuple[str, float]], kept: bool
) -> None:
    line = [word(text, 100 * at, 300, confidence=sure, line=1) for at, (text, sure) in enumerate(scraps)]
    text = [word("मूल", 100, 100), word("a", 300, 100, confidence=0.1)]
    assert drop_scraps([*text, *line]) == (*text, *(line if kept else ()))


def test_doubtful_words_in_devanagari_are_dropped_from_a_latin_page_alone(word: Make) -> None:
    latin = [word(text, 100 * at, 100) for at, text in enumerate(["The", "estimate", "for", "boundary", "wall"] * 4)]
    crease = word("हललाललारास", 100, 300, confidence=0.1, line=1)
    others = [word("रायपुर", 400, 300, line=1), word("44,09", 700, 300, confidence=0.1, line=1)]
    assert drop_foreign([*latin, crease, *others]) == (*latin, *others)
    hindi = [word("कार्यालय", 100, 200), word("राजस्व", 300, 200)]
    assert drop_foreign([*latin, *hindi, crease]) == (*latin, *hindi, crease)


def test_a_sure_dash_of_a_heading_is_no_speck(word: Make) -> None:
    heading = [
        word("परिशिष्ट", 100, 100, 200, 70),
        word("-", 320, 132, 17, 6, confidence=0.93),
        word("ब", 360, 100, 40, 70),
    ]
    assert [kept.text for kept in repair(heading)] == ["परिशिष्ट", "-", "ब"]
    heading[1] = word("-", 320, 132, 17, 6, confidence=0.75)
    assert [kept.text for kept in repair(heading)] == ["परिशिष्ट", "ब"]


def test_a_word_that_says_what_lies_over_it_on_its_line_is_one(word: Make) -> None:
    line = [
        word("खिलेश्वर", 100, 100, 130, confidence=0.73),
        word("खिलेश्वर", 102, 76, 126, 99, confidence=0.72),
        word("साहू", 260, 100),
    ]
    assert [(kept.text, kept.confidence) for kept in repair(line)] == [("खिलेश्वर", 0.73), ("साहू", 0.95)]
    beside = [word("धीरे", 100, 100, 80), word("धीरे", 190, 100, 80)]
    assert repair(beside) == tuple(beside)


def test_a_ruling_that_is_read_as_the_word_beside_it_is_noise(word: Make) -> None:
    line = [word("उर्मिला", 100, 90, 4, 66), word("उर्मिला", 108, 100, 110, confidence=0.8)]
    assert [kept.confidence for kept in repair(line)] == [0.8]


def test_a_doubtful_word_with_no_room_for_its_signs_is_noise_and_a_sure_one_a_bad_box(word: Make) -> None:
    line = [word("कार्यालय", 100, 100, 170), word("कलेक्टर", 290, 100, 12, confidence=0.65)]
    assert [kept.text for kept in repair(line)] == ["कार्यालय"]
    line[1] = word("कलेक्टर", 290, 100, 12, confidence=0.9)
    assert [kept.text for kept in repair(line)] == ["कार्यालय", "कलेक्टर"]


def test_numbers_of_a_list_that_were_read_as_one_standing_word_are_noise(word: Make) -> None:
    line = [word(text, 300 + 200 * place, 100) for place, text in enumerate(("Date", "of", "joining"))]
    numbers = word("OVnP", 200, 60, 27, 130, confidence=0.3)
    tall = word("नहीं", 900, 80, 56, 89, confidence=0.65)
    assert repair([*line, numbers, tall]) == (*line, tall)
    sure = replace(numbers, confidence=0.9)
    assert repair([*line, sure]) == (*line, sure)
