"""What is doubted of the order of sides, in words of the record room. Sides are counted from 1, as scanned."""

from __future__ import annotations

from collections.abc import Sequence

from classify.arrange import Arranged, Gap
from classify.doubts import Doubt
from nasti.settings import StationSection

MOST_LIKELY = 0.2
"""How likely a side must be the one whose other side was lost to be named."""


def mismatch(flag: str, gap: Gap, shift: int, backs_from: int | None) -> Doubt:
    """Sides among which one was lost, or which do not fit each other.

    Args:
        flag: The flag that they carry.
        gap: The sides; positions in their stretch.
        shift: Position of the first side of the stretch.
        backs_from: Where the sides of the second file begin, of which each has numbers of its own; None for one file.
    """
    sides = tuple(side + shift for side in gap.sides)
    (numbers, numbers_hindi), (one, one_hindi) = (_name(some, backs_from) for some in (sides, (gap.likeliest + shift,)))
    if not gap.lost_fronts and not gap.lost_backs:
        return Doubt(
            flag,
            sides,
            f"{numbers.capitalize()} do not seem to be each other's fronts and backs. Compare them with the papers.",
            f"{numbers_hindi} एक-दूसरे के आगे-पीछे के नहीं लगते। कागज़ों से मिलाएँ।",
        )
    lost = " and ".join(
        f"{count} {name} is" if count == 1 else f"{count} {name}s are"
        for count, name in ((gap.lost_backs, "back"), (gap.lost_fronts, "front"))
        if count
    )
    lost_hindi = " और ".join(
        f"{count} {name}" for count, name in ((gap.lost_backs, "पिछला"), (gap.lost_fronts, "अगला")) if count
    )
    told = gap.chance[gap.likeliest] >= MOST_LIKELY and len(sides) > 1
    where, where_hindi = (f", most likely behind {one}", f", संभवतः {one_hindi} के कागज़ का") if told else ("", "")
    return Doubt(
        flag,
        sides,
        f"Beside {numbers}, {lost} missing{where}. Find the sheet and scan its missing side; until then these sides "
        "may be put together wrongly.",
        f"{numbers_hindi} के साथ {lost_hindi} पृष्ठ नहीं मिला{where_hindi}। वह कागज़ ढूँढकर छूटा पृष्ठ स्कैन करें; तब तक ये पृष्ठ "
        "गलत जोड़े में हो सकते हैं।",
    )


def _name(sides: Sequence[int], backs_from: int | None) -> tuple[str, str]:
    """Sides as people find them: ``sides 3–7, 12``, of two files by the file."""
    word = "side" if len(sides) == 1 else "sides"
    if backs_from is None:
        return f"{word} {_runs(sides)}", f"पृष्ठ {_runs(sides)}"
    first = [side for side in sides if side < backs_from]
    second = [side - backs_from for side in sides if side >= backs_from]
    files = [(name, hindi, _runs(some)) for name, hindi, some in (
        ("first", "पहली", first), ("second", "दूसरी", second)
    ) if some]  # fmt: skip
    english = " and ".join(f"{runs} of the {name} file" for name, _, runs in files)
    return f"{word} {english}", " और ".join(f"{hindi} फ़ाइल के पृष्ठ {runs}" for _, hindi, runs in files)


def _runs(sides: Sequence[int]) -> str:
    """Runs of positions, counted from 1: ``3–7, 12``."""
    runs: list[list[int]] = []
    for side in sorted(sides):
        if runs and runs[-1][1] == side - 1:
            runs[-1][1] = side
        else:
            runs.append([side, side])
    return ", ".join(str(first + 1) if first == last else f"{first + 1}–{last + 1}" for first, last in runs)


def changed(flag: str, arranged: Arranged, how: StationSection, turned: bool, positions: tuple[int, ...]) -> Doubt:
    """Sides that were put into another order than is set.

    Args:
        flag: The flag that the first of them carries.
        arranged: How they turned out to come.
        how: How it is set.
        turned: Whether the whole stack was fed the other way round.
        positions: Of the sides, in reading order.
    """
    found, hindi = [], []
    if arranged.how.passes != how.passes:
        found.append(
            "all fronts came before all backs" if arranged.how.passes != "one" else "each front is followed by its back"
        )
        hindi.append(
            "पहले सब अगले और फिर सब पिछले पृष्ठ आए" if arranged.how.passes != "one" else "हर अगले पृष्ठ के बाद उसका पिछला आया"
        )
    elif arranged.how.passes != "one" and arranged.how.backs_reversed != how.backs_reversed:
        found.append(
            "the backs came last sheet first" if arranged.how.backs_reversed else "the backs came first sheet first"
        )
        hindi.append("पिछले पृष्ठ उलटे क्रम में आए" if arranged.how.backs_reversed else "पिछले पृष्ठ सीधे क्रम में आए")
    if arranged.swapped:
        found.append("the backs came before the fronts")
        hindi.append("पिछले पृष्ठ अगलों से पहले आए")
    if turned:
        found.append("the stack was fed first sheet first" if how.reversed else "the stack was fed last sheet first")
        hindi.append("गड्डी सीधे क्रम में डाली गई" if how.reversed else "गड्डी उलटे क्रम में डाली गई")
    return Doubt(
        flag,
        positions,
        f"The order is not as it is set for this station: {'; '.join(found)}, as slips, covers or page numbers show. "
        "The sheets were put into that order. Check them, and the setting.",
        f"क्रम इस स्टेशन की सेटिंग जैसा नहीं है: {'; '.join(hindi)} – यह पर्ची, आवरण या पृष्ठ क्रमांक से दिखता है। "
        "पन्ने उसी क्रम में रखे गए हैं। पन्ने और सेटिंग जाँचें।",
    )


def unproved(positions: tuple[int, ...]) -> Doubt:
    """Two passes on which nothing tells how they belong together.

    Args:
        positions: Of the sides, in reading order.
    """
    return Doubt(
        "",
        positions,
        "Nothing on these sides tells in which order the backs come: no slip, no page number. They were put together "
        "as it is set for the station.",
        "इन पृष्ठों पर ऐसा कुछ नहीं जिससे पिछले पृष्ठों का क्रम पता चले: न पर्ची, न पृष्ठ क्रमांक। वे स्टेशन की सेटिंग के अनुसार जोड़े गए हैं।",
    )


def perhaps_reversed(positions: tuple[int, ...]) -> Doubt:
    """A stack that may have been fed the other way round than is set.

    Args:
        positions: Of the sides, in reading order.
    """
    return Doubt(
        "",
        positions,
        "Page numbers, cover or slips look as if the stack was fed the other way round, but not surely enough "
        "to turn it.",
        "पृष्ठ क्रमांक, आवरण या पर्चियों से लगता है कि गड्डी उलटे क्रम में डाली गई, पर इतना पक्का नहीं कि क्रम बदला जाए।",
    )
