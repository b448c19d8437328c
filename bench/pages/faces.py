"""Chooses typefaces for pages."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from pages.layouts.desk import Style

if TYPE_CHECKING:
    from pages.nasti import PagePlan

LIST = Path(__file__).parent / "faces.yaml"


class Faces:
    """The typefaces of a split.

    Attributes:
        links: Style sheets that bring those which Debian does not, as HTML.
    """

    def __init__(self, split: str, packages: Path) -> None:
        """Read the list.

        Args:
            split: Whose.
            packages: The folder `node_modules/@fontsource`.

        Raises:
            FileNotFoundError: A package is not there.
        """
        self._faces: dict[str, list[dict[str, Any]]] = yaml.safe_load(LIST.read_text(encoding="utf-8"))[split]
        sheets = dict.fromkeys(
            sheet
            for faces in self._faces.values()
            for face in faces
            if "package" in face
            for sheet in _sheets(face, packages)
        )
        self.links = "".join(f'<link rel="stylesheet" href="{sheet.as_uri()}">' for sheet in sheets)

    def choose(self, chance: random.Random, page: PagePlan, turn: int) -> Style:
        """A style for a page; the Hindi faces take turns, this page has the `turn`-th."""
        role = {"typewriter": "typewriter", "carbon": "typewriter", "dot-matrix": "matrix"}.get(page.look)
        hindi = (
            self._faces["hindi"][turn % len(self._faces["hindi"])]["family"]
            if page.look not in ("typewriter", "carbon")
            else self._pick(chance, "typewriter_hindi")
        )
        if page.layout == "application" and role is None:
            hindi = self._pick(chance, "printed_hand")
        latin = self._pick(chance, role or "latin")
        mixed = role is not None or chance.random() < 0.25
        first = latin if page.language == "en" or mixed else hindi
        heading = self._pick(chance, "display") if role is None and chance.random() < 0.2 else first
        size = chance.uniform(17.5, 19.5) if page.look in ("dot-matrix", "fax") else chance.uniform(14.8, 18.2)
        return Style(
            face=first,
            companion=hindi if first == latin else latin,
            heading=heading,
            pen=tuple(face["family"] for face in self._faces["pen"]),
            size_px=round(size, 1),
            leading=round(chance.uniform(1.35, 1.75), 2),
            seal_face=hindi,
        )

    def _pick(self, chance: random.Random, role: str) -> str:
        family: str = chance.choice(self._faces[role])["family"]
        return family


def _sheets(face: dict[str, Any], packages: Path) -> list[Path]:
    folder = packages / face["package"]
    sheets = [folder / f"{weight}.css" for weight in (400, 700, face.get("weight", 400))]
    if not sheets[0].is_file() and not sheets[2].is_file():
        raise FileNotFoundError(
            f"The typeface {face['family']} is not in {packages}. Install it with: scripts/set-up bench"
        )
    return [sheet for sheet in sheets if sheet.is_file()]
