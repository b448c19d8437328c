"""Reader processes: work that may crash, hang or eat memory runs in a child, and takes nothing down with it.

`nasti.tools` starts other people's programs; this starts our own functions in processes of their own. A child serves
one call at a time and is kept for the next one, since loading the recogniser costs more than many pages.

Children are forked from a *template*: a fresh Python with one thread and nothing open, which has loaded the modules
that the work needs. So they are loaded once, whatever the number of children, and their memory is shared.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import multiprocessing
import os
import queue
import resource
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from typing import Any, ParamSpec, TypeVar

from nasti.errors import NastiError, ToolFailed

P = ParamSpec("P")
T = TypeVar("T")

_PR_SET_PDEATHSIG = 1
"""Source: Linux `prctl(2)`."""

_STOPS_WITHIN_S = 5.0

_KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(32 << 20), "MALLOC_TRIM_THRESHOLD_": str(512 << 20)}
"""Freed pictures are kept for the next ones: getting memory of the system and giving it back, some dozen times a sheet,
is a quarter of what a blank side costs. Source: glibc `mallopt(3)`; 12 blank sides, five times: 0.29 and 0.21 processor
seconds each. Other libraries for C take no notice."""

_BEGIN = "import sys; from nasti.readers import become_template; become_template(int(sys.argv[1]))"


class Readers:
    """A fixed number of slots, each with a child process that is started when first needed.

    Thread-safe: any number of threads may call; each waits until a slot is free.

    Args:
        count: Number of slots.
        memory_mb: Address space that one child may use, in megabytes.
        modules: Modules to load before the first call, so that no child has to.
        prepare: Called once before the first call, for whatever holds for all of them; it must pickle.
    """

    def __init__(
        self, count: int, *, memory_mb: int, modules: Sequence[str] = (), prepare: Callable[[], None] | None = None
    ) -> None:
        self.count = count
        self._template = _Template(memory_mb, modules, prepare)
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
                slot = _Slot(self._template)
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
        self._template.close()


class _SlotLost(Exception):
    """The child of a slot is gone; the slot needs a new one."""


class _Slot:
    def __init__(self, template: _Template) -> None:
        self._template = template
        self._process, self._pipe = template.fork()

    def call(self, work: Callable[..., T], timeout_s: float, args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        try:
            self._pipe.send((work, args, kwargs))
            if not self._pipe.poll(timeout_s):
                self.end()
                raise _SlotLost(f"It took longer than {timeout_s:.0f} s and was ended.")
            ok, value = self._pipe.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise _SlotLost(f"The reader process ended unexpectedly ({_describe(self.end())}).") from None
        if not ok:
            raise value
        result: T = value
        return result

    def end(self) -> int | None:
        """Kill the child unless it is dead, and say how it ended; None where its template is gone, and it with it."""
        self._pipe.close()
        return self._template.end(self._process)


class _Template:
    """The process that children are forked from; a new one is started where it died.

    Args:
        memory_mb: Address space that one child may use, in megabytes.
        modules: Modules to load.
        prepare: Called once they are loaded.
    """

    def __init__(self, memory_mb: int, modules: Sequence[str], prepare: Callable[[], None] | None) -> None:
        self._needs = memory_mb, tuple(modules), list(sys.path)
        self._prepare = prepare
        # One question at a time, so that every answer belongs to it.
        self._lock = threading.Lock()
        self._start()

    def fork(self) -> tuple[int, Connection]:
        """A new child and the pipe to it.

        Raises:
            _SlotLost: The template cannot be started.
        """
        with self._lock:
            for _ in range(2):
                try:
                    return self._fork()
                except (EOFError, OSError):
                    self._stop()
                    self._start()
        raise _SlotLost("The process that reader processes come from cannot be started.")

    def end(self, process: int) -> int | None:
        """Kill a child of this template and say how it ended, as an exit code; None where it is not there."""
        with self._lock, contextlib.suppress(EOFError, OSError):
            self._control.send(process)
            code: int | None = self._control.recv()
            return code
        return None

    def close(self) -> None:
        """End the template and its children."""
        with self._lock:
            self._stop()

    def _start(self) -> None:
        self._control, theirs = multiprocessing.Pipe()
        # One processor core for each child: the work is shared out by sheets.
        environment = {**_KEEP_MEMORY, **os.environ, "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
        # -P: modules come from where they are installed, not from whatever folder this runs in.
        command = [sys.executable, "-P", "-c", _BEGIN, str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=environment
            )
        with contextlib.suppress(OSError):
            # What prepares may be of a module that is only found on the path before it.
            self._control.send(self._needs)
            self._control.send(self._prepare)

    def _stop(self) -> None:
        # Without the other end of its socket it ends its children, so that their processor time is accounted for.
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOPS_WITHIN_S)
        self._process.kill()
        self._process.wait()

    def _fork(self) -> tuple[int, Connection]:
        ours, theirs = multiprocessing.Pipe()
        try:
            with theirs:
                self._control.send(None)
                send_handle(self._control, theirs.fileno(), self._process.pid)
            process: int = self._control.recv()
        except (EOFError, OSError):
            ours.close()
            raise
        return process, ours


def _describe(code: int | None) -> str:
    if code is None:
        return "and so did the process it came from"
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def become_template(control_fd: int) -> None:
    """Fork children on demand until the other side goes away. Only for the process that `Readers` starts.

    Args:
        control_fd: Descriptor of the socket that wishes come from: None for a new child, a number for the end of one.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children: set[int] = set()
    with Connection(control_fd) as control, contextlib.suppress(EOFError, OSError):
        memory_mb, modules, path = control.recv()
        sys.path[:] = path
        for module in modules:
            importlib.import_module(module)
        if (prepare := control.recv()) is not None:
            prepare()
        while True:
            process = control.recv()
            if process is None:
                with Connection(recv_handle(control)) as pipe:
                    process = _fork_child(control, pipe, memory_mb)
                children.add(process)
                control.send(process)
            else:
                control.send(_end_child(process) if process in children else None)
                children.discard(process)
    for process in children:
        _end_child(process)


def _fork_child(control: Connection, pipe: Connection, memory_mb: int) -> int:
    template = os.getpid()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            control.close()
            _serve(pipe, memory_mb, template)
            code = 0
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)
    return process


def _end_child(process: int) -> int:
    os.kill(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _serve(pipe: Connection, memory_mb: int, template: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != template:  # It died before the call above.
        return
    limit = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
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
