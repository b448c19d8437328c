"""Papers that an office sends: letters, orders, circulars, notifications, memoranda, demi-official letters."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from office.office import Desk, Office, draw_office
from office.pad import Leaf, Pad

RULES = ("-----00-----", "---0---", "--00--", "", "")


def start_pad(desk: Desk, kind: str, english: bool, **settings: float) -> Pad:
    """A pad of the office's paper."""
    size = desk.office.choose("spacing", (4.2, 4.5, 4.8, 4.0))
    leading = desk.office.choose("leading", (1.45, 1.6, 1.8, 1.35))
    return Pad(kind, size=size, leading=leading, language="en" if english else "hi", **settings)


def put_head(desk: Desk, pad: Pad, english: bool) -> None:
    """The letterhead: who writes from where."""
    office = desk.office
    state, short = office.state[2:] if english else office.state[:2]
    place = office.district[english]
    if office.form == "secretariat":
        ways = (f"{state} शासन", f"{state} शासन", f"{short} शासन")
        if english:
            ways = (f"Government of {state}", f"GOVERNMENT OF {state.upper()}", f"Government of {state}")
        government = office.choose("head", ways)
        pad.middle(government, big=1.2, bold=True)
        pad.middle(office.department[english], bold=True)
        seat = ("मंत्रालय", "Mantralaya")[english]
        if office.choose("order_of_head", (True, True, False)):
            pad.middle(seat)
    else:
        house = office.post.house(english)
        region = ("जिला", "District")[english]
        ways = (
            (f"{house}, {region} {place} ({short})",),
            (f"{house} {place} ({short})",),
            (house, f"{region} {place} ({state})"),
            (f"{house}, {place}, {state}",),
            (house.upper(), f"{region} - {place}"),
        )
        for number, line in enumerate(office.choose("head", ways)):
            pad.middle(line, big=1.0 if number else 1.2, bold=not number)
    if office.choose("rule", (True, False, False)):
        pad.rule()
    pad.skip(0.5)


def put_number(desk: Desk, pad: Pad, english: bool, number: str, day: dt.date, kind: str = "") -> None:
    """The row with number and date, or the rows."""
    office = desk.office
    date = desk.write_day(day, english)
    place = office.district[english]
    shown = desk.say(number, english)
    if english:
        label = office.choose("number_label", ("No.", "No", "Letter No.", "Ref. No.", "No. :"))
        when = office.choose("date_label", ("Dated", "Date :", "Dt.", "Dated:", "Date"))
        where = office.choose("order_of_head", (f"{place}, ", "", f"{place}, the "))
    else:
        label = office.choose("number_label", ("क्रमांक", "क्रमांक/", "क्र.", "पत्र क्रमांक", "क्रमांक :-", "क्रमांक -"))
        when = office.choose("date_label", ("दिनांक", "दिनाँक", "दि.", "दिनांक :-", "दिनांक -"))
        where = office.choose("order_of_head", (f"{place}, ", "", f"{place} "))
    if where.endswith("the "):
        when = when.lower()
    first = f"{label}{'' if label.endswith('/') else ' '}{shown}"
    style = office.choose("number_line", ("sides", "sides", "sides", "rows", "right", "sides"))
    if style == "sides":
        pad.sides(first, f"{where}{when} {date}")
    elif style == "rows":
        pad.row(first)
        pad.row(f"{when} {date}")
    else:
        pad.at_right(first)
        pad.at_right(f"{where}{when} {date}")
    pad.skip(0.4)


def put_address(desk: Desk, pad: Pad, english: bool, to: Office) -> str:
    """Whom it is written to; what a clerk would write down of it comes back."""
    post, place = to.post.name(english), to.district[english]
    state = to.state[3] if english else to.state[1]
    if english:
        label = desk.office.choose("to_label", ("To,", "To", "To :"))
        lines = desk.office.choose(
            "copies", ((f"The {post},", f"{place} ({state})"), (f"{post},", f"District {place}"))
        )
    else:
        label = desk.office.choose("to_label", ("प्रति,", "प्रति :-", "प्रति", "प्रेषित :-", "सेवा में,"))
        lines = desk.office.choose(
            "copies",
            (
                (f"{post},", f"जिला {place} ({state})"),
                (f"श्रीमान् {post},", f"{place} ({state})"),
                (f"{post} महोदय,", f"{place}"),
                (post, f"जिला - {place}"),
            ),
        )
    pad.row(label)
    for line in lines:
        pad.row(line, 16.0)
    pad.skip(0.4)
    return post


