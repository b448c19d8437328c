"""Pages as a scanner would give them, drawn for the tests."""

import io
import math
from functools import cache

import cv2
import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFont

from ingest.scanned import Scanned, keep

A4 = (2480, 3508)
HINDI = "/usr/share/fonts/truetype/lohit-devanagari/Lohit-Devanagari.ttf"
LATIN = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
HINDI_LINES = (
    "कार्यालय कलेक्टर, जिला बिलासपुर (छत्तीसगढ़)",
    "क्रमांक १२३/राजस्व/२००३, दिनांक ०४/०५/२००३",
    "प्रति,",
    "तहसीलदार, तहसील बोरी, जिला बिलासपुर",
    "विषय :- ग्राम थनौद की शासकीय भूमि के सीमांकन के संबंध में।",
    "उपरोक्त विषयांतर्गत लेख है कि संदर्भित पत्र के माध्यम से चाही गई जानकारी",
    "निर्धारित प्रपत्र में तैयार कर इस पत्र के साथ संलग्न प्रेषित है।",
    "प्रकरण का परीक्षण कर अपना स्पष्ट अभिमत सात दिवस के भीतर इस",
    "कार्यालय को उपलब्ध कराना सुनिश्चित करें।",
    "कलेक्टर, बिलासपुर",
)
ENGLISH_LINES = (
    "Office of the Collector, District Bilaspur",
    "The undersigned is directed to refer to your letter on the subject",
    "cited above and to say that the matter has been examined in consultation",
    "with the Finance Department and it has been decided to sanction",
    "the expenditure from the budget of the current year, subject to the",
    "usual conditions. A copy may please be sent to this office.",
) * 2


@cache
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def write(lines: tuple[str, ...], font: str = HINDI, *, size_px: tuple[int, int] = A4, height: int = 50) -> np.ndarray:
    """Black lines of text on white: uint8 gray."""
    image = Image.new("L", size_px, 255)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((300, 400 + number * 2.2 * height), line, fill=0, font=_font(font, height))
    return np.asarray(image)


def age(
    page: np.ndarray, *, skew_deg: float = 0.0, paper: int = 238, ink: float = 0.8, noise: float = 3.0,
    border_px: int | None = None, seed: int = 1,
) -> np.ndarray:  # fmt: skip
    """A clean page on grayish, noisy paper, skewed counter-clockwise, inside a black border of a width or without."""
    height, width = page.shape
    aged = paper - (255 - page.astype(np.float32)) * (paper / 255) * ink
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew_deg, 1.0)
    outside = paper if border_px is None else 20
    if border_px is not None:
        aged = cv2.resize(aged, (width - 2 * border_px, height - 2 * border_px), interpolation=cv2.INTER_AREA)
        aged = cv2.copyMakeBorder(aged, *(border_px,) * 4, cv2.BORDER_CONSTANT, value=20)
    aged = cv2.warpAffine(aged, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=outside)
    grain = np.random.default_rng(seed).normal(0, noise, aged.shape)
    return np.clip(aged + grain, 0, 255).astype(np.uint8)


def punch(page: np.ndarray, *centres: tuple[int, int], radius: int = 36) -> np.ndarray:
    """Black punch holes."""
    page = page.copy()
    for centre in centres:
        cv2.circle(page, centre, radius, 15, -1, cv2.LINE_AA)
    return page


def seal(colour: np.ndarray, centre: tuple[int, int], ink: tuple[int, int, int] = (90, 60, 170)) -> np.ndarray:
    """A round office seal in coloured ink on an RGB page."""
    colour = colour.copy()
    for radius in (150, 115):
        cv2.circle(colour, centre, radius, ink, 6, cv2.LINE_AA)
    for step in range(18):
        angle = step * math.tau / 18
        spot = round(centre[0] + 132 * math.cos(angle)) - 8, round(centre[1] + 132 * math.sin(angle)) + 8
        cv2.putText(colour, "A", spot, cv2.FONT_HERSHEY_SIMPLEX, 0.7, ink, 2, cv2.LINE_AA)
    return colour


def sign(page: np.ndarray, at: tuple[int, int], *, level: float = 40, width: int = 5) -> np.ndarray:
    """Initials, as a pen or pencil leaves them."""
    steps = np.linspace(0, 12, 300)
    points = np.stack((at[0] + steps * 25, at[1] + 50 * np.sin(2 * steps) + 15 * np.sin(7 * steps)), axis=1)
    layer = np.zeros(page.shape, np.float32)
    cv2.polylines(layer, [points.astype(np.int32)], False, 1.0, width, cv2.LINE_AA)
    layer = cv2.GaussianBlur(layer, (0, 0), 1.0)
    return np.clip(page * (1 - layer) + level * layer, 0, 255).astype(np.uint8)


def turn(page: np.ndarray, turn_deg: int) -> np.ndarray:
    """Turned counter-clockwise."""
    return np.ascontiguousarray(np.rot90(page, turn_deg // 90))


def scan(pixels: np.ndarray, dpi: int = 300) -> Scanned:
    """As `open_sheet` would give it, without a real file behind it."""
    small = keep(Image.fromarray(pixels[:8, :8]), (dpi, dpi), 50)
    return Scanned(type(small.picture)(small.picture.data, "jpeg", pixels.shape[1::-1], dpi), pixels)


def encode(image: Image.Image | np.ndarray, form: str, **options: object) -> bytes:
    """A whole image file, by Pillow."""
    out = io.BytesIO()
    image = Image.fromarray(image) if isinstance(image, np.ndarray) else image
    image.save(out, form, **options)
    return out.getvalue()


def uneven_colours(size_px: tuple[int, int] = (240, 340)) -> Image.Image:
    """A small picture without any symmetry, smooth enough for JPEG."""
    width, height = size_px
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    picture = np.stack((255 * x, 255 * y, 255 * (1 - x) * y), axis=2).astype(np.uint8)
    picture[: height // 5, : width // 4] = (230, 20, 20)
    return Image.fromarray(picture)


def image_stream(pdf: pikepdf.Pdf, data: bytes, size_px: tuple[int, int], **entries: object) -> pikepdf.Stream:
    """An image object; entries by name, `/Type` and sizes filled in."""
    named = {f"/{name}": value for name, value in entries.items()}
    sizes = {"/Width": size_px[0], "/Height": size_px[1]}
    head = {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/BitsPerComponent": 8}
    return pikepdf.Stream(pdf, data, pikepdf.Dictionary({**head, **sizes, **named}))


def jpeg_stream(pdf: pikepdf.Pdf, image: Image.Image, **options: object) -> pikepdf.Stream:
    """A JPEG as an image object."""
    colours = {"L": pikepdf.Name.DeviceGray, "RGB": pikepdf.Name.DeviceRGB, "CMYK": pikepdf.Name.DeviceCMYK}[image.mode]
    data = encode(image, "JPEG", **options)
    return image_stream(pdf, data, image.size, ColorSpace=colours, Filter=pikepdf.Name.DCTDecode)


def add_page(
    pdf: pikepdf.Pdf, content: bytes, size_pt: tuple[float, float], images: dict[str, pikepdf.Stream], **entries: object
) -> None:
    """A page with a content stream and images by name."""
    page = pikepdf.Dictionary(
        {
            "/Type": pikepdf.Name.Page,
            "/MediaBox": [0, 0, *size_pt],
            "/Contents": pdf.make_stream(content),
            "/Resources": pikepdf.Dictionary(XObject=pikepdf.Dictionary({f"/{k}": v for k, v in images.items()})),
            **{f"/{name}": value for name, value in entries.items()},
        }
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
