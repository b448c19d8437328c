"""What else lies in a nasti: applications, lists, affidavits, panchnamas, statements, receipts, maps, envelopes."""

from __future__ import annotations

from office.letters import finish, put_body, put_signature, start_pad
from office.office import Desk, Office
from office.pad import LEGAL_MM, Leaf, Pad
from pages.wording import group_digits


def write_application(desk: Desk, to: Office, *, english: bool) -> list[Leaf]:
    """An application by somebody to an office."""
    day, subject, name = desk.day(), desk.subject(english), desk.names(english)
    pad = start_pad(desk, "application", english)
    post, place = to.post.name(english), to.district[english]
    pad.row(desk.pick("To,", "To") if english else desk.pick("प्रति,", "सेवा में,", "प्रति :-", "सेवा मे,"))
    polite = (
        f"The {post}," if english else desk.pick(f"श्रीमान् {post} महोदय,", f"माननीय {post} महोदय,", f"श्रीमान {post},")
    )
    pad.row(polite, 14.0)
    pad.row(place if english else f"जिला {place} ({to.state[1]})", 14.0)
    pad.skip(0.5)
    fields: dict[str, str | int | None] = {"recipient": post, "date": day.isoformat(), "sender": name}
    if desk.rng.random() < 0.25 and not english:
        pad.middle(desk.pick("आवेदन पत्र", "// आवेदन पत्र //"), bold=True)
    else:
        label = desk.pick("Subject :-", "Sub:") if english else desk.pick("विषय :-", "विषय:-", "विषय –")
        pad.hanging(label, desk.say(subject, english) + ("" if english else "।"), indent=8.0)
        fields["subject"] = subject
    pad.row(
        desk.pick("Sir,", "Respected Sir,") if english else desk.pick("महोदय,", "मान्यवर,", "महोदय जी,", "श्रीमान् जी,")
    )
    village = desk.wording.take("villages")
    if english:
        pad.paragraph(f"I, {name}, most humbly submit that", 12.0)
    else:
        pad.paragraph(f"निवेदन है कि मैं {name} निवासी ग्राम {village} का हूँ।", 12.0)
    put_body(desk, pad, english, desk.rng.randint(2, 4))
    date = f"{('दिनांक', 'Date')[english]} {desk.pick('', ': ', ':- ')}{desk.write_day(day, english)}"
    who = desk.pick("Applicant", "Yours faithfully,") if english else desk.pick("प्रार्थी", "आवेदक", "विनीत", "भवदीय")
    pad.sides(date, f"{who}        ")
    put_signature(desk, pad, english, (name,) if english else (name, f"ग्राम {village}"))
    return finish(pad, **fields)


def write_list(desk: Desk, *, english: bool) -> list[Leaf]:
    """A list in columns, ruled or not."""
    pad = start_pad(desk, "list", english, left=16.0, right_margin=14.0)
    titles = ("प्रभावित कृषकों की सूची", "भुगतान पत्रक", "वरिष्ठता सूची", "अनुलग्नक-1", "मुआवजा पत्रक", "हितग्राहियों की सूची")
    pad.middle(
        desk.pick("List of beneficiaries", "STATEMENT OF EXPENDITURE", "Annexure - I")
        if english
        else desk.pick(*titles),
        big=1.1,
        bold=True,
    )
    heads = (
        ("S.No.", "Name", "Village", "Khasra No.", "Amount") if english else ("स.क्र.", "नाम", "ग्राम", "खसरा नं.", "राशि")
    )
    places = [pad.left, pad.left + 16, pad.left + 68, pad.left + 104, pad.left + 140]
    top = pad.y
    for head, left in zip(heads, places, strict=True):
        pad.put(head, left + 1)
    pad.skip(1.4)
    ruled = desk.rng.random() < 0.6
    for number in range(1, desk.rng.randint(10, 22)):
        if pad.room < 40:
            break
        cells = (
            str(number), desk.names(english), desk.wording.take("villages_en" if english else "villages"),
            desk.wording.khasra(), group_digits(desk.rng.randint(300, 900_000)) + ".00",
        )  # fmt: skip
        for cell, left in zip(cells, places, strict=True):
            pad.put(desk.say(cell, english), left + 1)
        pad.skip(1.25)
        if ruled:
            pad.leaf.rules.append((pad.left, pad.y - 1.4, pad.right, pad.y - 1.4))
    if ruled:
        pad.leaf.rules.extend((x - 1, top - 1.5, x - 1, pad.y - 1.4) for x in places)
    put_signature(desk, pad, english, (desk.office.post.name(english),))
    return finish(pad)


