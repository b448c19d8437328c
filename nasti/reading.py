"""Reading scans without registering them: what `nasti read` does."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nasti import pipeline
from nasti.errors import ConfigError, StorageError
from nasti.model import Arrival, SheetRead, Understood
from nasti.pictures import picture_suffix
from nasti.readers import Readers
from nasti.settings import Settings

if TYPE_CHECKING:
    from nasti.volumes import Limits

Progress = Callable[[int, int], None]
"""Called with sheets done and sheets in all."""


def place_pdfs(scans: Sequence[Arrival], pdf: Path | None) -> list[Path | None]:
    """Where the PDF of each scan goes.

    Args:
        scans: What is read.
        pdf: The file for a single scan, or the folder for them; None for no PDF.

    Raises:
        ConfigError: Several scans would share a file.
    """
    if pdf is None or (len(scans) == 1 and not pdf.is_dir()):
        return [pdf] * len(scans)
    if pdf.exists() and not pdf.is_dir():
        raise ConfigError(f"There are {len(scans)} scans, so --pdf must name a folder; {pdf} is a file.")
    pdfs: dict[Path, Arrival] = {}
    for scan in scans:
        # A folder may be named like a date: nothing of "12.04" is an ending.
        name = scan.inside.name if scan.form == "folder" else scan.inside.stem
        other = pdfs.setdefault(out := pdf / scan.inside.with_name(f"{name}.pdf"), scan)
        if other is not scan:
            raise ConfigError(f"{other.path} and {scan.path} would both become {out}. Read them one after the other.")
    return list(pdfs)


class ScanReader:
    """Reads scans in reader processes, several sheets at a time.

    Args:
        settings: All sections.

    Raises:
        ConfigError: A table of the office's own names is not as it should be.
    """

    def __init__(self, settings: Settings) -> None:
        pipeline.use_tables(settings.tables_folder)
        self._settings = settings
        self._count = settings.work.readers or os.cpu_count() or 1
        self._readers = Readers(self._count, memory_mb=settings.work.reader_memory_mb, modules=pipeline.READING)

    def close(self) -> None:
        """End the reader processes."""
        self._readers.close()

    def read(self, scan: Arrival, pdf: Path | None, progress: Progress, light: Limits | None = None) -> Understood:
        """Read one scan.

        Args:
            scan: The file, or the folder of images.
            pdf: Where a searchable PDF/A of all its sheets is written, replacing what is there; None for no PDF.
            progress: Told after each sheet.
            light: For a light copy; ``OUT-1-of-3.pdf`` and so on instead of ``OUT.pdf`` where it is too large.

        Raises:
            InputRejected: The scan or one of its sheets cannot be opened.
            ToolFailed: A reader crashed or took too long.
            InvalidOutput: The PDF lost a word or is not valid; nothing is written.
            StorageError: The PDF cannot be written.
        """
        timeout_s = self._settings.work.sheet_timeout_s
        total = self._readers.call(pipeline.count_sheets, timeout_s, scan.files, scan.form, self._settings.limits)
        with tempfile.TemporaryDirectory(prefix="nasti-") as folder:
            sheets, pictures = [], {}
            progress(0, total)
            for done, read in enumerate(self._read_sheets(scan, total)):
                sheets.append(read.sheet)
                if pdf is not None:
                    pictures[done] = Path(folder) / f"{done}{picture_suffix(read.picture)}"
                    pictures[done].write_bytes(read.picture.data)
                progress(done + 1, total)
            understood = pipeline.understand(sheets)
            if pdf is not None:
                self._bind(understood, pictures, pdf, light)
        return understood

    def _bind(self, understood: Understood, pictures: dict[int, Path], pdf: Path, light: Limits | None) -> None:
        timeout_s, now = self._settings.work.sheet_timeout_s * len(pictures), datetime.now(UTC)
        with _writing_beside(pdf, in_volumes=light is not None) as folder:
            if light is None:
                whole = folder / pdf.name
                self._readers.call(
                    pipeline.bind_sheets, timeout_s, understood, None, range(len(pictures)), pictures, now, whole
                )
            else:
                # The PDF libraries take longer to load than a page to read; whoever only reads does without.
                from nasti.volumes import bind_volumes

                stem = folder / _stem(pdf)
                volumes = self._readers.call(bind_volumes, timeout_s, understood, None, pictures, now, light, stem)
                if len(volumes) == 1:
                    volumes[0].path.rename(folder / pdf.name)

    def _read_sheets(self, scan: Arrival, total: int) -> Iterator[SheetRead]:
        # Submitted in small numbers: finished sheets wait with their pictures in memory until their turn comes.
        with ThreadPoolExecutor(self._count) as threads:
            ahead = [threads.submit(self._read_sheet, scan, index) for index in range(min(total, 2 * self._count))]
            try:
                for index in range(total):
                    read = ahead.pop(0).result()
                    if index + 2 * self._count < total:
                        ahead.append(threads.submit(self._read_sheet, scan, index + 2 * self._count))
                    yield read
            finally:
                threads.shutdown(cancel_futures=True)

    def _read_sheet(self, scan: Arrival, index: int) -> SheetRead:
        return self._readers.call(
            pipeline.read_sheet, self._settings.work.sheet_timeout_s, scan.files, scan.form, index, self._settings
        )


def _stem(pdf: Path) -> str:
    """The name of a PDF without its ending; of other endings, as in "12.3", nothing is cut off."""
    return pdf.stem if pdf.suffix.lower() == ".pdf" else pdf.name


@contextmanager
def _writing_beside(target: Path, *, in_volumes: bool) -> Iterator[Path]:
    """A folder beside `target` to write to; what is in it moves there only when everything went well.

    Volumes that an earlier run left there go.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as name:
            folder = Path(name)
            yield folder
            written = sorted(path.name for path in folder.iterdir())
            for file in written:
                (folder / file).replace(target.with_name(file))
        if in_volumes:
            from nasti.volumes import drop_stale

            drop_stale(target.with_name(_stem(target)), written)
    except OSError as error:
        raise StorageError(
            f"{target} cannot be written: {error.strerror}. Make room or mend its permissions, or name another place.",
            f"{target} में लिखा नहीं जा सका: {error.strerror}। जगह बनाएँ, अनुमति ठीक करें या दूसरी जगह बताएँ।",
        ) from error
