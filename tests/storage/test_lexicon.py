"""Who owns a misreading is what looking at every known word says."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from nasti.hindi import fold, has_devanagari
from nasti.lexicon.words import general_words, office_words, read_lines
from storage import lexicon as module
from storage.lexicon import SHORTEST, distance, find_owner, is_known, known_near, most_distance

LISTED = sorted(
    {fold(word) for word in general_words()}
    | {fold(word) for _, word in office_words()}
    | {fold(word) for line in read_lines("gazetteer.txt") if not line.startswith("[") for word in line.split()}
)
SIGNS = st.sampled_from("कखगजदनपबमयरलवसहाििीुेों्acehilnorst")
SKELETONS = str.maketrans("बघमढदयषपनठणशसखङफछझथ", "वधभडटथथथतटगतरवडकचजथ", "ािीुूृेैोौं्")


@st.composite
def misreadings(draw: st.DrawFn) -> str:
    """A listed word with up to three signs put in, left out or taken for others."""
    word = draw(st.sampled_from(LISTED))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(word)))
        word = word[:at] + draw(st.one_of(st.just(""), SIGNS)) + word[at + draw(st.integers(0, 1)) :]
    return word


def near(token: str) -> dict[str, int]:
    """Known words that share a half or the skeleton with a token and are a few edits away, and how far in tenths."""
    found = {}
    for word, edits in ((one, Levenshtein.distance(one, token)) for one in module._shares() if len(one) >= SHORTEST):
        middle = len(word) // 2
        halves = token.startswith(word[:middle]) or token.endswith(word[middle:])
        bones = has_devanagari(word) and word.translate(SKELETONS) == token.translate(SKELETONS)
        if edits <= (2 if len(token) < 9 else 3) and (bones or (halves and abs(len(word) - len(token)) <= 2)):
            found[word] = distance(word, token)
    return found


@given(misreadings())
def test_an_owner_is_the_likeliest_of_all_words_that_are_near(token: str) -> None:
    found, shares = near(token), module._shares()
    scores = {word: shares[word] - 0.8 * far for word, far in found.items() if far <= most_distance(len(word))}
    owner = find_owner(token)
    if is_known(token) or len(token) < SHORTEST or token[0].isdecimal() or not scores:
        assert owner is None
    else:
        assert owner is not None and owner.distance == found[owner.word]
        assert abs(scores[owner.word] - max(scores.values())) < 1e-9


@given(misreadings())
def test_known_words_near_a_token_are_there_once_each_the_likeliest_first(token: str) -> None:
    found, shares = known_near(token), module._shares()
    assert dict(found) == near(token)
    scores = [shares[word] - 0.8 * far for word, far in found]
    assert all(one >= other - 1e-9 for one, other in pairwise(scores))
    assert len({word for word, _ in found}) == len(found)
