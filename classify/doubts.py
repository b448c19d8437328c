"""What a machine cannot settle, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person should look at.

    Attributes:
        flag: The flag that the sheets carry; "" where none of them does.
        positions: The sheets it is about, in the sequence that was given.
        message: What was found and what to do, in English.
        hindi: The same in Hindi.
    """

    flag: str
    positions: tuple[int, ...]
    message: str
    hindi: str
