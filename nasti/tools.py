"""The one place where external programs are started."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from nasti.errors import ToolFailed, ToolMissing

PACKAGES = {
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdfimages": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "tesseract": "tesseract-ocr",
}
"""Debian package that brings each program."""


def find(program: str) -> Path:
    """Where a program is installed.

    Args:
        program: Its name on the PATH.

    Raises:
        ToolMissing: It is not installed; the message says which Debian package brings it.
    """
    found = shutil.which(program)
    if found is None:
        package = PACKAGES.get(program, program)
        raise ToolMissing(
            f"The program {program} is not installed. Install it with: sudo apt-get install {package}",
            f"प्रोग्राम {program} स्थापित नहीं है। इसे स्थापित करें: sudo apt-get install {package}",
        )
    return Path(found)


def run(program: str, arguments: Sequence[str | Path], *, timeout_s: float, stdin: bytes = b"") -> bytes:
    """Run a program to its end and give back what it wrote to standard output.

    Args:
        program: Its name on the PATH.
        arguments: Its arguments; no shell takes part, so file names need no quoting.
        timeout_s: Seconds after which it is ended.
        stdin: What it reads from standard input.

    Raises:
        ToolMissing: It is not installed.
        ToolFailed: It ended with an error or took longer than `timeout_s`; the message has its last words.
    """
    return listen(program, arguments, timeout_s=timeout_s, stdin=stdin)[0]


def listen(program: str, arguments: Sequence[str | Path], *, timeout_s: float, stdin: bytes = b"") -> tuple[bytes, str]:
    """Run a program as `run` does, and give back also what it said on standard error though it ended well.

    Args:
        program: As for `run`.
        arguments: As for `run`.
        timeout_s: As for `run`.
        stdin: As for `run`.

    Raises:
        ToolMissing: As for `run`.
        ToolFailed: As for `run`.
    """
    command = [str(find(program)), *map(str, arguments)]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=timeout_s, check=False)
    except subprocess.TimeoutExpired as error:
        raise ToolFailed(f"{program} took longer than {timeout_s:.0f} s and was ended.") from error
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode != 0:
        raise ToolFailed(f"{program} ended with code {done.returncode}: {said[-500:]}")
    return done.stdout, said
