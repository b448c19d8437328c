"""The values that a field may have: what stands on the pages, what the rules took, what the office often says."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from classify.learning.hashing import Ids, feature_ids, pieces
from classify.learning.names import Names
from classify.learning.right import SORTS, value_key
from classify.learning.spans import Span, Surveyed
from classify.learning.values import Reading, read_spans
from classify.said import NOWHERE
from nasti import hindi
from nasti.model import Field

_MOST_NAMES, _MOST_TOPICS = 30, 60


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


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a field may have.

    Attributes:
        key: Equal for equal values; "" for none.
        field: The value with its evidence; None where the choice is that there is none.
        ids: Its features.
        known: How alike print and a name of the office are, 0 to 1; 0 where there is none.
    """

    key: str
    field: Field | None
    ids: Ids
    known: float = 0.0


def choices(case: Case, name: str, names: Names, own: Set[str] = frozenset()) -> list[Choice]:
    """Everything a field of a paper or nasti may be; the first choice is that there is none.

    Args:
        case: The paper or nasti.
        name: Of the field.
        names: The office's names for this field.
        own: Names given in this very nasti, while learning from it.
    """
    rule = case.rules.get(name)
    found = [Choice("", None, feature_ids(_none_features(case, rule)))]
    if rule:
        features = ["only", *_rule_features(case, rule, True), *_value_features(name, rule), *_support(case, name, rule)]
        found.append(Choice(value_key(name, rule.value), rule, feature_ids(features)))
    for order, (page, reading) in enumerate(
        (page, reading) for page in case.pages for reading in read_spans(page, name, case.near_year)
    ):
        found.append(_choice(case, name, page, reading, order, names, own))
    found.extend(_from_names(case, name, names, own))
    return found


def _choice(
    case: Case, name: str, page: Surveyed, reading: Reading, order: int, names: Names, own: Set[str]
) -> Choice:
    field = reading.as_field(page.page.position)
    near = names.nearest(str(field.value)) if names.counts else None
    count = names.count(near[0], own) if near else 0
    alike = near[1] if near and count >= 1 else 0.0
    if near and alike:
        field = replace(field, value=near[0])
    rule = case.rules.get(name)
    around = page.around(reading.span.row, reading.span.start)
    features = [
        *around,
        *(f"K{case.kind}|{feature}" for feature in around if feature[:2] in ("L1", "D1", "DX", "R1", "B1")),
        *_value_features(name, field),
        *_span_features(page, reading.span),
        *_rule_features(case, rule, bool(rule) and value_key(name, field.value) == value_key(name, rule.value)),
        *_support(case, name, field),
        f"o{min(6, order)}",
        f"fit{int(5 * reading.fit)}",
        f"N{int(20 * alike)}",
        f"n{min(5, int(math.log2(1 + count)))}",
    ]
    return Choice(value_key(name, field.value), field, feature_ids(features), alike)


def _from_names(case: Case, name: str, names: Names, own: Set[str]) -> Iterator[Choice]:
    """Names of the office that need not be printed: what the paper is about tells them."""
    rule = case.rules.get(name)
    if not case.pages:
        return
    page = case.pages[0].page
    for value in list(names.known(own))[:_MOST_NAMES]:
        key = value_key(name, value)
        features = [f"V{value}", *(f"V{value}|{topic}" for topic in case.topics[:_MOST_TOPICS])]
        same = bool(rule) and key == value_key(name, rule.value)
        ids = feature_ids([*features, "named", *_rule_features(case, rule, same)])
        yield Choice(key, Field(value, "", 1.0, page.position, NOWHERE), ids)


def _none_features(case: Case, rule: Field | None) -> list[str]:
    shown = f"none|{'rule' if rule else 'bare'}"
    heads = [f"none|{word}" for page in case.pages[:1] for word in page.head]
    return ["none", shown, f"none|K{case.kind}", f"{shown}|K{case.kind}", f"none|{len(case.pages) > 0}", *heads]


def _rule_features(case: Case, rule: Field | None, same: bool) -> Iterator[str]:
    if rule is None:
        yield "rule-"
    elif same:
        yield from ("rule", f"rule{int(10 * rule.confidence)}", f"rule|K{case.kind}")
        yield from (f"rule|{word}" for page in case.pages[:1] for word in page.head)
    else:
        yield from ("other", f"other{int(10 * rule.confidence)}")


def _support(case: Case, name: str, field: Field) -> Iterator[str]:
    """On how many other pages of the nasti a value stands."""
    if case.elsewhere and SORTS[name] in ("number", "name"):
        key = "".join(hindi.tokens(str(field.value)))
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


def _value_features(name: str, field: Field) -> Iterator[str]:
    """What the value itself looks like."""
    text = str(field.value)
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