def put_subject(desk: Desk, pad: Pad, english: bool, subject: str, refer: bool) -> None:
    """What it is about, and which letter it answers."""
    office = desk.office
    text = desk.say(subject, english)
    if english:
        label = office.choose("subject_label", ("Subject :-", "Subject:", "Sub :-", "Sub. :", "Subject -"))
        ref = office.choose("reference_label", ("Reference :-", "Ref :-", "Ref.:", "Reference:"))
        named = f"Your letter No. {desk.letter_number(True)} dated {desk.write_day(desk.day(), True)}"
    else:
        label = office.choose("subject_label", ("विषय :-", "विषय:-", "विषय –", "विषय -", "विषय :"))
        ref = office.choose("reference_label", ("संदर्भ :-", "संदर्भ:-", "सन्दर्भ :-", "संदर्भ -"))
        whose = desk.pick("आपका", "इस कार्यालय का", "शासन का", "कलेक्टर का")
        number, when = desk.say(desk.letter_number(False)), desk.write_day(desk.day())
        named = f"{whose} पत्र क्रमांक {number} दिनांक {when}"
    end = desk.pick("।", "।", "", "") if not english else desk.pick(".", ".", "")
    pad.hanging(label, text + end, indent=office.choose("rule", (6.0, 0.0, 14.0)))
    if refer:
        pad.hanging(ref, named + end, indent=office.choose("rule", (6.0, 0.0, 14.0)))
    if (rule := office.choose("rule", RULES)) and desk.rng.random() < 0.7:
        pad.middle(rule)
    pad.skip(0.3)


def put_body(desk: Desk, pad: Pad, english: bool, paragraphs: int, *, numbered: bool = False) -> None:
    """What it says."""
    for number in range(1, paragraphs + 1):
        text = " ".join(desk.sentence(english) for _ in range(desk.rng.randint(1, 3)))
        mark = desk.say(f"{number}. ", english) if numbered else ""
        pad.paragraph(mark + text, 14.0 if not numbered else 0.0)


def put_signature(desk: Desk, pad: Pad, english: bool, lines: tuple[str, ...]) -> None:
    """Who signs."""
    if pad.room < pad.size * pad.leading * (len(lines) + 3):
        pad.turn()
    middle = pad.right - 34.0
    pad.leaf.pens.append((middle - 16, pad.y + 2, middle + 14, pad.y + 2 + 2.2 * pad.size))
    pad.skip(2.4)
    for line in lines:
        pad.at_right(line, middle=middle)
    pad.skip(0.6)


def put_copies(desk: Desk, pad: Pad, english: bool, number: str, day: dt.date, signer: str) -> None:
    """To whom copies go, under the number once more; perhaps on the next page."""
    office = desk.office
    if pad.room < 5 * pad.size * pad.leading:
        pad.turn()
    shown, date = desk.say(number, english), desk.write_day(day, english)
    label = office.choose("endorsement", ("पृ. क्रमांक", "पृ.क्रमांक/", "पृष्ठांकन क्रमांक", "पृ. क्र.", ""))
    if english:
        label = office.choose("endorsement", ("Endt. No.", "Endorsement No.", "", "Endst. No."))
    if label:
        pad.sides(f"{label} {shown}", f"{('दिनांक', 'Dated')[english]} {date}")
    copies = ("प्रतिलिपि :-", "प्रतिलिपि -", "प्रतिलिपि सूचनार्थ :-", "प्रतिलिपि:-")
    if english:
        copies = ("Copy to :-", "Copy forwarded to :-", "Copy to:", "Copy for information to:-")
    pad.row(office.choose("copies", copies))
    for count in range(1, desk.rng.randint(2, 5)):
        friend = desk.rng.choice((*office.friends, draw_office(desk.rng.randrange(999), office.split, friends=0)))
        name, place = friend.post.name(english), friend.district[english]
        tail = (
            "." if english else desk.pick(" की ओर सूचनार्थ।", " को सूचनार्थ प्रेषित।", " की ओर सूचनार्थ एवं आवश्यक कार्यवाही हेतु।")
        )
        pad.row(desk.say(f"{count}. ", english) + f"{'The ' if english else ''}{name}, {place}{tail}", 6.0)
    put_signature(desk, pad, english, (signer,))


