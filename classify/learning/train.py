"""Learns from everything that persons of an office corrected and confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classify.learning.examples import Example
from classify.learning.lessons import prepare
from classify.learning.model import Learned
from classify.learning.report import Report
from classify.learning.studying import study_field, study_pages


@dataclass(frozen=True)
class Trained:
    """What came of learning.

    Attributes:
        model: To be used from now on: it holds nothing that is not better than the rules.
        report: What was gained, and why what is not in use is not.
    """

    model: Learned
    report: Report


def learn(examples: Sequence[Example], *, seed: int = 0, threshold: float = 0.9) -> Trained:
    """Learn; the same examples give the same model, whatever their order.

    Args:
        examples: Of one office, all that there are.
        seed: Of the parts that are held back, and of the draws for the intervals.
        threshold: Confidence from which fields are filled without a person.
    """
    lessons = prepare(examples, threshold)
    kinds, kind_row = study_pages("kind", lessons, lambda lesson: lesson.kinds, seed)
    begins, begins_row = study_pages("begins", lessons, lambda lesson: lesson.begins, seed)
    rows, fields = [kind_row, begins_row], {}
    for key in sorted({asked.key for lesson in lessons for asked in lesson.asked if not asked.let_stand}):
        learner, row = study_field(key, lessons, seed, threshold)
        rows.append(row)
        if learner:
            fields[key] = learner
    model = Learned(len(lessons), kinds, begins, fields)
    return Trained(model, Report(model.version, model.nasti, threshold, tuple(rows)))
