"""What people say of fields goes before what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nasti.model import NOWHERE, Field, Paper, Said


def heed(said: Sequence[Said], fields: Mapping[str, Field]) -> dict[str, Field]:
    """The fields of a nasti as people say them, and as read where they say nothing.

    Args:
        said: Anything people say; what is of papers does not matter here.
        fields: As read.
    """
    return _heed([one for one in said if one.position is None], fields, 0)


def heed_papers(said: Sequence[Said], papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """Papers with what people say of their fields.

    Args:
        said: Anything people say. What is said of a sheet holds for the paper that the sheet lies in now.
        papers: As read; no two have a sheet in common.
    """
    return tuple(_heed_paper(said, paper) for paper in papers)


def _heed_paper(said: Sequence[Said], paper: Paper) -> Paper:
    mine = [one for one in said if one.position is not None and paper.first <= one.position <= paper.last]
    return replace(paper, fields=_heed(mine, paper.fields, paper.first)) if mine else paper


def _heed(said: Sequence[Said], fields: Mapping[str, Field], first: int) -> dict[str, Field]:
    heeded = dict(fields)
    for one in said:
        read = heeded.pop(one.name, None)
        if one.value is None:
            continue
        sheet = first if one.position is None else one.position
        # Where the value was read stays of use even if it was read wrongly: that is where one looks.
        evidence = read or Field(one.value, "", 1.0, sheet, NOWHERE)
        heeded[one.name] = replace(evidence, value=one.value, confidence=1.0, told=True)
    return heeded
