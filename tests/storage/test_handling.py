"""What people do to sheets holds at once, is kept, and can be taken back."""

import pytest
from sqlalchemy import select

from nasti.errors import InputRejected, NotFound
from nasti.model import Told
from nasti.slips import Slip
from storage import arranging, handling, keywords, ledger, nastis, placing, sheets, slips, verify, views
from storage.search import search
from storage.tables import SheetRow

NUMBER, OTHER = "142/अ-27/1993-94", "7/बी-121/2001-02"


def letters(make, *texts):
    return [make.sheet(index, text, kind="letter", part="correspondence") for index, text in enumerate(texts)]


@pytest.fixture
def filed(clerk, make):
    """Two nasti of three letters each; gives back their rows."""
    first = clerk.file("a.tif", NUMBER, letters(make, "एक", "दो", "तीन"))
    return first, clerk.file("b.tif", OTHER, letters(make, "चार", "पांच", "छह"))


def texts(store, nasti_id):
    return [one.sheet.text for one in store.read(lambda s: nastis.sheets_of_nasti(s, nasti_id))]


def order(store, nasti_id):
    return store.read(lambda s: arranging.order_of(s, nasti_id))


def bind_again(clerk):
    for nasti_id, version in clerk.store.read(nastis.unfinished).unbound:
        assert clerk.register(nasti_id, version)


def assert_sound(store):
    assert store.read(ledger.balance).unbalanced == ()
    assert verify.verify(store).problems == ()


def test_sheets_move_to_another_nasti_and_back(clerk, store, filed):
    first, second = filed
    moving = order(store, first)[:2]
    change = store.write(lambda s: handling.move(s, moving, second, 1, "मीरा"))
    assert (texts(store, first), texts(store, second)) == (["तीन"], ["चार", "एक", "दो", "पांच", "छह"])
    assert store.read(lambda s: search(s, "एक")).total_pages == 0, "a page that left is not found where it was"
    assert_sound(store)
    bind_again(clerk)
    (hit,) = store.read(lambda s: search(s, "एक")).nastis
    assert (hit.nasti_id, hit.pages[0].label) == (second, "C-2")
    assert store.read(lambda s: views.show(s, OTHER)).labels == ("C-1", "C-2", "C-3", "C-4", "C-5")
    assert_sound(store)

    assert store.write(lambda s: arranging.undo(s, "मीरा")).id == change
    bind_again(clerk)
    assert (texts(store, first), texts(store, second)) == (["एक", "दो", "तीन"], ["चार", "पांच", "छह"])
    assert store.read(lambda s: search(s, "एक")).nastis[0].nasti_id == first
    (done,) = store.read(lambda s: arranging.history(s, first))
    assert (done.kind, done.made_by, done.undone_by) == ("move", "मीरा", "मीरा")
    assert_sound(store)


def test_sheets_are_put_in_another_order(clerk, store, filed):
    first, _ = filed
    before = order(store, first)
    assert store.write(lambda s: handling.reorder(s, first, before, "m")) is None
    store.write(lambda s: handling.reorder(s, first, before[::-1], "m"))
    assert texts(store, first) == ["तीन", "दो", "एक"]
    bind_again(clerk)
    assert store.read(lambda s: search(s, "तीन")).nastis[0].pages[0].label == "C-1"
    with pytest.raises(InputRejected, match="every sheet"):
        store.write(lambda s: handling.reorder(s, first, before[1:], "m"))
    assert_sound(store)


