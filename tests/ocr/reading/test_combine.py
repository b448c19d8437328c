"""Several readings of a page fill each other's gaps; what is worse, or read twice, stays out."""

from __future__ import annotations

from collections.abc import Callable

from nasti.model import Word
from ocr.combine import combine

Make = Callable[..., Word]


def texts(words: tuple[Word, ...]) -> list[str]:
    return [word.text for word in words]


def test_a_word_that_was_lost_is_put_on_the_line_beside_it(word: Make) -> None:
    best = [word("राशि", 100, 100, 80), word("है।", 320, 100, 60), word("दिनांक", 100, 200, 120, line=1)]
    other = [word("राशि", 100, 100, 80), word("५००/-", 200, 102, 100, confidence=0.7), word("है।", 320, 100, 60)]
    combined = combine(best, [other])
    assert texts(combined.words) == ["राशि", "५००/-", "है।", "दिनांक"]
    assert [found.line for found in combined.words] == [0, 0, 0, 1]
    assert (combined.found, combined.changed) == (1, 0)


def test_a_line_that_was_lost_comes_behind_the_others(word: Make) -> None:
    best = [word("राशि", 100, 100, line=4, block=2)]
    combined = combine(best, [[word("नायब", 900, 600, 90, line=7), word("तहसीलदार", 1010, 600, line=7)]])
    assert [(found.text, found.line, found.block) for found in combined.words] == [
        ("राशि", 4, 2), ("नायब", 5, 3), ("तहसीलदार", 5, 3),
    ]  # fmt: skip


def test_a_doubtful_word_gives_way_to_a_surer_reading(word: Make) -> None:
    best = [word("23,", 100, 100, 60, confidence=0.1), word("79,435.99", 165, 100, 200, confidence=0.1)]
    combined = combine(best, [[word("23,79,435.00", 100, 100, 265, confidence=0.9)]])
    assert texts(combined.words) == ["23,79,435.00"] and combined.changed == 1


def test_a_reading_that_is_worse_or_shorter_changes_nothing(word: Make) -> None:
    best = [word("3,21,493.00", 100, 100, 250, confidence=0.7)]
    others = [
        [word("21,493.00", 140, 100, 210, confidence=0.95)],
        [word("3,21,498.00", 100, 100, 250, confidence=0.6)],
        [word("क", 500, 100, confidence=0.95), word("कखग", 600, 100, confidence=0.5)],
    ]
    assert combine(best, others).words == tuple(best)


def test_a_word_of_the_lexicon_gives_way_to_none_that_is_hardly_surer(word: Make) -> None:
    known, unknown = word("कार्यालय", 100, 100, 150, confidence=0.72), word("कार्यालब्र", 100, 100, 150, confidence=0.76)
    assert combine([known], [[unknown]]).words == (known,)
    assert texts(combine([unknown], [[known]]).words) == ["कार्यालय"]


def test_a_long_word_of_the_lexicon_is_found_though_it_is_doubtful(word: Make) -> None:
    best = [word("राशि", 100, 100, 80)]
    long, short, unknown, number = (
        word(text, 300, 100 + 100 * at, confidence=0.1)
        for at, text in enumerate(("कार्यालय", "राम", "कर्थाललय", "55/कार्यालय"))
    )
    assert texts(combine(best, [[long, short, unknown, number]]).words) == ["राशि", "कार्यालय"]


def test_a_short_word_of_the_lexicon_is_found_where_two_readings_have_it(word: Make) -> None:
    best, doubtful = [word("राशि", 100, 100, 80)], word("राम", 300, 100, confidence=0.3)
    assert texts(combine(best, [[doubtful], [word("राम", 306, 102, confidence=0.2)]]).words) == ["राशि", "राम"]
    assert combine(best, [[doubtful], [word("राम", 600, 100, confidence=0.2)]]).words == tuple(best)
    unknown = word("रकम्ल", 300, 100, confidence=0.3)
    assert combine(best, [[unknown], [unknown]]).words == tuple(best)


def test_what_no_lexicon_has_gives_way_to_a_word_that_one_has(word: Make) -> None:
    unknown, known = word("सृचनार्थ", 100, 100, 150, confidence=0.7), word("सूचनार्थ", 100, 100, 150, confidence=0.05)
    assert texts(combine([unknown], [[known]]).words) == ["सूचनार्थ"]
    sure = word("सृचनार्थ", 100, 100, 150, confidence=0.92)
    assert combine([sure], [[known]]).words == (sure,)
    number = word("२/८", 100, 100, 150, confidence=0.3)
    assert combine([number], [[known]]).words == (number,)


def test_a_place_that_was_read_twice_is_not_taken(word: Make) -> None:
    best = [word("गजेन्द्र", 100, 100, 150, confidence=0.75)]
    other = [word("गजेन्द", 100, 100, 150, confidence=0.72), word("गजेन्द", 102, 110, 150, confidence=0.72, line=1)]
    assert combine(best, [other]).words == tuple(best)


def test_a_word_that_stands_close_by_is_not_found_again(word: Make) -> None:
    best = [word("दिनांक", 100, 100, 120)]
    assert combine(best, [[word("दिनांक", 240, 104, 120)]]).words == tuple(best)
    assert len(combine(best, [[word("दिनांक", 100, 160, 120)]]).words) == 2


def test_a_page_without_words_is_filled_and_one_without_others_is_kept(word: Make) -> None:
    assert texts(combine([], [[word("दिनांक", 100, 100)]]).words) == ["दिनांक"]
    assert combine([word("दिनांक", 100, 100)], [[]]).words == (word("दिनांक", 100, 100),)
