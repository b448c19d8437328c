"""Papers and nasti that hang together are found by their numbers."""

from typing import Any

import pytest

from nasti.model import Paper, Understood
from storage import links, nastis
from storage.store import Store


@pytest.fixture
def file(clerk: Any, make: Any) -> Any:
    """Registers a nasti with a letter on each of its pages: letter number, date, references with their dates."""

    def register(number: str, *letters: tuple[str, str, dict[str, str]], **fields: str) -> int:
        drawn = [
            make.sheet(index, str(letter), kind="letter", part="correspondence") for index, letter in enumerate(letters)
        ]
        nasti_id, version = clerk.place(clerk.read(f"{number}.tif".replace("/", "_"), drawn), number)
        papers = []
        for index, (letter, date, references) in enumerate(letters):
            named = {"letter_number": letter, "date": date}
            mentions = {
                "reference_number": tuple(make.field(one, index) for one in references),
                "reference_date": tuple(make.field(one, index) for one in references.values() if one),
            }
            own = {name: make.field(value, index) for name, value in named.items() if value}
            papers.append(Paper("letter", "correspondence", index, index, own, mentions))
        read = {name: make.field(value) for name, value in fields.items()}
        understood = Understood(tuple(drawn), tuple(papers), read)
        bound = clerk.bind(understood, number)
        assert clerk.store.write(lambda s: nastis.register(s, nasti_id, version, understood, bound))
        return nasti_id

    return register


def links_of(store: Store, nasti_id: int) -> list[tuple[str, bool, str | None, int | None, str | None]]:
    found = store.read(lambda s: links.links_of(s, nasti_id))
    return [(one.relation, one.sure, one.page, one.nasti_id, one.page_there) for one in found]


def test_a_letter_links_to_the_one_it_answers(store: Store, file: Any) -> None:
    asked = file("12/अ-6/2001-02", ("5402/स्था./2001", "2001-02-07", {}))
    answer = file("13/अ-6/2001-02", ("77/रा./2001", "2001-03-01", {"५४०२ / स्था. / 2001": "2001-02-07"}))
    assert links_of(store, answer) == [("answers", True, "C-1", asked, "C-1")]
    assert links_of(store, asked) == [("answered_by", True, "C-1", answer, "C-1")]


def test_papers_of_one_nasti_link_to_each_other(store: Store, file: Any) -> None:
    nasti_id = file(
        "12/अ-6/2001-02",
        ("5402/स्था./2001", "2001-02-07", {}),
        ("77/रा./2001", "2001-03-01", {"5402/स्था./2001": "2001-02-07"}),
    )
    assert links_of(store, nasti_id) == [
        ("answers", True, "C-2", nasti_id, "C-1"), ("answered_by", True, "C-1", nasti_id, "C-2"),
    ]  # fmt: skip


def test_the_same_number_of_another_date_is_another_letter(store: Store, file: Any) -> None:
    file("12/अ-6/2001-02", ("5402/स्था./2001", "2001-02-07", {}))
    answer = file("13/अ-6/2001-02", ("77/रा./2001", "", {"5402/स्था./2001": "2001-02-09"}))
    assert links_of(store, answer) == []


def test_without_a_date_the_link_is_unsure(store: Store, file: Any) -> None:
    asked = file("12/अ-6/2001-02", ("5402/स्था./2001", "2001-02-07", {}))
    answer = file("13/अ-6/2001-02", ("77/रा./2001", "", {"5402/स्था./2001": ""}))
    assert links_of(store, answer) == [("answers", False, "C-1", asked, "C-1")]


def test_one_letter_in_two_nasti_is_found_from_both(store: Store, file: Any) -> None:
    letter = ("5402/स्था./2001", "2001-02-07", {})
    first, second = file("12/अ-6/2001-02", letter), file("13/अ-6/2001-02", ("9/रा./2001", "", {}), letter)
    assert links_of(store, first) == [("same_letter", True, "C-1", second, "C-2")]
    assert links_of(store, second) == [("same_letter", True, "C-2", first, "C-1")]


def test_previous_and_linked_nasti_are_found_both_ways_and_named_where_they_are_not_here(
    store: Store, file: Any
) -> None:
    letter = ("1/रा./2001", "2001-01-01", {})
    old = file("12/अ-6/2001-02", letter)
    new = file("14/अ-6/2003-04", ("2/रा./2003", "", {}), previous_number="12/A-6/2001-02", linked_number="9/अ-2/1999")
    assert links_of(store, old) == [("next", True, None, new, None)]
    assert links_of(store, new) == [("previous", True, None, old, None), ("linked", True, None, None, None)]
    assert store.read(lambda s: links.links_of(s, new))[1].number == "9/अ-2/1999"


def test_volumes_of_a_file_are_nasti_of_their_own_that_link(store: Store, file: Any) -> None:
    first = file("एफ 6-103/2016/सात-1", ("1/रा./2016", "2016-01-01", {}))
    second = file("एफ 6-103/2016/सात-1 खंड-2", ("2/रा./2016", "2016-01-02", {}))
    assert first != second
    assert links_of(store, first) == [("volume", True, None, second, None)]
    assert links_of(store, second) == [("volume", True, None, first, None)]