def senders(office: Office, english: bool) -> list[str]:
    """What a clerk may write down for the sender: the post, or the office by its whole name."""
    house = office.post.house(english).removeprefix("कार्यालय ").removeprefix("Office of the ")
    return [office.post.name(english), *([house] if house else [])]


def signer_of(desk: Desk, english: bool) -> tuple[str, tuple[str, ...]]:
    """The post that signs, and what stands at the signature."""
    office = desk.office
    post = office.post.name(english)
    name = f"({desk.names(english)})"
    region = ("जिला", "District")[english]
    place = office.district[english]
    state = office.state[2] if english else office.state[0]
    if office.form == "secretariat":
        tail = (office.department[english],) if english else (f"{state} शासन", office.department[0])
        return post, (name, post, *tail)
    ways = ((post, f"{region} {place}"), (name, post, place), (post, place), (name, post))
    return post, office.choose("closing", ways)


def write_letter(desk: Desk, to: Office, *, english: bool, long: bool = False) -> list[Leaf]:
    """A letter."""
    number, day, subject = desk.letter_number(english), desk.day(), desk.subject(english)
    pad = start_pad(desk, "letter", english)
    put_head(desk, pad, english)
    put_number(desk, pad, english, number, day)
    recipient = put_address(desk, pad, english, to)
    put_subject(desk, pad, english, subject, refer=desk.rng.random() < 0.6)
    greeting = ("Sir,", "Sir,", "", "Madam,") if english else ("महोदय,", "", "महोदय,", "")
    pad.row(desk.office.choose("salutation", greeting))
    put_body(desk, pad, english, desk.rng.randint(8, 14) if long else desk.rng.randint(2, 5))
    post, signed = signer_of(desk, english)
    if desk.office.choose("closing", (True, False, False)):
        signed = (("Yours faithfully," if english else "भवदीय"), *signed)
    put_signature(desk, pad, english, signed)
    if desk.rng.random() < 0.6:
        put_copies(desk, pad, english, number, day, post)
    return finish(
        pad,
        letter_number=number,
        date=day.isoformat(),
        sender=senders(desk.office, english),
        recipient=recipient,
        subject=subject,
    )


def write_order(desk: Desk, *, english: bool) -> list[Leaf]:
    """An order, or a notification, a circular or a memorandum, which differ by their titles and heads."""
    number, day = desk.letter_number(english), desk.day()
    pad = start_pad(desk, "order", english)
    put_head(desk, pad, english)
    titles = ("// आदेश //", "आदेश", ":: आदेश ::", "कार्यालयीन आदेश", "-: आदेश :-", "कार्यालय आदेश", "स्थापना आदेश")
    title = desk.office.choose("order_title", ("ORDER", "OFFICE ORDER", "// ORDER //") if english else titles)
    first = desk.office.choose("order_of_head", (True, False))
    if first:
        pad.middle(title, big=1.15, bold=True)
    put_number(desk, pad, english, number, day)
    if not first:
        pad.middle(title, big=1.15, bold=True)
    put_body(desk, pad, english, desk.rng.randint(3, 6), numbered=desk.rng.random() < 0.4)
    post, signed = signer_of(desk, english)
    put_signature(desk, pad, english, signed)
    put_copies(desk, pad, english, number, day, post)
    return finish(pad, letter_number=number, date=day.isoformat(), sender=senders(desk.office, english))


