"""Covers, receipts, sparse and blank pages, pages in two columns, two-page spreads."""

from __future__ import annotations

import dataclasses

from pages.layouts.desk import A4_CSS, Desk, Draft, two_sides
from pages.pen import BLUE, GREEN, Spot, scrawl


def draw_cover(desk: Desk) -> Draft:
    """A file's cover: labels and what stands behind them."""
    words = desk.wording
    opened, closed = sorted((words.moment(), words.moment()))
    subject, department, branch = words.take("subjects"), words.take("departments"), words.take("branches")
    keep = desk.pick("3 वर्ष", "10 वर्ष", "स्थायी", "वर्ग ख", "अ - स्थायी")
    rows = [
        (desk.pick("विभाग", "विभाग का नाम"), department),
        (desk.pick("शाखा", "अनुभाग", "कक्ष"), branch),
        (desk.pick("नस्ती क्रमांक", "फाइल क्रमांक", "प्रकरण क्रमांक"), desk.number),
        ("विषय", subject),
        ("वर्ष", str(words.year)),
        (desk.pick("प्रारंभ दिनांक", "प्रारम्भ होने का दिनांक"), words.write_date(opened)),
        (desk.pick("समाप्ति दिनांक", "बंद होने का दिनांक"), words.write_date(closed)),
        (desk.pick("अभिलेख वर्ग", "सुरक्षित रखने की अवधि"), keep),
        (desk.pick("पृष्ठ संख्या", "कुल पृष्ठ"), str(desk.chance.randint(4, 280))),
    ][: desk.chance.randint(7, 9)]
    shown = "".join(_label_row(desk, label, value) for label, value in rows)
    frame = desk.pick("", "border:3px double #222;", "border:2px solid #333;")
    remark = (
        desk.remark(Spot(desk.chance.uniform(100, 420), desk.chance.uniform(880, 1000)))
        if desk.chance.random() < 0.5
        else ""
    )
    body = (
        f'<div style="{frame}padding:44px 34px;margin-top:{desk.chance.randint(20, 130)}px">'
        f'<div class="head" style="font-size:1.35em;font-weight:bold">{desk.take("offices")}, '
        f"जिला {desk.take('districts')} ({desk.take('state')})</div>"
        f'<div class="middle" style="font-size:1.6em;margin:16px 0 28px">'
        f"{desk.pick('नस्ती आवरण', 'नस्ती', 'फाइल कव्हर', 'मिसल')}</div>"
        f'<div style="font-size:1.1em;line-height:1.9">{shown}</div></div>{remark}{desk.overlays()}'
    )
    fields = {
        "department": department, "section": branch, "file_number": desk.number, "subject": subject,
        "year": words.year, "opened": opened.isoformat(), "closed": closed.isoformat(), "retention": keep,
    }  # fmt: skip
    return Draft("cover", "cover", "hi", body, fields, padding="50px 62px")


def _label_row(desk: Desk, label: str, value: str) -> str:
    return (
        f'<div style="display:flex"><div style="flex:none;width:212px">{label}</div><div style="flex:none;width:26px">'
        f"{desk.pick(':', ':', ':-')}</div><div><b>{desk.say(value)}</b></div></div>"
    )


def draw_two_columns(desk: Desk) -> Draft:
    """A page like a gazette's: a heading across, then two columns with a rule between."""
    hindi = desk.hindi
    title = (
        desk.pick("अधिसूचना", "भाग 1 - विविध सूचनाएँ", "सूचना")
        if hindi
        else desk.pick("NOTIFICATION", "PART I - MISCELLANEOUS")
    )
    page = desk.chance.randint(100, 999)
    ends = (desk.say("भाग 1 ]"), desk.say(f"[ पृष्ठ {page}")) if hindi else ("PART I ]", f"[ Page {page}")
    column = 'class="half" style="flex:1;min-width:0;height:860px;overflow:hidden;text-align:justify"'
    lengths = desk.chance.choice(((14, 14), (14, 6), (9, 8)))
    halves = [
        "".join(f'<p class="filler">{desk.say(f"{n}.")} {desk.sentences(2)}</p>' for n in range(start, start + count))
        for start, count in zip((1, 15), lengths, strict=True)
    ]
    body = (
        f"{two_sides(*ends, 'border-bottom:2px solid #222')}"
        f'<div class="head" style="font-weight:bold;font-size:1.2em">{title}</div>'
        f'<div class="middle">{desk.take("departments" if hindi else "departments_en")}</div>'
        f'<div style="display:flex;gap:34px;font-size:0.88em"><div {column}>{halves[0]}</div>'
        f'<div style="border-left:1px solid #333"></div><div {column}>{halves[1]}</div></div>{desk.overlays()}'
    )
    return Draft("circular", "two-column", desk.language, body, {}, padding="56px 50px 40px")


