"""Unicode as a typist of Kruti Dev types it: what the tests convert back and print into PDFs."""

import re
import unicodedata
from functools import cache

from nasti.legacy.fonts import Layout
from nasti.legacy.tables import I_SIGN, REPH, load_table

PLAIN = "0123456789!-.,/();"
LETTER = "[क-ह]़?"
SYLLABLE = f"(?:{LETTER}्)*{LETTER}"


@cache
def codes(layout: Layout) -> dict[str, str]:
    found: dict[str, str] = {}
    for typed, shown in load_table(layout).shown.items():
        if shown and not found.get(shown):
            found[shown] = typed
    for letter in map(chr, range(ord("क"), ord("ह") + 1)):
        whole, under = found.get(letter), found["्र"]
        if whole and f"{letter}्र" not in found:
            found[f"{letter}्र"] = whole + under
    return found


def encode(text: str, layout: Layout = "krutidev") -> str:
    """Type a text in a legacy font.

    Raises:
        KeyError: The layout has no key for a letter.
    """
    plain = unicodedata.normalize("NFC", text).replace(":", "ः")  # one glyph for both
    plain = re.sub(f"र्({SYLLABLE}[ा-ौ]*[ंँ]?)", rf"\1{REPH}", plain)
    plain = re.sub(f"((?:{LETTER}्)*{LETTER})ि", rf"{I_SIGN}\1", plain)
    known, out, at = codes(layout), [], 0
    longest = max(map(len, known))
    while at < len(plain):
        if plain[at].isspace():
            out.append(plain[at])
            at += 1
            continue
        for length in range(longest, 0, -1):
            if plain[at : at + length] in known:
                out.append(known[plain[at : at + length]])
                break
        else:
            # What the layout has no other glyph for stands in its own place.
            if plain[at] not in PLAIN or plain[at] in load_table(layout).shown:
                raise KeyError(plain[at])
            out.append(plain[at])
            length = 1
        at += length
    return "".join(out)
