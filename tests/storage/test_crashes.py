"""The process dies between any two things the store does: nothing is lost, nothing is doubled, the rest goes on."""

import itertools

import pytest
from sqlalchemy import event

from storage import nastis, scans, sheets, tree, verify, views

SHEETS = 2


class Crash(BaseException):
    """The end of the process; nothing may catch it."""


class Bomb:
    """Goes off before the n-th time something is done, which is after the time before."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.passed = 0

    def arm(self, step: int) -> None:
        self.left, self.passed = step, 0

    def tick(self) -> None:
        self.passed += 1
        if self.left is not None and self.passed > self.left:
            self.left = None
            raise Crash

    def wire(self, monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> None:
        """Let the bomb tick before each call of a method."""
        method = getattr(owner, name)

        def ticking(*args, **kwargs):
            self.tick()
            return method(*args, **kwargs)

        monkeypatch.setattr(owner, name, ticking)


def run_line(clerk, store, make, number):
    """What the line does with one file, asking the ledger what is left; safe to start again at any point."""
    arrival = clerk.drop(f"{number.replace('/', '-')}.tif", number)
    if arrival.path in store.read(lambda s: [away.path for away in scans.to_put_away(s)]):
        wind_up(store)
        return
    sha256 = clerk.take(arrival).sha256
    if sha256 in store.read(nastis.unfinished).unsplit:
        store.write(lambda s: scans.split(s, sha256, SHEETS))
    for of_scan, index in store.read(nastis.unfinished).waiting_sheets:
        clerk.read_sheet(of_scan, make.sheet(index, f"{number} पृष्ठ {index}"))
    for of_scan in store.read(nastis.unfinished).unplaced:
        clerk.place(of_scan, number)
    for nasti_id, version in store.read(nastis.unfinished).unbound:
        clerk.register(nasti_id, version)
    wind_up(store)


def wind_up(store):
    """What is left after the registration."""
    for nasti_id in store.read(tree.folders_behind):
        tree.write_tree(store, nasti_id)
    for away in store.read(scans.to_put_away):
        store.write(lambda s, away=away: scans.put_away(s, away.arrival_id, away.path.with_suffix(".done")))


def test_a_crash_between_any_two_steps_loses_and_doubles_nothing(clerk, store, make, monkeypatch):
    bomb = Bomb()
    for owner, name in ((store, "write"), (store.files, "keep_file"), (store.files, "keep_bytes")):
        bomb.wire(monkeypatch, owner, name)
    crashes = 0
    for step in itertools.count():
        number = f"{step + 1}/अ-27/1993-94"
        bomb.arm(step)
        try:
            run_line(clerk, store, make, number)
        except Crash:
            crashes += 1
            run_line(clerk, store, make, number)
        else:
            break
    assert crashes == 10 + 4
    registered = store.read(views.list_nastis)
    assert [one.number for one in registered] == [f"{step + 1}/अ-27/1993-94" for step in range(crashes + 1)]
    assert {(one.state, one.sheets, one.pages) for one in registered} == {("read", SHEETS, SHEETS)}
    assert not store.read(nastis.unfinished)
    status = store.read(views.status)
    assert (status.arrivals["kept"], status.arrivals["duplicate"], status.to_put_away) == (crashes + 1, 0, 0)
    report = verify.verify(store)
    assert report.problems == ()
    assert all((store.folder / one.folder / "nasti.json").is_file() for one in registered)


def test_a_crash_at_any_statement_of_a_registration_changes_nothing(clerk, store, make):
    drawn = [make.sheet(0, "नस्ती", kind="cover"), make.sheet(1, "भवदीय", part="correspondence")]
    nasti_id, version = clerk.place(clerk.read("a.tif", drawn), "142/अ-27/1993-94")
    before = store.read(lambda s: views.show(s, f"#{nasti_id}"))
    understood = make.understood(drawn, subject="भूमि आवंटन")
    bound = clerk.bind(understood, "a")
    bomb = Bomb()

    def tick(*_):
        bomb.tick()

    def register():
        return store.write(lambda s: nastis.register(s, nasti_id, version, understood, bound))

    event.listen(store._engine, "before_cursor_execute", tick)
    for crashes in itertools.count():
        bomb.arm(crashes)
        try:
            assert register()
        except Crash:
            bomb.left = None
            assert store.read(lambda s: views.show(s, f"#{nasti_id}")) == before
            assert store.read(nastis.unfinished).unbound == ((nasti_id, version),)
        else:
            break
    event.remove(store._engine, "before_cursor_execute", tick)
    assert crashes > 30
    assert verify.verify(store).problems == ()
    assert not register()


def test_a_worker_that_comes_back_from_the_dead_changes_nothing(clerk, store, make):
    sha256 = clerk.take(clerk.drop("a.tif")).sha256
    store.write(lambda s: scans.split(s, sha256, 1))
    store.write(lambda s: sheets.begin(s, sha256, 0, "dead"))
    clerk.read_sheet(sha256, make.sheet(0, "क"), owner="alive")
    nasti_id, version = clerk.place(sha256, "142/अ-27/1993-94")
    assert clerk.register(nasti_id, version)
    before = store.read(lambda s: views.show(s, f"#{nasti_id}"))
    picture = store.files.keep_bytes("sheets", b"late", ".jpg")
    late = make.sheet(0, "ख")
    assert store.write(lambda s: sheets.finish(s, sha256, 0, "dead", late, picture)) == 0
    assert store.read(lambda s: views.show(s, f"#{nasti_id}")) == before
    assert verify.verify(store).orphans == (picture.key,)
