"""What an office's corrections taught, ready to be used: an immutable value that is kept as bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from classify.layout import Page
from classify.learning.cases import NASTI, nasti_case, paper_case
from classify.learning.choices import Case
from classify.learning.hashing import SIZE
from classify.learning.looks import Look
from classify.learning.names import Names
from classify.learning.opinions import Trust, Weights, opine, settle
from classify.learning.packing import Arrays, pack, unpack
from classify.learning.pages import PageLearner, believe
from nasti.model import Field, Sheet, Understood


@dataclass(frozen=True)
class FieldLearner:
    """Finds one field.

    Attributes:
        weights: Of features, shape ``(SIZE,)``.
        seen: Which pieces of letterheads were seen while learning, shape ``(SIZE,)``.
        names: The office's names for it.
        trust: How far it is to be believed.
        kinds: Kinds of paper that were seen to have it; there alone it speaks.
    """

    weights: Weights
    seen: npt.NDArray[np.bool_]
    names: Names
    trust: Trust
    kinds: frozenset[str]

    def find(self, case: Case, name: str) -> Field | None:
        """The field as rules and learner have it together; None where there is none.

        Args:
            case: The paper or nasti.
            name: Of the field.
        """
        rule = case.rules.get(name)
        if case.kind not in self.kinds or not case.pages:
            return rule
        return settle(opine(case, name, self.weights, self.names, self.seen), rule, self.trust)


@dataclass(frozen=True)
class Learned:
    """What was learnt. Only what beat the rules on held-back corrections is in it.

    Attributes:
        nasti: Number of nasti it was learnt from.
        kinds: Tells kinds of page apart; None where the rules speak alone.
        begins: Tells whether a paper begins; None where the rules speak alone.
        fields: By scope ("nasti" or "paper") and name.
    """

    nasti: int = 0
    kinds: PageLearner | None = None
    begins: PageLearner | None = None
    fields: Mapping[tuple[str, str], FieldLearner] = field(default_factory=dict)

    @property
    def speaks_on(self) -> tuple[str, ...]:
        """What it has a say in: "kind", "begins", and fields as ``nasti.subject``, ``paper.subject``."""
        pages = [name for name, learner in (("kind", self.kinds), ("begins", self.begins)) if learner]
        return (*pages, *(".".join(key) for key in sorted(self.fields)))

    @cached_property
    def version(self) -> str:
        """Names the content: the same corrections give the same version."""
        return hashlib.sha256(self.to_bytes()).hexdigest()[:12]

    def believe(self, sheets: Sequence[Sheet], looks: Sequence[Look | None]) -> list[Sheet]:
        """Sheets as they would be if a person had said what was learnt of their kinds and beginnings.

        Args:
            sheets: Of one nasti.
            looks: By sheet, what the rules make of it; None for sheets without print.
        """
        if not (self.kinds or self.begins):
            return list(sheets)
        return believe(sheets, looks, self.kinds, self.begins)

    def refine(self, understood: Understood, pages: Sequence[Page | None]) -> Understood:
        """A nasti whose fields are what rules and learners have together; what a person said stays.

        Args:
            understood: By the rules.
            pages: By sheet; None for sheets without print.
        """
        papers = tuple(
            replace(paper, fields=self._find("paper", paper_case(understood, pages, paper)))
            for paper in understood.papers
        )
        return replace(understood, papers=papers, fields=self._find(NASTI, nasti_case(understood, pages)))

    def _find(self, scope: str, case: Case) -> Mapping[str, Field]:
        fields = dict(case.rules)
        for (where, name), learner in self.fields.items():
            if where != scope or (name in fields and fields[name].told):
                continue
            found = learner.find(case, name)
            if found:
                fields[name] = found
            else:
                fields.pop(name, None)
        return fields

    def to_bytes(self) -> bytes:
        """The model as bytes, the same for the same content."""
        values: dict[str, Any] = {"nasti": self.nasti, "fields": []}
        arrays: dict[str, npt.NDArray[Any]] = {}
        for name, pages in (("kinds", self.kinds), ("begins", self.begins)):
            values[name] = pages and list(pages.labels)
            if pages:
                arrays[f"{name}.weights"], arrays[f"{name}.bias"] = pages.weights, pages.bias
        for number, (key, learner) in enumerate(sorted(self.fields.items())):
            trust = learner.trust
            values["fields"].append({
                "key": list(key), "names": list(learner.names.counts.items()), "kinds": sorted(learner.kinds),
                "bias": trust.bias, "cut": trust.cut, "heeds_rules": trust.heeds_rules,
            })  # fmt: skip
            used = np.flatnonzero(learner.weights)
            arrays[f"{number}.places"], arrays[f"{number}.weights"] = used.astype(np.uint16), learner.weights[used]
            arrays[f"{number}.seen"] = np.packbits(learner.seen)
            arrays[f"{number}.trust"] = trust.weights
        return pack(values, arrays)

    @classmethod
    def from_bytes(cls, kept: bytes) -> Learned:
        """The model that `to_bytes` wrote.

        Args:
            kept: What it gave.

        Raises:
            DamagedModel: The bytes are not what was written, or of another version.
        """
        values, arrays = unpack(kept)
        fields = {
            (entry["key"][0], entry["key"][1]): _field_learner(entry, arrays, str(number))
            for number, entry in enumerate(values["fields"])
        }
        kinds, begins = (_pages(name, values, arrays) for name in ("kinds", "begins"))
        return cls(values["nasti"], kinds, begins, fields)


def _pages(name: str, values: Mapping[str, Any], arrays: Arrays) -> PageLearner | None:
    if values[name] is None:
        return None
    return PageLearner(tuple(values[name]), arrays[f"{name}.weights"], arrays[f"{name}.bias"])


def _field_learner(entry: Mapping[str, Any], arrays: Arrays, number: str) -> FieldLearner:
    weights = np.zeros(SIZE, np.float32)
    weights[arrays[f"{number}.places"]] = arrays[f"{number}.weights"]
    return FieldLearner(
        weights,
        np.unpackbits(arrays[f"{number}.seen"], count=SIZE).astype(bool),
        Names(dict(entry["names"])),
        Trust(arrays[f"{number}.trust"], entry["bias"], entry["cut"], entry["heeds_rules"]),
        frozenset(entry["kinds"]),
    )
