"""Profiles are followed where they say something, left aside where not, and change nothing of what is coded."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from ingest.profiles import says_more, to_srgb, with_profile
from tests.ingest import drawn
from tests.ingest.odd.papers import HERE

PICTURE = drawn.uneven_colours()
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def profile_in(name: str) -> bytes:
    with Image.open(HERE / name) as image:
        return bytes(image.info["icc_profile"])


ADOBE_RGB, GRAY = profile_in("icc-adobe-rgb.png"), profile_in("icc-gray.png")


def test_srgb_under_any_name_leaves_the_image_as_it_is() -> None:
    for profile in (SRGB, profile_in("icc-srgb.png")):
        assert to_srgb(PICTURE, profile) is PICTURE
        assert not says_more(profile, "RGB")


@pytest.mark.parametrize(
    ("profile", "mode"),
    [(None, "RGB"), (b"", "RGB"), (b"\0" * 200, "L"), (ADOBE_RGB[:300], "RGB"), (GRAY, "RGB"), (ADOBE_RGB, "L")],
)
def test_a_profile_that_is_broken_or_of_another_kind_is_left_aside(profile: bytes | None, mode: str) -> None:
    image = PICTURE.convert(mode)
    assert to_srgb(image, profile) is image


def test_gray_profiles_act_on_gray_images() -> None:
    image = PICTURE.convert("L")
    shown = to_srgb(image, GRAY)
    assert (shown.mode, shown.size) == ("L", image.size)
    # A gamma of 1 stores half of the light as 128; sRGB stores it as 188.
    assert shown.getpixel((0, 339)) > image.getpixel((0, 339))
    assert to_srgb(Image.new("L", (1, 1), 128), GRAY).getpixel((0, 0)) == pytest.approx(188, abs=2)


def coded(data: bytes) -> bytes:
    return data[data.index(b"\xff\xdb") :]


@given(st.binary(min_size=1, max_size=200_000), st.binary(min_size=1, max_size=70_000))
@settings(deadline=None, max_examples=30)
def test_a_jpeg_carries_the_profile_it_was_given_and_no_other(first: bytes, second: bytes) -> None:
    plain = drawn.encode(PICTURE, "JPEG")
    given_one = with_profile(plain, first)
    given_another = with_profile(given_one, second)
    for data, profile in ((given_one, first), (given_another, second)):
        with Image.open(io.BytesIO(data)) as image:
            assert image.info["icc_profile"] == profile
        assert coded(data) == coded(plain)
    assert with_profile(given_another, None) == plain


def test_a_jpeg_keeps_its_other_markers() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with_exif = drawn.encode(PICTURE, "JPEG", exif=exif, comment=b"a comment", icc_profile=SRGB)
    with Image.open(io.BytesIO(with_profile(with_exif, ADOBE_RGB))) as image:
        assert (image.getexif()[0x0112], image.info["comment"]) == (6, b"a comment")
        assert image.info["icc_profile"] == ADOBE_RGB
        np.testing.assert_array_equal(np.asarray(image), np.asarray(Image.open(io.BytesIO(with_exif))))