def test_a_rescan_takes_the_place_of_a_page_which_is_kept(clerk, store, make, filed):
    first, _ = filed
    old = order(store, first)[1]
    store.write(lambda s: keywords.add_keywords(s, old, ["सीमांकन"], "मीरा"))
    stack = clerk.file("rescan.tif", None, letters(make, "दूसरी", "फालतू"))
    new, _ = order(store, stack)
    store.write(lambda s: handling.replace(s, old, [new], "मीरा"))
    assert texts(store, first) == ["एक", "दूसरी", "तीन"]
    assert store.read(lambda s: search(s, "दो")).total_pages == 0
    bind_again(clerk)
    (hit,) = store.read(lambda s: search(s, "सीमांकन")).nastis
    assert (hit.nasti_id, hit.pages[0].sheet_id) == (first, new), "keywords of a page outlive its rescan"
    assert store.read(lambda s: keywords.keywords_of(s, [new])) == {new: ("सीमांकन",)}
    balances = {scan.name.name: scan for scan in store.read(ledger.balance).scans}
    assert (balances["a.tif"].pages, balances["a.tif"].replaced) == (2, 1)
    assert_sound(store)

    newest, *_ = order(store, stack)
    store.write(lambda s: handling.replace(s, new, [newest], "मीरा"))
    bind_again(clerk)
    assert store.read(lambda s: keywords.keywords_of(s, [newest])) == {newest: ("सीमांकन",)}
    assert store.read(lambda s: s.get_one(SheetRow, old).replaced_by_id) == newest
    for _ in range(2):
        store.write(lambda s: arranging.undo(s, "मीरा"))
    bind_again(clerk)
    assert (texts(store, first), texts(store, stack)) == (["एक", "दो", "तीन"], ["दूसरी", "फालतू"])
    assert store.read(lambda s: search(s, "सीमांकन")).nastis[0].pages[0].sheet_id == old
    assert_sound(store)


def test_keywords_given_to_a_page_and_to_its_rescan_are_one_keyword(clerk, store, make, filed):
    first, second = filed
    old, new = order(store, first)[0], order(store, second)[0]
    for sheet_id in (old, new):
        store.write(lambda s, sheet_id=sheet_id: keywords.add_keywords(s, sheet_id, ["नक्शा"], "m"))
    store.write(lambda s: handling.replace(s, old, [new], "m"))
    bind_again(clerk)
    assert store.read(lambda s: keywords.keywords_of(s, [new])) == {new: ("नक्शा",)}
    assert store.write(lambda s: keywords.remove_keywords(s, new, ["नक्शा"], "m")) == ("नक्शा",)
    assert store.read(lambda s: keywords.keywords_of(s, [new])) == {}
    assert store.read(lambda s: search(s, "नक्शा")).total_pages == 0
    assert_sound(store)


def test_an_older_scan_may_take_its_place_again(clerk, store, filed):
    first, second = filed
    one, two, three = order(store, first)
    other = order(store, second)[0]
    store.write(lambda s: handling.replace(s, two, [other], "m"))
    store.write(lambda s: handling.replace(s, other, [two, three], "m"))
    assert order(store, first) == [one, two, three]
    assert store.read(lambda s: s.get_one(SheetRow, other).replaced_by_id) == two
    bind_again(clerk)
    assert_sound(store)


def test_a_page_is_replaced_only_in_its_place_and_by_another(store, filed):
    first, _ = filed
    one, two, _ = order(store, first)
    store.write(lambda s: handling.replace(s, one, [two], "m"))
    for wrong in ([one], []):
        with pytest.raises(InputRejected, match="can be replaced"):
            store.write(lambda s, wrong=wrong: handling.replace(s, two, wrong and [two], "m"))
    with pytest.raises(InputRejected, match="can be replaced"):
        store.write(lambda s: handling.replace(s, one, [two], "m"))
    with pytest.raises(NotFound):
        store.write(lambda s: handling.replace(s, 999, [two], "m"))


def test_a_turned_page_is_to_be_read_again_until_it_is(clerk, store, make, filed):
    first, _ = filed
    sheet_id = order(store, first)[0]

    def stored():
        return store.read(lambda s: nastis.sheets_of_nasti(s, first))[0]

    assert not stored().to_read_again
    store.write(lambda s: handling.turn(s, [sheet_id], 180, "m"))
    assert (stored().to_read_again, stored().sheet.told.turn_deg) == (True, 270)
    again = make.sheet(0, "सीधा", turn_deg=270, told=Told(turn_deg=270), part="correspondence")
    store.write(lambda s: sheets.reread(s, sheet_id, again))
    assert (stored().to_read_again, stored().sheet.text, stored().sheet.turn_deg) == (False, "सीधा", 270)
    assert store.read(lambda s: search(s, "सीधा")).total_pages == 1
    store.write(lambda s: arranging.undo(s, "m"))
    assert stored().to_read_again
    with pytest.raises(InputRejected, match="90, 180 or 270"):
        store.write(lambda s: handling.turn(s, [sheet_id], 45, "m"))


