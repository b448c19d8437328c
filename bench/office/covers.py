"""Covers of nasti: labels in a column, in two, in a table, in both languages, as a revenue court prints them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from office.letters import start_pad
from office.office import Desk
from office.pad import Leaf, Pad, width_of

LABELS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "department": (("विभाग", "विभाग का नाम", "विभाग"), ("Department", "Name of Department", "Deptt.")),
    "section": (("शाखा", "शाखा का नाम", "अनुभाग", "कक्ष", "सेक्शन"), ("Section", "Branch", "Name of Section")),
    "file_number": (
        ("नस्ती क्रमांक", "फाईल क्रमांक", "नस्ती क्र.", "फाइल नं.", "नस्ती का क्रमांक", "पत्रावली सं.", "नस्ती नम्बर"),
        ("File No.", "File Number", "File No", "No. of File"),
    ),
    "subject": (("विषय", "विषय", "नस्ती का विषय", "विषय का विवरण"), ("Subject", "Sub.", "Subject Matter")),
    "year": (("वर्ष", "सन्", "वर्ष"), ("Year", "Year")),
    "opened": (
        ("प्रारंभ दिनांक", "नस्ती प्रारंभ करने की तारीख", "खोलने की तारीख", "प्रारंभ तिथि", "आरंभ होने का दिनांक"),
        ("Date of opening", "Opened on", "Date of Commencement"),
    ),
    "closed": (
        ("समाप्ति दिनांक", "बंद करने की तारीख", "नस्तीबद्ध दिनांक", "समाप्ति तिथि", "बंद होने का दिनांक"),
        ("Date of closing", "Closed on", "Date of Closure"),
    ),
    "retention": (
        ("अभिलेख वर्ग", "अभिलेख श्रेणी", "संरक्षण अवधि", "नस्ती का वर्ग", "रखने की अवधि"),
        ("Retention period", "Class of Record", "Category"),
    ),
    "noting_pages": (("टीप पृष्ठ", "नोटशीट पृष्ठ", "टीप भाग के पृष्ठ"), ("Noting pages", "Note pages")),
    "correspondence_pages": (
        ("पत्राचार पृष्ठ", "पत्र व्यवहार पृष्ठ", "पत्राचार भाग के पृष्ठ"),
        ("Correspondence pages", "Corr. pages"),
    ),
    "volume": (("भाग", "खंड", "खण्ड क्रमांक"), ("Volume", "Part")),
    "previous_number": (("पूर्व नस्ती क्रमांक", "पिछली नस्ती क्र.", "पूर्व नस्ती"), ("Previous File No.", "Previous File")),
    "linked_number": (("संबंधित नस्ती क्रमांक", "सम्बद्ध नस्ती"), ("Linked File No.", "Connected File")),
    "head": (("मद", "मद क्रमांक", "राजस्व मद"), ("Head", "Revenue Head")),
    "tehsil": (("तहसील", "तहसील"), ("Tahsil", "Tehsil")),
    "village": (("ग्राम", "ग्राम/नगर"), ("Village", "Village")),
    "applicant": (("आवेदक", "आवेदक का नाम", "प्रार्थी"), ("Applicant", "Name of Applicant")),
    "respondent": (("अनावेदक", "गैर आवेदक"), ("Non-applicant", "Respondent")),
    "shelf": (("बस्ता क्रमांक", "अलमारी क्र.", "रैक नं.", "बंडल नं."), ("Bundle No.", "Rack No.", "Almirah")),
    "pages": (("कुल पृष्ठ", "पृष्ठ संख्या"), ("Total pages", "No. of pages")),
}  # fmt: skip
"""What is printed before each value, by field; of the last six nothing is asked."""

COURT_LABELS = {
    "file_number": ("प्रकरण क्रमांक", "राजस्व प्रकरण क्रमांक", "मामला क्रमांक", "रा.प्र.क्र.", "प्रकरण नम्बर"),
    "opened": ("दायरा दिनांक", "संस्थापन दिनांक", "प्रस्तुति दिनांक", "दायर होने की तारीख"),
    "closed": ("निर्णय दिनांक", "निराकरण दिनांक", "फैसला दिनांक", "आदेश दिनांक"),
}
RETENTIONS = ("3 वर्ष", "5 वर्ष", "10 वर्ष", "स्थायी", "क", "ख", "ग", "अस्थायी")
RETENTIONS_EN = ("3 years", "5 years", "Permanent", "10 years", "A", "B", "C")
CANONICAL = {"3 years": "3 वर्ष", "5 years": "5 वर्ष", "10 years": "10 वर्ष", "Permanent": "स्थायी"}
"""What a clerk writes down of retentions printed in English."""


def draw_values(desk: Desk, number: str, english: bool) -> dict[str, Any]:
    """What a cover says: canonical values, with None for what it leaves out."""
    office, rng, year = desk.office, desk.rng, desk.year
    opened = dt.date(year, 1, 1) + dt.timedelta(days=rng.randrange(360))
    closed = opened + dt.timedelta(days=rng.randrange(40, 1500))
    values: dict[str, Any] = {
        "file_number": number,
        "department": office.department[english],
        "section": office.sections[0][english],
        "subject": desk.matter[english],
        "year": year,
        "opened": opened.isoformat(),
        "closed": closed.isoformat() if rng.random() < 0.8 else None,
        "retention": rng.choice(RETENTIONS_EN if english else RETENTIONS) if rng.random() < 0.8 else None,
        "noting_pages": rng.randint(1, 90) if rng.random() < 0.5 else None,
        "correspondence_pages": rng.randint(2, 400) if rng.random() < 0.5 else None,
        "volume": rng.choice(("1", "2", "3")) if rng.random() < 0.2 else None,
        "previous_number": other_number(number, rng.randint(1, 9)) if rng.random() < 0.2 else None,
        "linked_number": other_number(number, rng.randint(11, 19)) if rng.random() < 0.1 else None,
    }
    if values["retention"] is not None:
        values["retention"] = CANONICAL.get(values["retention"], values["retention"])
    if office.form == "court" or (office.form == "district" and rng.random() < 0.3):
        values["section"] = None
    if office.form == "court" or (office.form == "section" and rng.random() < 0.5):
        values["department"] = None
    return values


def other_number(number: str, step: int) -> str:
    """A number like another one: its first digits are others."""
    head = "".join(character for character in number if character.isdecimal())[:1]
    return number.replace(head, str((int(head or 1) + step) % 9 + 1), 1)


def write_cover(desk: Desk, values: dict[str, Any], *, english: bool) -> list[Leaf]:
    """A cover with the values; the truth is of the nasti."""
    office = desk.office
    pad = start_pad(desk, "cover", english)
    pad.leaf.starts = False
    pad.size *= 1.15
    pad.skip(desk.rng.uniform(0, 4))
    _cover_head(desk, pad, english)
    rows = _rows(desk, values, english)
    style = office.choose("cover", ("column", "column", "colons", "pairs", "below", "both"))
    if style == "both" and english:
        style = "column"
    {"column": _in_column, "colons": _behind_colons, "pairs": _in_pairs, "below": _below, "both": _in_column}[style](
        pad, [(_with_english(label, name) if style == "both" else label, value) for name, label, value in rows]
    )
    if desk.rng.random() < 0.4:
        pad.leaf.pens.append((30, 245, 90, 262))
    return pad.leaves[:1]


def _with_english(label: str, name: str) -> str:
    return f"{label} / {LABELS[name][1][0]}"


def _cover_head(desk: Desk, pad: Pad, english: bool) -> None:
    office = desk.office
    place = office.district[english]
    short = office.state[3 if english else 1]
    if office.form == "secretariat":
        pad.middle(f"Government of {office.state[2]}" if english else f"{office.state[0]} शासन", big=1.3, bold=True)
        if office.choose("cover_file", (True, False)):
            pad.middle(("मंत्रालय", "Mantralaya")[english])
    else:
        court = office.form == "court" and not english and office.choose("head", (True, False))
        house = f"न्यायालय {office.post.hindi}" if court else office.post.house(english)
        pad.middle(f"{house}, {('जिला', 'District')[english]} {place} ({short})", big=1.2, bold=True)
    titles = ("नस्ती आवरण", "नस्ती", "आवरण पृष्ठ", "फाइल कव्हर", "मूल नस्ती", "नस्ती आवरण पृष्ठ")
    if office.form == "court":
        titles = ("राजस्व प्रकरण", "मिसल", "प्रकरण आवरण", "नस्ती आवरण", "राजस्व प्रकरण पत्रिका")
    pad.middle(office.choose("cover_file", ("FILE COVER", "FILE") if english else titles), big=1.4, bold=True)
    pad.skip(1.0)


def _rows(desk: Desk, values: dict[str, Any], english: bool) -> list[tuple[str, str, str]]:
    office, wording = desk.office, desk.wording
    shown: dict[str, str] = {}
    for name, value in values.items():
        if value is None:
            continue
        if name in ("opened", "closed"):
            shown[name] = desk.write_day(dt.date.fromisoformat(value), english)
        elif name == "year" and office.choose("cover", (0, 1)) and office.form == "court":
            shown[name] = desk.say(f"{value}-{(value + 1) % 100:02d}", english)
        elif name == "retention" and english:
            printed = {canonical: text for text, canonical in CANONICAL.items()}
            shown[name] = printed.get(value, str(value))
        else:
            shown[name] = desk.say(str(value), english)
    if office.form == "court":
        shown["tehsil"] = wording.take("districts_en" if english else "tahsils")
        shown["village"] = wording.take("villages_en" if english else "villages")
        shown["applicant"] = desk.names(english)
        shown["respondent"] = desk.pick(desk.names(english), "State" if english else "शासन")
    shown["shelf"] = str(desk.rng.randint(1, 99))
    if "noting_pages" not in shown:
        shown["pages"] = str(desk.rng.randint(4, 300))
    names = ["department", "section", "file_number", "subject", "year", "opened", "closed", "retention"]
    if office.choose("order_of_head", (False, True, False)):
        names = ["file_number", "year", "department", "section", "subject", "opened", "closed", "retention"]
    if office.form == "court":
        names = ["file_number", "year", "tehsil", "village", "applicant", "respondent", *names[2:]]
    names += ["noting_pages", "correspondence_pages", "pages", "volume", "previous_number", "linked_number", "shelf"]
    listed = dict.fromkeys(name for name in names if name in shown)
    return [(name, _label(desk, name, english), shown[name]) for name in listed]


def _label(desk: Desk, name: str, english: bool) -> str:
    ways = LABELS[name][english]
    if desk.office.form == "court" and not english:
        ways = COURT_LABELS.get(name, ways)
    return str(desk.office.choose("cover_labels", ways))


def _in_column(pad: Pad, rows: list[tuple[str, str]]) -> None:
    """Values below each other, with a colon in a column of its own."""
    begin = pad.left + 8 + max(width_of(label, pad.size) for label, _ in rows) + 6
    begin = min(begin, pad.left + 75)
    for label, value in rows:
        if pad.room < 20:
            return
        pad.put(label, pad.left + 6)
        pad.put(":", begin - 4)
        pad.wrap(value, begin + 2, begin + 2)
        pad.skip(0.35)


def _behind_colons(pad: Pad, rows: list[tuple[str, str]]) -> None:
    """Values right behind their labels."""
    for label, value in rows:
        if pad.room < 20:
            return
        pad.hanging(f"{label} :-", value, indent=4.0)
        pad.skip(0.5)


def _in_pairs(pad: Pad, rows: list[tuple[str, str]]) -> None:
    """Short values two in a row."""
    middle = (pad.left + pad.right) / 2 + 4
    waiting: tuple[str, str] | None = None
    for label, value in [*rows, ("", "")]:
        short = width_of(f"{label} : {value}", pad.size) < middle - pad.left - 6
        if waiting:
            pad.put(f"{waiting[0]} : {waiting[1]}", pad.left)
            if short and label:
                pad.put(f"{label} : {value}", middle)
            pad.skip(1.5)
            waiting = None
            if short:
                continue
        if not label or pad.room < 20:
            return
        if short:
            waiting = label, value
        else:
            pad.hanging(f"{label} :", value)
            pad.skip(0.5)


def _below(pad: Pad, rows: list[tuple[str, str]]) -> None:
    """A table: labels in its left cells, values in its right ones, without colons."""
    begin = pad.left + 62
    top = pad.y
    for label, value in rows:
        if pad.room < 24:
            break
        pad.leaf.rules.append((pad.left, pad.y - 1.6, pad.right, pad.y - 1.6))
        pad.put(label, pad.left + 3)
        pad.wrap(value, begin + 3, begin + 3)
        pad.skip(0.6)
    pad.leaf.rules.append((pad.left, pad.y - 1.6, pad.right, pad.y - 1.6))
    pad.leaf.rules.extend((x, top - 1.6, x, pad.y - 1.6) for x in (pad.left, begin, pad.right))
