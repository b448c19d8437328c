"""The values that a field may have: what stands on the pages, what the rules took, what the office often says."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from classify.learning.hashing import Ids, feature_ids, pieces
from classify.learning.names import Names
from classify.learning.right import SORTS, value_key
from classify.learning.spans import Span, Surveyed
from classify.learning.values import Reading, read_spans, sort_of
from nasti import hindi
from nasti.model import NOWHERE, Field

_MOST_NAMES, _MOST_TOPICS = 30, 60


@dataclass(frozen=True, slots=True)
class Printed:
    """A value that stands on a page, with the features that no list of names changes.

    Attributes:
        key: As `Choice.key`.
        page: Position of its sheet.
        reading: The value and where it stands.
        ids: Its features.
    """

    key: str
    page: int
    reading: Reading
    ids: Ids


@dataclass(frozen=True)
class Case:
    """A paper or a nasti of which fields are sought.

    Attributes:
        kind: Kind of the paper; "nasti" for the nasti's own fields.
        pages: Its printed pages in order; of a nasti its covers, else its first printed page.
        rules: The fields as the rules have them.
        near_year: The nasti's year: two-digit years lie close to it.
        topics: Words, folded, that tell whose it is and what it is about.
        elsewhere: Text of the other pages of the nasti, folded, without spaces.
    """

    kind: str
    pages: tuple[Surveyed, ...]
    rules: Mapping[str, Field]
    near_year: int | None
    topics: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    _printed: dict[str, list[Printed]] = field(default_factory=dict, compare=False)
    _named: dict[str, Ids] = field(default_factory=dict, compare=False)

    def printed(self, name: str) -> list[Printed]:
        """Everything on its pages that may be a field.

        Args:
            name: Of the field.
        """
        # Sender and recipient, or two dates, are looked for in the same places.
        sort = sort_of(name)
        if sort not in self._printed:
            readings = ((page, one) for page in self.pages for one in read_spans(page, name, self.near_year))
            self._printed[sort] = [_printed(self, name, page, one, order) for order, (page, one) in enumerate(readings)]
        return self._printed[sort]

    def named(self, value: str) -> Ids:
        """What the paper is about, as far as it speaks for a name that need not be printed.

        Args:
            value: The name.
        """
        if value not in self._named:
            topics = (f"V{value}|{topic}" for topic in self.topics[:_MOST_TOPICS])
            self._named[value] = feature_ids(["named", f"V{value}", *topics])
        return self._named[value]

    @cached_property
    def head(self) -> tuple[str, ...]:
        """The words of its letterhead."""
        return self.pages[0].head if self.pages else ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a field may have.

    Attributes:
        key: Equal for equal values; "" for none.
        value: Canonical; None where the choice is that there is none.
        ids: Its features.
        known: How alike print and a name of the office are, 0 to 1; 0 where there is none.
        printed: Where it stands; None where it is printed nowhere or only the rules know.
        rule: The rules' field, where it is their choice.
    """

    key: str
    value: str | int | None
    ids: Ids
    known: float = 0.0
    printed: Printed | None = None
    rule: Field | None = None

    def as_field(self, position: int) -> Field | None:
        """The value with its evidence; None where the choice is that there is none.

        Args:
            position: Of the sheet to show where the value is printed nowhere.
        """
        if self.value is None or self.rule:
            return self.rule
        if self.printed is None:
            return Field(self.value, "", 1.0, position, NOWHERE)
        return replace(self.printed.reading.as_field(self.printed.page), value=self.value)


def choices(case: Case, name: str, names: Names, own: Set[str] = frozenset()) -> list[Choice]:
    """Everything a field of a paper or nasti may be; the first choice is that there is none.

    Args:
        case: The paper or nasti.
        name: Of the field.
        names: The office's names for this field.
        own: Names given in this very nasti, while learning from it.
    """
    rule = case.rules.get(name)
    rule_key = value_key(name, rule.value) if rule else None
    as_ruled = {same: feature_ids(_rule_features(case, rule, same)) for same in (False, True)}
    found = [Choice("", None, feature_ids(_none_features(case, rule)))]
    if rule and rule_key is not None:
        features = ["only", *_rule_features(case, rule, True), *_value_features(name, rule.value)]
        features += _support(case, name, rule.value)
        found.append(Choice(rule_key, rule.value, feature_ids(features), rule=rule))
    for printed in case.printed(name):
        key, value, known, ids = printed.key, printed.reading.value, 0.0, _UNNAMED
        near = names.nearest(str(value)) if names.counts else None
        count = names.count(near[0], own) if near else 0
        if near and count:
            value, known = near
            key, ids = value_key(name, value), _name_ids(int(20 * known), int(math.log2(count)))
        ids = np.concatenate([printed.ids, as_ruled[key == rule_key], ids])
        found.append(Choice(key, value, ids, known, printed))
    for value in list(names.known(own))[:_MOST_NAMES] if case.pages else ():
        key = value_key(name, value)
        found.append(Choice(key, value, np.concatenate([case.named(value), as_ruled[key == rule_key]])))
    return found


