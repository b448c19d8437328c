"""Why something dropped in a folder is refused, in words a record-room clerk understands."""

from __future__ import annotations

from typing import NamedTuple

from nasti.errors import InputRejected
from watch_folders.names import SCAN_SUFFIXES, shown, suffix_of


class Advice(NamedTuple):
    """What to do with a file that is refused, in both languages."""

    english: str
    hindi: str


SAVE_AGAIN = Advice("Save it as one of these and drop it again.", "इसे इनमें से किसी रूप में सहेजकर दोबारा डालें।")

FORM_NAMES = {"pdf": "PDF", "tiff": "TIFF", "jpeg": "JPEG", "png": "PNG"}


def empty(name: str) -> InputRejected:
    """The file holds nothing, or begins with thousands of zero bytes that wait to be overwritten."""
    return InputRejected(
        f"The file “{shown(name)}” is empty: the scanner opened it and wrote nothing. Scan the paper again.",
        f"फ़ाइल “{shown(name)}” ख़ाली है: स्कैनर ने इसमें कुछ नहीं लिखा। काग़ज़ को दोबारा स्कैन करें।",
    )


def cut_off(name: str, form: str) -> InputRejected:
    """The file begins as a scan and stops before its end."""
    return InputRejected(
        f"The {FORM_NAMES[form]} file “{shown(name)}” is cut off: its end is missing, so pages may be missing. "
        "Copy it again from the scanner, or scan the paper again.",
        f"{FORM_NAMES[form]} फ़ाइल “{shown(name)}” अधूरी है: इसका अंतिम भाग नहीं है, इसलिए पृष्ठ छूटे हो सकते हैं। "
        "इसे स्कैनर से दोबारा कॉपी करें या काग़ज़ को दोबारा स्कैन करें।",
    )


def damaged(name: str, form: str) -> InputRejected:
    """The file is there to its end but its structure is broken."""
    return InputRejected(
        f"The {FORM_NAMES[form]} file “{shown(name)}” is damaged and cannot be opened. "
        "Copy it again from the scanner, or scan the paper again.",
        f"{FORM_NAMES[form]} फ़ाइल “{shown(name)}” ख़राब है और खुल नहीं रही। "
        "इसे स्कैनर से दोबारा कॉपी करें या काग़ज़ को दोबारा स्कैन करें।",
    )


def not_a_scan(name: str, what: str, what_hindi: str, advice: Advice = SAVE_AGAIN) -> InputRejected:
    """The content is something else than a scan.

    Args:
        name: The file's name; what its suffix claims is part of the reason.
        what: What the content is, in English with its article.
        what_hindi: The same in Hindi.
        advice: What to do with it.
    """
    suffix = suffix_of(name)
    claims_scan = suffix in SCAN_SUFFIXES
    claim = f"is named {suffix} but is {what}" if claims_scan else f"is {what}"
    claim_hindi = f"के नाम में {suffix} है, पर यह {what_hindi} है" if claims_scan else f"{what_hindi} है"
    return InputRejected(
        f"The file “{shown(name)}” {claim}, not a scan. Scans are PDF, TIFF, JPEG or PNG files. {advice.english}",
        f"फ़ाइल “{shown(name)}” {claim_hindi}, स्कैन नहीं। स्कैन PDF, TIFF, JPEG या PNG फ़ाइल होता है। {advice.hindi}",
    )


def unreadable(name: str, why: str) -> InputRejected:
    """The operating system does not let us read the file."""
    return InputRejected(
        f"The file “{shown(name)}” cannot be read ({why}). Ask the administrator to check the permissions of the "
        "folder and the disk, then drop it again.",
        f"फ़ाइल “{shown(name)}” पढ़ी नहीं जा सकती ({why})। प्रशासक से फ़ोल्डर की अनुमति और डिस्क की जाँच करवाएँ, "
        "फिर इसे दोबारा डालें।",
    )


def bad_page(folder: str, pages: int, page: InputRejected) -> InputRejected:
    """One image of a sequence cannot be used, so the whole sequence waits for a person.

    Args:
        folder: Name of the folder or of the sequence.
        pages: How many images it has.
        page: Why the one image is refused; it names the file.
    """
    return InputRejected(
        f"The scan “{shown(folder)}” of {pages} images is refused as a whole, so that no page is lost. {page.message} "
        "Then drop all images of the scan together again.",
        f"{pages} चित्रों का स्कैन “{shown(folder)}” पूरा लौटाया गया है, ताकि कोई पृष्ठ न छूटे। {page.hindi} "
        "फिर इसके सभी चित्र एक साथ दोबारा डालें।",
    )