def test_a_side_called_blank_is_no_page_and_one_called_written_is_read(clerk, store, make):
    nasti_id = clerk.file("a.tif", NUMBER, [*letters(make, "एक", "दो"), make.sheet(2, blank=True, kind="blank")])
    _, two, back = order(store, nasti_id)
    store.write(lambda s: handling.mark_blank(s, [two], True, "m"))
    store.write(lambda s: handling.mark_blank(s, [back], False, "m"))
    stored = store.read(lambda s: nastis.sheets_of_nasti(s, nasti_id))
    assert [one.to_read_again for one in stored] == [False, False, True]
    assert [(one.sheet.blank, one.sheet.kind) for one in stored] == [
        (False, "letter"), (True, "blank"), (False, "other"),
    ]  # fmt: skip
    store.write(lambda s: sheets.reread(s, back, make.sheet(2, "आद्याक्षर", told=Told(blank=False))))
    bind_again(clerk)
    assert store.read(lambda s: views.show(s, NUMBER)).labels == ("C-1", None, "C-2")
    assert_sound(store)
    for _ in range(2):
        store.write(lambda s: arranging.undo(s, "m"))
    assert store.read(lambda s: nastis.sheets_of_nasti(s, nasti_id))[2].to_read_again


def test_what_people_say_of_a_part_is_handed_on(store, filed):
    first, _ = filed
    sheet_id = order(store, first)[0]
    store.write(lambda s: handling.set_part(s, [sheet_id], "noting", "m"))
    assert store.read(lambda s: nastis.sheets_of_nasti(s, first))[0].sheet.told == Told(part="noting")


def test_a_nasti_is_split_where_a_slip_was_missed(clerk, store, filed):
    first, second = filed
    at = order(store, first)[1]
    store.write(lambda s: handling.split(s, first, at, "143/अ-27/1993-94", None, "m"))
    bind_again(clerk)
    new = store.read(lambda s: views.show(s, "143/अ-27/1993-94"))
    assert ([sheet.text for sheet in new.understood.sheets], texts(store, first)) == (["दो", "तीन"], ["एक"])
    assert new.line.department == "rajasva"
    with pytest.raises(InputRejected, match="already"):
        store.write(lambda s: handling.split(s, first, order(store, first)[0], NUMBER, None, "m"))
    with pytest.raises(InputRejected, match="no place"):
        store.write(lambda s: handling.split(s, second, at, "9/अ-6/2001", None, "m"))
    assert_sound(store)


def test_an_unplaced_stack_is_placed_in_one_step(clerk, store, make, filed):
    first, _ = filed
    stack = clerk.file("stray.tif", None, letters(make, "सात"))
    (waiting,) = store.read(views.list_unplaced)
    assert (waiting.id, waiting.number) == (stack, None)
    store.write(lambda s: handling.place(s, stack, "१४२/अ-२७/१९९३-९४", None, "m"))
    bind_again(clerk)
    assert texts(store, first) == ["एक", "दो", "तीन", "सात"]
    assert store.read(views.list_unplaced) == []
    assert stack not in [one.id for one in store.read(views.list_nastis)]
    assert_sound(store)
    store.write(lambda s: arranging.undo(s, "m"))
    bind_again(clerk)
    assert [one.id for one in store.read(views.list_unplaced)] == [stack]
    assert_sound(store)


def test_what_waits_behind_a_slip_goes_where_the_slip_is_bound_to(clerk, store, make, filed):
    first, _ = filed
    (slip,) = store.write(lambda s: slips.issue(s, [Slip("nasti")], "m"))
    sha256 = clerk.read("blank-slip.tif", letters(make, "सात"))
    (sheet,) = store.read(lambda s: sheets.sheets_of_scan(s, sha256))
    piece = placing.Piece((sheet.id,), serial=slip.serial)
    store.write(lambda s: placing.place(s, [sha256], [piece]))
    bind_again(clerk)
    assert store.write(lambda s: handling.place_waiting(s, slip, "m")) is None, "it has no number yet"
    bound = store.write(lambda s: slips.bind(s, slip.serial, Slip("nasti", number=NUMBER, department="rajasva"), "m"))
    assert store.write(lambda s: handling.place_waiting(s, bound, "m")) is not None
    bind_again(clerk)
    assert texts(store, first) == ["एक", "दो", "तीन", "सात"]
    assert store.write(lambda s: handling.place_waiting(s, bound, "m")) is None, "nothing waits any more"
    assert_sound(store)


