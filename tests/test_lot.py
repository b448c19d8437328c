"""A small lot with slips and planted faults, through the real command: every sheet is accounted for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from lot.claims import Claim, Comparison
from lot.drawing import CONFIG, SCANS, draw_lot
from lot.faults import FaultHunt, Verdict
from lot.found import Found, look_into
from lot.truth import Truth
from nasti.settings import load
from storage.store import Store

NASTI = Path(sys.executable).with_name("nasti")
SEED, NASTIS, FILES, DPI = 1, 6, 3, 150

pytestmark = pytest.mark.timeout(900)  # Some seventy sides are drawn and read before the first test.


@pytest.fixture(scope="module")
def lot(tmp_path_factory: pytest.TempPathFactory) -> tuple[Truth, Found]:
    """What is true of a lot, and what the store holds after it was digitised."""
    folder = tmp_path_factory.mktemp("lot")
    truth = draw_lot(folder, SEED, NASTIS, FILES, max_dpi=DPI)
    arguments = ("scan", SCANS, "--leave", "--config", CONFIG, "--store", "store")
    done = subprocess.run([NASTI, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    settings = load(folder / CONFIG, {}, store=folder / "store")
    store = Store(settings.database_url, settings.store_folder)
    try:
        return truth, look_into(store)
    finally:
        store.close()


@pytest.fixture(scope="module")
def comparison(lot: tuple[Truth, Found]) -> Comparison:
    return Comparison(*lot)


@pytest.fixture(scope="module")
def verdicts(comparison: Comparison) -> list[Verdict]:
    return FaultHunt(comparison).judge()


def test_every_nasti_is_split_rightly_and_the_ledger_balances(comparison: Comparison) -> None:
    assert against(comparison.make_claims()) == []


def test_every_planted_fault_is_found_and_named_and_nothing_else(
    comparison: Comparison, verdicts: list[Verdict]
) -> None:
    assert {one.fault.fault for one in verdicts} == {
        "faint_slip", "missing_slip", "lost_on_back_pass", "doubled", "missing_folio", "almost_blank"
    }  # fmt: skip
    assert against(FaultHunt(comparison).make_claims(verdicts)) == []


def against(claims: Sequence[Claim]) -> list[str]:
    """What speaks against claims."""
    said = [f"{claim.name}: {one}" for claim in claims for one in claim.against]
    return said + [f"{claim.name}: {claim.right} of {claim.total}" for claim in claims if not claim.holds]
