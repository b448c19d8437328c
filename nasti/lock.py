"""One process at a time on a store."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from nasti.errors import StoreBusy


def take_lock(path: Path) -> int:
    """Take the lock that lies at `path`; it is free again when this process ends, however it ends.

    Args:
        path: A file, made when it is not there.

    Returns:
        The descriptor that holds it: closing it gives the lock back.

    Raises:
        StoreBusy: Another process has it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise StoreBusy(
            f"Another nasti process is working on the store {path.parent}. "
            "Drop your scans in its inbox, or stop it first.",
            f"इस भंडार {path.parent} पर नस्ती की दूसरी प्रक्रिया चल रही है। स्कैन उसके इनबॉक्स में डालें, या पहले उसे बंद करें।",
        ) from None
    return descriptor
