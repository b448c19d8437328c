"""The statement: the ledger of a nasti, a scan or a lot as it stood at a moment, sealed so that it can be checked.

Its seal is the SHA-256 of its canonical JSON (keys sorted, no spaces, ASCII), which holds the head of the audit chain.
The seal is appended to the chain: nobody can later make a statement that was never drawn up, or change one that was.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from sqlalchemy.orm import Session

from nasti.errors import InputRejected
from storage import events
from storage.columns import now
from storage.ledger import Balance
from storage.ledger_scope import Scope
from storage.store import Store

KIND = "ledger drawn up"
FORM = "nasti page ledger, version 1"

_SEAL = re.compile(r"\b[0-9a-f]{64}\b")
_BODY = ("scans", "nastis", "lots")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sealed ledger.

    Attributes:
        content: What the JSON holds, the seal apart.
        seal: SHA-256 of it, 64 hexadecimal digits.
    """

    content: Mapping[str, Any]
    seal: str

    @property
    def balances(self) -> bool:
        """Whether every sheet is accounted for."""
        return bool(self.content["balances"])

    @property
    def to_look_at(self) -> int:
        """How many things a person should look at."""
        return len(self.content["doubts"])

    def to_json(self) -> dict[str, Any]:
        """As it is written to a file."""
        return {**self.content, "sha256": self.seal}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a statement that somebody holds in hand.

    Attributes:
        drawn_up: Whether this store drew it up.
        unaltered: Whether its content is what was sealed; None where only the seal is at hand.
        at: When it was drawn up; None where it was not.
        event: Number of the entry in the audit chain; 0 where it was not drawn up.
        subject: What it is about, as the chain calls it.
        holds: Whether the ledger says the same today; None where its content is not at hand, or cannot be trusted.
        problems: What is wrong with the audit chain.
    """

    drawn_up: bool
    unaltered: bool | None
    at: datetime | None
    event: int
    subject: str
    holds: bool | None
    problems: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether it can be relied on as what this store once said."""
        return self.drawn_up and self.unaltered is not False and not self.problems


def draw_up(store: Store, scope: Scope, by: str) -> Statement:
    """Draw up the ledger, seal it, and enter the seal in the audit chain.

    Args:
        store: An opened, migrated store.
        scope: What it is about.
        by: Who asks for it.
    """
    return store.write(lambda s: _draw_up(s, scope, by))


def _draw_up(s: Session, scope: Scope, by: str) -> Statement:
    drawn = scope.balance(s)
    head = events.head(s)
    content = {
        "form": FORM,
        "about": {"kind": scope.kind, "name": scope.name, "subject": scope.subject},
        "drawn_at": now().isoformat(timespec="seconds"),
        "drawn_by": by,
        "chain": {"event": head.number, "sha256": head.hash},
        "balances": not drawn.unbalanced,
        "sheets_in": drawn.sheets_in,
        "doubts": list(drawn.doubts),
        **tell(drawn),
    }
    statement = Statement(content, seal(content))
    detail = {"sha256": statement.seal, "balances": statement.balances, "sheets": drawn.sheets_in, "by": by}
    events.append(s, KIND, scope.subject, detail)
    return statement


def tell(drawn: Balance) -> dict[str, Any]:
    """The scans, nasti and lots of a ledger as values that JSON can hold."""
    return {name: [_plain(asdict(one)) for one in getattr(drawn, name)] for name in _BODY}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        # Sheets that belong to no nasti are counted under no number.
        return {"none" if key is None else str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, PurePath) else value


def seal(content: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical JSON of a statement.

    Args:
        content: Without its seal.
    """
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def check(store: Store, text: str) -> Verdict:
    """Check a statement that was drawn up earlier.

    Args:
        store: An opened, migrated store.
        text: The statement's JSON, its seal, or any text that holds the seal (what the QR code says).

    Raises:
        InputRejected: There is neither a statement nor a seal in it.
    """
    given, content = _read(text)
    unaltered = None if content is None else seal(content) == given

    def look(s: Session) -> Verdict:
        found = next((one for one in events.find(s, KIND) if one.detail.get("sha256") == given), None)
        holds = _holds(s, content) if content is not None and unaltered and found else None
        problems = tuple(events.verify_chain(s))
        if found is None:
            return Verdict(False, unaltered, None, 0, "", None, problems)
        return Verdict(True, unaltered, found.at, found.number, found.subject, holds, problems)

    return store.read(look)


def _read(text: str) -> tuple[str, dict[str, Any] | None]:
    try:
        content = json.loads(text)
    except json.JSONDecodeError:
        content = None
    if isinstance(content, dict) and isinstance(content.get("sha256"), str):
        return content.pop("sha256"), content
    found = _SEAL.search(text.lower())
    if found is None:
        raise InputRejected(
            "This is no statement of a page ledger: neither its JSON nor its hash of 64 digits is in it.",
            "यह पृष्ठ लेखा विवरण नहीं है: इसमें न उसका JSON है, न 64 अंकों का हैश।",
        )
    return found[0], None


def _holds(s: Session, content: Mapping[str, Any]) -> bool:
    """Whether the ledger of the same nasti, scan or lot says the same today."""
    kind, _, key = str(content["about"]["subject"]).partition(":")
    scopes = {
        "nasti": lambda: Scope("nasti", nasti_id=int(key)),
        "scan": lambda: Scope("scan", scan=key),
        "lot": lambda: Scope("lot", lot_id=int(key)),
    }
    scope = scopes.get(kind, Scope)()
    return seal(tell(scope.balance(s))) == seal({name: content[name] for name in _BODY})
