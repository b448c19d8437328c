"""What flags are called, how grave they are and what a person does about them, in Hindi and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["fault", "check", "hint"]
"""``fault``: something is lost or cannot be read; ``check``: a person should look; ``hint``: good to know."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag, in words.

    Attributes:
        hindi: What it means.
        english: The same.
        severity: How grave it is.
        do_hindi: What a person does about it; "" where there is nothing to do.
        do_english: The same.
    """

    hindi: str
    english: str
    severity: Severity
    do_hindi: str = ""
    do_english: str = ""

    @property
    def title(self) -> str:
        """Both names."""
        return f"{self.hindi} / {self.english}"


_RESCAN = "पन्ना दोबारा स्कैन करें", "scan this sheet again"
_LOOK = "पन्ना देखकर पुष्टि करें", "look at the sheet and confirm"
_COUNT = "काग़ज़ फ़ाइल से मिलान करें", "compare with the paper file"

FLAGS: Mapping[str, Flag] = {
    # Seen when the scan is opened.
    "low_resolution": Flag(
        "रिज़ॉल्यूशन कम", "resolution too low", "fault", "300 dpi पर दोबारा स्कैन करें", "scan again at 300 dpi"
    ),
    "dpi_guessed": Flag("रिज़ॉल्यूशन अनुमानित", "resolution guessed", "hint"),
    "image_damaged": Flag("चित्र अधूरा या ख़राब", "image damaged", "fault", *_RESCAN),
    # Tone.
    "faint": Flag("स्याही फीकी", "faint ink", "check", *_LOOK),
    "burnt_out": Flag(
        "अधिक रोशनी से अक्षर मिटे", "burnt out by too much light", "fault", "चमक घटाकर दोबारा स्कैन करें",
        "scan again with less brightness",
    ),
    "too_dark": Flag(
        "स्कैन बहुत गहरा", "scan too dark", "fault", "चमक बढ़ाकर दोबारा स्कैन करें", "scan again with more brightness"
    ),
    "nearly_black": Flag("लगभग काला, ढक्कन खुला?", "nearly black, lid open?", "fault", *_RESCAN),
    "empty_capture": Flag("ख़ाली स्कैन, काग़ज़ नहीं", "empty capture, no paper", "fault", *_RESCAN),
    "needless_colour": Flag(
        "रंग की ज़रूरत नहीं", "colour where grey would do", "hint", "स्कैनर को ग्रे पर रखें", "set the scanner to grey"
    ),
    # Sharpness and geometry.
    "blurred": Flag("धुँधला", "blurred", "fault", *_RESCAN),
    "moire": Flag("चित्र पर लहरें", "moiré on a picture", "check", *_LOOK),
    "cut_off": Flag("किनारे पर अक्षर कटे", "text cut off at the edge", "fault", *_RESCAN),
    "folded_corner": Flag(
        "कोना मुड़ा या फटा", "corner folded or torn", "check", "कोना सीधा कर दोबारा स्कैन करें",
        "straighten the corner and scan again",
    ),
    "finger": Flag("उँगली दिख रही है", "a finger in the picture", "check", *_RESCAN),
    "turn_unsure": Flag(
        "सीधा या उल्टा, निश्चित नहीं", "not sure which way up", "check", "पन्ना घुमाकर ठीक करें", "turn the sheet"
    ),
    "spread": Flag(
        "एक चित्र में दो पृष्ठ", "two pages in one picture", "hint", "पृष्ठ संख्या दोनों की देखें", "look at both page numbers"
    ),
    "skew_unsure": Flag("तिरछापन निश्चित नहीं", "skew not sure", "hint"),
    # The scanner.
    "streak": Flag("खड़ी धारी", "streak", "check", "स्कैनर का काँच साफ़ करें", "clean the scanner's glass"),
    "dirty_glass": Flag(
        "स्कैनर का काँच गंदा", "dirty scanner glass", "fault", "काँच साफ़ कर धारी वाले पन्ने दोबारा स्कैन करें",
        "clean the glass and scan the streaked sheets again",
    ),
    "double_feed": Flag(
        "दो पन्ने साथ खिंचे?", "two sheets fed at once?", "fault", "पन्ने अलग कर दोबारा स्कैन करें",
        "part the sheets and scan again",
    ),
    "double": Flag(
        "यही पन्ना दो बार", "the same sheet twice", "check", "एक प्रति हटाएँ या रहने दें", "drop one of them or keep both"
    ),
    # Reading.
    "blank": Flag("ख़ाली", "blank", "hint"),
    "handwriting": Flag(
        "हस्तलिखित, खोज योग्य नहीं", "handwritten, not searchable", "hint", "खोज-शब्द दें", "give it keywords"
    ),
    "low_confidence": Flag("पढ़ने में संदेह", "read with doubts", "hint"),
    "legacy_font": Flag(
        "पुराने फ़ॉन्ट का पाठ, चित्र से पढ़ा गया", "text in a font from before Unicode, read from the picture", "hint"
    ),
    "value_not_shown": Flag(
        "प्रपत्र में भरा मान पृष्ठ पर नहीं दिखता", "a value of a form that the page does not show", "check", *_LOOK
    ),
    # Only a verifier can say whether a signature holds.
    "signed": Flag("डिजिटल हस्ताक्षर, जाँचा नहीं गया", "digitally signed, not verified", "hint"),
    "attachments": Flag(
        "संलग्न फ़ाइलें नहीं पढ़ी गईं", "attached files not digitised", "check", "लगी फ़ाइलें देखें",
        "look at the attached files",
    ),
    "not_mended": Flag(
        "बहुत अनजान शब्द, सब नहीं जाँचे गए", "too many unknown words, not all were looked at", "check", *_LOOK
    ),
    "nearly_blank": Flag("लगभग ख़ाली", "nearly blank", "check", *_LOOK),
    "words_apart": Flag(
        "शब्द एक-दूसरे पर; PDF में निशान पास में", "words lie over each other; in the PDF they are marked close by", "hint"
    ),
    "unreadable": Flag("पढ़ा नहीं जा सका", "could not be read", "check", *_LOOK),
    # The order and number of sheets.
    "slip_missing": Flag("पर्ची नहीं मिली", "separator slip missing", "fault", *_COUNT),
    "number_conflict": Flag("नस्ती क्रमांक में विरोध", "file numbers contradict", "check", *_COUNT),
    "pass_mismatch": Flag(
        "आगे-पीछे के पन्नों की गिनती अलग", "fronts and backs differ in number", "fault", *_COUNT
    ),
    "order_changed": Flag("पन्नों का क्रम बदला गया", "order of sheets changed", "hint"),
    "number_differs": Flag(
        "इस पन्ने पर दूसरा नस्ती क्रमांक", "another file number on this sheet", "check", *_COUNT
    ),
    "year_differs": Flag("वर्ष और क्रमांक में विरोध", "year and number contradict", "check", *_LOOK),
    "count_differs": Flag(
        "आवरण पर पृष्ठ संख्या अलग", "the cover counts other pages than were scanned", "check", *_COUNT
    ),
    "slip_repeated": Flag("पर्ची की नकल", "slip was copied or came twice", "check", *_COUNT),
    "split_by_cover": Flag("आवरण से नई नस्ती मानी", "new nasti by its cover alone, no slip", "check", *_COUNT),
    "larger_missing": Flag("बड़ा पन्ना नहीं मिला", "larger sheet missing", "fault", *_COUNT),
    "folio_disorder": Flag("पृष्ठ क्रमांक का क्रम गड़बड़", "page numbers out of order", "check", *_COUNT),
    "folio_gap": Flag("पृष्ठ क्रमांक छूटा", "page number missing", "check", *_COUNT),
    "folio_repeat": Flag("पृष्ठ क्रमांक दोहराया", "page number repeated", "check", *_COUNT),
}  # fmt: skip
"""All flags that anything sets; a test looks for others in the code."""


OF_WHAT_STANDS_THERE = frozenset({
    "blurred", "cut_off", "faint", "handwriting", "legacy_font", "low_confidence", "moire", "nearly_blank",
    "not_mended", "skew_unsure", "turn_unsure", "unreadable",
})  # fmt: skip
"""Flags that speak of writing or print: on a side that is blank after all they say nothing."""


def name_flag(name: str) -> str:
    """A flag in both languages; its own name where it is not known, as one of a newer version."""
    return FLAGS[name].title if name in FLAGS else name
