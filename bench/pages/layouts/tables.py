"""Tables with and without rules, statements with totals, forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pages.layouts.desk import Desk, Draft
from pages.wording import group_digits

Cell = Callable[[Desk], str]

COLUMNS: dict[str, tuple[str, str, Cell]] = {
    "name": ("नाम", "left", lambda desk: desk.wording.name()),
    "father": ("पिता/पति का नाम", "left", lambda desk: desk.wording.name()),
    "village": ("ग्राम", "left", lambda desk: desk.wording.take("villages")),
    "tahsil": ("तहसील", "left", lambda desk: desk.wording.take("tahsils")),
    "khasra": ("खसरा नं.", "center", lambda desk: desk.wording.khasra()),
    "area": ("रकबा (हे.)", "right", lambda desk: f"{desk.chance.uniform(0.02, 5):.3f}"),
    "date": ("दिनांक", "center", lambda desk: desk.wording.date()),
    "remark": ("कैफ़ियत", "left", lambda desk: desk.wording.take("remarks")),
    "post": ("पदनाम", "left", lambda desk: desk.wording.take("designations")),
    "rent": ("लगान", "right", lambda desk: f"{desk.chance.uniform(1, 90):.2f}"),
}
MIXES = {
    "khasra": ("khasra", "area", "name", "father", "rent"),
    "persons": ("name", "father", "village", "khasra", "area"),
    "payments": ("name", "village", "date"),
    "posts": ("post", "name", "tahsil", "remark"),
    "cases": ("name", "khasra", "date", "remark"),
}


def draw_list(desk: Desk) -> Draft:
    """A list, mostly with ruled cells, a serial number in front and often an amount with its total at the end."""
    layout = desk.pick("table-ruled", "table-ruled", "table-plain")
    mix = desk.pick(*MIXES)
    names = MIXES[mix]
    titles = {
        "khasra": "खसरा पाँचसाला की नकल",
        "persons": "प्रभावित भू-स्वामियों की सूची",
        "payments": "भुगतान पत्रक",
        "posts": "रिक्त पदों का विवरण",
        "cases": "लंबित प्रकरणों की सूची",
    }
    amounts = mix in ("payments", "persons") or desk.chance.random() < 0.3
    heads = ["क्र.", *(COLUMNS[name][0] for name in names), *(["राशि (रु.)"] if amounts else [])]
    aligns = ["center", *(COLUMNS[name][1] for name in names), *(["right"] if amounts else [])]
    size = 0.86 if len(heads) > 5 else 0.94
    # No row of a list with a total may be left out.
    fitting = int(800 / (desk.style.size_px * size * desk.style.leading * (1.4 if len(heads) > 5 else 1.1) + 7))
    count = desk.chance.randint(12, 26)
    if amounts:
        count = min(count, fitting)
    money = [desk.chance.randint(300, 900_000) for _ in range(count)]
    rows = [
        [
            f"{n + 1}",
            *(COLUMNS[name][2](desk) for name in names),
            *([group_digits(money[n]) + ".00"] if amounts else []),
        ]
        for n in range(count)
    ]
    if amounts:
        rows.append(["", "योग", *[""] * (len(names) - 1), group_digits(sum(money)) + ".00"])
    body = (
        f'{desk.folio_mark()}<div class="middle" style="font-weight:bold;font-size:1.15em">{titles[mix]}</div>'
        f'<div class="middle">ग्राम {desk.take("villages")} तहसील {desk.take("tahsils")} जिला {desk.take("districts")}'
        f" वर्ष {desk.say(desk.wording.year_range())}</div>"
        f"{_table(desk, heads, rows, aligns, layout, size, whole=amounts)}"
        f"{desk.signature(desk.take('designations'), desk.take('tahsils'))}{desk.overlays()}"
    )
    return Draft("list", layout, "hi", body, {"folio": desk.folio or None}, padding="60px 44px 40px 56px")


def draw_statement(desk: Desk) -> Draft:
    """Expenditure by heads, English or Hindi, with columns of figures and a total."""
    hindi = desk.hindi
    heads = (
        ["मद", "आबंटन", "व्यय", "शेष", "%"] if hindi else ["Head of account", "Allotment", "Expenditure", "Balance", "%"]
    )
    rows, sums = [], [0, 0]
    for _ in range(desk.chance.randint(7, 14)):
        given = desk.chance.randint(20_000, 9_000_000)
        spent = round(given * desk.chance.uniform(0.3, 1))
        sums = [sums[0] + given, sums[1] + spent]
        head = (
            desk.wording.take("branches")
            if hindi
            else f"{desk.wording.fill('{head}', english=True)} - {desk.wording.take('works_en')}"
        )
        rows.append([head, *_figures(given, spent)])
    rows.append(["कुल योग" if hindi else "Total", *_figures(*sums)])
    title = "आय-व्यय का विवरण" if hindi else "STATEMENT OF EXPENDITURE"
    layout = desk.pick("table-ruled", "table-plain")
    body = (
        f'{desk.folio_mark()}<div class="middle" style="font-weight:bold">{title}</div>'
        f'<div class="middle">{"वर्ष" if hindi else "for the year"} {desk.say(desk.wording.year_range())}</div>'
        f"{_table(desk, heads, rows, ['left', *['right'] * 4], layout, 0.92, whole=True)}"
        f"{desk.paragraphs(2)}"
        f"{desk.signature(desk.take('designations' if hindi else 'designations_en'))}{desk.overlays()}"
    )
    return Draft("list", layout, desk.language, body, {"folio": desk.folio or None})


def draw_form(desk: Desk) -> Draft:
    """A form: numbered labels, a colon, and what was filled in, on dotted lines or in boxes."""
    words = desk.wording
    hindi = (
        ("आवेदक का नाम", words.name),
        ("पिता/पति का नाम", words.name),
        ("निवास स्थान", lambda: f"ग्राम {words.take('villages')}, तहसील {words.take('tahsils')}"),
        ("भूमि का विवरण (खसरा क्रमांक)", words.khasra),
        ("रकबा", lambda: f"{desk.chance.uniform(0.1, 4):.3f} हेक्टेयर"),
        ("जमा राशि", lambda: f"₹ {words.amount()}"),
        ("चालान क्रमांक एवं दिनांक", lambda: f"{desk.chance.randint(3, 99)} / {words.date()}"),
        ("जाति प्रमाण-पत्र संलग्न है?", lambda: desk.pick("हाँ", "नहीं", "लागू नहीं")),
        ("प्रस्तुति का दिनांक", words.date),
        ("मोबाइल नंबर", lambda: f"9{desk.chance.randrange(10**9):09d}"),
        ("पटवारी हल्का नंबर", lambda: str(desk.chance.randint(1, 99))),
    )
    english = (
        ("Name of the applicant", lambda: words.take("people_en")),
        ("Designation", lambda: words.take("designations_en")),
        ("Office to which attached", lambda: words.take("departments_en")),
        ("Date of joining", words.date),
        ("Amount claimed", lambda: f"Rs. {words.amount()}"),
        ("Period of leave", lambda: f"from {words.date()} to {words.date()}"),
        ("Purpose", lambda: words.take("works_en")),
        ("Remarks, if any", lambda: desk.pick("Nil", "--", "Recommended")),
    )
    boxed = desk.chance.random() < 0.4
    edge = "border:1.2px solid #333;padding:5px 9px" if boxed else "border-bottom:1.5px dotted #555;padding:3px 6px"
    rows = "".join(
        f'<tr><td style="{edge if boxed else ""};width:46%">{desk.say(f"{n}.")} {label}</td>'
        f'{"" if boxed else "<td style=width:14px>:</td>"}<td style="{edge}">{desk.say(value())}</td></tr>'
        for n, (label, value) in enumerate(hindi if desk.hindi else english, 1)
    )
    title = (
        desk.pick("आवेदन प्रपत्र", "प्रपत्र - ख", "जाँच प्रपत्र") if desk.hindi else desk.pick("APPLICATION FORM", "FORM - B")
    )
    signed = "आवेदक के हस्ताक्षर" if desk.hindi else "Signature of the applicant"
    declare = (
        "मैं घोषणा करता हूँ कि उपरोक्त जानकारी सही है।"
        if desk.hindi
        else "Certified that the particulars given above are correct."
    )
    body = (
        f'{desk.folio_mark()}<div class="middle" style="font-weight:bold;font-size:1.2em">{title}</div>'
        f'<div class="middle">{desk.take("departments" if desk.hindi else "departments_en")}</div>'
        f'<table style="width:100%;border-collapse:collapse;border-spacing:0 8px">{rows}</table>'
        f"<p>{declare}</p>{desk.signature(signed)}{desk.overlays()}"
    )
    return Draft("application", "form", desk.language, body, {"folio": desk.folio or None})


def _figures(given: int, spent: int) -> list[str]:
    return [*(group_digits(value) + ".00" for value in (given, spent, given - spent)), f"{spent / given:.1%}"]


def _table(
    desk: Desk,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    aligns: Sequence[str],
    layout: str,
    size: float,
    *,
    whole: bool,
) -> str:
    top = "".join(f"<th>{desk.say(head)}</th>" for head in heads)
    lines = [
        "".join(
            f'<td style="text-align:{align}">{desk.say(cell)}</td>' for cell, align in zip(row, aligns, strict=True)
        )
        for row in rows
    ]
    body = "".join(f'<tr class="{"" if whole or n < 3 else "filler"}">{line}</tr>' for n, line in enumerate(lines))
    ruled = layout == "table-ruled"
    numbers = (
        "".join(f"<th>{desk.say(str(n + 1))}</th>" for n in range(len(heads))) if desk.chance.random() < 0.25 else ""
    )
    second = f"<tr>{numbers}</tr>" if numbers else ""
    return (
        f'<table class="{"ruled" if ruled else "open"}" style="width:100%;margin:12px 0;font-size:{size}em">'
        f"<tr>{top}</tr>{second}{body}</table>"
    )