def test_whatever_a_person_calls_a_number_is_one(clerk, store, make):
    stack = clerk.file("stray.tif", None, letters(make, "सात"))
    store.write(lambda s: handling.place(s, stack, "विविध आवक पंजी", "स्थापना", "m"))
    bind_again(clerk)
    (line,) = store.read(views.list_nastis)
    assert (line.number, line.department, line.placed) == ("विविध आवक पंजी", "स्थापना", True)
    with pytest.raises(InputRejected, match="no sheets"):
        store.write(lambda s: handling.place(s, stack, "9/अ-6/2001", None, "m"))


def test_a_later_scan_stays_behind_what_comes_back(clerk, store, make, filed):
    first, second = filed
    store.write(lambda s: handling.move(s, order(store, first)[2:], second, None, "m"))
    bind_again(clerk)
    clerk.file("c.tif", NUMBER, letters(make, "आठ"))
    store.write(lambda s: arranging.undo(s, "m"))
    assert texts(store, first) == ["एक", "दो", "तीन", "आठ"]
    bind_again(clerk)
    assert_sound(store)


def test_a_later_scan_closes_ranks_behind_what_leaves_again(clerk, store, make, filed):
    first, second = filed
    store.write(lambda s: handling.move(s, order(store, first), second, None, "m"))
    clerk.file("c.tif", OTHER, letters(make, "आठ"))
    store.write(lambda s: arranging.undo(s, "m"))
    assert texts(store, second) == ["चार", "पांच", "छह", "आठ"]
    places = select(SheetRow.place).where(SheetRow.nasti_id == second).order_by(SheetRow.place)
    assert store.read(lambda s: s.scalars(places).all()) == [0, 1, 2, 3]
    bind_again(clerk)
    assert_sound(store)


def test_an_earlier_change_can_be_undone_although_it_moves_the_sheets_of_a_later_one(clerk, store, make, filed):
    first, second = filed
    moved = store.write(lambda s: handling.move(s, order(store, first), second, 0, "m"))
    clerk.file("c.tif", OTHER, letters(make, "आठ"))
    eighth = order(store, second)[-1]
    turned = store.write(lambda s: handling.turn(s, [eighth], 90, "m"))
    store.write(lambda s: arranging.undo(s, "m", moved))
    store.write(lambda s: arranging.undo(s, "m", turned))
    assert texts(store, second) == ["चार", "पांच", "छह", "आठ"]
    assert store.read(lambda s: arranging.arrangements(s, [eighth]))[eighth].turn_deg is None
    assert_sound(store)


def test_a_change_is_undone_before_those_it_rests_on(store, filed):
    first, second = filed
    sheet_id = order(store, first)[0]
    one = store.write(lambda s: handling.move(s, [sheet_id], second, 0, "m"))
    two = store.write(lambda s: handling.move(s, [sheet_id], second, None, "m"))
    with pytest.raises(InputRejected, match=f"Undo change {two} first"):
        store.write(lambda s: arranging.undo(s, "m", one))
    store.write(lambda s: arranging.undo(s, "m", two))
    store.write(lambda s: arranging.undo(s, "m", one))
    with pytest.raises(NotFound):
        store.write(lambda s: arranging.undo(s, "m"))


def test_sheets_of_a_scan_that_is_still_read_stay_where_they_are(clerk, store, make, filed):
    first, _ = filed
    sha256 = clerk.read("new.tif", letters(make, "नौ"))
    (sheet,) = store.read(lambda s: sheets.sheets_of_scan(s, sha256))
    with pytest.raises(InputRejected, match="still being read"):
        store.write(lambda s: handling.move(s, [sheet.id], first, None, "m"))


def test_a_sheet_is_named_once(store, filed):
    first, second = filed
    sheet_id = order(store, first)[0]
    with pytest.raises(InputRejected, match="twice"):
        store.write(lambda s: handling.move(s, [sheet_id, sheet_id], second, None, "m"))
