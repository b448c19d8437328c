"""Whatever people do to sheets in whatever order, the ledger balances; and all of it can be taken back."""

from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import select, text

from nasti.errors import InputRejected
from storage import arranging, handling, ledger, nastis, sheets, verify, views
from storage.change_tables import ChangeRow
from storage.search import Options, search
from storage.tables import SheetRow

NUMBERS = ("142/अ-27/1993-94", "7/बी-121/2001-02", None)
PICK = st.integers(0, 1_000_000)
SIDES = st.lists(st.sampled_from(["note", "letter", "blank", "separator"]), min_size=1, max_size=4)


class RecordRoom(RuleBasedStateMachine):
    """A record room where everybody rearranges everything."""

    def __init__(self, new_clerk, make):
        super().__init__()
        self.clerk, self.make = new_clerk(), make
        self.store = self.clerk.store
        self.scans = 0

    def teardown(self):
        self.bind()
        self.store.close()

    @initialize(sides=st.lists(SIDES, min_size=3, max_size=3))
    def begin(self, sides):
        for number, drawn in zip(NUMBERS, sides, strict=True):
            self.scan(number, drawn)
        self.bind()
        self.first = self.arrangement()

    @rule(number=st.sampled_from(NUMBERS), sides=SIDES)
    def scan(self, number, sides):
        drawn = [self.draw(index, side) for index, side in enumerate(sides)]
        self.scans += 1
        sha256 = self.clerk.read(f"{self.scans}.tif", drawn)
        self.clerk.place(sha256, number)

    @rule(pick=PICK, count=st.integers(1, 3), to=PICK, at=st.none() | st.integers(0, 4))
    def move(self, pick, count, to, at):
        moving = self.pick_sheets(pick, count)
        self.do(lambda s: handling.move(s, moving, self.pick_nasti(s, to), at, "m"))

    @rule(nasti=PICK, pick=PICK)
    def reorder(self, nasti, pick):
        nasti_id = self.store.read(lambda s: self.pick_nasti(s, nasti))
        order = self.store.read(lambda s: arranging.order_of(s, nasti_id))
        turned = pick % (len(order) or 1)
        self.do(lambda s: handling.reorder(s, nasti_id, [*order[turned:], *order[:turned]], "m"))

    @rule(old=PICK, new=PICK, count=st.integers(1, 2))
    def replace(self, old, new, count):
        by = self.pick_sheets(new, count)
        self.do(lambda s: handling.replace(s, self.pick_sheets(old, 1)[0], by, "m"))

    @rule(pick=PICK, deg=st.sampled_from([90, 180, 270]))
    def turn(self, pick, deg):
        self.do(lambda s: handling.turn(s, self.pick_sheets(pick, 1), deg, "m"))

    @rule(pick=PICK, blank=st.booleans())
    def mark_blank(self, pick, blank):
        self.do(lambda s: handling.mark_blank(s, self.pick_sheets(pick, 1), blank, "m"))

    @rule(pick=PICK, part=st.sampled_from(["noting", "correspondence", None]))
    def set_part(self, pick, part):
        self.do(lambda s: handling.set_part(s, self.pick_sheets(pick, 2), part, "m"))

    @rule(nasti=PICK, pick=PICK, number=st.sampled_from([*NUMBERS[:2], "9/अ-6/2004"]))
    def split(self, nasti, pick, number):
        self.do(lambda s: handling.split(s, self.pick_nasti(s, nasti), self.pick_sheets(pick, 1)[0], number, None, "m"))

    @rule(nasti=PICK, number=st.sampled_from([*NUMBERS[:2], "9/अ-6/2004"]))
    def place(self, nasti, number):
        self.do(lambda s: handling.place(s, self.pick_nasti(s, nasti), number, None, "m"))

    @rule()
    def undo(self):
        if self.standing():
            self.store.write(lambda s: arranging.undo(s, "m"))

    @rule(pick=PICK)
    def undo_an_earlier_one(self, pick):
        standing = select(ChangeRow.id).where(ChangeRow.undone_at.is_(None)).order_by(ChangeRow.id)
        if changes := self.store.read(lambda s: s.scalars(standing).all()):
            self.do(lambda s: arranging.undo(s, "m", changes[pick % len(changes)]))

    @rule()
    def bind(self):
        """What the line does next."""
        while unbound := self.store.read(nastis.unbound):
            nasti_id, version = unbound[0]
            for one in self.store.read(lambda s, nasti_id=nasti_id: nastis.sheets_of_nasti(s, nasti_id)):
                if one.to_read_again:
                    self.read_again(one)
            assert self.clerk.register(nasti_id, version)
        assert verify.verify(self.store).problems == ()

    @precondition(lambda self: self.standing() and self.scans == len(NUMBERS))
    @rule()
    def undo_everything(self):
        while self.standing():
            self.store.write(lambda s: arranging.undo(s, "m"))
        assert self.arrangement() == self.first
        self.bind()

    @invariant()
    def balances(self):
        found = self.store.read(ledger.balance)
        assert found.unbalanced == ()
        for scan in found.scans:
            there = scan.pages + scan.blanks + scan.separators + scan.rejected + scan.replaced + scan.waiting
            assert there == scan.sheets_in

    @invariant()
    def every_sheet_has_a_place_or_is_replaced(self):
        for nasti_id in self.store.read(lambda s: [line.id for line in views.list_nastis(s)]):
            rows = self.store.read(
                lambda s, nasti_id=nasti_id: s.execute(
                    select(SheetRow.place, SheetRow.replaced_by_id).where(SheetRow.nasti_id == nasti_id)
                ).all()
            )
            assert sorted(place for place, _ in rows if place is not None) == list(
                range(sum(replaced is None for _, replaced in rows))
            )

    @invariant()
    def what_is_replaced_is_not_found(self):
        hits = self.store.read(lambda s: search(s, "पृष्ठ", Options(limit=50))).nastis
        shown = [page.sheet_id for hit in hits for page in hit.pages]
        gone = select(SheetRow.id).where(SheetRow.replaced_by_id.is_not(None), SheetRow.id.in_(shown))
        assert self.store.read(lambda s: s.scalars(gone).all()) == []

    def do(self, work):
        """Do it, or be told why not; either way nothing is half done."""
        before = self.arrangement()
        try:
            self.store.write(work)
        except InputRejected:
            assert self.arrangement() == before

    def arrangement(self):
        ids = self.store.read(lambda s: s.scalars(select(SheetRow.id)).all())
        return self.store.read(lambda s: arranging.arrangements(s, ids))

    def standing(self):
        lines = self.store.read(
            lambda s: s.execute(text("SELECT count(*) FROM change WHERE undone_at IS NULL")).scalar()
        )
        return bool(lines)

    def read_again(self, one):
        told = one.sheet.told
        again = self.make.sheet(
            one.sheet.index, "पृष्ठ", told=told, turn_deg=90 if told.turn_deg is None else told.turn_deg,
            blank=False if told.blank is False else one.sheet.blank, part=one.sheet.part, kind=one.sheet.kind,
            separator=one.sheet.separator,
        )  # fmt: skip
        self.store.write(lambda s: sheets.reread(s, one.id, again))

    def draw(self, index, side):
        looks = {"blank": {"blank": True}, "separator": {"separator": "next"}}.get(side, {})
        part = {"note": "noting", "letter": "correspondence"}.get(side)
        return self.make.sheet(index, f"पृष्ठ {index}", kind=side, part=part, **looks)

    def pick_nasti(self, s, number):
        known = [line.id for line in views.list_nastis(s)]
        return known[number % len(known)]

    def pick_sheets(self, number, count):
        ids = self.store.read(lambda s: s.scalars(select(SheetRow.id).order_by(SheetRow.id)).all())
        at = number % len(ids)
        return [*ids[at:], *ids[:at]][:count]


def test_the_ledger_balances_on_sqlite(sqlite_clerks, make, run_machine):
    run_machine(partial(RecordRoom, sqlite_clerks, make), 8)


def test_the_ledger_balances_on_postgres(postgres_clerks, make, run_machine):
    run_machine(partial(RecordRoom, postgres_clerks, make), 3)
