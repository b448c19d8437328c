"""Reads a page: which languages, when to read again, and what to think of the result."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from nasti.model import Box, Step, Word
from nasti.settings import OcrSection
from ocr.cells import read_cells
from ocr.combine import GAIN, combine, worth
from ocr.confidence import calibrate
from ocr.corners import look_at_corners
from ocr.dots import join_dots
from ocr.engine import Engine, Image, Reading, mean_confidence
from ocr.gaps import read_gaps
from ocr.glued_specks import strip_specks
from ocr.grammar import mend_by_grammar
from ocr.handwriting import drop_written, find_handwriting, is_of_note
from ocr.layout import arrange, is_tabular, is_torn
from ocr.leftovers import read_leftovers
from ocr.misread import mend_misread
from ocr.noise import drop_foreign, drop_scraps, drop_twice
from ocr.nukta import insert_nuktas
from ocr.number_forms import mend_forms
from ocr.number_reader import NumberReader, Sight, number_reader
from ocr.numbers import Reread, reread_numbers
from ocr.numerals import settle_numbers
from ocr.opinion import Opinion, ask_again
from ocr.repair import repair
from ocr.reread import reread_doubtful
from ocr.rupee import insert_rupees
from ocr.script import LATIN_FROM, count_latin, latin_share
from ocr.signed import read_signed
from ocr.signs import insert_signs
from ocr.smudges import even_smudges
from ocr.sums import join_sums
from ocr.tables import find_tables
from ocr.tone import Tone, drop_paler, measure_print
from ocr.torn_numbers import join_torn_numbers

_MIN_LATIN_LETTERS = 4
_SEEN_FROM = 0.5
"""A page with four Latin letters read at 0.5 or more has its doubtful lines read again, with both scripts, or with
Latin alone where that is 93 % of its letters. The Devanagari model reads Latin lines as well as `eng` does; it fails
on Latin words among Devanagari ones. Source: 25 drawn pages of five mixtures, character error and added CPU: first
reading alone 3.7 %; pages with 3 to 93 % Latin read again as a whole 2.2 %, +0.78 s; this rule 1.9 %, +0.43 s. Without
Latin letters on the page, reading again makes Hindi worse (1.1 to 2.1 %)."""

_WHOLE_GAIN = 0.7
"""Instead of `GAIN`, where a table was torn and the other reading has it whole: single paise read surely, and say
nothing."""

_PALE_SHARE, _CLEARED_GAIN = 0.05, 1.5
"""Share of a page's ink that is paler than its print, from which a page that reads badly is read without; and how much
more than the first reading that one must be worth, instead of `GAIN`, because rulings are paler too, and so are dots.
Source: two pages through which the other side shines, 12.9 and 20.1 % of their characters wrong, 0.8 and 0.2 then, are
worth 2.6 and 3.6 times as much; a ruled list with pale rulings, 4.9 % wrong and 26 then, 1.2 times."""

UNREADABLE_BELOW = 0.5
"""Confidence below which print is past reading; worn print reads above 0.6."""

UPSIDE_DOWN_BELOW = 0.4
"""Mean confidence below which a page may lie upside down: measured 0.17 to 0.33, upright 0.9."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """The words of a page.

    Attributes:
        words: In reading order, lines and blocks numbered so; boxes are pixels of the image that was read.
        flags: For a person or for the caller: "turn_unsure" (the page may lie on its side or upside down),
            "unreadable" (nothing on it reads well), "handwriting" (more than signatures), "low_confidence",
            "not_mended" (so many words are in no lexicon that not all of them were looked at).
        steps: What was done, in order.
        mean_confidence: 0 to 1, weighted by characters; 0.0 without words. What was made of handwriting counts too:
            a page that lies upside down reads badly all over.
        turn_deg: How far the text is turned counter-clockwise from upright on the image that was read.
        seconds: CPU seconds of this process and the programs it ran meanwhile.
        handwriting: Where the page is written by hand; no word of `words` was made of what stands there.
    """

    words: tuple[Word, ...]
    flags: tuple[str, ...]
    steps: tuple[Step, ...]
    mean_confidence: float
    turn_deg: int
    seconds: float
    handwriting: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One reading of a page.

    Attributes:
        print: What reads as print.
        handwriting: Where the page is written by hand.
        dropped: The words that were made of it, and of what is paler than print.
        tone: How dark the print is; None where too little of it reads well.
        image: The picture that was read.
        sauvola: Whether Sauvola's method told its ink from the paper.
    """

    print: Reading
    handwriting: tuple[Box, ...]
    dropped: tuple[Word, ...]
    tone: Tone | None
    image: Image
    sauvola: bool


