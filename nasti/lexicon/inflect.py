"""The forms a Hindi word takes: plural and oblique case of nouns, endings of adjectives, tenses of verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_VOWEL_SIGNS = frozenset("ािीुूृेैोौ")
_BARE = "ना ने नी ता ते ती ा ी े ीं ें ूं ूँ ो ेगा ेगी ेंगे ेंगी ूंगा ूंगी कर िए िये ाई ाए ाएं ाया ाकर ावें वाया वाने"
_LONG = "ना ने नी ता ते ती या ये यी ए ई ईं एं एँ ऊं ऊँ ओ एगा एगी एंगे एंगी ऊंगा ऊंगी कर इए इये वे वें"
_VERB_ENDINGS = {False: tuple(_BARE.split()), True: tuple(_LONG.split())}
"""Endings after a consonant, and after a vowel."""

_FINITE = ("ना", "ने", "नी", "ता", "ते", "ती", "कर", "ेगा", "ेगी", "ेंगे", "ेंगी", "एगा", "एगी", "एंगे", "एंगी")
_SHORTEST = 3

_NOUN_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ा", ("े", "ों", "ाओं", "ाएं", "ाएँ")),
    ("ी", ("ियां", "ियाँ", "ियों")),
    ("ि", ("ियां", "ियाँ", "ियों")),
    ("ू", ("ुओं", "ुएं")),
    ("ु", ("ुओं", "ुएं")),
    ("ां", ("ओं",)),
)
"""What takes the place of the last sign. Words that end otherwise take ``ों`` and ``ें``."""


def inflect_noun(word: str) -> tuple[str, ...]:
    """The noun with its plural and oblique forms; gender is not known, so some are never used.

    Args:
        word: Direct case, singular.
    """
    for ending, forms in _NOUN_ENDINGS:
        if word.endswith(ending):
            return (word, *(word[: -len(ending)] + form for form in forms))
    return (word,) if word[-1] in _VOWEL_SIGNS else (word, word + "ों", word + "ें")


def uninflect(word: str) -> tuple[str, ...]:
    """What the noun or infinitive may be of which a word is a form.

    Args:
        word: Any word.
    """
    bases = [word[: -len(form)] + ending for ending, forms in _NOUN_ENDINGS for form in forms if word.endswith(form)]
    bases.extend(word[: -len(form)] for form in ("ों", "ें") if word.endswith(form))
    stems = [word[: -len(ending)] for ending in _FINITE if word.endswith(ending)]
    bases.extend(stem + infinitive for stem in stems for infinitive in ("ना", "ने"))
    return tuple(base for base in bases if len(base) > _SHORTEST)


def inflect_adjective(word: str) -> tuple[str, ...]:
    """The adjective with its endings for number and gender.

    Args:
        word: Masculine singular.
    """
    return (word, word[:-1] + "े", word[:-1] + "ी") if word.endswith("ा") else (word,)


def inflect_verb(stem: str) -> tuple[str, ...]:
    """The forms of a verb.

    Args:
        stem: What is left of the infinitive without ``ना``.
    """
    return (stem, *(stem + ending for ending in _VERB_ENDINGS[stem[-1] in _VOWEL_SIGNS or stem == "आ"]))


INFLECTIONS: Mapping[str, Callable[[str], tuple[str, ...]]] = {
    "nouns": inflect_noun,
    "adjectives": inflect_adjective,
    "verbs": inflect_verb,
}
"""How the words of a section of the office list are bent; those of other sections stand as they are."""
