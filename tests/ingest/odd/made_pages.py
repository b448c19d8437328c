"""Papers of odd sizes."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.ingest.odd.subject import HINDI, LATIN, bilevel, odd, page, run, saved, sheet, written

TIFFS = "libtiff-tools"
WHITE = [(0.02, 0.02, (255, 255, 255))]


def _group4(path: Path, image: Image.Image, dpi: int) -> None:
    source = saved(path.with_name("in.tif"), image, dpi=(dpi, dpi), compression="raw")
    run("tiffcp", "-c", "g4", "-r", str(image.height), source, path)


@odd("page-a3.tif", "A3", "pillow", TIFFS, sheets=[sheet((2339, 3307), 200, "png", WHITE, words="कलेक्टर भूमि examined")])
def _a3(path: Path) -> None:
    _group4(path, written((2339, 3307), (200, 200)), 200)


@odd(
    "page-legal.tif",
    "legal",
    "pillow",
    TIFFS,
    sheets=[sheet((1700, 2800), 200, "png", WHITE, words="कलेक्टर भूमि examined")],
)
def _legal(path: Path) -> None:
    _group4(path, written((1700, 2800), (200, 200)), 200)


@odd(
    "page-receipt.tif",
    "receipt 80 mm wide and 2 m long",
    "pillow",
    TIFFS,
    sheets=[sheet((639, 15984), 203, "png", WHITE, words="Item-001 Item-030 Item-060 Total")],
)
def _receipt(path: Path) -> None:
    image = Image.new("1", (639, 15984), 1)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(LATIN, 34)
    for number in range(1, 61):
        pen.text((60, 254 * number), f"Item-{number:03}   {number * 7} kg   Rs {number * 13}.50", fill=0, font=font)
    pen.text((60, 254 * 62), "Total   Rs 261300", fill=0, font=font)
    _group4(path, image, 203)


SPREAD = ("बायाँ पृष्ठ शासकीय भूमि", "left page of the register", "दायाँ पृष्ठ सीमांकन", "right page of the register")


@odd(
    "page-spread.tif",
    "two pages of A4 side by side on A3",
    "pillow",
    TIFFS,
    sheets=[sheet((3307, 2339), 200, "png", WHITE, words="पृष्ठ शासकीय left right सीमांकन")],
)
def _spread(path: Path) -> None:
    image = Image.new("1", (3307, 2339), 1)
    pen = ImageDraw.Draw(image)
    for side in (0, 1):
        for number in range(18):
            line = SPREAD[2 * side + number % 2]
            font = ImageFont.truetype(LATIN if line.isascii() else HINDI, 42)
            pen.text((200 + 1653 * side, 200 + 90 * number), line, fill=0, font=font)
    _group4(path, image, 200)


def _map(size_px: tuple[int, int]) -> Image.Image:
    image = Image.new("1", size_px, 1)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(LATIN, 220)
    pen.rectangle((300, 300, size_px[0] - 300, size_px[1] - 300), outline=0, width=20)
    for step in range(1, 10):
        pen.line((step * size_px[0] // 10, 300, 300, step * size_px[1] // 10), fill=0, width=9)
        pen.text((size_px[0] * step // 10 - 400, size_px[1] // 2), f"Plot {step}", fill=0, font=font)
    return image


@odd(
    "map-20000.tif",
    "map of 20 000 px, black and white",
    "pillow",
    TIFFS,
    sheets=[sheet((20000, 14142), 600, "png", [(0.001, 0.001, (255, 255, 255))], words="Plot")],
)
def _map_bilevel(path: Path) -> None:
    _group4(path, _map((20000, 14142)), 600)


@odd(
    "map-20000.png",
    "map of 20 000 px in the colours of a palette",
    "pillow",
    sheets=[sheet((20000, 14142), 600, "png", [(0.0005, 0.0005, (240, 230, 200)), (0.5, 0.5, (160, 200, 160))])],
)
def _map_palette(path: Path) -> None:
    image = Image.new("P", (20000, 14142), 0)
    image.putpalette([240, 230, 200, 160, 200, 160])
    image.paste(1, (5000, 3500, 15000, 10600))
    image.save(path, "PNG", dpi=(600, 600), optimize=True, bits=1)


@odd(
    "map-20000.jpg",
    "map of 20 000 px in colour, progressive",
    "pillow",
    sheets=[sheet((20000, 14142), 600, "jpeg", [(0.0005, 0.0005, (240, 230, 200)), (0.5, 0.5, (160, 200, 160))])],
)
def _map_jpeg(path: Path) -> None:
    image = Image.new("RGB", (20000, 14142), (240, 230, 200))
    image.paste((160, 200, 160), (5008, 3504, 15008, 10608))
    image.save(path, "JPEG", dpi=(600, 600), quality=75, progressive=True, subsampling=2)


@odd(
    "map-one-strip.tif",
    "map of 20 000 px in colour, LZW in one strip",
    TIFFS,
    sheets=[sheet((20000, 14142), 600, "jpeg", [(0.0005, 0.0005, (240, 230, 200)), (0.5, 0.5, (160, 200, 160))])],
)
def _map_one_strip(path: Path) -> None:
    plain, loose = path.with_name("map.ppm"), path.with_name("loose.tif")
    edge = bytes((240, 230, 200))
    with plain.open("wb") as file:
        file.write(b"P6 20000 14142 255\n")
        for row in range(14142):
            file.write(edge * 5000 + (bytes((160, 200, 160)) if 3500 <= row < 10600 else edge) * 10000 + edge * 5000)
    run("/usr/bin/ppm2tiff", "-c", "none", "-R", "600", "-r", "14142", plain, loose)
    run("/usr/bin/tiffcp", "-m", "0", "-c", "lzw:2", "-r", "14142", loose, path)


@odd(
    "pages-mixed.pdf",
    "A4, A3 across, a receipt and a card in one PDF",
    "pillow",
    "img2pdf",
    sheets=[
        sheet(dpi=150),
        sheet((340, 240), 150, spots=[]),
        sheet((160, 1600), 203, "png", spots=[]),
        sheet((120, 170), 100),
    ],
)
def _mixed(path: Path) -> None:
    """Each page by the resolution of its image."""
    first = saved(path.with_name("1.jpg"), dpi=(150, 150))
    second = saved(path.with_name("2.jpg"), page().transpose(Image.Transpose.TRANSPOSE), dpi=(150, 150))
    third = saved(path.with_name("3.png"), bilevel().resize((160, 1600)), dpi=(203, 203))
    fourth = saved(path.with_name("4.jpg"), page().resize((120, 170)), dpi=(100, 100))
    run("/usr/bin/img2pdf", "--nodate", "-o", path, first, second, third, fourth)