def read_page(
    image: Image,
    dpi: int,
    engine: Engine,
    settings: OcrSection,
    again: Callable[[], Image] | None = None,
    *,
    thorough: bool = True,
) -> PageReading:
    """Read a page.

    The script of the first reading decides which languages its doubtful lines are read with. A page that reads badly
    is read again: without what is paler than its print, from a picture that was cleaned differently, by another way to
    tell ink from paper. The best reading is kept, and the others fill its gaps. Where print is uneven, whole lines get
    lost under smudges though the others read surely, so such a page is read without its smudges in any case. A page
    whose text lies on its side is given back as it is: it has to be turned first.

    Args:
        image: Grey, shape ``(height, width)``, upright, straightened, clean.
        dpi: Resolution of `image`, dots per inch.
        engine: Reads images.
        settings: Languages and bounds.
        again: Makes the same page anew, cleaned differently, same size; asked at most once.
        thorough: Whether a page that reads badly is read again. The recogniser sees such a page eight times at most, or
            twice, and only once where its first reading is past hope.

    Raises:
        ToolMissing: The data of a language is not installed.
        ToolFailed: The recogniser gave up.
    """
    started_s = _cpu_s()
    seen, steps = _read_until_sure(image, dpi, engine, settings, again, thorough=thorough)
    best, regions = seen.print, seen.handwriting
    opinion = Opinion(best, (), (), 0)
    readable = best.turn_deg == 0 and best.mean_confidence >= UNREADABLE_BELOW
    if readable:
        if settings.second:
            opinion = ask_again(seen.image, best, settings.second, dpi, engine, sauvola=seen.sauvola)
            best = _mended(opinion.reading)
            steps.append(Step("ask_again", {"languages": settings.second, "words_changed": opinion.changed}))
        words, more = _read_overlooked(seen, drop_foreign(best.words), dpi, engine, settings)
        steps += more
        best = replace(best, words=words, mean_confidence=mean_confidence(words))
    words, mended, left, sights = _mend(best.words, image, seen.image, number_reader() if readable else None)
    steps.append(mended)
    return PageReading(
        words=drop_scraps(calibrate(words, opinion.agreed, opinion.contested, sights)),
        flags=_flags(best, words, settings, noted=any(is_of_note(region, dpi) for region in regions), left=left),
        steps=tuple(steps),
        mean_confidence=mean_confidence((*best.words, *seen.dropped)),
        turn_deg=best.turn_deg,
        seconds=_cpu_s() - started_s,
        handwriting=regions,
    )


def _read_overlooked(
    seen: _Attempt, words: tuple[Word, ...], dpi: int, engine: Engine, settings: OcrSection
) -> tuple[tuple[Word, ...], list[Step]]:
    """Add what a reading of whole pages overlooks: cells, small print, stretches of lines, print under signatures."""
    image, regions = seen.image, seen.handwriting
    words, cells = read_cells(image, words, dpi, engine, settings)
    read = len(words)
    words = read_leftovers(image, words, dpi, engine, settings)
    leftovers = len(words) - read
    words, gaps = read_gaps(image, words, seen.tone, dpi, engine, settings)
    words = kept = drop_written(words, regions, dpi)
    words = read_signed(image, words, regions, seen.tone, dpi, engine, settings)
    signed = len(set(words).difference(kept))
    words, colons = insert_signs(image, words)
    words, numbers = look_at_corners(image, words, regions, dpi, engine, settings)
    return words, [
        Step("read_cells", {"cells": cells}),
        Step("read_leftovers", {"words": leftovers}),
        Step("read_gaps", {"places": gaps}),
        Step("read_signed", {"words": signed}),
        Step("insert_signs", {"colons": colons}),
        Step("look_at_corners", {"numbers": numbers}),
    ]


