"""Draws worn words with what they say, for the number reader to learn from."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np

from figures.letters import Faces, set_word
from figures.strings import draw_word
from figures.wear import wear
from ocr.number_crop import Crop
from ocr.number_text import as_signs

ROLES = ("print", "print", "print", "print", "typewriter", "typewriter", "matrix")


def draw_samples(faces: Faces, seed: int) -> Iterator[tuple[Crop, str, str]]:
    """Words without end.

    Args:
        faces: What they are set in.
        seed: Of all that chance decides.

    Yields:
        A worn crop, what the network should say of it, and its role.
    """
    chance, dice = random.Random(seed), np.random.default_rng(seed)
    while True:
        role = chance.choice(ROLES)
        text = draw_word(chance)
        struck = role == "typewriter" and chance.random() < 0.7
        crop = wear(set_word(text, faces.choose(chance, role), chance, struck=struck), role, chance, dice)
        if crop is not None and crop.shape[1] >= 8:
            yield crop, as_signs(text), role
