"""Letters, orders, circulars and applications."""

from __future__ import annotations

import datetime as dt

from pages.layouts.desk import Desk, Draft, two_sides


def draw_letter(desk: Desk) -> Draft:
    """A letter with its number on the left and its date on the right."""
    return _hindi_letter(desk) if desk.hindi else _english_letter(desk)


def _hindi_letter(desk: Desk) -> Draft:
    words = desk.wording
    number, day = words.letter_number(), words.moment()
    date = words.write_date(day)
    district, sender, to = desk.take("districts"), desk.take("designations"), desk.take("designations")
    subject = desk.take("subjects")
    place = f"{district}, " if desk.chance.random() < 0.7 else ""
    state = desk.take("state")
    copies = desk.chance.randint(2, 4)
    subject_mark = desk.pick("विषय :-", "विषय:-", "विषय –", "विषयः-")
    body = [
        desk.folio_mark(),
        desk.head(
            f"{desk.take('offices')}, जिला {district} ({state})", desk.pick("", "", f"{desk.take('departments')}")
        ),
        two_sides(
            f"क्रमांक {desk.pick('', '/ ')}{desk.say(number)}",
            f"{place}{desk.pick('दिनांक', 'दिनाँक', 'दि.')} {desk.say(date)}",
            "margin:10px 0 12px",
        ),
        "<div>प्रति,</div>",
        f'<div style="margin-left:52px">{to},</div>',
        f'<div style="margin-left:52px">जिला {desk.take("districts")} ({state})</div>',
        _hanging(f"<b>{subject_mark}</b>", f"<b>{subject}।</b>" if desk.chance.random() < 0.5 else f"{subject}।"),
        _hanging(
            desk.pick("<b>संदर्भ :-</b>", "संदर्भ :-", "सन्दर्भ:-"),
            f"{desk.pick('आपका', 'इस कार्यालय का', 'शासन का')} पत्र क्रमांक "
            f"{desk.say(words.letter_number())} दिनांक {desk.say(words.date())}",
        ),
        desk.rule(),
        f"<p>{desk.take('salutation')},</p>" if desk.chance.random() < 0.5 else "",
        desk.paragraphs(desk.chance.randint(4, 10), numbered=desk.chance.random() < 0.3),
        desk.signature(desk.pick("", "भवदीय"), sender, f"जिला {district}"),
        two_sides(
            f"{desk.pick('पृ. क्रमांक', 'पृष्ठांकन क्रमांक', 'पृ०क्र०')} {desk.say(number)}", f"{place}दिनांक {desk.say(date)}"
        ),
        _copies(desk, copies),
        desk.signature(sender),
        desk.overlays(),
    ]
    fields = {"letter_number": number, "date": day.isoformat(), "sender": sender, "recipient": to, "subject": subject}
    return Draft("letter", "letter", desk.language, "".join(body), {**fields, "folio": desk.folio or None})


def _english_letter(desk: Desk) -> Draft:
    words = desk.wording
    number = (
        f"No. {desk.chance.randint(10, 999)}/{desk.chance.choice('ABCDF')}-{desk.chance.randint(1, 40)}/{words.year}"
    )
    day = words.moment()
    sender, to, subject = desk.take("designations_en"), desk.take("designations_en"), desk.take("subjects_en")
    place = desk.take("districts_en")
    date = desk.pick(
        f"{day:%d.%m.%Y}", f"{day.day} {day:%B}, {day.year}", f"{day:%d-%m-%Y}", f"the {day.day}th {day:%B} {day.year}"
    )
    body = [
        desk.folio_mark(),
        desk.head(f"{desk.take('offices_en')}, {place.upper()} ({desk.take('state_en').upper()})"),
        two_sides(number, f"{place}, dated {date}", "margin:10px 0 12px"),
        f'<div>To,</div><div style="margin-left:52px">The {to},</div>'
        f'<div style="margin-left:52px">{desk.take("districts_en")}.</div>',
        _hanging("<b>Subject:-</b>", f"<b><u>{subject}.</u></b>"),
        _hanging("Ref:-", f"Your letter No. {desk.chance.randint(100, 9999)} dated {words.date()}."),
        desk.rule() if desk.chance.random() < 0.5 else "",
        "<p>Sir,</p>",
        desk.paragraphs(desk.chance.randint(4, 10), numbered=desk.chance.random() < 0.5),
        desk.signature("Yours faithfully,", f"({desk.take('people_en')})", sender),
        "<div>Copy forwarded for information to :-</div>",
        "".join(f"<div>{n}. The {desk.take('designations_en')}, {desk.take('districts_en')}.</div>" for n in (1, 2)),
        desk.overlays(),
    ]
    fields = {"letter_number": number, "date": day.isoformat(), "sender": sender, "recipient": to, "subject": subject}
    return Draft("letter", "letter", "en", "".join(body), {**fields, "folio": desk.folio or None})


