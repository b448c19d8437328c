import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nasti.folding import fold_word
from nasti.hindi import (
    _LABELS,
    TOKEN_CHARACTERS,
    ascii_digits,
    ascii_number,
    find_numbers,
    fold,
    nfc,
    number_key,
    number_parts,
    romanise,
    sound_keys,
    tokens,
    word_tokens,
    words_tokens,
)

DEVANAGARI = st.text(st.characters(min_codepoint=0x0900, max_codepoint=0x097F), max_size=12)
# Letters that the rules of folding speak of, so that they meet each other often.
OFFICE = st.text(st.sampled_from("नम्णङञंँःकखतथदधपफबभरयवसशाेीिुॉ़०1205,.:/-()।॰ऽए ag\u200d\u200b"), max_size=16)
TEXTS = st.text(max_size=20) | DEVANAGARI | OFFICE


@given(TEXTS)
@example("र्त्त्त्")
@example("गयेये")
def test_folding_twice_equals_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(TEXTS, max_size=6))
def test_tokens_of_the_words_are_the_tokens_of_the_page(texts: list[str]) -> None:
    page = "\n".join(texts)
    assert tuple(token for word in page.split() for token in tokens(word)) == tokens(page)


@given(TEXTS)
def test_tokens_are_letters_marks_and_numbers_and_never_long(text: str) -> None:
    for token in tokens(text):
        assert 0 < len(token) <= TOKEN_CHARACTERS
        assert {unicodedata.category(char)[0] for char in token} <= set("LMN")


@given(st.text(st.sampled_from("अआइकखगनमणर्ा्ेीय़ँंऑॉ०१0१।,.:;)़ऽaBé"), max_size=9))
def test_plain_words_are_folded_as_any(word: str) -> None:
    assert word_tokens(word) == fold_word(word)
    assert words_tokens([word, "और", word]) == [fold_word(word), ("और",), fold_word(word)]


def test_a_word_without_end_is_one_short_token() -> None:
    assert tokens("क" * 10_000) == ("क" * TOKEN_CHARACTERS,)