def write_affidavit(desk: Desk, *, english: bool) -> list[Leaf]:
    """An affidavit, often on stamp paper of which the head is the state's."""
    pad = Pad("affidavit", top=18.0, size_mm=LEGAL_MM, language="en" if english else "hi")
    if desk.rng.random() < 0.6:
        pad.put("INDIA NON JUDICIAL", pad.left + 40)
        pad.skip(1.5)
        pad.sides("TEN RUPEES", "Rs. 10")
        pad.skip(desk.rng.uniform(5, 12))
    pad.middle(
        "AFFIDAVIT" if english else desk.pick("शपथ पत्र", "शपथ-पत्र", "// शपथ पत्र //", "हलफनामा"), big=1.2, bold=True
    )
    name, age = desk.names(english), desk.rng.randint(20, 80)
    if english:
        pad.paragraph(f"I, {name}, aged {age} years, do hereby solemnly affirm and state on oath as under :-", 10)
    else:
        father = desk.wording.name()
        pad.paragraph(
            f"मैं {name} पिता {father} उम्र {age} वर्ष निवासी {desk.wording.take('villages')} शपथपूर्वक कथन करता हूँ कि :-", 10
        )
    put_body(desk, pad, english, desk.rng.randint(2, 4), numbered=True)
    put_signature(desk, pad, english, ("Deponent",) if english else (desk.pick("शपथकर्ता", "शपथग्रहीता"),))
    pad.middle("VERIFICATION" if english else "सत्यापन", bold=True)
    put_body(desk, pad, english, 1)
    put_signature(desk, pad, english, ("Deponent",) if english else ("शपथकर्ता",))
    return finish(pad)


def write_panchnama(desk: Desk) -> list[Leaf]:
    """A panchnama: what witnesses saw on the spot."""
    pad = start_pad(desk, "panchnama", False)
    pad.middle(desk.pick("पंचनामा", "मौका पंचनामा", "स्थल पंचनामा", "// पंचनामा //", "जप्ती पंचनामा"), big=1.2, bold=True)
    village, day = desk.wording.take("villages"), desk.day()
    pad.paragraph(f"आज दिनांक {desk.write_day(day)} को हम नीचे हस्ताक्षर करने वाले पंचगण ग्राम {village} में उपस्थित हुए।", 10)
    put_body(desk, pad, False, desk.rng.randint(2, 4))
    pad.row(desk.pick("पंचगण :-", "हस्ताक्षर पंचगण", "पंचों के हस्ताक्षर"))
    for number in range(1, desk.rng.randint(3, 6)):
        pad.row(f"{number}. {desk.wording.name()}", 6)
    return finish(pad)


def write_statement(desk: Desk) -> list[Leaf]:
    """A statement taken down from somebody."""
    pad = start_pad(desk, "statement", False)
    if desk.rng.random() < 0.5:
        pad.middle(f"न्यायालय {desk.office.post.hindi}, {desk.office.district[0]}")
    pad.middle(desk.pick("कथन", "बयान", "// कथन //", "शपथपूर्वक कथन", "कथन आवेदक"), big=1.2, bold=True)
    name = desk.wording.name()
    pad.row(f"नाम : {name}")
    pad.row(f"पिता का नाम : {desk.wording.name()}")
    pad.row(f"उम्र : {desk.rng.randint(20, 80)} वर्ष  व्यवसाय : {desk.pick('कृषि', 'नौकरी', 'मजदूरी')}")
    pad.row(f"निवासी : ग्राम {desk.wording.take('villages')}")
    put_body(desk, pad, False, desk.rng.randint(2, 4))
    pad.row(desk.pick("पढ़कर सुनाया, सही होना स्वीकार किया।", "सुनकर तस्दीक किया।"))
    put_signature(desk, pad, False, (desk.pick("हस्ताक्षर कथनकर्ता", name),))
    return finish(pad)