_UNNAMED = feature_ids(["unnamed"])


def _name_ids(alike: int, count: int) -> Ids:
    return feature_ids([f"N{alike}", f"n{min(5, count)}"])


def _printed(case: Case, name: str, page: Surveyed, one: Reading, order: int) -> Printed:
    around = page.around(one.span.row, one.span.start)
    features = [
        *_value_features(name, one.value),
        *_span_features(page, one.span),
        *_support(case, name, one.value),
        f"o{min(6, order)}",
        f"fit{int(5 * one.fit)}",
    ]
    kinds = page.around_in(case.kind, one.span.row, one.span.start)
    return Printed(
        value_key(name, one.value), page.page.position, one, np.concatenate([around, kinds, feature_ids(features)])
    )


def _none_features(case: Case, rule: Field | None) -> list[str]:
    shown = f"none|{'rule' if rule else 'bare'}"
    heads = [f"none|{word}" for word in case.head]
    return ["none", shown, f"none|K{case.kind}", f"{shown}|K{case.kind}", f"none|{len(case.pages) > 0}", *heads]


def _rule_features(case: Case, rule: Field | None, same: bool) -> Iterator[str]:
    if rule is None:
        yield "rule-"
    elif same:
        yield from ("rule", f"rule{int(10 * rule.confidence)}", f"rule|K{case.kind}")
        yield from (f"rule|{word}" for word in case.head)
    else:
        yield from ("other", f"other{int(10 * rule.confidence)}")


def _support(case: Case, name: str, value: str | int) -> Iterator[str]:
    """On how many other pages of the nasti a value stands."""
    if case.elsewhere and SORTS[name] in ("number", "name"):
        key = "".join(hindi.tokens(str(value)))
        yield f"E{min(4, sum(key in text for text in case.elsewhere))}"


def _span_features(page: Surveyed, span: Span) -> Iterator[str]:
    texts = page.texts[span.row]
    behind = span.start + len(span.words)
    yield f"W{min(12, len(span.words))}"
    yield f"E={next(filter(None, texts[behind:]), '')}"
    yield f"Z{int(8 * min(0.999, max(0.0, page.page.across(span.words[-1].box[2]))))}"
    yield f"Y{'end' if behind >= len(texts) else 'mid'}"
    last = span.words[-1].text[-1:]
    yield f"M{last if not last.isalnum() else ''}"


_RUN = re.compile(r"\d+")


def _value_features(name: str, value: str | int) -> Iterator[str]:
    """What the value itself looks like."""
    text = str(value)
    folded = hindi.tokens(text)
    match SORTS[name]:
        case "number":
            yield f"S={_RUN.sub('9', hindi.ascii_digits(text))}"
            yield f"s={''.join('9' if token.isdecimal() else 'a' for token in folded)}"
            yield from (f"t={token}" for token in folded if not token.isdecimal())
            yield f"d{min(10, sum(map(len, filter(str.isdecimal, folded))))}"
        case "name" | "text":
            yield from (f"t={token}" for token in folded[:12])
            yield from (f"a={piece}" for piece in pieces("".join(folded)[:8]))
            yield from (f"z={' '.join(folded[-count:])}" for count in (1, 2))
            yield f"w{min(20, len(folded))}"
        case "date":
            yield f"y{text[:3]}"
        case _:
            yield f"v={text}"


def pool(found: Sequence[Choice], scores: npt.NDArray[np.float32]) -> dict[str, float]:
    """The probability of each value, from the scores of the choices that have it.

    Args:
        found: Of `choices`.
        scores: One for each, float32, shape ``(choices,)``.
    """
    weighed = np.exp(scores - scores.max())
    total = float(weighed.sum())
    shares: dict[str, float] = {}
    for choice, weight in zip(found, weighed, strict=True):
        shares[choice.key] = shares.get(choice.key, 0.0) + float(weight) / total
    return shares