@pytest.mark.parametrize(
    "spellings",
    [
        "हिन्दी हिंदी हिँदी",
        "नामांतरण नामान्तरण नामाँतरण नामां\u200dतरण",
        "संबंध सम्बन्ध सम्बंध संबन्ध",
        "पञ्चायत पंचायत पन्चायत",
        "कर्त्तव्य कर्तव्य",
        "अर्द्धशासकीय अर्धशासकीय",
        "गये गए",
        "स्थायी स्थाई",
        "दुःख दु:ख दुख",
        "रायगढ़ रायगढ रायगढ\u093c राय\u200bगढ़",
        "म.प्र. म0प्र0 म०प्र० म॰प्र॰ मप्र",
        "रा.प्र.क्र. राप्रक्र",
        "M.P. MP m.p mp",
        "१,२५,००० 1,25,000 125000 १२५०००",
        "ऑफिस आफिस",
        "पश्चात् पश्चात",
        "Rājasva rajasva RAJASVA",
        "ＦＩＬＥ file",
        "०५ 05 5",
    ],
)
def test_spellings_of_one_word_are_one(spellings: str) -> None:
    assert len({fold(spelling) for spelling in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("अधिकार", "अधिकारी"),
        ("सम्मान", "समान"),
        ("गन्ना", "गना"),
        ("दिन", "दीन"),
        ("ये", "ए"),
        ("क्रम", "करम"),
        ("बाल", "वाल"),
        ("कार्ये", "कार्ए"),
    ],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("विषय:-खसरा", "विषय खसरा"),
        ("विषय:खसरा", "विषय खसरा"),
        ("है।यह", "है यह"),
        ("है.यह", "है यह"),
        ("(छ.ग.)", "छग"),
        ("डॉ.रमन", "डा रमन"),
        ("12/अ-70/2003-04", "12 अ 70 2003 4"),
        ("फार्म12क", "फार्म 12 क"),
        ("25,30,1994", "25 30 1994"),
        ("snake_case", "snake case"),
        ("राजस्व", "राजस्व"),
        ("\ud800 \x00 ☺ ///", ""),
    ],
)
def test_what_becomes_of_a_text(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(TEXTS)
def test_nfc_takes_what_has_no_width_and_changes_nothing_twice(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    assert not set(nfc(text)) & set("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def test_digits() -> None:
    assert ascii_digits("१२/अ-७० ०३४५६८९") == "12/अ-70 0345689"


SPELLINGS = {
    "12/a/70/2003/4": (
        "12/अ-70/2003-04",
        "१२/अ-७०/२००३-०४",
        "12/A-70/2003-04",
        "12/a-70/2003-04",
        "12\\अ-70\\2003-04",
        "12/अ–70/2003—04",
        "12/अ-70/2003-2004",
        "12/अ-70/03-04",
        "0012/अ-70/2003-04",
        "12 / अ - 70 / 2003 - 04",
        "12/A/70/2003-04",
        "12/ए-70/2003-04",
        "रा.प्र.क्र. 12/अ-70/2003-04",
        "राजस्व प्रकरण क्रमांक 12 / अ-70 वर्ष 2003-04",
        "नस्ती क्रमांक : 12/अ-70/2003-04",
        "Case No. 12/A-70/2003-04",
        "12_A-70_2003-04",
        "12-अ-70-2003-04",
        "12/\u200bअ-70/2003-04",
        "12/अ-70/2003-04, दिनांक 5.6.2004",
        "12/अ-70/2003-04 दिनांक 5/6/2004",
    ),
    "12/a/70/1999/0": ("12/अ-70/1999-2000", "12/अ-70/1999-00", "12/अ-70/99-00"),
    "16/a/20/1/2012/13": ("16/अ-20(1)/2012-13", "16/A-20(1)/2012-13"),
    "45/b/121/1998/99": ("45/ब-121/1998-99", "45/B-121/1998-99", "45/बी-121/1998-99"),
    "f/3/12/2019/एक/1": ("एफ 3-12/2019/एक-1", "F 3-12/2019/एक-1", "एफ-3-12/2019/एक/1", "एफ 3-12/2019/एक/1"),
    "f/2/12/2018/सात/शा/6": ("एफ 2-12/2018/सात/शा 6",),
    "f/4/28/सात/1/2014": ("एफ 4-28/सात-1/2014, दिनाँक 02.03.2015",),
    "1/a/4/21/b/दो": ("फाक्र0 1(अ)04/21-ब(दो)",),
    "2024/21/क/या": ("क्रमांक ___/2024/21-क(या0)",),
    "1234/स्था/2004": ("क्रमांक/1234/स्था/2004", "1234/स्था/2004", "1234/स्था./2004"),
    "n/11016/6/2016/arc/darpg": (
        "N-11016/6/2016-ARC-DARPG",
        "F.No. N-11016/6/2016-ARC-DARPG (Computer No. 2938)",
    ),
    "a/21001/3/5/2008/dfg": ("A-21001(3)/5/2008/DFG", "A-21001(3)_5_2008_DFG"),
    "f/5/12/3/4": ("एफ 5-12/3/4", "एफ 5-12/03/04", "एफ 5-12/3-4"),
    "rn/12/r/a/5/55/2012": ("RN/12/R/A-5/55/2012",),
}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in SPELLINGS.items() for text in texts])
def test_every_spelling_of_a_number_has_one_key(key: str, text: str) -> None:
    assert number_key(text) == key


@pytest.mark.parametrize(
    "text",
    ["", "राजस्व", "142", "1994", "15.09.2009", "21/11/2025", "05-05-2017", "1999-2000", "सहायक ग्रेड-3", "अ-6",
     "राजस्व प्रकरण पाटन 1994", "नामांतरण 12/अ-70/2003-04", "12/अ-70/2003-04 का नामांतरण", "खसरा 176/4", "और/या",
     "\ud800/1"],
)  # fmt: skip
def test_what_is_no_number_has_no_key(text: str) -> None:
    assert number_key(text) is None


YEARS = st.integers(1927, 2040)


@given(st.integers(1, 9999), st.sampled_from([("अ", "A"), ("ब", "B")]), st.integers(1, 140), YEARS)
def test_numbers_have_one_key_in_every_spelling_and_no_other_number_has_it(
    serial: int, letters: tuple[str, str], head: int, year: int
) -> None:
    hindi, latin = letters
    written = f"{serial}/{hindi}-{head}/{year}-{(year + 1) % 100:02}"
    devanagari = written.translate({ord(str(digit)): chr(0x966 + digit) for digit in range(10)})
    others = (f"{serial:04}/{latin}-{head}/{year}-{year + 1}", f"{serial}\\{latin}/{head}\\{year}-{year + 1}")
    key = number_key(written)
    assert key is not None
    assert {number_key(text) for text in (devanagari, *others, ascii_number(written), key)} == {key}
    assert key != number_key(f"{serial + 1}/{hindi}-{head}/{year}-{(year + 1) % 100:02}")


def test_the_parts_of_a_piece_are_a_run_of_the_parts_of_the_whole() -> None:
    whole = " ".join(number_parts("142/अ-27/1993-94"))
    for piece in ("142/अ", "अ-27", "A-27/1993", "27/1993-94", "27/1993-1994", "१४२/अ-२७"):
        assert " ".join(number_parts(piece)) in whole


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("नस्ती क्रमांक : 142/अ-27/1993-94 दिनांक 12/3/2004", [("142/अ-27/1993-94", "142/a/27/1993/94")]),
        ("खसरा 176/4 का प्रकरण 8 / अ-82 वर्ष 2018-19 में", [("176/4", "176/4"),
                                                        ("8 / अ-82 वर्ष 2018-19", "8/a/82/2018/19")]),
        ("क्रमांक एफ 6-129/2017/नौ/4 रायपुर", [("एफ 6-129/2017/नौ/4", "f/6/129/2017/नौ/4")]),
        ("के 176/4 से 12/13 तक", [("176/4", "176/4"), ("12/13", "12/13")]),
        ("दिनांक 21/11/2025 और/या आज", []),
        ("", []),
    ],
)  # fmt: skip
def test_numbers_are_found_in_a_line(line: str, expected: list[tuple[str, str]]) -> None:
    words = line.split()
    assert [(" ".join(words[first:end]), key) for first, end, key in find_numbers(words)] == expected


