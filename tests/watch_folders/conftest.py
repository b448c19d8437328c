"""Small scans of every form, drawn when asked for."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.watch_folders.file_systems import KINDS, FileSystem


class Draw:
    """Bytes of whole files; `shade` makes them differ."""

    def jpeg(self, shade: int = 200) -> bytes:
        return self._image(shade, "JPEG")

    def png(self, shade: int = 200) -> bytes:
        return self._image(shade, "PNG")

    def tiff(self, pages: int = 1, shade: int = 200, **options: object) -> bytes:
        return self._image(shade, "TIFF", save_all=True, append_images=[self._page(shade)] * (pages - 1), **options)

    def pdf(self, pages: int = 2, **options: object) -> bytes:
        with pikepdf.new() as pdf:
            for _ in range(pages):
                pdf.add_blank_page()
            whole = io.BytesIO()
            pdf.save(whole, **options)
        return whole.getvalue()

    def encrypted_pdf(self) -> bytes:
        return self.pdf(encryption=pikepdf.Encryption(owner="मालिक", user="गुप्त"))

    def _image(self, shade: int, form: str, **options: object) -> bytes:
        whole = io.BytesIO()
        self._page(shade).save(whole, form, **options)
        return whole.getvalue()

    def _page(self, shade: int) -> Image.Image:
        page = Image.new("L", (60, 80), shade)
        page.paste(shade // 2, (10, 10, 40, 20))
        return page


@pytest.fixture(scope="session")
def draw() -> Draw:
    return Draw()


def drop(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture(scope="session", name="drop")
def _drop():
    return drop


@pytest.fixture
def no_disk(monkeypatch):
    """What is synced cannot be seen from here; that it is called, the crashes count."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture(params=KINDS)
def file_system(request, tmp_path, monkeypatch):
    system = FileSystem(tmp_path, monkeypatch)
    if "no" in request.param.split() or "without" in request.param:
        system.forget_exclusive_rename()
    if request.param == "no links either":
        system.forget_exclusive_rename()
        system.forget_links()
    if request.param.startswith("other disk"):
        system.part_disks()
    return system
