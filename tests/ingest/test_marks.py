"""The small marks that tell one Devanagari letter from another outlive every step of cleaning."""

import cv2
import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from ingest.clean import clean, clean_again
from ingest.draft import to_gray
from nasti.drawing.canvas import open_face
from nasti.settings import IngestSection
from tests.ingest import drawn

MARKED = {
    "nukta": (("ज़मीन", "जमीन"), ("फ़सल", "फसल"), ("सड़क", "सडक"), ("पढ़ना", "पढना"), ("ख़सरा", "खसरा"), ("ग़ैर", "गैर")),
    "anusvara": (("अंक", "अक"), ("संबंध", "सबध"), ("मंडल", "मडल"), ("पंचायत", "पचायत"), ("हैं", "है")),
    "chandrabindu": (("माँ", "मा"), ("कहाँ", "कहा"), ("गाँव", "गाव"), ("चाँद", "चाद")),
    "matra above": (("मेरे", "मरर"), ("कैसे", "कसस"), ("देश", "दश")),
    "matra below": (("कुल", "कल"), ("भूमि", "भमि"), ("कृषि", "कषि"), ("सुधार", "सधार")),
    "dot": (("म.प्र.", "म.प्र"), ("छ.ग.", "छ.ग"), ("डॉ.", "डॉ"), ("रू.", "रू")),
    "colon": (("विषय :", "विषय"), ("संदर्भ :", "संदर्भ"), ("दिनांक :", "दिनांक")),
}
"""Words, and the same words without the mark; the rest of their letters stand in the same place."""
PAIRS = [pair for pairs in MARKED.values() for pair in pairs]
THINNEST_PX, EDGE_PX = 3, 3
SIZE_PX, STEP_PX = (1700, 1500), (330, 150)
PAPERS = {"white": (252, 252, 250), "cream": (246, 240, 224), "yellowed": (214, 196, 160), "green": (206, 228, 196)}
INKS = {"black": (28, 28, 32), "blue": (32, 48, 150), "carbon": (52, 56, 104)}


def write(face: str, size_pt: float, words: list[str]) -> np.ndarray:
    image = Image.new("L", SIZE_PX, 255)
    pen, font = ImageDraw.Draw(image), open_face(face, size_pt)
    for number, word in enumerate(words):
        row, column = divmod(number, 4)
        pen.text((200 + column * STEP_PX[0], 150 + row * STEP_PX[1]), word, fill=0, font=font)
    return np.asarray(image)


def scan(page: np.ndarray, paper: str, ink: str, strength: float, seed: int, dpi: int) -> np.ndarray:
    """Printed, with dust, grain, soft edges and a little unevenness, at a resolution, as JPEG."""
    random = np.random.default_rng(seed)
    cover = (255 - page[:, :, None]) * np.float32(strength / 255)
    colour = np.float32(PAPERS[paper]) * (1 - cover) + np.float32(INKS[ink]) * cover
    colour *= np.linspace(1, 0.93, SIZE_PX[0], dtype=np.float32)[None, :, None]
    for x, y in random.integers((60, 60), (1600, 1400), (25, 2)):
        cv2.circle(colour, (int(x), int(y)), 2, (60, 60, 60), -1, cv2.LINE_AA)
    size = round(SIZE_PX[0] * dpi / 300), round(SIZE_PX[1] * dpi / 300)
    small = cv2.resize(cv2.GaussianBlur(colour, (0, 0), 0.7), size, interpolation=cv2.INTER_AREA)
    small += 2.5 * random.standard_normal(small.shape, np.float32)
    data = cv2.imencode(".jpg", np.clip(small, 0, 255).astype(np.uint8)[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[:, :, ::-1])


def shares_kept(marks: np.ndarray, before: np.ndarray, after: np.ndarray) -> dict[int, float]:
    """Of each mark's dark pixels before, the share that is dark after, against the paper of either picture.

    A few at its edge that are on the verge of dark count as kept: of the smallest marks they are a quarter.
    """
    dark = [page < 0.5 * (np.percentile(page, 0.5) + np.median(page)) for page in (before, after)]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(marks.astype(np.uint8))
    seen = labels[dark[0]]
    total = np.bincount(seen, minlength=labels.max() + 1)
    kept = np.bincount(labels[dark[0] & dark[1]], minlength=labels.max() + 1)
    # Where a mark moves a stroke by a part of a pixel, the edge of that stroke differs too: thinner than any mark.
    thin = np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) < THINNEST_PX
    numbers = np.flatnonzero((total >= 12) & ~thin)
    return {int(number): min(1.0, (kept[number] + EDGE_PX) / total[number]) for number in numbers if number}


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    face=st.sampled_from(["lohit", "nakula", "sahadeva"]),
    size_pt=st.floats(10.5, 15),
    paper=st.sampled_from(sorted(PAPERS)),
    ink=st.sampled_from(sorted(INKS)),
    strength=st.floats(0.55, 1.0),
    dpi=st.sampled_from([200, 300, 600]),
    evening=st.sampled_from(["auto", "always"]),
    seed=st.integers(0, 1000),
)
def test_no_mark_is_lost(
    face: str, size_pt: float, paper: str, ink: str, strength: float, dpi: int, evening: str, seed: int
) -> None:
    with_marks = write(face, size_pt, [marked for marked, _ in PAIRS])
    marks = (with_marks < 90) & (write(face, size_pt, [plain for _, plain in PAIRS]) > 200)
    pixels = scan(with_marks, paper, ink, strength, seed, dpi)
    section = IngestSection(even_background="always" if evening == "always" else "auto")
    scanned = drawn.scan(pixels, dpi)
    cleaned = clean(scanned, section, lambda image: None, first_turn=0)
    assert cleaned.skew_deg == 0.0
    before = cv2.resize(
        to_gray(pixels), cleaned.reading.shape[::-1], interpolation=cv2.INTER_AREA if dpi > 300 else cv2.INTER_CUBIC
    )
    pictures = [cleaned.reading]
    if ink == "black":
        pictures.append(clean_again(scanned, cleaned, section))
    for picture in pictures:
        kept = shares_kept(marks, before, picture)
        assert len(kept) >= 0.8 * len(PAIRS)
        assert min(kept.values()) > 0.75
        assert np.mean(list(kept.values())) > 0.95
