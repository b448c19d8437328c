"""Notesheets, order sheets and pages with remarks in the margin."""

from __future__ import annotations

from pages.layouts.desk import Desk, Draft, two_sides
from pages.pen import BLACK, BLUE, GREEN, Spot, scrawl


def draw_notesheet(desk: Desk) -> Draft:
    """Numbered notes, each signed, below a heading; on green paper where the look says so."""
    words = desk.wording
    start = desk.chance.randint(1, 40)
    line = desk.pick(
        "", f"left:{desk.chance.randint(100, 132)}px;border-left:1.6px solid {desk.pick('#b33', '#373', '#444')}"
    )
    parts = [
        desk.folio_mark(),
        f'<div style="position:absolute;top:0;height:100%;{line}"></div>' if line else "",
        f'<div class="middle" style="font-weight:bold">{desk.pick("टीप", "नोटशीट", "कार्यालयीन टीप", "टिप्पणी")}</div>',
        two_sides(f"नस्ती क्रमांक {desk.say(desk.number)}", f"{desk.take('branches')}"),
        f"<div>विषय :- {desk.take('subjects')}</div><hr>",
    ]
    for index in range(desk.chance.randint(3, 8)):
        text = desk.sentences(desk.chance.randint(1, 3))
        note = desk.take("notes")
        name = desk.signature(
            f"({desk.say(words.name())})",
            desk.take("designations"),
            desk.say(words.date()),
            margin=desk.pick("0 10px 58%", "58% 10px 0"),
        )
        parts.append(
            f'<div class="{"filler" if index else ""}"><p>{desk.say(f"{start + index}.")} {text}</p>'
            f"<p>{note}</p>{name}</div>"
        )
    parts.append(desk.overlays())
    return Draft(
        "note",
        "notesheet",
        desk.language,
        "".join(parts),
        {"file_number": desk.number, "folio": desk.folio or None},
        padding="64px 60px 50px 150px",
    )


def draw_order_sheet(desk: Desk) -> Draft:
    """A revenue court's order sheet: a column of dates and one of proceedings."""
    words = desk.wording
    place = f"{desk.take('tahsils')} जिला {desk.take('districts')} ({desk.take('state')})"
    office = f"न्यायालय {desk.take('designations')}, {place}"
    heads = desk.chance.choice(
        (
            ("दिनांक", "आदेश एवं कार्यवाही"),
            ("आदेश का दिनांक", "आदेश अथवा कार्यवाही, पीठासीन अधिकारी के हस्ताक्षर सहित"),
            ("पेशी दिनांक", "कार्यवाही का विवरण"),
        )
    )
    rows = []
    for index in range(desk.chance.randint(3, 8)):
        text = desk.sentences(desk.chance.randint(1, 3))
        rows.append(
            f'<tr class="{"filler" if index > 1 else ""}"><td>{desk.say(words.date())}</td>'
            f"<td><p>{text}</p>{desk.signature(desk.take('designations'), margin='0 8px 50%')}</td></tr>"
        )
    wide = desk.pick("118px", "136px")
    body = (
        f'{desk.folio_mark()}<div class="middle" style="font-weight:bold">{office}</div>'
        f'<div class="middle" style="text-decoration:underline">{desk.pick("आदेश पत्रक", "आदेश-पत्र", "ऑर्डर शीट")}</div>'
        f'<div class="middle">राजस्व प्रकरण क्रमांक {desk.say(desk.number)}</div>'
        f'<table class="ruled" style="width:100%"><colgroup><col style="width:{wide}"><col></colgroup>'
        f"<tr><th>{heads[0]}</th><th>{heads[1]}</th></tr>{''.join(rows)}</table>{desk.overlays()}"
    )
    return Draft(
        "order_sheet",
        "order-sheet",
        "hi",
        body,
        {"file_number": desk.number, "folio": desk.folio or None},
        padding="58px 50px 40px 70px",
    )


def draw_margin_notes(desk: Desk) -> Draft:
    """A typed note with printed remarks in the left margin and a pen's among them."""
    words = desk.wording
    rows = []
    for index in range(desk.chance.randint(4, 6)):
        remark = desk.take("margin") if desk.chance.random() < 0.7 else ""
        text = f"{desk.say(f'{index + 1}.')} {desk.sentences(desk.chance.randint(1, 3))}"
        rows.append(
            f'<div class="{"filler" if index > 2 else ""}" style="display:flex;margin-bottom:10px">'
            f'<div style="flex:none;width:118px;padding-right:14px;font-size:0.88em">{remark}</div>'
            f'<div style="border-left:1.5px solid #444;padding-left:16px">{text}</div></div>'
        )
    pens = desk.remark(Spot(desk.chance.uniform(18, 40), desk.chance.uniform(760, 960)))
    lines = desk.chance.randint(1, 3)
    pens += scrawl(desk.chance, Spot(380, 960), desk.chance.choice((*BLUE, *GREEN, *BLACK)), 330, lines * 28)
    body = (
        f'{desk.folio_mark()}<div class="middle" style="font-weight:bold">{desk.take("departments")}</div>'
        f'<div class="middle">{desk.take("branches")}</div><div>विषय : {desk.take("subjects")}</div><hr>'
        f"{''.join(rows)}{desk.signature(desk.say(words.name()), desk.take('designations'))}{pens}{desk.overlays()}"
    )
    return Draft(
        "note",
        "margin-notes",
        desk.language,
        body,
        {"file_number": desk.number, "folio": desk.folio or None},
        padding="64px 60px 190px 50px",
    )
