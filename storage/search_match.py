"""Which pages and nasti match: the only part of the search that differs between the databases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from storage.search_query import Clause

MOST_MATCHES = 50_000
"""Pages, and nasti, that are looked at for one query, newest first. Source: measured, 8 ms to fetch on SQLite."""

_MOST_GROUPS = 16
_MOST_IN_GROUP = 5_000


@dataclass(frozen=True, slots=True)
class Matches:
    """What matches a query.

    Attributes:
        pages: The pages on which every clause is found, or is in the fields of their nasti; by nasti.
        fields: Indexes of the clauses that the fields of a nasti match, by nasti; those with pages or with all.
        complete: False when there were more than were looked at.
    """

    pages: dict[int, set[int]]
    fields: dict[int, frozenset[int]]
    complete: bool

    @property
    def nastis(self) -> set[int]:
        """All nasti that match."""
        return self.pages.keys() | self.fields.keys()


def match(s: Session, clauses: Sequence[Clause], near: bool) -> Matches:
    """Find what matches every clause.

    A clause may be met by the page or by the fields of its nasti: in ``राजस्व पाटन 1994`` the department and the year
    may stand on the cover alone.

    Args:
        s: A transaction.
        clauses: One at least.
        near: Whether words that may be meant count too.
    """
    met: dict[int, set[int]] = defaultdict(set)
    for index, clause in enumerate(clauses):
        for nasti_id in _nastis_with(s, clause, near):
            met[nasti_id].add(index)
    everything = frozenset(range(len(clauses)))
    groups: dict[frozenset[int], list[int]] = defaultdict(list)
    for nasti_id, indexes in met.items():
        if indexes != everything:
            groups[everything - indexes].append(nasti_id)
    rows = _pages_with(s, clauses, near, None)
    complete = len(rows) < MOST_MATCHES
    for rest, nasti_ids in sorted(groups.items(), key=lambda group: (len(group[0]), sorted(group[0])))[:_MOST_GROUPS]:
        some = sorted(nasti_ids, reverse=True)[:_MOST_IN_GROUP]
        found = _pages_with(s, [clauses[index] for index in sorted(rest)], near, some)
        complete = complete and len(found) < MOST_MATCHES and len(some) == len(nasti_ids)
        rows += found
    pages: dict[int, set[int]] = defaultdict(set)
    for page_id, nasti_id in rows:
        pages[nasti_id].add(page_id)
    fields = {
        nasti_id: frozenset(indexes) for nasti_id, indexes in met.items() if nasti_id in pages or indexes == everything
    }
    return Matches(dict(pages), fields, complete and len(groups) <= _MOST_GROUPS)


def _nastis_with(s: Session, clause: Clause, near: bool) -> list[int]:
    if _on_sqlite(s):
        statement = "SELECT rowid FROM nasti_index WHERE nasti_index MATCH :query ORDER BY rowid DESC LIMIT :most"
        bound: dict[str, object] = {"query": _fts5(clause, near)}
    else:
        condition, bound = _tsquery(clause, near, 0)
        statement = f"SELECT rowid FROM nasti_index WHERE {condition} ORDER BY rowid DESC LIMIT :most"
    return list(s.scalars(text(statement), {**bound, "most": MOST_MATCHES}))


def _pages_with(
    s: Session, clauses: Sequence[Clause], near: bool, nasti_ids: Collection[int] | None
) -> list[tuple[int, int]]:
    """Page and nasti of every page that meets all clauses, newest first."""
    if _on_sqlite(s):
        bound: dict[str, object] = {"query": " AND ".join(_fts5(clause, near) for clause in clauses)}
        found = "page_index JOIN page ON page.id = page_index.rowid WHERE page_index MATCH :query"
        head, order = "", "page_index.rowid"
    else:
        conditions, binds = zip(*(_tsquery(clause, near, place) for place, clause in enumerate(clauses)), strict=True)
        bound = {name: value for one in binds for name, value in one.items()}
        # Without the fence the planner walks the primary key for the order and tests every page.
        head = f"WITH found AS MATERIALIZED (SELECT rowid FROM page_index WHERE {' AND '.join(conditions)}) "
        found, order = "found JOIN page ON page.id = found.rowid WHERE true", "page.id"
    some = "" if nasti_ids is None else " AND page.nasti_id IN :nastis"
    statement = text(f"{head}SELECT page.id, page.nasti_id FROM {found}{some} ORDER BY {order} DESC LIMIT :most")
    bound["most"] = MOST_MATCHES
    if nasti_ids is not None:
        statement = statement.bindparams(bindparam("nastis", expanding=True))
        bound["nastis"] = list(nasti_ids)
    return [(page_id, nasti_id) for page_id, nasti_id in s.execute(statement, bound)]


def _fts5(clause: Clause, near: bool) -> str:
    """A clause in the query syntax of FTS5; tokens hold letters, marks and digits only, so that quoting is enough."""
    if clause.kind == "word":
        either = clause.either if near else clause.exact
        return f"words : ({' OR '.join(_quoted([term]) for term in either)})"
    words = f"words : {_quoted(clause.words)}"
    if clause.kind == "phrase":
        return words
    return f"({words} OR numbers : {_quoted(clause.number)}{' *' if _grows(clause) else ''})"


def _quoted(terms: Sequence[str]) -> str:
    return f'"{" ".join(terms)}"'


def _tsquery(clause: Clause, near: bool, place: int) -> tuple[str, dict[str, object]]:
    """A clause as a condition of PostgreSQL, with what it binds."""
    words, numbers = f"w{place}", f"n{place}"
    if clause.kind == "word":
        either = " | ".join(f"'{term}'" for term in (clause.either if near else clause.exact))
        return f"words @@ CAST(:{words} AS tsquery)", {words: either}
    if clause.kind == "phrase":
        return f"words @@ CAST(:{words} AS tsquery)", {words: _followed(clause.words)}
    condition = f"(words @@ CAST(:{words} AS tsquery) OR numbers @@ CAST(:{numbers} AS tsquery))"
    return condition, {words: _followed(clause.words), numbers: _followed(clause.number) + ":*" * _grows(clause)}


def _followed(terms: Sequence[str]) -> str:
    return " <-> ".join(f"'{term}'" for term in terms)


def _grows(clause: Clause) -> bool:
    """Whether a number may have been typed in part, up to the middle of its last digits."""
    return clause.number[-1].isdecimal()


def _on_sqlite(s: Session) -> bool:
    return s.get_bind().dialect.name == "sqlite"