def draw_receipt(desk: Desk) -> Draft:
    """A small printed receipt with its blanks filled in."""
    words = desk.wording
    number = str(desk.chance.randint(1001, 99999))
    if desk.hindi:
        lines = [
            f'<div class="head" style="font-weight:bold">{desk.take("offices")} {desk.take("districts")}</div>',
            two_sides(f"रसीद क्र. {desk.say(number)}", f"दिनांक {desk.say(words.date())}"),
            f"<p>श्री/श्रीमती {desk.say(words.name())} से {desk.take('subjects')} हेतु राशि रुपये "
            f"<b>{desk.say(words.amount())}</b> नगद प्राप्त हुए।</p>",
            two_sides(f"₹ {desk.say(words.amount())}", "प्राप्तकर्ता"),
        ]
    else:
        lines = [
            f'<div class="head" style="font-weight:bold">{desk.take("offices_en")}, {desk.take("districts_en")}</div>',
            two_sides(f"Receipt No. {number}", f"Date {words.date()}"),
            f"<p>Received from {desk.take('people_en')} the sum of Rs. <b>{words.amount()}</b> on account of "
            f"{desk.take('works_en')}.</p>",
            two_sides(f"Rs. {words.amount()}", "Cashier"),
        ]
    pen = desk.remark(Spot(330, 205)) if desk.chance.random() < 0.6 else ""
    body = f'<div style="border:1.5px solid #333;padding:14px 18px;height:262px">{"".join(lines)}</div>{pen}'
    return Draft("list", "receipt", desk.language, body, {}, size_css=(561.6, 345.6), padding="24px 26px")


def draw_sparse(desk: Desk) -> Draft:
    """A page with hardly anything on it: a number and a date, one line, a title."""
    words = desk.wording
    number = words.letter_number()
    choices = (
        two_sides(f"क्रमांक {desk.say(number)}", f"दिनांक {desk.say(words.date())}"),
        f"<p>{desk.sentences(1)}</p>",
        f'<div class="middle" style="margin-top:420px;font-size:1.5em">परिशिष्ट - {desk.pick("अ", "ब", "क")}</div>',
        f'<div style="margin-top:600px">{desk.take("notes")}</div>{desk.signature(desk.take("designations"))}',
        '<div class="middle" style="margin-top:160px;font-weight:bold">संलग्न सूची</div>'
        f'<div class="middle">{desk.say(f"(पृष्ठ 1 से {desk.chance.randint(5, 40)} तक)")}</div>',
    )
    return Draft(
        "note", "sparse", "hi", f"{desk.folio_mark()}{choices[desk.folio % len(choices)]}{desk.overlays()}", {}
    )


def draw_handwritten(desk: Desk) -> Draft:
    """A printed heading above lines that a pen wrote: nearly all of the page is handwriting."""
    pens = ""
    top = 300.0
    for _ in range(desk.chance.randint(2, 3)):
        height = desk.chance.randint(90, 190)
        if desk.chance.random() < 0.4:
            pens += scrawl(desk.chance, Spot(120, top), desk.chance.choice((*BLUE, *GREEN)), 580, height)
        else:
            pens += desk.written_lines(Spot(120, top), lines=height // 34, width=580)
        pens += desk.remark(Spot(desk.chance.uniform(120, 420), top + height + 14))
        top += height + 70
    body = (
        f"{desk.folio_mark()}{desk.head(desk.take('departments'))}"
        f"{two_sides('नस्ती क्रमांक ' + desk.say(desk.number), 'पृष्ठ ' + desk.say(str(desk.chance.randint(2, 60))))}"
        f"<div>विषय :- {desk.take('subjects')}</div>{pens}{desk.overlays()}"
    )
    return Draft("note", "handwritten", "hi", body, {"file_number": desk.number})


def draw_blank(desk: Desk) -> Draft:
    """An empty back."""
    return Draft("blank", "blank", "", "", {})


def join_spread(left: Draft, right: Draft) -> Draft:
    """Two pages side by side on one wide scan, the left one read first."""
    width, height = A4_CSS
    halves = "".join(
        f'<div class="half" style="position:absolute;left:{place * width}px;top:0;'
        f"width:{width}px;height:{height}px;overflow:hidden;"
        f'box-sizing:border-box;padding:{draft.padding}">{draft.body}</div>'
        for place, draft in enumerate((left, right))
    )
    language = left.language if left.language == right.language else "hi+en"
    return Draft(left.kind, "spread", language, halves, left.fields, size_css=(2 * width, height), padding="0")


def embolden(draft: Draft) -> Draft:
    """The same page with bold headings and every second paragraph bold and underlined."""
    rule = "<style>.head,.middle,p:nth-of-type(2n){font-weight:bold;text-decoration:underline}</style>"
    return dataclasses.replace(draft, body=rule + draft.body)
