"""Makes the odd papers of this folder, and `manifest.json`, which says what must come out of each.

    python -m tests.ingest.odd.make [NAME…]

Each file is as small as its oddity allows and made by a real tool; the few kinds that no packaged tool writes are
written byte by byte. Needed besides the project's own environment are the Debian packages libtiff-tools, imagemagick,
ghostscript, libgs-common, qpdf, libopenjp2-tools, libvips-tools, libjpeg-turbo-progs, libimage-exiftool-perl,
icc-profiles-free, img2pdf, netpbm, djvulibre-bin, libheif-examples and webp, and jbig2enc (from its source) on the PATH
as `jbig2`. The tests need none of them: they read what is here.
"""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from tests.ingest.odd import made_pages, made_pdf, made_pdf_image, made_photo, made_refused, made_tiff
from tests.ingest.odd.subject import HERE, ODD, Odd

MAKERS = (made_tiff, made_photo, made_pages, made_pdf, made_pdf_image, made_refused)
MANIFEST = HERE / "manifest.json"
PACKED_FROM_BYTES = 50_000


def main(names: list[str]) -> None:
    """Make the files named, or all, and write the manifest."""
    before = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.is_file() else {}
    for name, paper in ODD.items():
        if names and name not in names:
            continue
        # Made beside and moved in: some tools add a file instead of replacing it.
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            paper.make(path)
            size_bytes = _store(name, path.read_bytes())
        before[name] = {**describe(paper), "made_by": [_versioned(tool) for tool in paper.tools]}
        print(f"{size_bytes:8} {name}")
    manifest = {name: before[name] for name in sorted(ODD) if name in before}
    MANIFEST.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _store(name: str, data: bytes) -> int:
    """Write a file, packed where it is large: an empty map is large only until it is packed."""
    stored = HERE / name if len(data) < PACKED_FROM_BYTES else HERE / f"{name}.xz"
    stored.write_bytes(data if stored.suffix != ".xz" else lzma.compress(data, preset=9))
    return stored.stat().st_size


def describe(paper: Odd) -> dict[str, object]:
    """What the manifest says of a paper, but for the tools that made it."""
    out = {"sheets": paper.sheets} if paper.refused is None else {"refused": paper.refused}
    return {"what": paper.what, "form": paper.form, **out}


def _versioned(tool: str) -> str:
    if tool in ("pillow", "pikepdf", "openpyxl"):
        return f"{tool} {metadata.version(tool)}"
    if tool in ("own bytes", "jbig2enc 0.31"):
        return tool
    asked = subprocess.run(["dpkg-query", "-W", tool], capture_output=True, text=True, check=True)
    return asked.stdout.strip().replace("\t", " ")


if __name__ == "__main__":
    main(sys.argv[1:])