def write_circular(desk: Desk, *, english: bool, kind: str = "circular") -> list[Leaf]:
    """A circular, a memorandum or a notification."""
    number, day, subject = desk.letter_number(english), desk.day(), desk.subject(english)
    pad = start_pad(desk, kind, english)
    put_head(desk, pad, english)
    titles = {
        "circular": (("परिपत्र", "// परिपत्र //", "परिपत्र / CIRCULAR"), ("CIRCULAR", "OFFICE CIRCULAR")),
        "memo": (("ज्ञापन", "// ज्ञापन //", "कार्यालय ज्ञापन"), ("MEMORANDUM", "OFFICE MEMORANDUM")),
        "notification": (("अधिसूचना", "// अधिसूचना //"), ("NOTIFICATION",)),
    }[kind][english]  # fmt: skip
    title = desk.office.choose("order_title", titles)
    pad.middle(title, big=1.15, bold=True)
    put_number(desk, pad, english, number, day)
    fields: dict[str, str | int | list[str] | None] = {"letter_number": number, "date": day.isoformat()}
    if kind == "circular" and desk.rng.random() < 0.6:
        pad.row(("प्रति,", "To,")[english])
        everyone = (
            ("समस्त कलेक्टर,", "All Collectors,")
            if desk.rng.random() < 0.5
            else ("समस्त विभागाध्यक्ष,", "All Heads of Departments,")
        )
        pad.row(everyone[english], 16.0)
        pad.row(desk.office.state[2 if english else 0], 16.0)
        fields["recipient"] = everyone[english].rstrip(",")
    if kind == "memo":
        to = desk.rng.choice(desk.office.friends) if desk.office.friends else desk.office
        fields["recipient"] = put_address(desk, pad, english, to)
    if kind != "notification":
        put_subject(desk, pad, english, subject, refer=desk.rng.random() < 0.4)
        fields["subject"] = subject
    put_body(desk, pad, english, desk.rng.randint(3, 6), numbered=kind == "circular")
    post, signed = signer_of(desk, english)
    put_signature(desk, pad, english, signed)
    if kind != "circular":
        put_copies(desk, pad, english, number, day, post)
    return finish(pad, **fields, sender=senders(desk.office, english))


def write_demi_official(desk: Desk, to: Office, *, english: bool) -> list[Leaf]:
    """A letter from one officer to another by name, addressed at its foot."""
    number, day = desk.letter_number(english), desk.day()
    pad = start_pad(desk, "demi_official", english)
    name, post = desk.names(english), desk.office.post.name(english)
    pad.row(name)
    pad.row(post)
    pad.skip(0.5)
    put_head(desk, pad, english)
    label = (
        desk.pick("D.O. No.", "D.O. Letter No.")
        if english
        else desk.pick("अर्द्धशासकीय पत्र क्रमांक", "अ.शा. पत्र क्रमांक", "अ.शा.पत्र क्र.")
    )
    pad.sides(f"{label} {desk.say(number, english)}", f"{('दिनांक', 'Dated')[english]} {desk.write_day(day, english)}")
    other = desk.names(english)
    pad.row(f"Dear Shri {other}," if english else desk.pick(f"प्रिय श्री {other},", f"प्रिय {other} जी,"))
    put_body(desk, pad, english, desk.rng.randint(2, 4))
    put_signature(desk, pad, english, (("Yours sincerely,", f"({name})") if english else ("आपका", f"({name})")))
    pad.row(("श्री " if not english else "Shri ") + other + ",")
    pad.row(to.post.name(english) + ",")
    pad.row(to.district[english])
    sender, recipient = senders(desk.office, english), to.post.name(english)
    return finish(pad, letter_number=number, date=day.isoformat(), sender=sender, recipient=recipient)


def finish(pad: Pad, **fields: str | int | list[str] | None) -> list[Leaf]:
    """The pages of a paper, the first with what a clerk would write down."""
    first, *others = pad.leaves
    return [replace(first, fields=fields), *others]
