"""Learning from what people said: from the store to a model, and from a model to what it gained.

The work runs in a reader process, as everything that takes long and much memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nasti.errors import StorageError

if TYPE_CHECKING:
    from classify.learning.examples import Example
    from classify.learning.model import Learned
    from storage.lessons import Lesson

SECONDS_A_NASTI = 5.0
"""Processor seconds that learning may take for each nasti before it is ended; it takes about half a second."""

_A_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Result:
    """What came of learning.

    Attributes:
        data: The model as it is kept.
        speaks: Whether it is better than the rules in anything.
        report: What was measured, as values that JSON can hold.
    """

    data: bytes
    speaks: bool
    report: dict[str, Any]


def learn(lessons: Sequence[Lesson], threshold: float) -> Result:
    """Learn from everything that people said.

    Args:
        lessons: All there is.
        threshold: Confidence from which fields are filled without a person.
    """
    from classify.learning.train import learn as train

    trained = train([_example(lesson) for lesson in lessons], threshold=threshold)
    return Result(trained.model.to_bytes(), bool(trained.model.speaks_on), trained.report.to_json())


@lru_cache(maxsize=2)
def load_model(path: Path) -> Learned:
    """A model that was learned; kept in memory, because its file never changes.

    Args:
        path: Its file.

    Raises:
        StorageError: The file is missing, or is no longer what was kept.
    """
    from classify.learning.model import Learned
    from classify.learning.packing import DamagedModel

    try:
        return Learned.from_bytes(path.read_bytes())
    except (OSError, DamagedModel) as error:
        raise StorageError(
            f"The learned model {path.name} is damaged. Bring it back from a backup, or learn anew: nasti learn",
            f"सीखा हुआ मॉडल {path.name} पढ़ा नहीं जा सका। उसे बैकअप से लौटाएँ, या फिर से सिखाएँ: nasti learn",
        ) from error


def tell(report: dict[str, Any]) -> list[str]:
    """A report in sentences, Hindi first.

    Args:
        report: As `learn` gave it.
    """
    from classify.learning.report import Report

    known = Report.from_json(report)
    return [*known.lines("hi"), "", *known.lines("en")]


def _example(lesson: Lesson) -> Example:
    from classify.learning.examples import Example

    return Example(
        name=str(lesson.nasti_id),
        sheets=lesson.sheets,
        kinds=tuple(sheet.told.kind for sheet in lesson.sheets),
        begins=tuple(sheet.told.begins for sheet in lesson.sheets),
        said=lesson.said,
        day=lesson.said_at.timestamp() / _A_DAY_S,
        person=lesson.said_by,
    )