def _mend(
    words: Sequence[Word], image: Image, picture: Image, reader: NumberReader | None
) -> tuple[tuple[Word, ...], Step, bool, Mapping[Box, Sight]]:
    """Bring words into reading order, and mend misread words and numbers.

    Args:
        words: As they were read.
        image: The page as it came.
        picture: What they were read from.
        reader: Reads numbers again; None for a page that cannot be read.

    Returns:
        The words, what was done, whether words had to be left, and how the reader saw numbers.
    """
    # Rulings show in every picture of a page; a desk or a stain that one of them shows dark is none.
    ruled = image if picture is image else np.maximum(image, picture)
    mended, changed, left = mend_misread(strip_specks(arrange(drop_twice(words), ruled)))
    mended, by_grammar = mend_by_grammar(mended)
    mended, torn = join_sums(mended), 0
    if reader:
        mended, torn = join_torn_numbers(picture, mended, reader)
        reread = reread_numbers(picture, mended, reader)
        # What it made numbers of may be torn as well.
        mended, more = join_torn_numbers(picture, reread.words, reader)
        torn += more
    else:
        reread = Reread(mended, {}, 0)
    mended, settled = settle_numbers(mend_forms(join_sums(mended)))
    mended, nuktas = insert_nuktas(picture, mended)
    mended, rupees = insert_rupees(picture, mended)
    detail = {
        "words_changed": changed + by_grammar, "words_left": left, "numbers_joined": torn,
        "numbers_reread": reread.changed, "numbers_changed": settled, "nuktas": nuktas, "rupees": rupees,
    }  # fmt: skip
    return mended, Step("mend", detail), left > 0, reread.sights


def _read_until_sure(
    image: Image,
    dpi: int,
    engine: Engine,
    settings: OcrSection,
    again: Callable[[], Image] | None,
    *,
    thorough: bool,
) -> tuple[_Attempt, list[Step]]:
    """The best reading of the page, and what was done."""
    best, step = _read_print(
        image, dpi, engine, settings, sauvola=False, hopeless=0.0 if thorough else UPSIDE_DOWN_BELOW
    )
    steps, rest = [step], list[_Attempt]()
    if thorough and not _is_enough(best, settings) and (tone := best.tone) and _has_pale_ink(image, tone):
        cleared, step = _read_print(tone.without_paler(image), dpi, engine, settings, sauvola=False)
        better = worth(cleared.print.words) > max(0.0, _CLEARED_GAIN * worth(best.print.words))
        steps.append(Step("read_again", {**step.detail, "kept": better}))
        if better:
            # A letterhead in colour is paler than print too.
            rest.append(best)
            best = cleared
    pictures = _pictures(image, dpi, again, best.tone) if thorough else iter(())
    torn = is_torn(best.print.words) and _is_unruled_table(image, best.print)
    uneven = _is_uneven(best.tone)
    by_line = torn or (not _is_enough(best, settings) and _is_unruled_table(image, best.print))
    # Asked for one by one: a page that reads well is not even looked at for other pictures.
    while (torn or uneven or not _is_enough(best, settings)) and (other_picture := next(pictures, None)):
        picture, sauvola = other_picture()
        torn = uneven = False
        other, step = _read_print(picture, dpi, engine, settings, sauvola=sauvola, by_line=by_line)
        gain = _WHOLE_GAIN if is_torn(best.print.words) and not is_torn(other.print.words) else GAIN
        better = other.print.turn_deg == 0 and worth(other.print.words) > max(0.0, gain * worth(best.print.words))
        steps.append(Step("read_again", {**step.detail, "kept": better}))
        rest.append(best if better else other)
        if better:
            best = other
    if rest and best.print.turn_deg == 0 and best.print.mean_confidence >= UNREADABLE_BELOW:
        best, step = _combine(best, [other for other in rest if other.print.turn_deg == 0], dpi)
        steps.append(step)
    return best, steps


def _is_unruled_table(image: Image, reading: Reading) -> bool:
    """Whether a page is a table without rulings: read line by line, words stick to those."""
    if reading.turn_deg or not is_tabular(reading.words):
        return False
    return not find_tables(image, median(word.box[3] - word.box[1] for word in reading.words))


def _has_pale_ink(image: Image, tone: Tone) -> bool:
    return tone.crisp and tone.pale_share(image) > _PALE_SHARE


def _is_uneven(tone: Tone | None) -> bool:
    """Whether print is darker here and paler there, as carbon copies are: surely read words then say less of others."""
    return tone is not None and not tone.crisp


def _combine(best: _Attempt, rest: Sequence[_Attempt], dpi: int) -> tuple[_Attempt, Step]:
    """The best reading with what the others read better; what they made of handwriting is left out."""
    others = [other.print.words for other in rest]
    if not is_torn(best.print.words):
        others = [words for words in others if not is_torn(words)]
    combined = combine(best.print.words, others)
    regions = find_handwriting(best.image, (*combined.words, *best.dropped), dpi)
    words = drop_written(combined.words, regions, dpi)
    reading = replace(best.print, words=words, mean_confidence=mean_confidence(words))
    step = Step("combine", {"words_found": combined.found, "places_changed": combined.changed})
    return replace(best, print=reading, handwriting=regions), step


