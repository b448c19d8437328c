"""Sheets on which something was noticed are listed, the gravest first."""

from nasti.model import Notice
from storage import arranging, flagged, handling


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