def draw_order(desk: Desk) -> Draft:
    """An order with its heading underlined and its list of copies."""
    words = desk.wording
    number, day = words.letter_number(), words.moment()
    district = desk.take("districts")
    title = desk.pick("// आदेश //", "आदेश", "::आदेश::", "कार्यालयीन आदेश", "ज्ञापन")
    body = [
        desk.folio_mark(),
        desk.head(f"{desk.take('offices')} {district} ({desk.take('state')})"),
        f'<div class="middle" style="font-weight:bold;font-size:1.15em;text-decoration:underline">{title}</div>',
        two_sides(
            f"क्रमांक/{desk.say(number)}", f"{district}, दिनांक {desk.say(words.write_date(day))}", "margin:8px 0 10px"
        ),
        desk.paragraphs(desk.chance.randint(5, 11), numbered=desk.chance.random() < 0.5),
        f"<p>यह आदेश {desk.pick('तत्काल प्रभाव से', 'जारी होने के दिनांक से')} प्रभावशील होगा।</p>",
        desk.signature(f"({desk.take('first')} {desk.take('last')})", desk.take("designations"), district),
        two_sides(f"पृ.क्रमांक/{desk.say(number)}", f"दिनांक {desk.say(words.write_date(day))}"),
        _copies(desk, desk.chance.randint(2, 5)),
        desk.signature(desk.take("designations")),
        desk.overlays(),
    ]
    fields = {"letter_number": number, "date": day.isoformat(), "folio": desk.folio or None}
    return Draft("order", "letter", desk.language, "".join(body), fields)


def draw_circular(desk: Desk) -> Draft:
    """A circular in Hindi with its English below, or in one language."""
    words = desk.wording
    day = words.moment()
    both = desk.language == "hi+en"
    number = (
        words.letter_number()
        if desk.hindi
        else f"F. {desk.chance.randint(1, 30)}-{desk.chance.randint(1, 90)}/{words.year}"
    )
    body = [desk.folio_mark()]
    if desk.hindi:
        body += [
            desk.head(f"{desk.take('state')} शासन", desk.take("departments")),
            '<div class="middle" style="font-weight:bold;letter-spacing:2px">परिपत्र</div>',
            two_sides(f"क्रमांक {desk.say(number)}", f"दिनांक {desk.say(words.write_date(day))}", "margin-bottom:8px"),
            _hanging("विषय :-", f"<b>{desk.take('subjects')}</b>"),
            desk.paragraphs(2 if both else 6, numbered=True),
        ]
    if both or not desk.hindi:
        body += [
            f'<div class="middle" style="font-weight:bold">GOVERNMENT OF {desk.take("state_en").upper()}</div>',
            f'<div class="middle">{desk.take("departments_en")}</div>',
            '<div class="middle" style="font-weight:bold;text-decoration:underline">CIRCULAR</div>',
            _hanging("Subject :", desk.take("subjects_en")),
        ]
        count = 3 if both else 7
        body += [f'<p class="filler">{n}. {desk.sentences(2, "en")}</p>' for n in range(1, count + 1)]
    body.append(desk.signature(desk.take("designations" if desk.hindi else "designations_en")))
    body.append(desk.overlays())
    fields = {"letter_number": number, "date": day.isoformat(), "folio": desk.folio or None}
    return Draft("circular", "letter", desk.language, "".join(body), fields)


def draw_application(desk: Desk) -> Draft:
    """A person's application, in a face like careful handwriting or typed."""
    words = desk.wording
    day: dt.date = words.moment()
    to, name, village = desk.take("designations"), desk.say(words.name()), desk.take("villages")
    relation = desk.pick("पिता", "पिता श्री", "पति", "आत्मज")
    body = [
        desk.folio_mark(),
        f"<div>{desk.pick('प्रति,', 'सेवा में,')}</div>",
        f'<div style="margin-left:60px">श्रीमान् {to} महोदय,</div>',
        f'<div style="margin-left:60px">जिला {desk.take("districts")} ({desk.take("state")})</div>',
        _hanging(desk.pick("विषय :-", "विषय -"), f"{desk.take('subjects')}।"),
        f"<p>{desk.pick('महोदय,', 'मान्यवर,')}</p>",
        f"<p>निवेदन है कि मैं {name} {relation} {desk.say(words.name())}, ग्राम {village}, "
        f"तहसील {desk.take('tahsils')} का निवासी हूँ।</p>",
        desk.paragraphs(desk.chance.randint(3, 8)),
        f"<p>{desk.pick('अतः प्रार्थना है कि उचित आदेश देने की कृपा हो।', 'अस्तु आवेदन स्वीकार करने का अनुग्रह करें।')}</p>",
        two_sides(f"दिनांक {desk.say(words.write_date(day))}", desk.pick("प्रार्थी", "आवेदक", "विनीत"), "margin-top:24px"),
        desk.signature(name, f"ग्राम {village}"),
        desk.overlays(),
    ]
    fields = {"date": day.isoformat(), "recipient": to, "folio": desk.folio or None}
    return Draft("application", "letter", "hi", "".join(body), fields)


def _copies(desk: Desk, count: int) -> str:
    mark = desk.pick("प्रतिलिपि :-", "प्रतिलिपि:-", "प्रतिलिपि-", "प्रतिलिपि सूचनार्थ :-")
    ends = ("की ओर सूचनार्थ।", "की ओर सूचनार्थ एवं आवश्यक कार्यवाही हेतु अग्रेषित।", "को सूचनार्थ प्रेषित।")
    lines = "".join(
        f'<div class="{"filler" if n > 1 else ""}">{desk.say(f"{n}.")} {desk.take("designations")}, '
        f"{desk.take('districts')} {desk.pick(*ends)}</div>"
        for n in range(1, count + 1)
    )
    return f"<div>{mark}</div>{lines}"


def _hanging(mark: str, text: str) -> str:
    return (
        '<div style="display:flex;margin:6px 0 6px 26px">'
        f'<div style="flex:none;min-width:72px;margin-right:10px">{mark}</div><div>{text}</div></div>'
    )
