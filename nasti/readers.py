"""Reader processes: work that may crash, hang or eat memory runs in a child, and takes nothing down with it.

`nasti.tools` starts other people's programs; this starts our own functions in processes of their own. A child serves
one call at a time and is kept for the next one, since loading the recogniser costs more than many pages.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import queue
import resource
import signal
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar

from nasti.errors import NastiError, ToolFailed

P = ParamSpec("P")
T = TypeVar("T")

_PR_SET_PDEATHSIG = 1
"""Source: Linux `prctl(2)`."""


class Readers:
    """A fixed number of slots, each with a child process that is started when first needed.

    Thread-safe: any number of threads may call; each waits until a slot is free.

    Args:
        count: Number of slots.
        memory_mb: Address space that one child may use, in megabytes.
    """

    def __init__(self, count: int, *, memory_mb: int) -> None:
        self.count = count
        self._memory_mb = memory_mb
        # Children are tied to the life of the thread that starts them (prctl), so one thread that stays starts all.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="nasti-reader-starter")
        self._free: queue.LifoQueue[_Slot | None] = queue.LifoQueue()
        for _ in range(count):
            self._free.put(None)

    def call(self, work: Callable[P, T], timeout_s: float, /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function in a reader process.

        Args:
            work: A function that a module defines at its top level; arguments and result must pickle.
            timeout_s: Seconds after which the child is killed.
            *args: Its arguments.
            **kwargs: Its keyword arguments.

        Raises:
            ToolFailed: The child died, took too long, or failed in a way that is not an error of ours.
            NastiError: Whatever error of ours the function raised.
        """
        slot = self._free.get()
        try:
            if slot is None:
                slot = self._starter.submit(_Slot, self._memory_mb).result()
            return slot.call(work, timeout_s, args, kwargs)
        except _SlotLost as lost:
            slot = None
            raise ToolFailed(str(lost)) from None
        finally:
            self._free.put(slot)

    def close(self) -> None:
        """End the children. Waits for calls in progress."""
        for _ in range(self.count):
            slot = self._free.get()
            if slot is not None:
                slot.end()
        self._starter.shutdown()


class _SlotLost(Exception):
    """The child of a slot is gone; the slot needs a new one."""


class _Slot:
    def __init__(self, memory_mb: int) -> None:
        # "spawn": a forked copy of a process with threads and open databases is not safe to run in.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=_serve, args=(theirs, memory_mb, os.getpid()), name="nasti-reader", daemon=True
        )
        self._process.start()
        theirs.close()

    def call(self, work: Callable[..., T], timeout_s: float, args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        try:
            self._pipe.send((work, args, kwargs))
            if not self._pipe.poll(timeout_s):
                self.end()
                raise _SlotLost(f"It took longer than {timeout_s:.0f} s and was ended.")
            ok, value = self._pipe.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self._process.join(5)
            code = self._process.exitcode
            self.end()
            raise _SlotLost(f"The reader process ended unexpectedly ({_describe(code)}).") from None
        if not ok:
            raise value
        result: T = value
        return result

    def end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()


def _describe(code: int | None) -> str:
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"


def _serve(pipe: Connection, memory_mb: int, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_parent(parent)
    limit = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            work, args, kwargs = pipe.recv()
            pipe.send(_attempt(work, args, kwargs))


def _attempt(work: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[bool, object]:
    try:
        return True, work(*args, **kwargs)
    except NastiError as error:
        return False, error
    except MemoryError:
        return False, ToolFailed("It needed more memory than one reader may use (work.reader_memory_mb).")
    except Exception:  # The process boundary: whatever it was, the caller gets it as text and decides.
        return False, ToolFailed(f"The reader failed unexpectedly:\n{traceback.format_exc()}")


def _die_with_parent(parent: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # It died before the call above.
        os._exit(1)
