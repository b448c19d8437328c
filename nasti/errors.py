"""Errors, divided by what the worker must do next.

`nasti.pipeline` and `nasti.jobs` act on the disposition, `nasti.cli` on the exit code; nobody else catches broadly.
A message says what happened and what to do, in words a record-room clerk understands; those that end beside a
rejected file carry it in Hindi too.
"""

from __future__ import annotations

from enum import Enum, IntEnum


class ExitCode(IntEnum):
    """Exit codes of the `nasti` command."""

    OK = 0
    OTHER = 1
    INPUT_REJECTED = 2
    TOOL_MISSING = 3
    INVALID_OUTPUT = 4
    STORAGE = 5
    STORE_BUSY = 6
    TOOL_FAILED = 7
    NOT_FOUND = 8
    CONFIG = 9
    DOUBTFUL = 10
    INTERRUPTED = 130


class Disposition(Enum):
    """What the worker does with an error."""

    REFUSE_TO_START = "refuse to start"
    REJECT = "reject with a reason"
    RETRY_THEN_PARK = "retry, then park"
    PARK = "park and keep the evidence"
    HALT = "halt and touch no source"


class NastiError(Exception):
    """Base of every error of ours.

    Args:
        message: What happened and what to do, in English.
        hindi: The same in Hindi; the English text where a person at a counter never sees it.
    """

    exit_code: ExitCode = ExitCode.OTHER
    disposition: Disposition = Disposition.PARK

    def __init__(self, message: str, hindi: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hindi = hindi or message

    def __reduce__(self) -> tuple[type[NastiError], tuple[str, str]]:
        # Errors cross from reader processes by pickle; the default would lose the Hindi text.
        return type(self), (self.message, self.hindi)


class ConfigError(NastiError):
    """The configuration is wrong: names the key and the line."""

    exit_code = ExitCode.CONFIG
    disposition = Disposition.REFUSE_TO_START


class ToolMissing(NastiError):
    """A program or a language file that is needed is not installed: says how to get it."""

    exit_code = ExitCode.TOOL_MISSING
    disposition = Disposition.REFUSE_TO_START


class InputRejected(NastiError):
    """The scan itself cannot be used (encrypted, damaged, empty, too large): it goes to ``rejected/``."""

    exit_code = ExitCode.INPUT_REJECTED
    disposition = Disposition.REJECT


class ToolFailed(NastiError):
    """A program or a reader process crashed or took too long; trying again may help."""

    exit_code = ExitCode.TOOL_FAILED
    disposition = Disposition.RETRY_THEN_PARK


class InvalidOutput(NastiError):
    """What we made is not good enough to register: not PDF/A, or it does not give a word back."""

    exit_code = ExitCode.INVALID_OUTPUT
    disposition = Disposition.PARK


class StorageError(NastiError):
    """The store cannot be trusted right now: disk full, checksum mismatch, database gone for good."""

    exit_code = ExitCode.STORAGE
    disposition = Disposition.HALT


class StoreBusy(NastiError):
    """Another process works on this store."""

    exit_code = ExitCode.STORE_BUSY
    disposition = Disposition.REFUSE_TO_START


class NotFound(NastiError):
    """What was asked for is not in the store."""

    exit_code = ExitCode.NOT_FOUND
    disposition = Disposition.PARK