@given(st.lists(TEXTS, max_size=8))
def test_numbers_in_a_line_never_overlap(words: list[str]) -> None:
    ends = [0]
    for first, end, _ in find_numbers(words):
        assert ends[-1] <= first < end <= len(words)
        ends.append(end)


PIECES = st.sampled_from(
    [
        "१२/अ-70",
        "दि.",
        "12/3",
        "अ",
        "एफ",
        "6-103/2016",
        "/",
        "2003-04",
        "क्र.",
        "नस्ती",
        "।",
        "है।",
        "12।",
        "।।",
        "1993-94,",
        "dated",
        "(computer",
        "No.",
        "27",
        "/सात-1",
        "-",
        "वर्ष",
        "F",
        "6",
        "a/b",
        "12.3.94",
        "\\",
        "_",
        "|",
        "पत्र",
        "5।6",
    ]
)


@given(st.lists(PIECES, max_size=9))
def test_the_numbers_of_a_line_are_those_that_trying_every_stretch_gives(words: list[str]) -> None:
    found, free = [], 0
    for seed, word in enumerate(words):
        strong = re.search(r"[/\\_|।⁄∕]", re.sub(r"(?<!\d)।\Z", "", word))
        near = words[max(free, seed - 2) : seed + 3]
        if seed < free or not strong or not any(map(re.compile(r"\d").search, near)):
            continue
        number = _first_number(words, seed, free)
        if number:
            found.append(number)
            free = number[1]
    assert find_numbers(words) == tuple(found)


def _first_number(words: list[str], seed: int, free: int) -> tuple[int, int, str] | None:
    """Of all stretches about a word the first that is a number, from the furthest beginning and the longest on."""
    for first in range(max(free, seed - 4), seed + 1):
        for end in range(min(len(words), seed + 8), seed, -1):
            key = number_key(" ".join(words[first:end]))
            beside = number_key(" ".join(words[first : end - 1])) == key
            if key and not beside and not _LABELS.issuperset(tokens(words[first])):
                return first, end, key
    return None


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("12/अ-70/2003-04", "12_A-70_2003-04"),
        ("१२/अ-७०/२००३-०४", "12_A-70_2003-04"),
        ("A-21001(3)/5/2008/DFG", "A-21001(3)_5_2008_DFG"),
        ("एफ 6-129/2017/नौ/4", "F-6-129_2017_nau_4"),
        ("1072/शिका./2008", "1072_shika_2008"),
        ("21-क(या0)", "21-ka(ya)"),
        ("../../etc/passwd", "etc_passwd"),
        ("a\nb\x00c*?", "a-b-c"),
        ("", "unnumbered"),
        ("///", "unnumbered"),
    ],
)
def test_number_for_file_names(number: str, expected: str) -> None:
    assert ascii_number(number) == expected


@given(TEXTS)
def test_a_number_for_file_names_is_always_a_safe_name(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9()][A-Za-z0-9()._-]{0,99}", ascii_number(text))
    assert ascii_number(ascii_number(text)) == ascii_number(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("नामांतरण", "namantaran"),
        ("तहसीलदार", "tahsildar"),
        ("अधिकारी", "adhikari"),
        ("छत्तीसगढ़", "chhattisgarh"),
        ("राजस्व एवं आपदा", "rajasva evan apda"),
        ("पटवारी", "patvari"),
        ("सम्बन्ध", "sambandh"),
        ("विज्ञप्ति", "vigyapti"),
        ("क", "ka"),
        ("Collector १२", "Collector 12"),
    ],
)
def test_romanised(text: str, expected: str) -> None:
    assert romanise(text) == expected


@given(TEXTS)
def test_romanised_text_is_ascii(text: str) -> None:
    assert romanise(text).isascii()


@given(st.text(max_size=8) | DEVANAGARI)
def test_sounds_of_odd_words(word: str) -> None:
    keys = sound_keys(word)
    assert len(keys) <= 6
    assert all(key.isascii() for key in keys)


def test_words_without_letters_have_no_sound() -> None:
    assert sound_keys("142") == sound_keys("") == sound_keys("☺") == ()
