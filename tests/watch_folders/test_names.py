from __future__ import annotations

import os

from hypothesis import example, given
from hypothesis import strategies as st

from watch_folders.names import (
    is_companion,
    is_passed_over,
    is_unfinished,
    missing,
    natural_key,
    place_of,
    run_on,
    shown,
)

DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")

names = st.binary(min_size=1, max_size=80).map(lambda raw: os.fsdecode(raw.replace(b"/", b"_").replace(b"\0", b"_")))


@given(
    st.text(st.characters(exclude_categories=["Nd", "Cs"], exclude_characters="/.\0")), st.sets(st.integers(0, 10**12))
)
def test_numbers_sort_as_numbers(prefix, numbers):
    by_name = sorted((f"{prefix}{number}.jpg" for number in numbers), key=natural_key)
    assert by_name == [f"{prefix}{number}.jpg" for number in sorted(numbers)]


@given(st.sets(st.integers(0, 10**6)), st.data())
def test_devanagari_digits_sort_among_others(numbers, data):
    pages = [(n, f"पृष्ठ {n}".translate(DEVANAGARI) if data.draw(st.booleans()) else f"पृष्ठ {n}") for n in numbers]
    assert [number for number, _ in sorted(pages, key=lambda page: natural_key(page[1]))] == sorted(numbers)


@given(st.lists(names))
def test_order_is_total_and_does_not_depend_on_what_was_there_first(some):
    assert sorted(some, key=natural_key) == sorted(reversed(some), key=natural_key)
    assert len({natural_key(name) for name in some}) == len(set(some))


def test_plain_name_comes_before_its_numbered_followers():
    assert sorted(["scan1.jpg", "scan10.jpg", "scan.jpg", "scan2.jpg"], key=natural_key) == [
        "scan.jpg", "scan1.jpg", "scan2.jpg", "scan10.jpg",
    ]  # fmt: skip


@given(names)
@example("0004.jpg")
@example("..")
def test_every_name_has_a_key_and_can_be_shown(name):
    natural_key(name)
    place_of(name)
    assert all(letter.isprintable() or letter in "\u200c\u200d" for letter in shown(name))
    shown(name).encode("utf-8")


def test_hindi_is_shown_as_it_is_and_line_breaks_are_not():
    assert shown("क्षेत्रीय कार्यालय ९.pdf") == "क्षेत्रीय कार्यालय ९.pdf"
    assert shown("a\nb.pdf") == "a\\nb.pdf"
    assert shown(os.fsdecode(b"\xe0\xa4.pdf")) == "\\udce0\\udca4.pdf"


def test_place_of_a_page():
    assert place_of("0004.jpg") == ("", 4)
    assert place_of("Scan_0004.JPG") == place_of("scan 4.png") == ("scan", 4)
    assert place_of("पृष्ठ-१२.jpg") == ("पृष्ठ", 12)
    assert place_of("IMG_20241105_0007.jpg") == ("img_20241105", 7)
    assert place_of("0004_back.jpg") == place_of("0004a.jpg") == ("", 4)
    assert place_of("Letter 5 from Ram.jpg") is None
    assert place_of("cover.jpg") is None


def test_sequences_run_on_and_times_of_day_do_not():
    assert run_on([1, 2, 3])
    assert run_on([412, 413, 415])
    assert run_on([1, 1, 2, 2]), "two sides of each leaf"
    assert not run_on([7, 7])
    assert not run_on([1])
    assert not run_on([1, 50])
    assert run_on([1, 50], sparse=True)
    assert not run_on([103012, 103014], sparse=True), "two scans within two seconds"
    assert run_on([10000001, 10000002]), "an archive's long counter"


@given(st.sets(st.integers(0, 300), min_size=1))
def test_present_and_missing_pages_make_an_unbroken_sequence(numbers):
    gaps = missing(list(numbers))
    assert not numbers & set(gaps)
    whole = sorted(numbers | set(gaps))
    assert whole == list(range(whole[0], whole[-1] + 1))


def test_lost_first_pages_are_missing_but_a_running_counter_is_not():
    assert missing([3, 4, 5]) == [1, 2]
    assert missing([412, 414]) == [413]
    assert missing([0, 1, 2]) == []


def test_names_that_are_passed_over():
    for name in (".foo", "~$x", "a.tmp", "scan.pdf.part", "x.crdownload", "x.FILEPART", "backup~", "~WRL0001"):
        assert is_unfinished(name), name
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "lost+found", "@eaDir", ".hidden"):
        assert is_passed_over(name), name
    assert not is_unfinished(".DS_Store"), "litter does not hold a folder back"
    for name in ("scan.pdf", "partial.pdf", "tmp.pdf", "..foo".lstrip("."), "पृष्ठ.jpg"):
        assert not is_passed_over(name), name


def test_companions_of_images():
    assert all(is_companion(name) for name in ("scan.xml", "index.TXT", "Thumbs.db", ".DS_Store"))
    assert not any(is_companion(name) for name in ("scan.pdf", "scan_0009.jpg", "scan_0009.jpg.part", "letter.docx"))
