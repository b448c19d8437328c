"""Configuration: `config.yaml` and the environment become frozen sections.

Every key of `config.yaml` equals its default here; a test holds the two together. ``NASTI_SECTION__KEY`` in the
environment overrides any key. Only the command loads configuration; everything else receives its section.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import permutations
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nasti.errors import ConfigError

ENVIRONMENT_PREFIX = "NASTI_"


class Section(BaseModel):
    """Base of all sections: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StoreSection(Section):
    """Where what is kept lies."""

    folder: Path = Path("var")


class DatabaseSection(Section):
    """Which database registers it."""

    url: str = ""


class WatchSection(Section):
    """Scanner folders. Relative paths lie under the store's folder."""

    inbox: Path = Path("inbox")
    done: Path = Path("done")
    rejected: Path = Path("rejected")
    settle_s: float = Field(2.0, ge=0.1, le=3600)
    rescan_s: float = Field(30.0, ge=0.5, le=86400)
    poll: Literal["auto", "always", "never"] = "auto"
    poll_s: float = Field(2.0, ge=0.2, le=3600)
    patience_s: float = Field(60.0, ge=0.1, le=86400)


class LimitsSection(Section):
    """What is refused before it is decoded."""

    max_file_mb: int = Field(4096, ge=1)
    max_sheets: int = Field(5000, ge=1)
    max_megapixels: int = Field(400, ge=1)


class IngestSection(Section):
    """Cleaning of sheets."""

    read_dpi: int = Field(300, ge=150, le=600)
    straighten_from_deg: float = Field(0.1, ge=0, le=5)
    straighten_to_deg: float = Field(10.0, ge=1, le=20)
    even_background: Literal["auto", "always", "never"] = "auto"


class OcrSection(Section):
    """Reading."""

    engine: Literal["auto", "tesserocr", "pytesseract"] = "auto"
    tessdata: Path | None = None
    first: str = "Devanagari"
    mixed: str = "eng+Devanagari"
    latin: str = "eng"
    second: str = "hin"
    retry_below: float = Field(0.84, ge=0, le=1)
    text_layers: Literal["auto", "never"] = "auto"


class PdfSection(Section):
    """Binding."""

    jpeg_quality: int = Field(88, ge=30, le=100)
    eoffice_dpi: int = Field(200, ge=100, le=600)
    eoffice_cap_mb: float = Field(20.0, ge=0.1, le=4096)


class SplitSection(Section):
    """Cutting scans into nasti."""

    max_sheets: int = Field(600, ge=1, le=100_000)


class FieldsSection(Section):
    """Which fields are taken as read, and which wait for a person.

    Attributes:
        sure_from: Confidence from which a field is filled without a person.
        own: The same for single fields, by name.
        needed: Fields that every nasti must have.
        needed_of_papers: Fields that papers must have, by kind of paper.
        unasked: Fields that nobody is asked about, however unsure they are.
        twice: Fields that two people type, each without seeing what was read or what the other typed.
    """

    sure_from: float = Field(0.9, ge=0, le=1)
    own: dict[str, Annotated[float, Field(ge=0, le=1)]] = {}
    needed: tuple[str, ...] = ("file_number", "department", "subject", "year")
    needed_of_papers: dict[str, tuple[str, ...]] = {"letter": ("letter_number", "date"), "order": ("date",)}
    unasked: tuple[str, ...] = ("district", "tehsil", "village", "head")
    twice: tuple[str, ...] = ()

    def threshold(self, name: str) -> float:
        """Confidence from which a field is filled.

        Args:
            name: Of the field.
        """
        return self.own.get(name, self.sure_from)


class TablesSection(Section):
    """The office's own names, beside those that come with Nasti. A relative path lies beside the configuration."""

    folder: Path = Path("tables")


class LearnSection(Section):
    """Learning from what people say.

    Attributes:
        after: How many new words of people make the line learn anew; 0 for never by itself.
    """

    after: int = Field(50, ge=0)


class StationSection(Section):
    """How the sides of sheets come from one scanner.

    Attributes:
        passes: As they are read; all fronts and then all backs in one file; or fronts and backs in two files.
        backs_reversed: Whether backs come last sheet first, as they do from a stack that was turned over as a whole.
        reversed: Whether the whole stack was fed last sheet first.
        duplex: With one pass: whether front and back of each sheet follow each other.
    """

    passes: Literal["one", "two_in_file", "two_files"] = "one"
    backs_reversed: bool = True
    reversed: bool = False
    duplex: bool = False


class WorkSection(Section):
    """How the work is done."""

    readers: int = Field(0, ge=0, le=256)
    attempts: int = Field(3, ge=1, le=20)
    sheet_timeout_s: float = Field(180.0, ge=5, le=3600)
    reader_memory_mb: int = Field(4096, ge=512)


