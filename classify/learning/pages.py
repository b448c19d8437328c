"""What kind a page is and whether a paper begins on it, as an office's corrections teach it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from classify.learning.hashing import Ids
from classify.learning.looks import Look, look_ids
from nasti.model import Sheet

REST = ""
"""Label of pages whose kind was given too seldom to be learnt: there the rules speak alone."""
UNKNOWN = "other"
"""The kind of pages on which the rules find nothing."""
BEGINS, GOES_ON = "begins", "goes on"
SPEAKS_AT = 0.6
"""Probability from which a learner speaks; set by hand, and judged with all else on held-back nasti."""


@dataclass(frozen=True)
class PageLearner:
    """Tells pages apart by their features.

    Attributes:
        labels: What pages are told apart as.
        weights: float32, shape ``(labels, SIZE)``.
        bias: float32, shape ``(labels,)``.
    """

    labels: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def judge(self, ids: Ids) -> tuple[str, float]:
        """The likeliest label of a page, and its probability.

        Args:
            ids: Its features.
        """
        scores = self.weights[:, ids].sum(axis=1, dtype=np.float64) + self.bias
        shares = np.exp(scores - scores.max())
        best = int(shares.argmax())
        return self.labels[best], float(shares[best] / shares.sum())


def speak(learner: PageLearner, ids: Ids, rule: str) -> str:
    """What a page is after rules and learner have spoken.

    Args:
        learner: Of kinds or of beginnings.
        ids: Features of the page.
        rule: What the rules say.
    """
    # A kind that the learner does not know is not one it could have found: a heading says more.
    label, sure = learner.judge(ids) if rule in (*learner.labels, UNKNOWN) else (REST, 0.0)
    return label if label != REST and sure >= SPEAKS_AT else rule


def believe(
    sheets: Sequence[Sheet], looks: Sequence[Look | None], kinds: PageLearner | None, begins: PageLearner | None
) -> list[Sheet]:
    """Sheets as they would be if a person had said what the learners found; what persons did say stays.

    Args:
        sheets: Of one nasti.
        looks: By sheet; None for sheets without print.
        kinds: Learner of kinds; None where the rules speak alone.
        begins: Learner of beginnings; None where the rules speak alone.
    """
    return [
        _believe(sheet, look, ids, kinds, begins) if look and ids is not None else sheet
        for sheet, look, ids in zip(sheets, looks, look_ids(looks), strict=True)
    ]


def _believe(sheet: Sheet, look: Look, ids: Ids, kinds: PageLearner | None, begins: PageLearner | None) -> Sheet:
    told = sheet.told
    if kinds and told.kind is None:
        told = replace(told, kind=speak(kinds, ids, look.kind))
    if begins and told.begins is None:
        told = replace(told, begins=speak(begins, ids, BEGINS if look.begins else GOES_ON) == BEGINS)
    return replace(sheet, told=told)
