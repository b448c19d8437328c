"""A volume of a file is told from the file."""

import pytest

from nasti.stems import join_volume, nasti_key, split_volume, stem_of_key


@pytest.mark.parametrize(
    ("number", "stem", "volume"),
    [
        ("एफ 6-103/2016/सात-1 खंड-2", "एफ 6-103/2016/सात-1", 2),
        ("142/अ-27/1993-94 (भाग २)", "142/अ-27/1993-94", 2),
        ("F-3/12/2019 Vol. II", "F-3/12/2019", 2),
        ("F-3/12/2019, Part-I", "F-3/12/2019", 1),
        ("142/अ-27/1993-94", "142/अ-27/1993-94", None),
        ("12/विभाग-2/1990", "12/विभाग-2/1990", None),
        ("स्थापना/भाग/12", "स्थापना/भाग/12", None),
        ("F-3/12/2019 Vol. XX", "F-3/12/2019 Vol. XX", None),
    ],
)
def test_a_number_is_parted_from_its_volume(number: str, stem: str, volume: int | None) -> None:
    assert split_volume(number) == (stem, volume)


def test_volumes_from_the_second_on_have_keys_of_their_own_under_the_key_of_the_file() -> None:
    own, first, second, third = (nasti_key(join_volume("12/अ-6/2001-02", volume)) for volume in (None, 1, 2, 3))
    assert own == first == nasti_key("१२ / अ-6 / 2001-02 (भाग १)")
    assert len({own, second, third}) == 3
    assert {stem_of_key(key or "") for key in (own, second, third)} == {own}


def test_a_number_that_names_its_volume_is_not_told_twice() -> None:
    assert join_volume("12/अ-6/2001-02 भाग-3", 3) == "12/अ-6/2001-02 भाग-3"


def test_what_is_no_number_has_no_key() -> None:
    assert nasti_key("भाग 2") is None
