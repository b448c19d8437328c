"""Confidences that are worth what they say: how often fields with such a reading were right when it was measured."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from classify.tables import load
from nasti.model import Field, Paper

Curve = Sequence[tuple[float, float]]
"""Points of what a reading promises and how often it was right, both rising."""


def calibrate(fields: Mapping[str, Field], group: str) -> dict[str, Field]:
    """Fields with calibrated confidences; those that a person said stay as they are.

    Args:
        fields: As read.
        group: "nasti" or "paper": whose fields they are.
    """
    curves = _curves(group)
    return {
        name: field
        if field.told or name not in curves
        else replace(field, confidence=round(follow(curves[name], field.confidence), 3))
        for name, field in fields.items()
    }


def calibrate_papers(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """Papers whose fields have calibrated confidences.

    Args:
        papers: As read.
    """
    return tuple(replace(paper, fields=calibrate(paper.fields, "paper")) for paper in papers)


def follow(curve: Curve, promised: float) -> float:
    """How often readings that promise so much were right, between the points of a curve.

    Args:
        curve: At least one point.
        promised: 0 to 1.
    """
    places = [point[0] for point in curve]
    behind = bisect_right(places, promised)
    if behind == 0:
        return curve[0][1] * promised / curve[0][0] if curve[0][0] else curve[0][1]
    if behind == len(curve):
        return curve[-1][1]
    (first, low), (second, high) = curve[behind - 1], curve[behind]
    return low + (high - low) * (promised - first) / (second - first)


@cache
def _curves(group: str) -> Mapping[str, Curve]:
    return {name: [(x, y) for x, y in points] for name, points in load("calibration")[group].items()}
