"""The demo: sample nasti go through the line as a scanner's would."""

from __future__ import annotations

import threading

from nasti import terminal
from nasti.hindi import number_key
from nasti.jobs import Line
from nasti.samples import draw_samples
from nasti.settings import Settings
from storage.store import Store
from watch_folders.watch import watch

QUERIES = ("नामांतरण", "namantaran", "57/अ-6/2003-04")
"""One Hindi, one in Roman letters, one file number."""


def digitise_samples(settings: Settings, store: Store) -> set[str]:
    """Draw the samples into the watched folder and digitise what the watcher finds there.

    Args:
        settings: All sections.
        store: An opened, migrated store.

    Returns:
        The numbers that the samples bear on their covers, as canonical keys.

    Raises:
        ToolMissing: A font, a program or language data is not installed.
    """
    terminal.say(f"Drawing three sample nasti into {settings.inbox} …")
    samples = draw_samples(settings.inbox)
    stop = threading.Event()
    with Line(settings, store, on_halt=stop.set) as line:
        found = watch(settings.inbox, settings.watch, stop)
        for _, arrival in zip(samples, found, strict=False):
            terminal.say(f"{arrival.inside}: {line.take(arrival).outcome}")
        stop.set()
        terminal.follow(line, store)
        line.raise_if_halted()
    return {key for sample in samples if (key := number_key(sample.number))}
