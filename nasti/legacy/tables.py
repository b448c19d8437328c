"""What the glyphs of legacy fonts show, code by code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

I_SIGN = "\ue000"
"""The sign ि where it still stands before its syllable."""
REPH = "\ue001"
"""The sign र् where it still stands after its syllable."""
HOOK = "\ue002"
"""The stroke that makes another letter of the one before."""

_FAR_SIGNS = {"<i>": I_SIGN, "<r>": REPH, "<h>": HOOK}
_OPEN_CODE = re.compile("<([0-9a-f]{2})>")


@dataclass(frozen=True, slots=True)
class Table:
    """One layout of glyphs.

    Attributes:
        shown: What each run of codes shows, with `I_SIGN`, `REPH` and `HOOK` where they stand.
        longest: Codes in the longest run.
    """

    shown: Mapping[str, str]
    longest: int

    def translate(self, text: str) -> str:
        """Text with every run of codes replaced by what it shows, longest runs first; unknown codes stay."""
        out, at = [], 0
        while at < len(text):
            for length in range(min(self.longest, len(text) - at), 0, -1):
                found = self.shown.get(text[at : at + length])
                if found is not None:
                    out.append(found)
                    at += length
                    break
            else:
                out.append(text[at])
                at += 1
        return "".join(out)


@lru_cache(maxsize=4)
def load_table(name: str) -> Table:
    """A table that comes with the program.

    Args:
        name: Of its file, without ending.
    """
    text = (resources.files("nasti.legacy") / "data" / f"{name}.txt").read_text(encoding="utf-8")
    shown: dict[str, str] = {}
    for line in text.splitlines():
        codes, tab, glyphs = line.partition("\t")
        if tab:
            for name_of_sign, sign in _FAR_SIGNS.items():
                glyphs = glyphs.replace(name_of_sign, sign)
            shown[_OPEN_CODE.sub(lambda match: chr(int(match[1], 16)), codes)] = glyphs
    return Table(shown, max(map(len, shown)))
