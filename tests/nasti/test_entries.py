"""What people type is brought into canonical form, or refused in words they understand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.entries import OF_NASTI, OF_PAPERS, read_entry
from nasti.errors import InputRejected
from nasti.field_names import NAMES
from nasti.model import MENTIONS


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("opened", "15.9.94", "1994-09-15"),
        ("opened", "१५ सितंबर १९९४", "1994-09-15"),
        ("opened", "१९९४-०९-१५", "1994-09-15"),
        ("year", "१९९४", 1994),
        ("noting_pages", "12", 12),
        ("file_number", "१४२ / अ-27 / 1993-94", "142/अ-27/1993-94"),
        ("file_number", "एफ 6-103/2016/सात-1 खंड-2", "एफ 6-103/2016/सात-1 खंड-2"),
        ("subject", "  भूमि   आवंटन ", "भूमि आवंटन"),
    ],
)
def test_any_spelling_gives_the_canonical_value(name: str, typed: str, value: str | int) -> None:
    assert read_entry(name, typed, of_paper=False) == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("opened", "15-13-1994"), ("opened", "1994"), ("opened", "15-9-1994 को"), ("year", "94वाँ"), ("year", "99999"),
        ("noting_pages", "बारह"), ("subject", " - "), ("subject", "क" * 1001), ("letter_number", "12"),
        ("nothing", "1"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_value_is_refused_in_both_languages(name: str, typed: str) -> None:
    with pytest.raises(InputRejected) as refused:
        read_entry(name, typed, of_paper=False)
    assert refused.value.message != refused.value.hindi


@given(st.sampled_from([*OF_NASTI]), st.text())
def test_whatever_is_typed_is_a_value_or_refused(name: str, typed: str) -> None:
    try:
        value = read_entry(name, typed, of_paper=False)
    except InputRejected:
        return
    assert value != ""


def test_every_field_has_a_name_in_both_languages() -> None:
    assert {*OF_NASTI, *OF_PAPERS, *MENTIONS} == set(NAMES)