class Settings(Section):
    """All sections.

    Attributes:
        base: The folder that relative paths start from: where the configuration lies.
    """

    store: StoreSection = StoreSection()
    database: DatabaseSection = DatabaseSection()
    watch: WatchSection = WatchSection()
    limits: LimitsSection = LimitsSection()
    ingest: IngestSection = IngestSection()
    ocr: OcrSection = OcrSection()
    pdf: PdfSection = PdfSection()
    split: SplitSection = SplitSection()
    tables: TablesSection = TablesSection()
    fields: FieldsSection = FieldsSection()
    learn: LearnSection = LearnSection()
    stations: dict[str, StationSection] = {}
    work: WorkSection = WorkSection()
    base: Path = Field(Path(), exclude=True)

    @property
    def store_folder(self) -> Path:
        """The store's folder, absolute."""
        return (self.base / self.store.folder.expanduser()).resolve()

    @property
    def tables_folder(self) -> Path:
        """Where the office's own tables lie, absolute."""
        return (self.base / self.tables.folder.expanduser()).resolve()

    @property
    def inbox(self) -> Path:
        """The watched folder, absolute."""
        return self._beside_store(self.watch.inbox)

    @property
    def done(self) -> Path:
        """Where sources go once they are registered, absolute."""
        return self._beside_store(self.watch.done)

    @property
    def rejected(self) -> Path:
        """Where sources go that cannot be read, absolute."""
        return self._beside_store(self.watch.rejected)

    @property
    def database_url(self) -> str:
        """SQLAlchemy URL of the ledger; a SQLite file in the store where none is configured."""
        return self.database.url or f"sqlite:///{self.store_folder / 'nasti.db'}"

    def station(self, name: str) -> StationSection:
        """How sides come from a station; as they are read where nothing is said of it.

        Args:
            name: First sub-folder under the inbox, "" for scans that lie in the inbox itself. Upper and lower case
                are alike, as they are on the shares that scanners write to.
        """
        stations = {_folded(known): section for known, section in self.stations.items()}
        return stations.get(_folded(name), StationSection())

    def _beside_store(self, path: Path) -> Path:
        return (self.store_folder / path.expanduser()).resolve()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def load(path: Path | None, environment: Mapping[str, str], *, store: Path | None = None) -> Settings:
    """Read the configuration.

    Args:
        path: The YAML file; None for ``config.yaml`` in the working directory, or the defaults where there is none.
        environment: Variables; those named ``NASTI_SECTION__KEY`` override the file.
        store: The store's folder, overriding both.

    Raises:
        ConfigError: The file cannot be read, or a key is unknown or has a value that does not fit; the message
            names file, line, key and what is expected. Or one of the watched folders lies in another.
    """
    if path is None and Path("config.yaml").is_file():
        path = Path("config.yaml")
    values: dict[str, object] = {}
    root: yaml.Node | None = None
    if path is not None:
        try:
            text = path.read_text(encoding="utf-8")
            root = yaml.compose(text, Loader=yaml.SafeLoader)
            values = yaml.safe_load(text) or {}
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise ConfigError(f"The configuration {path} cannot be read: {error}") from error
        if not isinstance(values, dict):
            raise ConfigError(f"The configuration {path} must be sections with keys, as in config.yaml.")
    overridden = _override(values, environment)
    if store is not None:
        section = values.setdefault("store", {})
        if isinstance(section, dict):
            section["folder"] = str(store.absolute())
    values = {section: keys for section, keys in values.items() if keys is not None}
    try:
        settings = Settings.model_validate({**values, "base": (path.parent if path else Path()).resolve()})
    except ValidationError as error:
        raise ConfigError(_explain(error, path, root, overridden)) from error
    _keep_apart(settings)
    return settings


def load_environment(environment: Mapping[str, str]) -> Settings:
    """The defaults, overridden by the environment alone: for programs of others that run us in any folder.

    Args:
        environment: As for `load`.

    Raises:
        ConfigError: A variable names an unknown key or has a value that does not fit.
    """
    values: dict[str, object] = {}
    overridden = _override(values, environment)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise ConfigError(_explain(error, None, None, overridden)) from error


def _keep_apart(settings: Settings) -> None:
    """Refuse folders of which one would feed the other."""
    folders = {"watch.inbox": settings.inbox, "watch.done": settings.done, "watch.rejected": settings.rejected}
    for (name, folder), (other, inside) in permutations(folders.items(), 2):
        if inside.is_relative_to(folder):
            raise ConfigError(f"The configuration is wrong:\n  {other} ({inside}) lies in {name} ({folder}).")


def _override(values: dict[str, object], environment: Mapping[str, str]) -> dict[tuple[str, str], str]:
    overridden: dict[tuple[str, str], str] = {}
    for name, value in environment.items():
        section, _, key = name.removeprefix(ENVIRONMENT_PREFIX).lower().partition("__")
        if not name.startswith(ENVIRONMENT_PREFIX) or not key:
            continue
        keys = values.get(section)
        if keys is None:
            keys = values[section] = {}
        if isinstance(keys, dict):
            try:
                keys[key] = yaml.safe_load(value)
            except yaml.YAMLError as error:
                raise ConfigError(f"{name} in the environment cannot be read: {error}") from error
            overridden[section, key] = name
    return overridden


def _explain(
    error: ValidationError, path: Path | None, root: yaml.Node | None, overridden: Mapping[tuple[str, str], str]
) -> str:
    lines = ["The configuration is wrong:"]
    for problem in error.errors():
        where = ".".join(str(step) for step in problem["loc"])
        line = _line_of(root, problem["loc"])
        first, *inside = problem["loc"]
        variables = [
            name for (section, key), name in overridden.items() if first == section and (not inside or key in inside)
        ]
        place = f"{variables[0]} in the environment" if variables else f"{path}, line {line}"
        what = "there is no such key" if problem["type"] == "extra_forbidden" else problem["msg"]
        lines.append(f"  {place}: {where}: {what} (given: {problem['input']!r})")
    return "\n".join(lines)


def _line_of(node: yaml.Node | None, keys: Sequence[str | int]) -> int | None:
    line = None
    for key in keys:
        if not isinstance(node, yaml.MappingNode):
            break
        for name, value in node.value:
            if name.value == str(key):
                line, node = name.start_mark.line + 1, value
                break
        else:
            return line
    return line
