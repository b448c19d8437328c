"""Which pages and nasti match a query: masks over all documents, the same on both databases."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise, product

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from nasti.model import KINDS
from storage.doc_map import DocMap, Mask
from storage.pairs import list_of, paired_since
from storage.postings import DOC, Ints, mark_docs
from storage.search_fields import CORRESPONDENCE, FIELDS_DOCUMENT
from storage.search_follow import following
from storage.search_query import Clause, Slot
from storage.vocabulary import Known, look_up, look_up_begun, read_older

MOST_GONE_ON = 4_000
"""Terms that the begun words of a query may go on to, all together."""

MOST_PAIRS = 16
"""Pairs of frequent terms in two places of a run whose lists are read."""

FEW_CANDIDATES = 500
"""Documents with all words of a phrase that are looked into without asking first where its frequent words are pairs."""

MOST_VERIFIED = 10_000
"""Documents with all words of a phrase that are looked into, newest first, whether the words follow each other."""

MOST_NEAR_VERIFIED = 1_000
"""The same of documents where a word of the phrase may be meant."""

LEAST_VERIFIED = 250
"""The same for each clause, however many there are."""

AT_ONCE, ENOUGH = 1_000, 800
"""Documents that are looked into together, and documents found from which no more are looked into: so many share the
phrase that the total is said to be the least there is."""

MANY = 500
"""Terms in one place of a run whose lists cost more than to look into some documents."""


@dataclass(frozen=True, slots=True)
class Matches:
    """What matches a query.

    Attributes:
        pages: Documents of the pages on which every clause is found, or is in the fields of their nasti; ascending.
        nastis: Their nasti.
        typed: For each of them, whether it is found by what was typed.
        field_hits: By nasti, how many clauses its fields meet.
        by_fields: By nasti, whether its fields meet all clauses.
        fields_typed: By nasti, whether they meet all as typed.
        complete: False when there was more than was looked at.
        terms: Ids of the terms that meet each clause that must be found, ascending; of a phrase its first word.
    """

    pages: Ints
    nastis: Ints
    typed: Mask
    field_hits: npt.NDArray[np.int32]
    by_fields: Mask
    fields_typed: Mask
    complete: bool
    terms: tuple[Ints, ...]


@dataclass(frozen=True, slots=True)
class _Met:
    """Where one clause is met.

    Attributes:
        docs: Documents that meet it by themselves.
        fields: By nasti, whether its fields meet it; None where those of none do.
    """

    docs: Mask
    fields: Mask | None


class Matcher:
    """Finds the documents that meet clauses, of one state of the index.

    Args:
        s: A transaction.
        state: Of the index, as the transaction sees it.
        hidden: Nasti that must not show.
        clauses: Widened.
        at_hand: Terms that were looked up.
        before: The matcher of narrower clauses, of the same transaction and nasti: what it read and verified stands.
    """

    def __init__(
        self,
        s: Session,
        state: DocMap,
        hidden: Collection[int],
        clauses: Sequence[Clause],
        at_hand: Mapping[str, Known],
        before: Matcher | None = None,
    ) -> None:
        self._s = s
        self._state = state
        self.complete = True
        self._shown = state.nastis_without(hidden)
        self._every = state.pages_without(hidden)
        slots = [slot for clause in clauses for run in clause.runs for slot in run]
        terms = {term for slot in slots for term in slot.either}
        read: Mapping[str, Known] = {**at_hand, **before._known} if before else at_hand
        self._known: dict[str, Known] = {term: read[term] for term in terms & read.keys()} | look_up(
            s, terms - read.keys()
        )
        self._begun: dict[str, dict[str, Known]] = {}
        beginnings = {slot.exact[0] for slot in slots if slot.begins}
        for one in sorted(beginnings):
            self._begun[one] = self._go_on(one, MOST_GONE_ON // len(beginnings))
        known = [one for some in (self._known, *self._begun.values()) for one in some.values()]
        self._newest = {one.id: one.newest for one in known}
        self._older: dict[int, list[bytes]] = before._older if before else {}
        self._verified: dict[object, tuple[Mask, bool]] = before._verified if before else {}
        self._near: dict[object, tuple[set[int], Mask, bool]] = before._near if before else {}
        self._load([one.id for one in self._known.values()])
        # What may be looked into is shared by the clauses that need it.
        self._shares = max(1, sum(any(len(run) > 1 for run in clause.runs) for clause in clauses))

    def match(self, clauses: Sequence[Clause]) -> Matches:
        """Find what meets every clause.

        A clause may be met by the page or by the fields of its nasti: in ``राजस्व पाटन 1994`` the department and the
        year may stand on the cover alone.

        Args:
            clauses: Those that the matcher was made for, one at least.
        """
        typed = [self._meet(clause) for clause in clauses]
        widened = [any(slot.near for run in clause.runs for slot in run) for clause in clauses]
        found = [self._add_near(one, met) if more else met
                 for one, more, met in zip(clauses, widened, typed, strict=True)]  # fmt: skip
        docs = np.flatnonzero(self._pages(clauses, found))
        as_typed = self._pages(clauses, typed, docs) if any(widened) else np.ones(docs.size, np.bool_)
        return Matches(
            docs, self._state.nastis[docs].astype(np.int64), as_typed, self._field_hits(clauses, found),
            self._all_fields(clauses, found), self._all_fields(clauses, typed), self.complete,
            tuple(self._first_terms(clause) for clause in clauses if clause.runs and not clause.without),
        )  # fmt: skip

    def _pages(self, clauses: Sequence[Clause], met: Sequence[_Met], among: Ints | None = None) -> Mask:
        """Which of some documents, or of all, are pages that meet all clauses, one at least by themselves.

        A bit for each clause: so fields of nasti, which may be met on most pages, cost one look-up a page.
        """
        some = slice(None) if among is None else among
        bit = np.min_scalar_type((1 << len(clauses)) - 1).type
        own, by_fields = np.zeros(self._state.nastis[some].size, bit), np.zeros(self._state.nasti_count, bit)
        wanted, alone = bit(0), bit(0)
        for place, (clause, one) in enumerate(zip(clauses, met, strict=True)):
            this = bit(1 << place)
            own |= one.docs[some] * this
            if one.fields is not None:
                by_fields |= one.fields * this
            wanted |= bit(0) if clause.without else this
            alone |= this if _by_itself(clause) else bit(0)
        every: Mask = self._every[some] & ((own & alone) > 0)
        # What meets the only clause meets it by itself.
        if len(clauses) > 1 and any(one.fields is not None for one in met):
            own |= by_fields[self._state.nastis[some]]
        every &= own == wanted
        return every

    def _first_terms(self, clause: Clause) -> Ints:
        ids = [one for run in clause.runs for one in self._ids(run[0], near=True)]
        return np.array(sorted(ids), np.int64)

    def _field_hits(self, clauses: Sequence[Clause], met: Sequence[_Met]) -> npt.NDArray[np.int32]:
        hits = np.zeros(self._state.nasti_count, np.int32)
        for clause, one in zip(clauses, met, strict=True):
            if one.fields is not None and not clause.without:
                hits += one.fields
        return hits

    def _all_fields(self, clauses: Sequence[Clause], met: Sequence[_Met]) -> Mask:
        every = self._shown.copy()
        if all(clause.without for clause in clauses):
            every[:] = False
        for clause, one in zip(clauses, met, strict=True):
            fields = np.zeros(every.size, np.bool_) if one.fields is None else one.fields
            every &= ~fields if clause.without else fields
        return every

    def _meet(self, clause: Clause) -> _Met:
        """Where a clause is met as typed."""
        if clause.kind == "filter":
            return self._filter(clause)
        runs = [[self._ids(slot, near=False) for slot in run] for run in clause.runs]
        key = tuple(tuple(map(tuple, ids)) for ids in runs)
        if key not in self._verified:
            wanted = [(self._all_of(ids), ids) for ids in runs if all(ids)]
            self._verified[key] = self._verify(wanted, MOST_VERIFIED // self._shares)
        return self._met(*self._verified[key])

    def _add_near(self, clause: Clause, typed: _Met) -> _Met:
        """Where it is met as typed or by what may be meant: a term that may be meant stands in one place at least."""
        key = (clause.field, tuple(tuple(slot.token for slot in run) for run in clause.runs))
        seen, near_docs, complete = self._near.get(key, (set(), np.zeros(0, np.bool_), True))
        wanted, every = [], set(seen)
        for run in clause.runs:
            ids = [self._ids(slot, near=True) for slot in run]
            near = [self._known[term].id for slot in run for term in slot.near if term in self._known]
            # Where a narrower search looked already, something that it did not know of must stand.
            new = [one for one in near if one not in seen]
            every.update(near)
            if new and all(ids):
                # Of one word every candidate has something that may be meant, as it has nothing that was typed.
                within = ~typed.docs if len(run) == 1 else self._mask(new) & ~typed.docs
                wanted.append((self._all_of(ids, within), ids))
        more, all_of_them = self._verify(wanted, max(LEAST_VERIFIED, MOST_NEAR_VERIFIED // self._shares))
        near_docs, complete = more | near_docs if near_docs.size else more, complete and all_of_them
        self._near[key] = every, near_docs, complete
        return self._met(typed.docs | near_docs, complete)

    def _met(self, docs: Mask, complete: bool) -> _Met:
        self.complete = self.complete and complete
        on_fields = self._state.fields_docs[docs[self._state.fields_docs]]
        if not on_fields.size:
            return _Met(docs, None)
        fields = np.zeros(self._state.nasti_count, np.bool_)
        fields[self._state.nastis[on_fields]] = True
        fields[0] = False
        return _Met(docs, fields)

    def _filter(self, clause: Clause) -> _Met:
        state = self._state
        if clause.field == "year":
            years = np.array([int(label or 0) for label in state.labels["year"]])
            within = (years >= clause.values[0]) & (years <= clause.values[1])
            return _Met(np.zeros(state.nastis.size, np.bool_), within[state.facets["year"]])
        if clause.field == "part":
            beside = CORRESPONDENCE if clause.values[0] == "correspondence" else 0
            pages = state.kinds != FIELDS_DOCUMENT
            return _Met(pages & ((state.kinds & CORRESPONDENCE) == beside), None)
        return _Met((state.kinds & ~np.uint8(CORRESPONDENCE)) == KINDS.index(str(clause.values[0])) + 1, None)

    def _go_on(self, beginning: str, most: int) -> dict[str, Known]:
        """Terms that begin like this, so many at most, those on many pages first."""
        found, every = look_up_begun(self._s, beginning, most)
        self.complete = self.complete and every
        return found

    def _ids(self, slot: Slot, *, near: bool) -> list[int]:
        terms = slot.either if near else slot.exact + slot.forms
        ids = [self._known[term].id for term in terms if term in self._known]
        if slot.begins:
            ids += [one.id for one in self._begun[slot.exact[0]].values()]
        return list(dict.fromkeys(ids))

    def _mask(self, ids: Sequence[int]) -> Mask:
        """Documents that have one of some terms."""
        self._load(ids)
        mask = np.zeros(self._state.nastis.size, np.bool_)
        mask[np.frombuffer(b"".join([self._newest[one] for one in ids]), DOC)] = True
        for one in ids:
            for docs in self._older.get(one, ()):
                mark_docs(docs, mask)
        return mask

    def _load(self, ids: Sequence[int]) -> None:
        """Read the older documents of terms, unless they are at hand."""
        missing = [one for one in ids if one not in self._older]
        if missing:
            self._older |= {one: [] for one in missing} | read_older(self._s, missing)

    def _all_of(self, ids: Sequence[Sequence[int]], within: Mask | None = None) -> Mask:
        """Documents, of some, that have one of the terms of each place of a run, and frequent ones beside each other.

        Where few are left, places of many terms are not looked at: what is left is verified anyway.
        """
        few = [some for some in ids if len(some) <= MANY] or ids
        left = reduce(np.logical_and, map(self._mask, few))
        if within is not None:
            left &= within
        if len(ids) > 1 and np.count_nonzero(left) > FEW_CANDIDATES:
            left = self._beside(ids, left)
        if len(few) == len(ids) or np.count_nonzero(left) <= AT_ONCE:
            return left
        return reduce(np.logical_and, (self._mask(some) for some in ids if len(some) > MANY), left)

    def _beside(self, ids: Sequence[Sequence[int]], left: Mask) -> Mask:
        """Of the documents with all terms of a run, those where frequent ones may follow each other as in the run."""
        since = paired_since(self._s, {one for some in ids for one in some})
        # Terms that are not frequent may stand anywhere that they are.
        loose = [self._mask([one for one in some if one not in since]) for some in ids]
        for at, (here, there) in enumerate(pairwise(ids)):
            if np.count_nonzero(left) <= FEW_CANDIDATES:
                break
            pairs = list(product((one for one in here if one in since), (one for one in there if one in since)))
            if not 0 < len(pairs) <= MOST_PAIRS:
                continue
            lists = set(list_of(*zip(*pairs, strict=True)).tolist())
            self._newest |= dict.fromkeys(lists, b"")
            may = self._mask(list(lists)) | loose[at] | loose[at + 1]
            may[: max(since[one] for pair in pairs for one in pair)] = True
            may[self._state.paired :] = True
            left = left & may
        return left

    def _verify(self, runs: Sequence[tuple[Mask, Sequence[Sequence[int]]]], most: int) -> tuple[Mask, bool]:
        """Of the documents with all terms of a run, those where they follow each other; whether none was left out."""
        verified = np.zeros(self._state.nastis.size, np.bool_)
        for candidates, ids in runs:
            if len(ids) == 1:
                verified |= candidates
        longer = [(candidates, ids) for candidates, ids in runs if len(ids) > 1]
        if not longer:
            return verified, True
        either = reduce(np.logical_or, [candidates for candidates, _ in longer])
        docs = np.flatnonzero(either & ~verified)[::-1]
        docs = docs[self._state.nastis[docs] > 0]
        found = 0
        for at in range(0, docs.size, AT_ONCE):
            if at >= most or found >= ENOUGH:
                return verified, False
            there = following(self._s, docs[at : min(most, at + AT_ONCE)], [ids for _, ids in longer])
            found += there.size
            verified[there] = True
        return verified, docs.size <= most


def _by_itself(clause: Clause) -> bool:
    """Whether a page that meets a clause is found by it; years are those of nasti."""
    return not clause.without and clause.field != "year"


def count_pages(matches: Matches, state: DocMap) -> Mapping[str, npt.NDArray[np.int64]]:
    """Pages of each nasti that match: those found as typed, and all."""
    every = np.bincount(matches.nastis, minlength=state.nasti_count)
    typed = every if matches.typed.all() else np.bincount(matches.nastis[matches.typed], minlength=state.nasti_count)
    return {"typed": typed, "all": every}
