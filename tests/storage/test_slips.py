"""The register of printed slips."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from nasti.errors import InputRejected, NotFound
from nasti.serials import ALPHABET, is_serial
from nasti.slips import Slip, read_slip, write_bars
from storage import slips
from storage.events import verify_chain
from storage.store import Store
from storage.tables import EventRow, SlipRow

FULL = Slip("nasti", number="142/अ-27/1993-94", department="राजस्व", subject="भूमि", noting_pages=12, sheets=31)


def issue(store: Store, *wanted: Slip) -> tuple[Slip, ...]:
    return store.write(lambda s: slips.issue(s, wanted, "sita"))


def bind(store: Store, serial: str, slip: Slip, **how: bool) -> Slip:
    return store.write(lambda s: slips.bind(s, serial, slip, "gita", **how))


def resolve(store: Store, slip: Slip) -> Slip:
    return store.read(lambda s: slips.resolve(s, slip))


def test_every_slip_gets_a_serial_of_its_own_and_is_found_by_it(store: Store) -> None:
    issued = issue(store, FULL, replace(FULL, side="B", serial="OTHER"), Slip("larger"))
    assert len({one.serial for one in issued}) == 3
    assert all(is_serial(one.serial) and one.side == "A" for one in issued)
    assert [replace(one, serial="") for one in issued] == [FULL, FULL, Slip("larger")]
    for one in issued:
        assert store.read(lambda s, one=one: slips.find(s, one.serial)) == one


def test_a_serial_that_is_taken_is_drawn_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["AAAAAAA", "AAAAAAA", "BBBBBBB"])
    monkeypatch.setattr(slips, "make_serial", lambda: next(drawn))
    assert [one.serial for one in issue(store, FULL, FULL)] == ["AAAAAAA", "BBBBBBB"]


def test_a_blank_slip_says_what_it_was_bound_to(store: Store) -> None:
    (blank,) = issue(store, Slip("nasti", lot="L-1"))
    bound = bind(store, blank.serial, Slip("larger", number="12/अ-6/2004", subject="सीमांकन"))
    assert bound == replace(blank, number="12/अ-6/2004", subject="सीमांकन")
    assert resolve(store, replace(blank, side="B")) == replace(bound, side="B")
    assert bind(store, blank.serial, Slip("nasti", number="१२/अ-6/2004", sheets=9)).sheets == 9


def test_a_slip_of_another_number_is_bound_only_when_that_is_meant(store: Store) -> None:
    (blank,) = issue(store, Slip("nasti"))
    bind(store, blank.serial, Slip("nasti", number="12/अ-6/2004"))
    with pytest.raises(InputRejected, match="--again"):
        bind(store, blank.serial, Slip("nasti", number="13/अ-6/2004"))
    assert bind(store, blank.serial, Slip("nasti", number="13/अ-6/2004"), again=True).number == "13/अ-6/2004"


def test_a_serial_that_was_never_printed_cannot_be_bound(store: Store) -> None:
    with pytest.raises(NotFound, match="check character"):
        bind(store, "0000001", FULL)
    with pytest.raises(NotFound, match=r"store\.$"):
        bind(store, "0" * 7, FULL)
    assert store.read(lambda s: slips.find(s, "0" * 7)) is None


def test_bars_alone_are_made_whole(store: Store) -> None:
    (printed,) = issue(store, FULL)
    read = read_slip(write_bars(replace(printed, side="B")))
    assert read is not None
    assert resolve(store, read) == replace(printed, side="B")


def test_what_a_slip_was_bound_to_wins_over_what_is_printed_on_it(store: Store) -> None:
    (printed,) = issue(store, FULL)
    bind(store, printed.serial, Slip("nasti", number="99/ब-121/2001"), again=True)
    assert resolve(store, printed).number == "99/ब-121/2001"


@pytest.mark.parametrize(
    "foreign",
    [Slip("nasti", ""), Slip("patch"), Slip("nasti", "ZZZZZZZ", number="1/2/2003"),
     Slip("noting", "SERIAL"), Slip("nasti", "SERIAL", number="77/अ-1/1999")],
)  # fmt: skip
def test_slips_of_other_stores_speak_for_themselves(store: Store, foreign: Slip) -> None:
    (printed,) = issue(store, FULL)
    foreign = replace(foreign, serial=printed.serial) if foreign.serial == "SERIAL" else foreign
    assert resolve(store, foreign) == foreign


def test_printing_and_binding_are_in_the_chain(store: Store) -> None:
    (blank,) = issue(store, Slip("nasti", subject="\0"))
    for _ in range(2):
        bind(store, blank.serial, FULL)
    entries = store.read(
        lambda s: [(one.kind, one.detail) for one in s.scalars(select(EventRow).order_by(EventRow.id))]
    )
    assert [kind for kind, _ in entries] == ["slip_printed", "slip_bound"]
    assert entries[1][1]["number"] == FULL.number and entries[1][1]["by"] == "gita"
    assert store.read(verify_chain) == []
    (row,) = store.read(lambda s: s.execute(select(SlipRow.printed_by, SlipRow.bound_by, SlipRow.said)).all())
    assert (row.printed_by, row.bound_by) == ("sita", "gita")
    assert row.said == {
        "kind": "nasti",
        "subject": "भूमि",
        "number": FULL.number,
        "department": "राजस्व",
        "noting_pages": 12,
        "sheets": 31,
    }


def test_serials_are_written_in_letters_that_bars_can_carry() -> None:
    assert set(ALPHABET) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
