"""Learning as work on the store: what people said in, a model out."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from nasti import learning, pipeline
from nasti.errors import ToolFailed
from nasti.readers import Readers
from nasti.settings import Settings
from storage import lessons
from storage.store import Store

LOG = logging.getLogger(__name__)


def is_due(store: Store, settings: Settings) -> int | None:
    """The last word that people said, where they said enough since the last learning; None where they did not.

    Args:
        store: The store.
        settings: All sections.
    """
    count, last = store.read(lessons.news)
    return last if settings.learn.after and count >= settings.learn.after else None


def learn_if_due(store: Store, settings: Settings, last_said_id: int) -> None:
    """Learn, unless somebody did since this was found to be due. Where that fails, the old model goes on speaking.

    Args:
        store: The store.
        settings: All sections.
        last_said_id: The last word when it was found to be due.

    Raises:
        StorageError: The model cannot be kept.
    """
    due = is_due(store, settings)
    if due is None or due < last_said_id:
        return
    try:
        learn_now(store, settings)
    except ToolFailed as error:
        LOG.warning("Learning from what people said failed: %s", error)


def model_file(store: Store) -> Path | None:
    """The file of the newest model; None where nothing was learned, or nothing better than the rules.

    Args:
        store: The store.
    """
    model = store.read(lessons.newest)
    return store.files.path(model.key) if model and model.used else None


def learn_now(store: Store, settings: Settings) -> int | None:
    """Learn from everything that people said, and keep the model.

    Args:
        store: The store.
        settings: All sections.

    Returns:
        Version of the model; None where nobody has said anything.

    Raises:
        ToolFailed: The reader process died or took too long.
        StorageError: The model cannot be kept.
    """
    known, (_, last) = store.read(lambda s: (lessons.lessons(s), lessons.news(s)))
    if not known:
        return None
    # A process of its own: those of the line are busy with sheets, and learning holds much memory.
    readers = Readers(
        1,
        memory_mb=settings.work.reader_memory_mb,
        modules=("nasti.learning", "nasti.pipeline"),
        prepare=partial(pipeline.use_tables, settings.tables_folder),
    )
    try:
        timeout_s = settings.work.sheet_timeout_s + learning.SECONDS_A_NASTI * len(known)
        result = readers.call(learning.learn, timeout_s, known, settings.fields.sure_from)
    finally:
        readers.close()
    kept = store.files.keep_bytes("learned", result.data, ".model")
    return store.write(
        lambda s: lessons.keep_model(s, kept, result.report, nastis=len(known), used=result.speaks, last_said_id=last)
    )