def _is_enough(attempt: _Attempt, settings: OcrSection) -> bool:
    """Whether no other picture is to be read: the page is sure, lies on its side, or holds handwriting alone."""
    reading = attempt.print
    # Print that reads badly may pass for handwriting until it is read better, so what was dropped counts too.
    sure = mean_confidence((*reading.words, *attempt.dropped)) >= settings.retry_below
    return bool(reading.turn_deg) or sure or (bool(attempt.handwriting) and not reading.words)


def _read_print(
    image: Image,
    dpi: int,
    engine: Engine,
    settings: OcrSection,
    *,
    sauvola: bool,
    hopeless: float = 0.0,
    by_line: bool = False,
) -> tuple[_Attempt, Step]:
    reading, step = _read_in_its_script(
        image, dpi, engine, settings, sauvola=sauvola, hopeless=hopeless, by_line=by_line
    )
    upright = reading.turn_deg == 0
    tone = measure_print(image, reading.words, dpi) if upright else None
    words = drop_paler(reading.words, image, tone) if tone else reading.words
    regions = find_handwriting(image, words, dpi) if upright else ()
    words = drop_written(words, regions, dpi)
    kept = set(words)
    dropped = tuple(word for word in reading.words if word not in kept)
    if regions or dropped:
        reading = replace(reading, words=words, mean_confidence=mean_confidence(words))
        step = Step(step.name, {**step.detail, "handwriting": len(regions), "words_dropped": len(dropped)})
    return _Attempt(reading, regions, dropped, tone, image, sauvola), step


def _read_in_its_script(
    image: Image, dpi: int, engine: Engine, settings: OcrSection, *, sauvola: bool, hopeless: float, by_line: bool
) -> tuple[Reading, Step]:
    """Read a page, and its doubtful lines in both scripts; not where the first reading is less sure than `hopeless`."""
    read = engine.read_lines if by_line else engine.read
    reading = _mended(read(image, settings.first, dpi, sauvola=sauvola))
    detail: dict[str, object] = {"languages": settings.first, "sauvola": sauvola}
    seen = [word for word in reading.words if word.confidence >= _SEEN_FROM]
    hope = reading.turn_deg == 0 and reading.mean_confidence >= hopeless
    if hope and count_latin(seen) >= _MIN_LATIN_LETTERS:
        share = latin_share(seen)
        languages = settings.latin if share > LATIN_FROM else settings.mixed
        reading, lines = reread_doubtful(image, reading, languages, dpi, engine, sauvola=sauvola)
        reading = _mended(reading)
        detail |= {"latin_share": round(share, 3), "second_languages": languages, "lines_changed": lines}
    detail["mean_confidence"] = round(reading.mean_confidence, 3)
    return reading, Step("read", detail)


def _mended(reading: Reading) -> Reading:
    words = repair(reading.words)
    return replace(reading, words=words, mean_confidence=mean_confidence(words))


def _pictures(
    image: Image, dpi: int, again: Callable[[], Image] | None, tone: Tone | None
) -> Iterator[Callable[[], tuple[Image, bool]]]:
    """Pictures to read instead, made when asked for, and whether Sauvola's method tells their ink from the paper."""
    if _is_uneven(tone):
        yield lambda: (even_smudges(image, dpi), False)
    joined = join_dots(image, dpi)
    if joined is not None:
        yield lambda: (joined, False)
        yield lambda: (joined, True)
        return
    if again is not None:
        yield lambda: (again(), False)
    yield lambda: (image, True)


def _flags(
    reading: Reading, words: Sequence[Word], settings: OcrSection, *, noted: bool, left: bool
) -> tuple[str, ...]:
    flags = set()
    if reading.turn_deg or (words and reading.mean_confidence < UPSIDE_DOWN_BELOW):
        flags.add("turn_unsure")
    if words and reading.mean_confidence < UNREADABLE_BELOW:
        flags.add("unreadable")
    elif words and reading.mean_confidence < settings.retry_below:
        flags.add("low_confidence")
    if noted:
        flags.add("handwriting")
    if left:
        flags.add("not_mended")
    return tuple(sorted(flags))


def _cpu_s() -> float:
    return sum(os.times()[:4])
