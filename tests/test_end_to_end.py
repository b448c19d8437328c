"""The command as a person uses it: real files, real processes, nothing made up."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from nasti.drawing.canvas import Canvas
from nasti.hindi import number_key, tokens
from nasti.samples import Sample, draw_samples

NASTI = Path(sys.executable).with_name("nasti")


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    """Three nasti as scanners give them; tests copy before they let them be moved."""
    return draw_samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="session")
def registered(samples: list[Sample], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the three samples, and their sources copied for it."""
    folder = tmp_path_factory.mktemp("registered")
    copy_samples(samples, folder / "scans")
    run(folder, "scan", "scans")
    return folder


def test_scan_registers_every_nasti_under_its_number_with_every_sheet(samples: list[Sample], registered: Path) -> None:
    status = ask(registered, "status")
    assert {number_key(one["number"]) for one in status["nasti"]} == {number_key(one.number) for one in samples}
    sheets = sum(len(sample.pages) for sample in samples)
    assert status["sheets"] == {"waiting": 0, "reading": 0, "read": sheets, "parked": 0}
    assert status["to_put_away"] == 0
    assert not [path for path in (registered / "scans").rglob("*") if path.is_file()]
    done = {path.name for path in (registered / "var" / "done").rglob("*") if path.is_file()}
    assert done == {path.name for sample in samples for path in files_of(sample)}
    assert ask(registered, "verify")["problems"] == []


@pytest.mark.parametrize("query", ["नामांतरण", "namantaran", "57/अ-6/2003-04", "५७/अ-६/२००३-०४"])
def test_a_nasti_is_found_by_hindi_roman_letters_and_number(registered: Path, query: str) -> None:
    found = ask(registered, "search", query)
    assert number_key(found["nastis"][0]["number"]) == "57/a/6/2003/4"
    page = found["nastis"][0]["pages"][0]
    assert page["boxes"]
    assert any(piece["lit"] for piece in page["snippet"])


def test_show_gives_the_schema_that_read_gives(samples: list[Sample], registered: Path, tmp_path: Path) -> None:
    sample = samples[0]
    shown = ask(registered, "show", sample.number)
    read = json.loads(run(tmp_path, "read", str(sample.path), "--json", "-"))
    assert set(read) <= set(shown)
    assert set(read["sheets"][0]) <= set(shown["sheets"][0])
    assert [sheet["text"] for sheet in shown["sheets"]] == [sheet["text"] for sheet in read["sheets"]]
    assert shown["nasti"]["file_number"] == read["nasti"]["file_number"]


def test_light_copies_of_a_registered_nasti_hold_every_page_and_stay_under_the_cap(
    samples: list[Sample], registered: Path, tmp_path: Path
) -> None:
    number, cap_mb = samples[0].number, 0.35
    kept = {part: Path(path) for part, path in ask(registered, "show", number)["files"].items()}
    before = {part: path.read_bytes() for part, path in kept.items()}
    same = ask(registered, "bind", number, "--to", str(tmp_path / "kept"))
    assert {file["part"]: (tmp_path / "kept" / file["name"]).read_bytes() for file in same["files"]} == before
    copies = ask(
        registered, "bind", number, "--profile", "eoffice", "--cap-mb", str(cap_mb), "--to", str(tmp_path / "light")
    )
    assert copies == json.loads((tmp_path / "light" / "copies.json").read_text("utf-8"))
    assert {path.name for path in (tmp_path / "light").iterdir()} == {
        "copies.json", *(file["name"] for file in copies["files"])
    }  # fmt: skip
    assert len(copies["files"]) > len(kept)
    labels: dict[str, list[str]] = {}
    for file in copies["files"]:
        data = (tmp_path / "light" / file["name"]).read_bytes()
        assert len(data) == file["size_bytes"] <= cap_mb * 1_000_000
        assert hashlib.sha256(data).hexdigest() == file["sha256"]
        labels.setdefault(file["part"], []).extend(labels_in(tmp_path / "light" / file["name"]))
    assert labels == {part: labels_in(path) for part, path in kept.items()}
    assert sum(file["size_bytes"] for file in copies["files"]) < sum(map(len, before.values())) / 2
    assert {part: path.read_bytes() for part, path in kept.items()} == before


def test_a_scan_is_read_into_light_volumes(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.write("कार्यालय कलेक्टर, जिला रायपुर")
    noise = np.random.default_rng(3).normal(0, 8, canvas.pixels.shape)
    image = Image.fromarray(np.clip(canvas.pixels - 12 - noise, 0, 255).astype(np.uint8)).crop((0, 0, 2480, 1240))
    (tmp_path / "scan").mkdir()
    for number in (1, 2, 3):
        image.save(tmp_path / "scan" / f"{number}.jpg", dpi=(300, 300), quality=85)
    run(tmp_path, "read", "scan", "--pdf", "out/light.pdf", "--profile", "eoffice", "--cap-mb", "0.35")
    volumes = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in volumes] == [f"light-{n}-of-{len(volumes)}.pdf" for n in range(1, len(volumes) + 1)]
    assert len(volumes) > 1
    assert all(path.stat().st_size <= 350_000 for path in volumes)
    assert [label for path in volumes for label in labels_in(path)] == ["1", "2", "3"]


