"""What is doubted of the places where nasti begin, in words of the record room.

Sheets are counted from 1, as they lie in their scan.
"""

from __future__ import annotations

from typing import Literal

from classify.doubts import Doubt
from classify.glance import Glance
from nasti.model import Field

Counted = Literal["slip", "setting", "pages"]
"""Who says how many there may be: the slip of sheets, the settings, the slip of pages."""

Written = Literal["slip", "file", "folder"]
"""Where a number stands that somebody wrote."""


def split_at_cover(flag: str, at: Glance, number: Field) -> Doubt:
    """A new nasti without a slip.

    Args:
        flag: The flag of the sheet.
        at: Its cover.
        number: As the cover names it.
    """
    return Doubt(
        flag,
        (at.position,),
        f"Sheet {at.index + 1} is a cover with another number, {number.value}, and no slip was read before it: a new "
        "nasti begins there. Check that it does.",
        f"पन्ना {at.index + 1} दूसरे क्रमांक ({number.value}) का आवरण है और उससे पहले कोई पर्ची नहीं पढ़ी गई: "
        "वहाँ से नई नस्ती शुरू की गई। जाँच लें।",
    )


def cover_in_middle(flag: str, at: Glance, number: Field | None) -> Doubt:
    """A cover that may be of another nasti.

    Args:
        flag: The flag of the sheet.
        at: The cover.
        number: As it was read; None where it could not be.
    """
    read = f"its number, read as {number.value}, is not sure" if number else "its number cannot be read"
    read_hindi = f"उसका क्रमांक ({number.value}) पक्का नहीं" if number else "उसका क्रमांक पढ़ा नहीं गया"
    return Doubt(
        flag,
        (at.position,),
        f"Sheet {at.index + 1} in the middle of a nasti looks like a cover, and {read}: a slip may have been missed "
        "there.",
        f"नस्ती के बीच का पन्ना {at.index + 1} आवरण जैसा है और {read_hindi}: संभव है वहाँ पर्ची छूट गई हो।",
    )


def slip_repeated(flag: str, at: Glance, serial: str) -> Doubt:
    """A slip without a number that begins two nasti: it was copied.

    Args:
        flag: The flag of the sheet.
        at: The later copy.
        serial: Its serial.
    """
    return Doubt(
        flag,
        (at.position,),
        f"Slip {serial} on sheet {at.index + 1} began another nasti before: it was copied. Say which nasti each "
        "of them is.",
        f"पन्ना {at.index + 1} की पर्ची {serial} से पहले भी एक नस्ती शुरू हो चुकी है: उसकी नकल की गई है। "
        "बताएँ कि दोनों कौन-सी नस्तियाँ हैं।",
    )


def conflict(flag: str, at: Glance, said: Field, read: Field, source: Written) -> Doubt:
    """A number on paper that is not the one somebody wrote.

    Args:
        flag: The flag of the sheet.
        at: The sheet.
        said: As it was written.
        read: As it was read.
        source: Where it was written.
    """
    where = {"slip": "the slip", "file": "the name of the file", "folder": "the name of the folder"}[source]
    where_hindi = {"slip": "पर्ची", "file": "फ़ाइल का नाम", "folder": "फ़ोल्डर का नाम"}[source]
    return Doubt(
        flag,
        (at.position,),
        f"Sheet {at.index + 1} names {read.value}, but {where} says {said.value}. Check which nasti this is.",
        f"पन्ना {at.index + 1} पर {read.value} है, पर {where_hindi} {said.value} बताता है। जाँचें कि यह कौन-सी नस्ती है।",
    )


def too_many(flag: str, at: Glance, count: int, bound: int, what: Counted) -> Doubt:
    """More sheets than a nasti should have.

    Args:
        flag: The flag of the first sheet too many.
        at: That sheet.
        count: How many there are: sheets of paper, or pages.
        bound: How many there should be at most.
        what: Who says so.
    """
    things = "pages" if what == "pages" else "sheets"
    who = "split.max_sheets allows" if what == "setting" else "its slip says"
    things_hindi = "पृष्ठ" if what == "pages" else "पन्ने"
    who_hindi = "सेटिंग split.max_sheets" if what == "setting" else "पर्ची"
    return Doubt(
        flag,
        (at.position,),
        f"This nasti has {count} {things}, and {who} {bound}: from sheet {at.index + 1} on it may be another one whose "
        "slip was missed.",
        f"इस नस्ती में {count} {things_hindi} हैं, जबकि {who_hindi} के अनुसार {bound}: पन्ना {at.index + 1} से शायद "
        "दूसरी नस्ती है जिसकी पर्ची छूट गई।",
    )


def begins_again(flag: str, at: Glance, folio: int, last: int) -> Doubt:
    """Page numbers that begin again.

    Args:
        flag: The flag of the sheet where they do.
        at: That sheet.
        folio: Its number.
        last: The last number before.
    """
    return Doubt(
        flag,
        (at.position,),
        f"Page numbers reach {last} and begin again with {folio} on sheet {at.index + 1}: a slip may have been "
        "missed there.",
        f"पृष्ठ क्रमांक {last} तक जाकर पन्ना {at.index + 1} पर फिर {folio} से शुरू होते हैं: संभव है वहाँ पर्ची छूट गई हो।",
    )


def not_larger(flag: str, at: Glance) -> Doubt:
    """A slip that announces a larger sheet that is not there.

    Args:
        flag: The flag of the slip.
        at: The slip.
    """
    return Doubt(
        flag,
        (at.position,),
        f"Slip {at.index + 1} says that the next sheet is larger, but it is not. Scan the large sheet and insert it "
        "here.",
        f"पर्ची {at.index + 1} बताती है कि अगला पन्ना बड़ा है, पर वह बड़ा नहीं है। बड़ा पन्ना स्कैन करके यहाँ जोड़ें।",
    )
