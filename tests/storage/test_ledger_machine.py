"""Whatever happens in whatever order, the ledger balances, and all that is unfinished can be finished."""

import itertools
from collections import Counter
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from nasti.errors import InputRejected, ToolFailed
from storage import ledger, nastis, scans, sheets, tree, verify, views

NUMBERS = (None, "142/अ-27/1993-94", "7/बी-121/2001-02")
DEPARTMENTS = ("", "rajasva")
OWNERS = ("first", "second")
SIDES = ("cover", "note", "letter", "blank", "separator")
PICK = st.integers(0, 1_000_000)


class Ledger(RuleBasedStateMachine):
    """A line whose workers do things in any order, twice, late, or not at all."""

    def __init__(self, new_clerk, make):
        super().__init__()
        self.clerk, self.make = new_clerk(), make
        self.store = self.clerk.store
        self.names = map("{}.tif".format, itertools.count())
        self.drops = Counter()
        self.sheets_in: dict[str, int | None] = {}
        self.given_up: set[str] = set()
        self.numbers: dict[str, str | None] = {}

    def teardown(self):
        self.finish_everything()
        self.store.close()

    @rule(number=st.sampled_from(NUMBERS), department=st.sampled_from(DEPARTMENTS))
    def drop(self, number, department):
        noted = self.clerk.take(self.clerk.drop(next(self.names), department=department))
        assert noted.outcome == "new"
        self.drops["kept"] += 1
        self.sheets_in[noted.sha256], self.numbers[noted.sha256] = None, number

    @precondition(lambda self: self.sheets_in)
    @rule(pick=PICK, elsewhere=st.booleans())
    def drop_again(self, pick, elsewhere):
        sha256 = self.pick(pick)
        (key,) = self.store.read(lambda s: scans.originals_of(s, sha256)).keys
        content = self.store.files.read(key).decode()
        name = next(self.names) if elsewhere else content
        noted = self.clerk.take(self.clerk.drop(name, content, department="" if elsewhere else "rajasva"))
        assert noted.sha256 == sha256
        assert noted.outcome in ("resumed", "duplicate")
        self.drops["duplicate"] += noted.outcome == "duplicate"

    @rule()
    def refuse(self):
        drop = self.clerk.drop(next(self.names))
        error = InputRejected("It is empty.", "यह खाली है।")
        self.store.write(lambda s: scans.refuse(s, drop.path, drop.files, "", "", 0, False, drop.inside, error))
        self.drops["refused"] += 1

    @precondition(lambda self: self.sheets_in)
    @rule(pick=PICK, count=st.integers(1, 4))
    def split(self, pick, count):
        sha256 = self.pick(pick)
        count = self.sheets_in[sha256] or count
        if sha256 not in self.given_up or self.sheets_in[sha256]:
            self.store.write(lambda s: scans.split(s, sha256, count))
            self.sheets_in[sha256] = count

    @precondition(lambda self: self.split_scans())
    @rule(pick=PICK, owner=st.sampled_from(OWNERS))
    def begin(self, pick, owner):
        sha256, index = self.pick_sheet(pick)
        self.store.write(lambda s: sheets.begin(s, sha256, index, owner))

    @precondition(lambda self: self.split_scans())
    @rule(pick=PICK, owner=st.sampled_from(OWNERS), side=st.sampled_from(SIDES))
    def finish(self, pick, owner, side):
        sha256, index = self.pick_sheet(pick)
        self.read_sheet(sha256, index, owner, side)

    @precondition(lambda self: self.split_scans())
    @rule(pick=PICK, owner=st.sampled_from(OWNERS))
    def park(self, pick, owner):
        sha256, index = self.pick_sheet(pick)
        self.store.write(lambda s: sheets.park(s, sha256, index, owner, ToolFailed("It crashed.")))

    @precondition(lambda self: self.sheets_in)
    @rule(pick=PICK)
    def reject(self, pick):
        sha256 = self.pick(pick)
        self.store.write(lambda s: scans.reject(s, sha256, InputRejected("It is damaged.")))
        state = {scan.sha256: scan.state for scan in self.store.read(views.list_scans)}[sha256]
        if state == "rejected":
            self.given_up.add(sha256)

    @rule()
    def place(self):
        for sha256 in self.store.read(nastis.unfinished).unplaced[:1]:
            placed = self.clerk.place(sha256, self.numbers[sha256])
            assert self.clerk.place(sha256, None) == placed

    @rule(back=st.integers(0, 1))
    def register(self, back):
        for nasti_id, version in self.store.read(nastis.unfinished).unbound[:1]:
            assert self.clerk.register(nasti_id, version - back) == (back == 0)

    @rule()
    def write_folders(self):
        for nasti_id in self.store.read(tree.folders_behind):
            tree.write_tree(self.store, nasti_id)

    @rule()
    def put_away(self):
        for away in self.store.read(scans.to_put_away):
            self.store.write(lambda s, away=away: scans.put_away(s, away.arrival_id, away.path.with_suffix(".done")))

    @invariant()
    def balances(self):
        found = self.store.read(ledger.balance)
        assert found.unbalanced == ()
        assert {scan.sha256: scan.sheets_in for scan in found.scans} == {
            sha256: count or 0 for sha256, count in self.sheets_in.items()
        }
        for scan in found.scans:
            assert scan.total == sum(counts.total for counts in scan.nastis.values()) == scan.sheets_in
        for nasti in found.nastis:
            assert (nasti.total, nasti.remarks) == (nasti.sheets_in, ())

    @invariant()
    def nothing_is_forgotten(self):
        left = self.store.read(nastis.unfinished)
        busy = {*left.unsplit, *left.unplaced, *(sha256 for sha256, _ in left.waiting_sheets)}
        placed = {sha256 for sha256 in self.sheets_in if sha256 not in busy | self.given_up}
        in_nasti = {scan.sha256: scan.nasti_ids for scan in self.store.read(views.list_scans) if scan.nasti_ids}
        assert placed == in_nasti.keys()
        assert not busy & self.given_up
        found = self.store.read(views.status)
        assert sum(found.arrivals.values()) == self.drops.total()

    def finish_everything(self):
        """Do what the ledger says is left, then look at all of it."""
        for sha256 in self.store.read(nastis.unfinished).unsplit:
            self.store.write(lambda s, sha256=sha256: scans.split(s, sha256, 1))
            self.sheets_in[sha256] = 1
        for sha256, index in self.store.read(nastis.unfinished).waiting_sheets:
            self.store.write(lambda s, key=(sha256, index): sheets.begin(s, *key, "last"))
            self.read_sheet(sha256, index, "last", "note")
        while self.store.read(nastis.unfinished).unplaced:
            self.place()
        while self.store.read(nastis.unfinished).unbound:
            self.register(0)
        self.write_folders()
        self.put_away()
        assert not self.store.read(nastis.unfinished)
        assert self.store.read(views.status).to_put_away == 0
        assert verify.verify(self.store).problems == ()
        self.balances()

    def read_sheet(self, sha256, index, owner, side):
        looks = {"blank": {"blank": True}, "separator": {"separator": "next"}}.get(side, {})
        part = {"note": "noting", "letter": "correspondence"}.get(side)
        sheet = self.make.sheet(index, f"पृष्ठ {index}", kind=side, part=part, **looks)
        picture = self.store.files.keep_bytes("sheets", f"{side} {index}".encode(), ".jpg")
        self.store.write(lambda s: sheets.finish(s, sha256, index, owner, sheet, picture))

    def pick(self, number):
        known = sorted(self.sheets_in)
        return known[number % len(known)]

    def split_scans(self):
        return sorted(sha256 for sha256, count in self.sheets_in.items() if count)

    def pick_sheet(self, number):
        known = self.split_scans()
        sha256 = known[number % len(known)]
        return sha256, number // len(known) % (self.sheets_in[sha256] or 1)


def test_the_ledger_balances_on_sqlite(sqlite_clerks, make, run_machine):
    run_machine(partial(Ledger, sqlite_clerks, make), 6)


def test_the_ledger_balances_on_postgres(postgres_clerks, make, run_machine):
    run_machine(partial(Ledger, postgres_clerks, make), 3)
