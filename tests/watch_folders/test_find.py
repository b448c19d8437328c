from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from nasti.errors import InputRejected, NotFound
from watch_folders.arrivals import find


def names(files):
    return [file.name for file in files]


def test_tree_of_scans_as_an_inbox(draw, drop, tmp_path):
    root = tmp_path / "backlog"
    drop(root / "st1/revenue/a.pdf", draw.pdf())
    drop(root / "st2/b.tif", draw.tiff(3))
    for page in (10, 2, 1):
        drop(root / f"st1/revenue/n-142/scan_{page}.jpg", draw.jpeg())
    found = find([root])
    assert [(a.form, a.station, a.department, a.owns_folder, str(a.inside)) for a in found.arrivals] == [
        ("pdf", "st1", "revenue", False, "backlog/st1/revenue/a.pdf"),
        ("folder", "st1", "revenue", True, "backlog/st1/revenue/n-142"),
        ("tiff", "st2", "", False, "backlog/st2/b.tif"),
    ]
    folder = found.arrivals[1]
    assert names(folder.files) == ["scan_1.jpg", "scan_2.jpg", "scan_10.jpg"]
    assert folder.path == root / "st1/revenue/n-142"
    assert folder.size_bytes == 3 * len(draw.jpeg())
    assert not found.refused and not found.left_alone


def test_folder_of_images_that_is_named_itself_is_one_arrival(draw, drop, tmp_path):
    for page in range(1, 4):
        drop(tmp_path / f"nasti-03/scan/scan_{page:04}.jpg", draw.jpeg())
    (arrival,) = find([tmp_path / "nasti-03/scan"]).arrivals
    assert (arrival.form, arrival.owns_folder, arrival.inside) == ("folder", True, Path("nasti-03/scan"))
    (arrival,) = find([tmp_path / "nasti-03"]).arrivals
    assert (arrival.owns_folder, arrival.inside, arrival.station) == (True, Path("nasti-03/scan"), "")


def test_files_of_the_same_name_stay_apart(draw, drop, tmp_path):
    first, second = drop(tmp_path / "a/scan.pdf", draw.pdf(1)), drop(tmp_path / "b/scan.pdf", draw.pdf(2))
    assert [arrival.inside for arrival in find([first, second]).arrivals] == [Path("a/scan.pdf"), Path("b/scan.pdf")]


def test_what_is_plainly_no_scan_is_left_alone_and_what_claims_to_be_one_is_refused(draw, drop, tmp_path):
    for name in ("truth.json", "score.py", "README.md", "notes.txt", "letter.docx"):
        drop(tmp_path / name, b"text")
    drop(tmp_path / "page.pdf", b"text")
    drop(tmp_path / "cut.jpg", draw.jpeg()[:-40])
    drop(tmp_path / "cut-without-suffix", draw.png()[:-40])
    drop(tmp_path / ".hidden.pdf", draw.pdf())
    drop(tmp_path / "on-its-way.pdf.part", draw.pdf())
    drop(tmp_path / "Thumbs.db", b"x")
    found = find([tmp_path])
    assert names(found.left_alone) == ["letter.docx", "notes.txt", "README.md", "score.py", "truth.json"]
    assert {refused.path.name for refused in found.refused} == {"page.pdf", "cut.jpg", "cut-without-suffix"}
    assert all(isinstance(refused.error, InputRejected) for refused in found.refused)
    assert not found.arrivals


def test_file_that_is_named_is_judged_whatever_it_is(drop, tmp_path):
    (refused,) = find([drop(tmp_path / "notes/readme.txt", b"text")]).refused
    assert refused.inside == Path("notes/readme.txt")
    assert "text file" in refused.error.message and "टेक्स्ट" in refused.error.hindi


def test_one_bad_image_refuses_its_folder_as_a_whole_and_is_named(draw, drop, tmp_path):
    for page in range(1, 6):
        drop(tmp_path / f"n/p{page}.jpg", draw.jpeg() if page != 4 else draw.jpeg()[:-60])
    (refused,) = find([tmp_path / "n"]).refused
    assert len(refused.files) == 5 and refused.owns_folder
    assert "p4.jpg" in refused.error.message and "p4.jpg" in refused.error.hindi
    assert "5" in refused.error.message


def test_gaps_are_reported_and_the_order_kept(draw, drop, tmp_path, caplog):
    for page in (1, 2, 4, 7):
        drop(tmp_path / f"n/scan_{page:04}.jpg", draw.jpeg())
    with caplog.at_level(logging.WARNING, "watch_folders"):
        (arrival,) = find([tmp_path / "n"]).arrivals
    assert names(arrival.files) == ["scan_0001.jpg", "scan_0002.jpg", "scan_0004.jpg", "scan_0007.jpg"]
    assert "3, 5, 6" in caplog.text


def test_unbroken_sequences_report_nothing(draw, drop, tmp_path, caplog):
    for page in ("०", "१", "२", "३"):
        drop(tmp_path / f"n/पृष्ठ {page}.jpg", draw.jpeg())
    (arrival,) = find([tmp_path / "n"]).arrivals
    assert names(arrival.files) == ["पृष्ठ ०.jpg", "पृष्ठ १.jpg", "पृष्ठ २.jpg", "पृष्ठ ३.jpg"]
    assert not caplog.records


