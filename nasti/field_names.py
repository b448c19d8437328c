"""What fields are called by the people who work with them."""

from __future__ import annotations

NAMES: dict[str, tuple[str, str]] = {
    "file_number": ("नस्ती क्रमांक", "file number"),
    "department": ("विभाग", "department"),
    "section": ("शाखा", "section"),
    "subject": ("विषय", "subject"),
    "year": ("वर्ष", "year"),
    "opened": ("प्रारंभ दिनांक", "date of opening"),
    "closed": ("समाप्ति दिनांक", "date of closing"),
    "retention": ("अभिलेख वर्ग", "retention class"),
    "noting_pages": ("टीप पृष्ठ", "noting pages"),
    "correspondence_pages": ("पत्राचार पृष्ठ", "correspondence pages"),
    "head": ("मद", "revenue head"),
    "district": ("जिला", "district"),
    "tehsil": ("तहसील", "tehsil"),
    "village": ("ग्राम", "village"),
    "volume": ("खंड", "volume"),
    "previous_number": ("पूर्व नस्ती क्रमांक", "previous file number"),
    "linked_number": ("संबंधित नस्ती क्रमांक", "linked file number"),
    "letter_number": ("पत्र क्रमांक", "letter number"),
    "date": ("दिनांक", "date"),
    "sender": ("प्रेषक", "sender"),
    "recipient": ("प्राप्तकर्ता", "recipient"),
    "reference_number": ("संदर्भ क्रमांक", "reference number"),
    "reference_date": ("संदर्भ दिनांक", "reference date"),
    "khasra": ("खसरा", "khasra"),
    "amount": ("राशि", "amount"),
    "person": ("व्यक्ति", "person"),
}
"""Every field, in Hindi and English."""


def name_field(name: str) -> str:
    """A field in both languages; the bare name of one that has none.

    Args:
        name: Of the field.
    """
    return " / ".join(NAMES[name]) if name in NAMES else name
