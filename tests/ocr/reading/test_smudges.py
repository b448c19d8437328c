"""Clouds of specks become paper; print on them and beside them stays as dark as it was."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from ocr.engine import Image
from ocr.smudges import even_smudges

Draw = Callable[..., Image]


@pytest.fixture
def print_of(draw: Draw) -> Image:
    return draw(["इस कार्यालय का पत्र दिनांक १२-०५-१९७४"] * 6)


def smudge(page: Image) -> tuple[Image, np.ndarray]:
    """The page with half of it under specks, and where it has neither print nor is near the edge of the cloud."""
    rng = np.random.default_rng(5)
    specks = np.where(rng.random(page.shape) < 0.5, 150, 235).astype(np.uint8)
    soiled = np.full(page.shape, 235, np.uint8)
    soiled[:, 800:] = specks[:, 800:]
    return np.minimum(soiled, page), (page > 250) & (np.arange(page.shape[1]) > 1000)


def test_a_cloud_of_specks_becomes_paper_and_print_stays(print_of: Image) -> None:
    page, cloud = smudge(print_of)
    evened = even_smudges(page, 300)
    assert page[cloud].mean() < 200 and evened[cloud].mean() > 215
    assert page[cloud].min() == 150 and evened[cloud].min() > 175
    printed = print_of < 20
    assert evened[printed].max() < 60


def test_a_page_without_smudges_keeps_its_print_and_its_paper(print_of: Image) -> None:
    evened = even_smudges(np.minimum(print_of, 240), 300)
    assert np.abs(evened[print_of > 250].astype(int) - 250).max() <= 2
    assert evened[print_of < 20].max() <= 20