def test_pages_of_one_scan_may_have_several_formats_and_sides(draw, drop, tmp_path):
    drop(tmp_path / "n/0001_front.jpg", draw.jpeg())
    drop(tmp_path / "n/0001_back.png", draw.png())
    drop(tmp_path / "n/0002_front.tif", draw.tiff())
    (arrival,) = find([tmp_path / "n"]).arrivals
    assert arrival.form == "folder"
    assert names(arrival.files) == ["0001_back.png", "0001_front.jpg", "0002_front.tif"]


def test_cover_beside_a_sequence_belongs_to_it_and_sidecars_do_not_count(draw, drop, tmp_path):
    drop(tmp_path / "n/cover.jpg", draw.jpeg())
    for page in (1, 2, 3):
        drop(tmp_path / f"n/page{page}.jpg", draw.jpeg())
    drop(tmp_path / "n/capture.xml", b"<capture/>")
    drop(tmp_path / "n/Thumbs.db", b"x")
    found = find([tmp_path / "n"])
    (arrival,) = found.arrivals
    assert names(arrival.files) == ["cover.jpg", "page1.jpg", "page2.jpg", "page3.jpg"]
    assert arrival.owns_folder and not found.left_alone


def test_other_scans_beside_a_sequence_keep_the_folder(draw, drop, tmp_path):
    for page in (1, 2):
        drop(tmp_path / f"n/page{page}.jpg", draw.jpeg())
    drop(tmp_path / "n/order.pdf", draw.pdf())
    arrivals = find([tmp_path / "n"]).arrivals
    assert [(arrival.form, arrival.owns_folder) for arrival in arrivals] == [("folder", False), ("pdf", False)]


def test_multi_page_tiffs_in_sequence_are_scans_of_their_own(draw, drop, tmp_path):
    for number in (1, 2, 3):
        drop(tmp_path / f"n/scan{number}.tif", draw.tiff(4))
    assert [arrival.form for arrival in find([tmp_path / "n"]).arrivals] == ["tiff"] * 3


def test_unrelated_images_and_times_of_day_are_scans_of_their_own(draw, drop, tmp_path):
    for name in ("ram.jpg", "shyam.jpg", "IMG_20241105_103012.jpg", "IMG_20241105_103455.jpg"):
        drop(tmp_path / "n" / name, draw.jpeg())
    assert len(find([tmp_path / "n"]).arrivals) == 4


def test_what_is_given_twice_counts_once(draw, drop, tmp_path):
    pdf = drop(tmp_path / "n/a.pdf", draw.pdf())
    other = drop(tmp_path / "n/b.txt", b"text")
    found = find([pdf, tmp_path / "n", tmp_path, tmp_path / "n/../n/a.pdf"])
    assert [arrival.path for arrival in found.arrivals] == [pdf]
    assert found.left_alone == (other,)


def test_page_that_is_also_named_alone_is_not_lost_from_its_sequence(draw, drop, tmp_path):
    pages = [drop(tmp_path / f"n/p{page}.jpg", draw.jpeg()) for page in (1, 2)]
    assert [len(arrival.files) for arrival in find([pages[0], tmp_path / "n"]).arrivals] == [1, 2]


def test_paths_that_cannot_be_scanned(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for path in (tmp_path / "missing.pdf", tmp_path / "pipe", tmp_path / "circle", Path("/dev/null")):
        with pytest.raises(NotFound) as caught:
            find([path])
        assert path.name in caught.value.message and caught.value.hindi != caught.value.message


def test_links_that_are_named_are_followed_and_others_are_not(draw, drop, tmp_path):
    outside = drop(tmp_path / "outside/secret.pdf", draw.pdf())
    (tmp_path / "in").mkdir()
    (tmp_path / "in/link.pdf").symlink_to(outside)
    (tmp_path / "in/folder").symlink_to(outside.parent)
    os.mkfifo(tmp_path / "in/pipe.pdf")
    found = find([tmp_path / "in"])
    assert not found.arrivals and not found.refused
    assert set(names(found.left_alone)) == {"link.pdf", "folder", "pipe.pdf"}
    (arrival,) = find([tmp_path / "in/link.pdf"]).arrivals
    assert arrival.path == outside


@pytest.mark.parametrize(
    "name",
    ["दो शब्द.pdf", "line\nbreak.pdf", os.fsdecode(b"\xff\xe0\xa4.pdf"), "..\\..\\etc.pdf", "..a.pdf "[2:], "-rf.pdf"],
)
def test_strange_names_are_ordinary(draw, drop, tmp_path, name):
    drop(tmp_path / "n" / name, draw.pdf())
    (arrival,) = find([tmp_path]).arrivals
    assert arrival.path == tmp_path / "n" / name
    assert ".." not in arrival.inside.parts


def test_encrypted_and_empty_documents_are_for_the_next_stage(draw, drop, tmp_path):
    paths = [drop(tmp_path / "a.pdf", draw.encrypted_pdf()), drop(tmp_path / "b.pdf", draw.pdf(0))]
    assert len(find(paths).arrivals) == 2
