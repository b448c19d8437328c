"""Sheets on which something was noticed are listed, the gravest first."""

from nasti.model import Notice
from storage import arranging, flagged, handling, ledger_nasti, nastis, placing, sheets


def test_flags_are_listed_with_measure_and_place_the_gravest_first(clerk, store, make):
    streak = Notice("streak", 104.5, None, "mm", (1200, 0, 1210, 3508))
    blurred = Notice("blurred", 0.63, 0.55, "mm")
    drawn = [
        make.sheet(0, "एक", kind="letter", part="correspondence", flags=("blank", "streak"), notices=(streak,)),
        make.sheet(1, "दो", kind="letter", part="correspondence", flags=("blurred",), notices=(blurred,)),
        make.sheet(2, "तीन", kind="letter", part="correspondence", flags=()),
    ]
    nasti_id = clerk.file("a.tif", "142/अ-27/1993-94", drawn)
    clerk.file("b.tif", "7/अ-6/2004", [make.sheet(0, "चार", flags=("unreadable",))])
    found = store.read(lambda s: flagged.list_flagged(s, nasti_id))
    assert [(one.notice, one.severity, one.label) for one in found] == [
        (blurred, "fault", "C-2"), (streak, "check", "C-1"), (Notice("blank"), "hint", "C-1"),
    ]  # fmt: skip
    assert (found[0].number, found[0].scan, found[0].position) == ("142/अ-27/1993-94", "a.tif", 1)
    everywhere = store.read(lambda s: flagged.list_flagged(s, least="check"))
    assert [one.notice.name for one in everywhere] == ["blurred", "streak", "unreadable"]


def test_what_was_replaced_is_not_listed_any_more(clerk, store, make):
    drawn = [make.sheet(0, "एक", flags=("blurred",)), make.sheet(1, "एक", flags=())]
    nasti_id = clerk.file("a.tif", "142/अ-27/1993-94", drawn)
    old, new = store.read(lambda s: arranging.order_of(s, nasti_id))
    store.write(lambda s: handling.replace(s, old, [new], "m"))
    assert store.read(flagged.list_flagged) == []


def test_what_was_read_on_a_side_that_is_blank_is_said_only_once_a_person_calls_it_written(clerk, store, make):
    doubt, streak = Notice("turn_unsure", 0.4, 0.6, "share"), Notice("streak", 104.5, None, "mm")
    flags = ("low_confidence", "streak", "turn_unsure", "unreadable")
    back = make.sheet(1, "कचरा", flags=flags, notices=(doubt, streak), part="correspondence")
    front = make.sheet(0, "एक", kind="letter", part="correspondence", flags=("faint",))
    nasti_id = clerk.file("a.tif", "142/अ-27/1993-94", [front, back])
    _, sheet_id = store.read(lambda s: arranging.order_of(s, nasti_id))

    def said():
        stored = store.read(lambda s: nastis.sheets_of_nasti(s, nasti_id))[1].sheet
        listed = store.read(lambda s: flagged.list_flagged(s, nasti_id))
        (counted,) = store.read(lambda s: [one.flags for one in ledger_nasti.read_nastis(s, [nasti_id])])
        assert {one.notice.name for one in listed} == {*counted} == {"faint", *stored.flags}
        return stored.flags, stored.notices

    store.write(lambda s: handling.mark_blank(s, [sheet_id], True, "m"))
    assert said() == (("streak",), (streak,))
    (unbound,) = store.read(nastis.unfinished).unbound
    assert clerk.register(*unbound)
    store.write(lambda s: arranging.undo(s, "m"))
    assert said() == (flags, (streak, doubt))
    store.write(lambda s: handling.mark_blank(s, [sheet_id], True, "m"))
    store.write(lambda s: handling.mark_blank(s, [sheet_id], False, "m"))
    assert said()[0] == flags


def test_a_side_that_its_other_side_shows_to_be_blank_is_not_said_to_be_unreadable(clerk, store, make):
    sha256 = clerk.read("a.tif", [make.sheet(0, "एक", flags=()), make.sheet(1, "कचरा", flags=("streak", "unreadable"))])
    ids = tuple(one.id for one in store.read(lambda s: sheets.sheets_of_scan(s, sha256)))
    piece = placing.Piece(ids, number="142/अ-27/1993-94", blanks=frozenset(ids[1:]))
    store.write(lambda s: placing.place(s, [sha256], [piece]))
    assert [one.notice.name for one in store.read(flagged.list_flagged)] == ["streak"]
