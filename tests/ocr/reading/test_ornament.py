"""Rules of dashes around noughts are spelt sign by sign, however worn; nothing else is taken for one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from nasti.drawing.canvas import Canvas
from ocr.engine import Image
from ocr.ornament import spell_rule

PAD = 12


def draw(text: str, face: str, size_pt: float) -> tuple[Image, tuple[int, int, int, int]]:
    """A part of a page around a word, and where it stands on it."""
    canvas = Canvas(face, size_pt)
    canvas.write(text, align="centre")
    left, top, right, bottom = canvas.words[0].box
    cut = canvas.pixels[top - 30 : bottom + 30, left - 30 : right + 30]
    return cut, (30, 30, 30 + right - left, 30 + bottom - top)


@pytest.mark.parametrize("text", ["--0--", "-----00-----", "---000---", "-------00-------", "====="])
@pytest.mark.parametrize("face", ["lohit", "nakula", "serif", "typewriter"])
@pytest.mark.parametrize(("blur_px", "noise", "ink"), [(0.5, 3, 1.0), (1.8, 12, 0.5)], ids=["fresh", "worn"])
def test_every_sign_is_counted(text: str, face: str, blur_px: float, noise: float, ink: float) -> None:
    clear, box = draw(text, face, 12)
    worn = cv2.GaussianBlur(255 - ink * (255 - clear.astype(np.float64)), (0, 0), blur_px)
    worn += np.random.default_rng(3).normal(0, noise, clear.shape)
    assert spell_rule(np.clip(worn, 0, 255).astype(np.uint8), box, PAD) == text


@pytest.mark.parametrize("face", ["lohit", "nakula"])
def test_devanagari_noughts_are_round_and_stand_apart(face: str) -> None:
    image, box = draw("-----००-----", face, 12)
    assert spell_rule(image, box, PAD) == "-----00-----"


@pytest.mark.parametrize(
    "text", ["00", "1000", "2001-02", "-----", "==", "--66--", "--90--", "--12--", "--राम--", "-0-", "प्रति", "."]
)
def test_what_is_no_rule(text: str) -> None:
    image, box = draw(text, "lohit", 12)
    assert spell_rule(image, box, PAD) == ""


def test_paper_is_no_rule() -> None:
    assert spell_rule(np.full((60, 200), 255, np.uint8), (20, 20, 180, 40), PAD) == ""
