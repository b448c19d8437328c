"""The programs that are compared, each run on a whole scan."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import img2pdf

from measure.processes import Usage, find, run_measured, say_version
from measure.sets import ScanSet

USUAL = ("-l", "hin+eng", "--deskew", "--rotate-pages", "--clean")
"""What OCRmyPDF's own help suggests for scans."""
KNOWING = (
    "-l", "Devanagari+eng", "--pdf-renderer", "sandwich", "--tesseract-thresholding", "sauvola",
    "--rotate-pages", "--rotate-pages-threshold", "3",
)  # fmt: skip
"""What someone sets who knows both programs well.

Neither `--deskew` nor `--clean` makes it read better: on 8 strongly and 8 slightly aged pages character errors are
38.5 and 11.6 % without both, 45.4 and 11.6 % with the first at 1.7 times the cost, and on the former 46.2 % with both
at 3.3 times the cost.
"""


@dataclass(frozen=True)
class Run:
    """What a program made of a scan.

    Attributes:
        texts: Of each sheet.
        usage: What it took.
        sheets: Nasti's own account of each sheet; empty for the others.
        remembered: Whether it was taken from an earlier run.
    """

    texts: list[str]
    usage: Usage
    sheets: list[Mapping[str, Any]] = field(default_factory=list)
    remembered: bool = False


class Program(Protocol):
    """A program that reads scans."""

    @property
    def name(self) -> str:
        """What tables call it."""

    @property
    def needs(self) -> tuple[str, ...]:
        """Programs that must be installed."""

    @property
    def identity(self) -> str | None:
        """What a kept result depends on beside the scan; None where results must not be kept."""

    def describe(self) -> str:
        """The command, as one would type it."""

    def read(self, one: ScanSet, work: Path) -> Run:
        """Read a scan; temporary files go to `work`."""


@dataclass(frozen=True)
class Nasti:
    """`nasti read`, with text and searchable PDF as the rivals make them.

    Attributes:
        jobs: Sheets read at the same time.
        pdf: Whether it writes the PDF too.
    """

    jobs: int
    pdf: bool
    name: str = "nasti"
    needs: tuple[str, ...] = ("nasti",)
    identity: str | None = None

    def describe(self) -> str:
        """The command, as one would type it."""
        return "nasti read SCAN --json OUT.json" + (" --pdf OUT.pdf" if self.pdf else "")

    def read(self, one: ScanSet, work: Path) -> Run:
        """Read a scan; temporary files go to `work`."""
        output = work / f"{one.name}.nasti.json"
        command = ["nasti", "read", one.scan, "--json", "-"]
        if self.pdf:
            command += ["--pdf", work / f"{one.name}.nasti.pdf"]
        usage = run_measured(command, output, {"NASTI_WORK__READERS": str(self.jobs), "OMP_THREAD_LIMIT": "1"})
        sheets = json.loads(output.read_text(encoding="utf-8"))["sheets"]
        return Run([sheet["text"] for sheet in sheets], usage, sheets)


@dataclass(frozen=True)
class Ocrmypdf:
    """`ocrmypdf` with options; its text is what it writes to the side file, which loses nothing to the PDF."""

    name: str
    options: tuple[str, ...]
    jobs: int
    needs: tuple[str, ...] = ("ocrmypdf", "tesseract", "unpaper")

    @property
    def identity(self) -> str | None:
        """What a kept result depends on beside the scan."""
        return f"{self.describe()} · {self.jobs} · {say_version('ocrmypdf')} · {say_version('tesseract')}"

    def describe(self) -> str:
        """The command, as one would type it."""
        return " ".join(["ocrmypdf", *self.options])

    def read(self, one: ScanSet, work: Path) -> Run:
        """Read a scan; temporary files go to `work`."""
        source, sidecar = bundle(one, work / f"{one.name}.pdf"), work / f"{one.name}.txt"
        command = ["ocrmypdf", *self.options, "--jobs", self.jobs, "--quiet", "--sidecar", sidecar, source]
        out = work / f"{one.name}.{self.name}.pdf"
        usage = run_measured([*command, out], work / f"{one.name}.{self.name}.out", {"OMP_THREAD_LIMIT": "1"})
        return Run(sidecar.read_text(encoding="utf-8").split("\f")[: len(one.pages)], usage)


@dataclass(frozen=True)
class Tesseract:
    """Tesseract alone, one process for all pictures of a scan, as the scanner made them; it writes text and no PDF."""

    languages: str
    name: str = "tesseract"
    needs: tuple[str, ...] = ("tesseract", "pdfimages")

    @property
    def identity(self) -> str | None:
        """What a kept result depends on beside the scan."""
        return f"{self.describe()} · {say_version('tesseract')}"

    def describe(self) -> str:
        """The command, as one would type it."""
        return f"tesseract SCAN - -l {self.languages}"

    def read(self, one: ScanSet, work: Path) -> Run:
        """Read a scan; temporary files go to `work`."""
        folder = work / f"{one.name}.pictures"
        folder.mkdir()
        source = take_out(one, folder)
        output = work / f"{one.name}.tesseract.txt"
        usage = run_measured(["tesseract", source, "-", "-l", self.languages], output, {"OMP_THREAD_LIMIT": "1"})
        shutil.rmtree(folder)
        return Run(output.read_text(encoding="utf-8").split("\f")[: len(one.pages)], usage)


def bundle(one: ScanSet, target: Path) -> Path:
    """The scan as one PDF, its images as they are: OCRmyPDF takes nothing else. Not measured."""
    if one.scan.suffix != ".pdf":
        images = [str(image) for image in one.files]
        target.write_bytes(img2pdf.convert(images, rotation=img2pdf.Rotation.ifvalid))
        return target
    return one.scan


def take_out(one: ScanSet, folder: Path) -> Path:
    """What Tesseract reads: the TIFF as it is, or a list of the pictures. Not measured."""
    if one.scan.suffix == ".tif":
        return one.scan
    pictures = one.files
    if one.scan.suffix == ".pdf":
        subprocess.run([find("pdfimages") or "", "-all", one.scan, folder / "picture"], check=True)
        pictures = tuple(sorted(folder.iterdir()))
    listed = folder / "pictures.txt"
    listed.write_text("".join(f"{picture}\n" for picture in pictures), encoding="utf-8")
    return listed


def read_or_remember(program: Program, one: ScanSet, work: Path, kept: Path | None) -> Run:
    """What a program makes of a scan, from an earlier run of the same version on the same bytes where there is one.

    Args:
        program: The program.
        one: The scan.
        work: Folder for temporary files.
        kept: Folder of earlier results; None to run it in any case.
    """
    identity = program.identity
    if kept is None or identity is None:
        return program.read(one, work)
    path = kept / f"{program.name}-{one.digest()[:32]}.json"
    if path.is_file():
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["identity"] == identity:
            return Run(found["texts"], Usage(**found["usage"]), remembered=True)
    run = program.read(one, work)
    kept.mkdir(parents=True, exist_ok=True)
    record = {"identity": identity, "texts": run.texts, "usage": vars(run.usage)}
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return run
