"""Khasra numbers: खसरा नं. 176/4, 177/1क एवं 178."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classify.cues import Token
from classify.digits import LOOKALIKES
from classify.mention import Mention

_D = "[0-9OolI]"
_ITEM = re.compile(
    rf"(?P<plot>[0-9]{_D}{{0,4}}(?:\s?[/|\\]\s?{_D}{{1,4}}(?![0-9]))*(?:\s?[/\-]?\s?[कखगघङचछअबABab](?![A-Za-z\u0900-\u0963]))?)"
    rf"(?![0-9./|\\A-Za-z\u0900-\u0963])"
)
_BEFORE = re.compile(r"[\s:.\-–—/(]*(?:(?:नंबर|नम्बर|नं|न|क्रमांक|क्र|संख्या|नग|Nos?|Number)[\s:.\-–—(]*)?", re.IGNORECASE)
_NUMBERED = re.compile(r"[\s.]{0,2}(?:नंबर|नम्बर|नं|न|क्र)")
"""What makes a lone ख a khasra."""
_BETWEEN = re.compile(r"\s*(?:,|;|एवं|तथा|और|व|से|and|&)\s*")
_MOST = 30
_MENDED, _BELOW_LABEL = 0.75, 0.6


def find_plots(text: str, tokens: tuple[Token, ...]) -> Iterator[Mention]:
    """The khasra numbers in a text: each with its parts, without spaces.

    Args:
        text: With digits 0-9.
        tokens: Its words.
    """
    for index, token in enumerate(tokens):
        if token.cue != "khasra" or (index and tokens[index - 1].cue == "total"):
            continue
        if len(token.text) == 1 and not _NUMBERED.match(text, token.end):
            continue
        before = _BEFORE.match(text, token.end)
        item = _ITEM.match(text, before.end()) if before else None
        for _ in range(_MOST):
            if item is None:
                break
            yield _plot(item, token, below=before is not None and "\n" in before[0])
            between = _BETWEEN.match(text, item.end())
            item = _ITEM.match(text, between.end()) if between else None


def _plot(item: re.Match[str], token: Token, *, below: bool) -> Mention:
    """A plot; a bare number below its label is doubted, for it may be the first number of a list's rows."""
    printed = re.sub(r"[|\\]", "/", re.sub(r"\s", "", item["plot"]))
    body, letter = (printed, "") if printed[-1] in "0123456789OolI" else (printed[:-1], printed[-1])
    digits = body.translate(LOOKALIKES)
    value = digits + letter
    fit = (1.0 if digits == body else _MENDED) * (_BELOW_LABEL if below and digits.isdecimal() else 1.0)
    return Mention("khasra", value, fit, item.start(), item.end(), token.likeness)