def test_two_scans_never_share_a_pdf(tmp_path: Path) -> None:
    for name in ("12.04/1.jpg", "12.04/2.jpg", "12.05/1.jpg", "12.05/2.jpg", "a/x.png", "a/x.tif"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        Image.new("L", (200, 300), 255).save(tmp_path / name, dpi=(100, 100))
    run(tmp_path, "read", "12.04", "12.05", "--pdf", "out")
    assert {path.name for path in (tmp_path / "out").rglob("*.pdf")} == {"12.04.pdf", "12.05.pdf"}
    refused = subprocess.run(
        [NASTI, "read", "a/x.png", "a/x.tif", "--pdf", "out"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 9
    assert "would both become" in " ".join(refused.stderr.split())


def test_json_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    Image.new("L", (200, 300), 255).save(tmp_path / "x.png", dpi=(100, 100))
    refused = subprocess.run(
        [NASTI, "read", "x.png", "--json", "no/such/x.json"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 5
    assert "cannot be written" in refused.stderr


def test_a_keyword_that_a_person_gives_is_found_until_it_is_taken_away(samples: list[Sample], registered: Path) -> None:
    number = samples[0].number
    given = ask(registered, "keyword", number, "n-1", "कल्पवृक्ष", "--by", "sita")
    assert given["keywords"] == given["changed"] == ["कल्पवृक्ष"]
    (page,) = ask(registered, "search", "कल्पवृक्ष")["nastis"][0]["pages"]
    assert (page["label"], page["keywords"]) == ("N-1", ["कल्पवृक्ष"])
    assert ["कल्पवृक्ष"] in [sheet["keywords"] for sheet in ask(registered, "show", number)["sheets"]]
    (told,) = (path for path in registered.rglob("nasti.json") if "कल्पवृक्ष" in path.read_text(encoding="utf-8"))
    assert "—" in run(registered, "keyword", number, "N-1", "कल्पवृक्ष", "--remove")
    assert "कल्पवृक्ष" not in told.read_text(encoding="utf-8")


def test_what_a_person_says_of_a_paper_is_in_its_pdf_until_it_is_taken_back(
    samples: list[Sample], registered: Path
) -> None:
    number = samples[0].number

    def bookmarks() -> str:
        path = Path(ask(registered, "show", number)["files"]["correspondence"])
        with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
            return " ".join(item.title for item in outline.root)

    shown = json.loads(run(registered, "fields", "show", number, "--json"))
    page = next(one["field"]["page"] for one in shown if one["field"]["name"] == "date")
    run(registered, "fields", "say", number, "date", "1.4.1947", "--page", page, "--by", "sita")
    assert "1947-04-01" in bookmarks()
    run(registered, "fields", "take-back", number, "date", "--page", page, "--by", "sita")
    assert "1947-04-01" not in bookmarks()
    assert ask(registered, "verify")["problems"] == []


def test_read_makes_a_pdf_that_gives_every_word_back(samples: list[Sample], tmp_path: Path) -> None:
    for count, sample in enumerate(samples):
        out = tmp_path / f"{count}.pdf"
        read = json.loads(run(tmp_path, "read", str(sample.path), "--json", "-", "--pdf", str(out)))
        assert [sheet["index"] for sheet in read["sheets"]] == list(range(len(sample.pages)))
        text = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True, check=True).stdout
        for sheet, page in zip(read["sheets"], text.split("\f"), strict=False):
            assert sorted(word["text"] for word in sheet["words"]) == sorted(page.split())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.pdf", "1.pdf", "2.pdf"]


def test_bad_files_are_rejected_with_a_reason_and_the_line_goes_on(samples: list[Sample], tmp_path: Path) -> None:
    inbox = tmp_path / "var" / "inbox" / "desk"
    inbox.mkdir(parents=True)
    bad = make_bad_files(inbox)
    shutil.copyfile(next(one.path for one in samples if one.form == "pdf"), inbox / "good.pdf")
    environment = {**os.environ, "NASTI_WATCH__SETTLE_S": "0.3", "NASTI_WATCH__PATIENCE_S": "1"}
    line = subprocess.Popen([NASTI, "run"], cwd=tmp_path, env=environment, stderr=subprocess.PIPE)
    try:
        wait(lambda: not any(inbox.rglob("*.*")) or line.poll() is not None)
        assert line.poll() is None, "the line died"
    finally:
        line.send_signal(signal.SIGTERM)
        _, words = line.communicate(timeout=60)
    assert line.returncode == 0, words.decode()
    rejected = tmp_path / "var" / "rejected" / "desk"
    assert {path.name for path in rejected.iterdir()} == bad | {f"{name}.reason.txt" for name in bad}
    for name in bad:
        reason = (rejected / f"{name}.reason.txt").read_text()
        assert any("\u0900" <= letter <= "\u097f" for letter in reason), f"{name}: no Hindi"
        assert len(tokens(reason)) > 10, f"{name}: no reason"
    assert (tmp_path / "var" / "done" / "desk" / "good.pdf").is_file()
    status = ask(tmp_path, "status")
    assert (status["nastis"]["read"], status["arrivals"]["rejected"]) == (1, len(bad))


def test_a_signed_pdf_is_kept_byte_for_byte_and_says_who_signed(tmp_path: Path) -> None:
    signed = Path(__file__).parent / "ingest" / "textlayer" / "signed.pdf"
    digest = hashlib.sha256(signed.read_bytes()).hexdigest()
    run(tmp_path, "scan", str(signed), "--leave")
    kept = tmp_path / "var" / "originals" / digest[:2] / f"{digest}.pdf"
    assert kept.read_bytes() == signed.read_bytes()
    (one,) = ask(tmp_path, "status")["nasti"]
    assert "RAM LAL SAHU" in run(tmp_path, "show", f"#{one['id']}")
    (sheet,) = ask(tmp_path, "show", f"#{one['id']}")["sheets"]
    assert "signed" in sheet["flags"]
    assert {"name": "signed", "by": "RAM LAL SAHU", "at": "2026-11-29T16:38:08", "whole": True} in sheet["steps"]


def test_killed_at_random_moments_nothing_is_lost_or_doubled(
    samples: list[Sample], registered: Path, tmp_path: Path
) -> None:
    copy_samples(samples, tmp_path / "scans")
    chance = random.Random(1)
    for _ in range(6):
        process = subprocess.Popen([NASTI, "scan", "scans"], cwd=tmp_path, stdout=subprocess.DEVNULL)
        try:
            process.wait(chance.uniform(0.5, 8))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    run(tmp_path, "scan", "scans")
    calm, killed = ask(registered, "status"), ask(tmp_path, "status")
    assert sorted((one["number"], one["sheets"], one["pages"]) for one in killed["nasti"]) == sorted(
        (one["number"], one["sheets"], one["pages"]) for one in calm["nasti"]
    )
    assert killed["sheets"] == calm["sheets"]
    assert killed["arrivals"] == calm["arrivals"]
    assert ask(tmp_path, "verify")["problems"] == []
    left = {path.relative_to(tmp_path / "var").parts[0] for path in (tmp_path / "var").rglob("*") if path.is_file()}
    assert left == {"originals", "sheets", "bound", "done", "nasti-files", "nasti.db", "engine.db", "nasti.lock"}


def test_the_demo_ends_well(tmp_path: Path) -> None:
    run(tmp_path, "demo")
    assert sorted(path.name for path in (tmp_path / "var/demo/nasti-files").rglob("noting.pdf")) == ["noting.pdf"] * 3


def labels_in(path: Path) -> list[str]:
    """What the pages of a PDF are called."""
    with pypdfium2.PdfDocument(path) as document:
        return [document.get_page_label(page) for page in range(len(document))]


def files_of(sample: Sample) -> Iterator[Path]:
    yield from sorted(sample.path.iterdir()) if sample.form == "folder" else [sample.path]


def copy_samples(samples: list[Sample], folder: Path) -> None:
    for count, sample in enumerate(samples):
        for path in files_of(sample):
            target = folder / f"{count}" / path.relative_to(sample.path.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run([NASTI, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def ask(folder: Path, *arguments: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(folder, *arguments, "--json"))
    return answer


def wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 240
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.2)


def make_bad_files(folder: Path) -> set[str]:
    page = Image.linear_gradient("L").resize((1240, 1754))
    page.save(folder / "truncated.jpg", quality=90)
    os.truncate(folder / "truncated.jpg", (folder / "truncated.jpg").stat().st_size // 2)
    (folder / "text.pdf").write_text("यह पीडीएफ नहीं है\n")
    (folder / "empty.pdf").touch()
    with pikepdf.new() as pdf:
        pdf.save(folder / "no-pages.pdf")
        pdf.add_blank_page()
        pdf.save(folder / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    write_huge_png(folder / "huge.png", 60_000)
    return {"truncated.jpg", "text.pdf", "empty.pdf", "no-pages.pdf", "locked.pdf", "huge.png"}


def write_huge_png(path: Path, side: int) -> None:
    """A square black-and-white PNG that is small as a file: white rows deflate to almost nothing."""
    deflate = zlib.compressobj()
    row = b"\0" + b"\xff" * (side // 8)
    data = b"".join(deflate.compress(row) for _ in range(side)) + deflate.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    )
