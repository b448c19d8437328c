"""Commands that say what a person should look at: `nasti flags`, `doubts`, `doctor`."""

from __future__ import annotations

import json

import pytest

from nasti import doctor
from nasti.errors import ExitCode
from storage import doubts, views
from storage.doubts import Doubt
from storage.sheets import sheets_of_scan
from storage.store import Store
from tests.nasti.conftest import NUMBER, Room

NOISY = "13/अ-6/2003-04"


def test_flags_of_one_nasti_are_listed_as_far_as_they_are_asked_for(room: Room) -> None:
    room.digitise(room.write("noisy.pdf", NOISY, "noise"))

    def flagged(*arguments: str) -> list[tuple[str, str]]:
        listed = json.loads(room.do("flags", *arguments, "--json"))
        return [(one["flag"]["label"], one["flag"]["notice"]["name"]) for one in listed]

    assert flagged(NOISY, "--least", "hint") == [("C-2", "words_apart")]
    assert flagged(NUMBER, "--least", "hint") == flagged(NOISY) == []
    assert "lie over each" in room.do("flags", "--least", "hint")


def test_a_doubt_is_listed_until_somebody_settles_it(room: Room) -> None:
    store = Store(f"sqlite:///{room.folder}/store/nasti.db", room.folder / "store")
    (scan,) = store.read(views.list_scans)
    first = store.read(lambda s: sheets_of_scan(s, scan.sha256))[0].id
    doubt = Doubt("", (first,), "A slip may be missing.", "पर्ची शायद छूटी।")
    store.write(lambda s: doubts.raise_doubt(s, scan.sha256, doubt))
    store.close()
    assert "पर्ची शायद छूटी।" in room.do("doubts", NUMBER)
    (raised,) = json.loads(room.do("doubts", "--json"))
    assert json.loads(room.do("doubts", "--settle", str(raised["id"]), "--json", by="मीरा")) == []


def test_the_doctor_names_what_is_missing_and_how_to_get_it(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    assert room.ask("doctor").exit_code == 0
    monkeypatch.setattr(doctor, "LEAST_FREE_GB", 10**9)
    ill = room.ask("doctor", "--json")
    assert ill.exit_code == ExitCode.TOOL_MISSING
    assert [one["name"] for one in json.loads(ill.stdout) if not one["ok"]] == ["store"]
    assert "GB are free" in room.ask("doctor").stdout
