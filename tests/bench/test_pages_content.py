"""Drawn pages have plenty to say, and the two splits do not say the same."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
import yaml

from pages.faces import LIST
from pages.layouts.desk import Desk, Draft, Style
from pages.looks import LEVELS, MACHINES
from pages.nasti import LAYOUTS, PagePlan, read_plans
from pages.wording import LISTS, Wording, group_digits

SPLITS = ("tune", "judge")
PLANS = read_plans()
PAGES = [(plan, page) for plan in PLANS for page in plan.pages]
STYLE = Style("Face", "Companion", "Heading", ("Pen", "Quill"), 16, 1.5, "Seal")


def read_lists(split: str) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = yaml.safe_load((LISTS / f"{split}.yaml").read_text(encoding="utf-8"))
    return lists


def make_wording(split: str, seed: int = 1, *, devanagari_digits: bool = False) -> Wording:
    return Wording(split, random.Random(seed), 1994, devanagari_digits=devanagari_digits)


def make_desk(split: str, language: str, seed: int) -> Desk:
    return Desk(make_wording(split, seed), random.Random(seed), STYLE, language, "12/अ-6/1994-95", 3, stamped=2)


@pytest.mark.parametrize("split", SPLITS)
def test_every_entry_can_be_filled(split: str) -> None:
    wording = make_wording(split)
    for key, entries in read_lists(split).items():
        for entry in [entries] if isinstance(entries, str) else entries:
            assert not re.search(r"[{}]", wording.fill(entry, english=key.endswith("_en"))), entry


def test_the_splits_share_no_sentence_and_no_typeface() -> None:
    tune, judge = (read_lists(split) for split in SPLITS)
    assert tune.keys() == judge.keys()
    for key in ("sentences", "sentences_en", "subjects", "subjects_en", "notes", "villages", "offices"):
        assert not set(tune[key]) & set(judge[key])
        assert len(tune[key]) >= 3
    assert min(len(lists["sentences"]) for lists in (tune, judge)) >= 30
    faces = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    families = [{face["family"] for role in faces[split].values() for face in role} for split in SPLITS]
    assert not families[0] & families[1]
    assert faces["tune"].keys() == faces["judge"].keys()


def test_nothing_comes_again_before_all_have_come() -> None:
    wording = make_wording("tune")
    count = len(read_lists("tune")["villages"])
    assert len({wording.take("villages") for _ in range(count)}) == count


def test_digits_are_devanagari_in_hindi_alone() -> None:
    wording = make_wording("judge", devanagari_digits=True)
    for _ in range(40):
        assert not re.search("[0-9]", wording.sentence("hi"))
        assert not re.search("[\u0900-\u097f]", wording.sentence("en"))


@pytest.mark.parametrize(
    ("rupees", "written"), [(5, "5"), (999, "999"), (1000, "1,000"), (125000, "1,25,000"), (98765432, "9,87,65,432")]
)
def test_amounts_are_grouped_as_in_india(rupees: int, written: str) -> None:
    assert group_digits(rupees) == written


@pytest.mark.parametrize("language", ["hi", "en", "hi+en"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_html_that_closes(layout: str, language: str) -> None:
    for seed in range(6):
        draft = LAYOUTS[layout](make_desk(SPLITS[seed % 2], language, seed))
        opened = Counter(re.findall(r"<(div|span|table|tr|td|th|p|b|u|svg|g|text)\b", draft.body))
        assert opened == Counter(re.findall(r"</(div|span|table|tr|td|th|p|b|u|svg|g|text)>", draft.body))
        assert not re.search(r"None|\{[a-z]", draft.body)


def test_the_same_seed_arranges_the_same_page() -> None:
    drafts: list[Draft] = [LAYOUTS["spread"](make_desk("tune", "hi", 4)) for _ in range(2)]
    assert drafts[0] == drafts[1] != LAYOUTS["spread"](make_desk("tune", "hi", 5))


def test_the_plan_has_everything_twice() -> None:
    looks = Counter(page.look for _, page in PAGES)
    looks.update("stamped" for _, page in PAGES if page.stamped)
    looks.update("bold" for _, page in PAGES if page.bold)
    looks.update("bilevel" for plan, _ in PAGES if plan.tone == "bilevel")
    for look in (*MACHINES, "plain", "phone", "low-dpi", "fine", "bleed-through", "stamped", "bold", "bilevel"):
        assert looks[look] >= 2, look
    layouts = Counter(page.layout for _, page in PAGES)
    for layout in LAYOUTS.keys() - {"blank"}:
        assert layouts[layout] >= 2, layout
    assert {plan.level for plan in PLANS} == set(LEVELS)
    assert {plan.form for plan in PLANS} == {"pdf", "tiff", "jpg", "png"}
    assert {150, 200, 300, 600} <= {plan.dpi for plan in PLANS}
    assert {page.turn for _, page in PAGES} == {0, 90, 180, 270}
    assert any(plan.duplex for plan in PLANS)


@pytest.mark.parametrize("line", ["letter", "poem hi plain", "letter hi plain turn45", "letter hi plain upside-down"])
def test_a_plan_that_means_nothing_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"plan|unpack"):
        PagePlan.parse(line)
