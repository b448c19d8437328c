"""Damages words as recognisers do: letters that look alike, lost and added signs, merged and split words."""

from __future__ import annotations

from collections import defaultdict
from random import Random

_PAIRS = """
ज>न व>ब ब>व घ>ध ध>घ भ>म म>भ ड>ढ ढ>ड ट>द द>ढ थ>य य>थ प>ष ष>प प>म त>न न>त ट>ठ ठ>ट म>ग ग>ण न>ब ए>ग भ>श प>य र>स ह>ड
व>त ि>ी ी>ि ु>ू ू>ु े>ै ै>े ो>ौ ौ>ो ा>ो ो>ा ी>ो ृ>ू ू>ृ ौ>ी ँ>ं ं>ँ इ>ई ई>इ उ>ऊ ए>ऐ क>फ च>व ख>स ल>त झ>भ छ>ध श>स स>श
e>c c>e o>a a>o i>l l>i t>f f>t n>u u>n h>b b>h r>v m>n s>8 g>9 o>0 l>1
0>8 1>7 3>8 5>6 6>8 7>1 8>3 9>0
"""
_LOST = "ंि्ीा़ेु"
_ADDED = "ंा्.,"


class Damage:
    """Makes errors at a rate that differs from page to page.

    Args:
        chance: Where the errors come from.
        rate: Share of characters that are damaged, on average over pages.
    """

    def __init__(self, chance: Random, rate: float) -> None:
        self._chance = chance
        self._rate = rate
        self._alike: defaultdict[str, list[str]] = defaultdict(list)
        for pair in _PAIRS.split():
            right, _, read = pair.partition(">")
            self._alike[right].append(read)
        letters = "कखगघचजटडतदनपफबभमयरलवशसह"
        self._any = {True: letters, False: "abcdefghilmnorstuvy"}

    def page_rate(self) -> float:
        """How much of a page is damaged: most pages little, some much."""
        return min(0.3, self._chance.gammavariate(0.8, self._rate / 0.8))

    def line(self, words: list[str], rate: float) -> list[str]:
        """The words of a line as they are read.

        Args:
            words: As printed.
            rate: Share of characters that are damaged.
        """
        read: list[str] = []
        for word in words:
            damaged = self._word(word, rate)
            if read and self._chance.random() < rate * 0.25:
                read[-1] += damaged
            elif len(damaged) > 5 and self._chance.random() < rate * 0.25:
                at = self._chance.randrange(2, len(damaged) - 2)
                read += [damaged[:at], damaged[at:]]
            else:
                read.append(damaged)
        return [word for word in read if word.strip()]

    def _word(self, word: str, rate: float) -> str:
        chance = self._chance.random
        # Errors come together: a blot takes two letters of a word rather than one of two words.
        if chance() > rate * len(word) * 0.9:
            return word
        out = list(word)
        for _ in range(1 if chance() < 0.7 else 2):
            at = self._chance.randrange(len(out))
            sort = chance()
            if sort < 0.62 and out[at] in self._alike:
                out[at] = self._chance.choice(self._alike[out[at]])
            elif sort < 0.75:
                lost = [place for place, char in enumerate(out) if char in _LOST] or [at]
                out[self._chance.choice(lost)] = ""
            elif sort < 0.85:
                out.insert(at + 1, self._chance.choice(_ADDED))
            else:
                out[at] = self._chance.choice(self._any["ऀ" <= out[at] <= "ॿ"])
            out = [char for char in out if char] or list(word)
        return "".join(out)