def write_receipt(desk: Desk, *, english: bool) -> list[Leaf]:
    """A receipt or a challan, smaller than a page."""
    pad = Pad(
        "receipt", size_mm=(150.0, 95.0), left=10.0, right_margin=8.0, top=10.0, language="en" if english else "hi"
    )
    house = desk.office.post.house(english) or desk.office.department[english]
    if desk.rng.random() < 0.6:
        pad.middle(house, bold=True)
    pad.middle(
        desk.pick("RECEIPT", "Cash Receipt")
        if english
        else desk.pick("पावती", "रसीद", "चालान", "नकद रसीद", "प्राप्ति रसीद"),
        bold=True,
    )
    number, date = str(desk.rng.randint(100, 99999)), desk.write_day(desk.day(), english)
    label = ("क्र.", "No.")[english]
    pad.sides(f"{label} {desk.say(number, english)}", f"{('दिनांक', 'Date')[english]} {date}")
    name, amount = desk.names(english), desk.wording.amount()
    if english:
        pad.paragraph(f"Received with thanks from {name} the sum of Rs. {amount} only.")
    else:
        pad.paragraph(f"श्री {name} से राशि रुपये {desk.say(amount)} नगद प्राप्त हुए।")
    pad.at_right(desk.pick("Cashier", "Receiver") if english else desk.pick("प्राप्तकर्ता", "नाजिर", "रोकड़पाल"))
    return finish(pad)


def write_map(desk: Desk) -> list[Leaf]:
    """A map: a title, numbers of plots strewn over it, hardly a sentence."""
    pad = Pad("map", size_mm=(297.0, 420.0) if desk.rng.random() < 0.3 else (210.0, 297.0))
    village = desk.wording.take("villages")
    pad.middle(desk.pick("नजरी नक्शा", "नक्शा", "ट्रेस नक्शा", "स्थल मानचित्र", "खसरा नक्शा"), big=1.3, bold=True)
    pad.middle(f"ग्राम {village} पटवारी हल्का नं. {desk.rng.randint(1, 60)}")
    wide, high = pad.size_mm
    for _ in range(desk.rng.randint(6, 18)):
        pad.y = desk.rng.uniform(50, high - 50)
        pad.put(desk.wording.khasra(), desk.rng.uniform(20, wide - 40))
    for _ in range(14):
        x, y = desk.rng.uniform(20, wide - 60), desk.rng.uniform(45, high - 60)
        pad.leaf.rules += [(x, y, x + desk.rng.uniform(10, 60), y), (x, y, x, y + desk.rng.uniform(10, 60))]
    pad.y = high - 30
    pad.put(desk.pick("उत्तर", "पैमाना 1:4000", "स्केल 1\" = 330'"), 30)
    pad.leaf.picture = "map"
    return finish(pad)


def write_envelope(desk: Desk, to: Office) -> list[Leaf]:
    """An envelope: to whom, from whom."""
    pad = Pad("envelope", size_mm=(230.0, 105.0), left=90.0, right_margin=10.0, top=40.0)
    pad.row(desk.pick("प्रति,", "सेवा में,"))
    pad.row(f"{to.post.hindi},", 8)
    pad.row(f"जिला {to.district[0]}", 8)
    pad.y, pad.left = 12.0, 10.0
    pad.put(desk.pick("शासकीय सेवार्थ", "रजिस्टर्ड ए.डी.", "भारत शासन सेवार्थ", "ON INDIA GOVERNMENT SERVICE"), 14.0)
    pad.y = 88.0
    pad.put(f"प्रेषक : {desk.office.post.hindi}, {desk.office.district[0]}", 14.0)
    return finish(pad)


def write_photograph(desk: Desk) -> list[Leaf]:
    """A photograph pasted on a page, with a line below it or without."""
    pad = Pad("photograph")
    pad.leaf.picture = "photograph"
    if desk.rng.random() < 0.5:
        pad.y = 250.0
        pad.middle(desk.pick("स्थल का छायाचित्र", "फोटो क्रमांक 1", "निरीक्षण के समय का फोटो"))
    return finish(pad)
