"""The noting side: note sheets of secretariats and districts, order sheets of revenue courts."""

from __future__ import annotations

from office.letters import finish, put_signature, start_pad
from office.office import Desk
from office.pad import Leaf, Pad


def write_notes(desk: Desk, number: str, *, english: bool, pages: int) -> list[Leaf]:
    """Note sheets that go on from page to page."""
    pad = start_pad(desk, "note", english, left=desk.office.choose("paper", (24.0, 40.0, 52.0)))
    fields = _note_head(desk, pad, number, english)
    count = desk.rng.randint(1, 30)
    while len(pad.leaves) <= pages:
        count = _one_note(desk, pad, count, english)
        if len(pad.leaves) == pages and pad.room < 60:
            break
    while len(pad.leaves) > pages:
        pad.leaves.pop()
    return finish(pad, **fields)


def _note_head(desk: Desk, pad: Pad, number: str, english: bool) -> dict[str, str | int | None]:
    office = desk.office
    titles = ("टीप", "नोटशीट", "// नोटशीट //", "कार्यालयीन टीप", "टिप्पणी", "नोट शीट", "एकल नस्ती टीप")
    title = office.choose("note_head", ("NOTE SHEET", "NOTING", "OFFICE NOTE", "Note Sheet") if english else titles)
    house = office.department[english] if office.form == "secretariat" else office.post.house(english)
    style = office.choose("note_sign", range(4))
    if style in (1, 3) and house:
        pad.middle(house, bold=True)
    pad.middle(title, big=1.15, bold=True)
    fields: dict[str, str | int | None] = {}
    if style != 2:
        label = ("File No.", "नस्ती क्रमांक")[not english]
        pad.sides(f"{label} {desk.say(number, english)}", office.sections[0][english])
    if style != 3 or desk.rng.random() < 0.5:
        label = office.choose("subject_label", ("Subject :-", "Sub:") if english else ("विषय :-", "विषय:", "विषय -"))
        pad.hanging(label, desk.say(desk.matter[english], english) + ("" if english else desk.pick("।", "")))
        fields["subject"] = desk.matter[english]
    pad.rule()
    return fields


def _one_note(desk: Desk, pad: Pad, count: int, english: bool) -> int:
    for _ in range(desk.rng.randint(1, 3)):
        text = " ".join(desk.sentence(english) for _ in range(desk.rng.randint(1, 2)))
        pad.paragraph(f"{desk.say(str(count), english)}. {text}", 0.0)
        count += 1
    if desk.rng.random() < 0.4:
        pad.paragraph(desk.say(desk.wording.take("notes")) if not english else "Submitted for orders please.", 10.0)
    post = desk.rng.choice((desk.office.post, *(friend.post for friend in desk.office.friends))).name(english)
    date = desk.write_day(desk.day(), english)
    name = f"({desk.names(english)})"
    ways = ((name, post, date), (name, date), (post, date), (post,))
    put_signature(desk, pad, english, desk.office.choose("note_sign", ways))
    return count


def write_order_sheets(desk: Desk, number: str, *, english: bool, pages: int) -> list[Leaf]:
    """The order sheet of a revenue court: dates at the left, what was done beside them."""
    pad = start_pad(desk, "order_sheet", english, left=16.0, right_margin=14.0)
    office = desk.office
    while True:
        _court_head(desk, pad, number, english)
        dated = pad.left + office.choose("paper", (28.0, 32.0))
        until = pad.right - office.choose("paper", (2.0, 34.0, 2.0))
        page = len(pad.leaves)
        top = pad.y
        while pad.room > 62:
            pad.put(desk.write_day(desk.day(), english), pad.left + 1)
            text = " ".join(desk.sentence(english) for _ in range(desk.rng.randint(1, 3)))
            pad.wrap(text, dated + 2, dated + 2, until=until)
            put_signature(desk, pad, english, (office.post.name(english),))
        pad.leaves[page - 1].rules.append((dated, top - 2, dated, pad.y))
        if len(pad.leaves) >= pages:
            return finish(pad)
        pad.turn()


def _court_head(desk: Desk, pad: Pad, number: str, english: bool) -> None:
    office = desk.office
    place, short = office.district[english], office.state[3 if english else 1]
    first = len(pad.leaves) == 1 or office.choose("court_head", (True, True, False))
    if not first:
        pad.sides(
            desk.pick("आदेश पत्रक (निरंतर)", "क्रमशः") if not english else "Order Sheet (contd.)", desk.say(number, english)
        )
        return
    post = office.post.name(english)
    tahsil = desk.wording.take("tahsils")
    court = f"In the Court of {post}, {place}" if english else office.choose("head", (
        f"न्यायालय {post} {tahsil}, जिला {place} ({short})", f"न्यायालय {post}, {place} ({short})",
        f"न्यायालय : {post}, तहसील {tahsil}",
    ))  # fmt: skip
    titles = ("आदेश पत्रक", "आदेश-पत्र", "राजस्व आदेश पत्र", "राजस्व आदेश-पत्र", "आदेश पत्र", "आर्डर शीट")
    title = office.choose("order_title", ("ORDER SHEET", "Order Sheet") if english else titles)
    if office.choose("court_head", (False, False, True)) and not english:
        pad.middle("फार्म अ")
        pad.middle("(परिपत्र दो-1 की कण्डिका 6 देखिये)")
        pad.middle(title, bold=True)
        pad.middle(court)
    else:
        pad.middle(court, bold=True)
        pad.middle(title, big=1.1, bold=True)
    labels = (
        ("Case No.", "Revenue Case No.")
        if english
        else ("राजस्व प्रकरण क्रमांक", "रा.प्र.क्र.", "प्रकरण क्रमांक", "मामला क्रमांक", "प्र.क्र.")
    )
    label = office.choose("number_label", labels)
    pad.middle(f"{label} {desk.say(number, english)}")
    if office.choose("paper", (True, False)) and not english:
        person, other = desk.wording.name(), desk.wording.name()
        pad.sides(f"आवेदक : {person}", f"अनावेदक : {other}")
    heads = ("Date", "Order or proceedings") if english else office.choose("court_head", (
        ("दिनांक", "आदेश एवं कार्यवाही"), ("कार्यवाही की तारीख", "पीठासीन अधिकारी के हस्ताक्षर सहित कार्यवाही"),
        ("आदेश का दिनांक", "आदेश अथवा कार्यवाही"),
    ))  # fmt: skip
    pad.put(heads[0], pad.left + 1)
    pad.put(heads[1], pad.left + 44)
    pad.skip(1.2)
