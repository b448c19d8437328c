"""The project holds together: configuration, README, packages and lock files say the same thing."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from typer.main import get_command

from nasti.cli import app
from nasti.drawing.canvas import FACES
from nasti.errors import ConfigError, Disposition, ExitCode, InputRejected, NastiError
from nasti.settings import Settings, StationSection, load
from nasti.tools import PACKAGES

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TOP_LEVEL = PROJECT["tool"]["uv"]["build-backend"]["module-name"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
KEYS = [
    (section, key)
    for section, field in Settings.model_fields.items()
    for key in getattr(field.annotation, "model_fields", ())
]


def schema_of(section: str, key: str) -> dict[str, Any]:
    annotation = Settings.model_fields[section].annotation
    schema = annotation.model_json_schema()["properties"][key]  # type: ignore[union-attr]
    return {**next((one for one in schema.get("anyOf", ()) if one["type"] != "null"), {}), **schema}


def another_value(section: str, key: str) -> object:
    """A value that fits and is not the default."""
    schema = schema_of(section, key)
    if "enum" in schema:
        return next(value for value in schema["enum"] if value != schema["default"])
    if schema["type"] in ("number", "integer"):
        return schema["minimum"] if schema["minimum"] != schema["default"] else schema["default"] + 1
    if schema["type"] == "array":
        return ["another"]
    if schema["type"] == "object":
        return {"another": 0.5 if schema["additionalProperties"]["type"] == "number" else ["another"]}
    return "/another/place" if schema.get("format") == "path" else "another"


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ]+)", text, re.MULTILINE))


def test_the_configuration_shows_every_key_with_its_default() -> None:
    shown = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    assert [(section, key) for section, keys in shown.items() for key in keys] == KEYS
    assert list(shown) == [section for section in Settings.model_fields if section != "base"]
    assert load(ROOT / "config.yaml", {}).model_dump() == Settings().model_dump()


def test_every_key_of_the_configuration_is_explained() -> None:
    lines = (ROOT / "config.yaml").read_text(encoding="utf-8").splitlines()
    keys = [number for number, line in enumerate(lines) if re.match(r"  [a-z_]+:", line)]
    assert len(keys) == len(KEYS)
    for number in keys:
        assert re.match(r"  # .{20,}", lines[number - 1]), lines[number]


@pytest.mark.parametrize(("section", "key"), KEYS)
def test_the_environment_overrides_every_key(section: str, key: str) -> None:
    value = another_value(section, key)
    changed = load(ROOT / "config.yaml", {f"NASTI_{section}__{key}".upper(): str(value)})
    expected = Settings().model_dump(mode="json")
    expected[section][key] = value
    assert changed.model_dump(mode="json") == expected


def test_every_station_scans_in_its_own_way() -> None:
    shown = (ROOT / "config.yaml").read_text(encoding="utf-8")
    example = "\n".join(re.findall(r"^#   (.*)$", shown, re.MULTILINE))
    stations = yaml.safe_load(example)["stations"]
    assert set(stations["adf-1"]) == set(StationSection.model_fields)
    settings = Settings.model_validate({"stations": {**stations, "कक्ष": {"duplex": True}}})
    assert settings.station("ADF-1") == StationSection(passes="two_in_file")
    assert settings.station("कक्ष").duplex
    assert settings.station("adf-2") == settings.station("") == StationSection()
    assert load(None, {"NASTI_STATIONS__ADF": "{reversed: true}"}).station("adf").reversed


@pytest.mark.parametrize(
    "watch",
    [{"done": "inbox/done"}, {"rejected": "inbox"}, {"done": "rejected/done"}, {"inbox": "done/new"}],
    ids=str,
)
def test_a_watched_folder_that_feeds_another_is_refused(tmp_path: Path, watch: dict[str, str]) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump({"watch": watch}), encoding="utf-8")
    with pytest.raises(ConfigError, match="lies in watch"):
        load(path, {})


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("watch:\n  inbox: in\n  setle_s: 3\n", 3, "watch.setle_s"),
        ("work:\n  # none\n  attempts: 0\n", 3, "work.attempts"),
        ("store:\n  folder: var\n\nscanner: flatbed\n", 4, "scanner"),
        ("ingest:\n  read_dpi: fine\n", 2, "ingest.read_dpi"),
        ("stations:\n  adf:\n    passes: three\n", 3, "stations.adf.passes"),
        ("stations:\n  adf:\n    duplex: true\n    doublex: true\n", 4, "stations.adf.doublex"),
    ],
)
def test_a_wrong_key_is_named_with_its_line(tmp_path: Path, text: str, line: int, key: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(f"{path}, line {line}: {key}:")):
        load(path, {})


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("NASTI_WORK__READERS", "many", r" in the environment: work\.readers: .+ integer"),
        ("NASTI_WORK__REEDERS", "2", r" in the environment: work\.reeders: there is no such key"),
        ("NASTI_WERK__READERS", "2", r" in the environment: werk: there is no such key"),
        ("NASTI_WORK__READERS", "[2", r" in the environment cannot be read"),
        ("NASTI_STATIONS__ADF", "{passes: three}", r" in the environment: stations\.adf\.passes: .+ 'one'"),
    ],
)
@pytest.mark.parametrize("path", [ROOT / "config.yaml", None])
def test_a_wrong_variable_is_named(path: Path | None, variable: str, value: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=variable + complaint):
        load(path, {variable: value})


def commands() -> set[str]:
    return set(get_command(app).commands)  # type: ignore[attr-defined]


def test_the_readme_names_every_command() -> None:
    assert set(re.findall(r"^\| `nasti ([a-z]+)", README, re.MULTILINE)) == commands()


def test_the_readme_names_every_exit_code() -> None:
    documented = dict(re.findall(r"^\| (\d+) \| `([A-Z_]+)`", README, re.MULTILINE))
    assert documented == {str(code.value): code.name for code in ExitCode}


def test_every_error_says_what_to_do_with_it() -> None:
    kinds = NastiError.__subclasses__()
    assert {kind.disposition for kind in kinds} == set(Disposition)
    assert InputRejected("damaged", "ख़राब").hindi == "ख़राब"


def test_no_other_distribution_owns_our_top_level_names() -> None:
    owners = packages_distributions()
    for name in TOP_LEVEL:
        assert set(owners.get(name, ())) <= {"nasti"}, name


def test_every_package_is_built_typed_and_held_to_its_layer() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found == set(TOP_LEVEL)
    assert set(PROJECT["tool"]["mypy"]["packages"]) == found
    assert set(PROJECT["tool"]["importlinter"]["root_packages"]) == found
    layers = " ".join(PROJECT["tool"]["importlinter"]["contracts"][0]["layers"])
    assert found - {"nasti"} <= set(re.findall(r"[a-z_.]+", layers))


def test_package_files_hold_a_docstring_only() -> None:
    for name in TOP_LEVEL:
        for path in (ROOT / name).rglob("__init__.py"):
            body = ast.parse(path.read_text(encoding="utf-8")).body
            assert len(body) == 1 and isinstance(body[0], ast.Expr), path


def test_the_wheel_holds_every_file_of_every_package(tmp_path: Path) -> None:
    # uv_build looks for its program on the PATH.
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    build = f"import uv_build; print(uv_build.build_wheel({str(tmp_path)!r}))"
    command = [sys.executable, "-P", "-c", build]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    with zipfile.ZipFile(tmp_path / done.stdout.split()[-1]) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name and not name.endswith("/")}
        entry_points = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
        assert b"nasti = nasti.cli:main" in wheel.read(entry_points).replace(b"\r", b"")
    present = {
        path.relative_to(ROOT).as_posix()
        for name in TOP_LEVEL
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == present


def test_the_lock_files_agree_with_the_project_and_each_other() -> None:
    run, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert run.items() <= dev.items()
    for requirement in map(Requirement, PROJECT["project"]["dependencies"]):
        assert requirement.specifier.contains(run[requirement.name.lower()]), requirement
    for requirement in map(Requirement, PROJECT["dependency-groups"]["dev"]):
        assert requirement.specifier.contains(dev[requirement.name.lower()]), requirement


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-uv.lock"])
def test_lock_files_pin_by_hash_and_name_no_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    for entry in re.split(r"\n(?=[a-z])", text)[1:]:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_set_up_installs_the_packages_that_messages_name() -> None:
    script = (ROOT / "scripts" / "set-up").read_text(encoding="utf-8")
    (listed,) = re.findall(r"run_packages=\(([^)]*)\)", script)
    assert {*PACKAGES.values(), *(face.package for face in FACES.values()), "libfribidi0"} <= set(listed.split())


@pytest.mark.parametrize("name", ["scripts/set-up", "scripts/lock", "scripts/test-wheel", ".ci/run"])
def test_scripts_can_be_run(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)
    subprocess.run(["bash", "-n", ROOT / name], check=True)


def test_the_project_names_no_machine_and_leaves_no_work_for_later() -> None:
    forbidden = re.compile("|".join(["/" + "work/", "/" + "root/", "TO" + "DO", "FIX" + "ME"]))
    folders = [ROOT / name for name in (*TOP_LEVEL, "tests", "bench", "docs", "scripts", ".ci")]
    files = [
        path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".md", ".yaml", ".mjs", "")
    ]
    for path in [*files, *(ROOT / name for name in ("README.md", "Makefile", "config.yaml", "pyproject.toml"))]:
        if path.is_file() and "node_modules" not in path.parts:
            found = forbidden.search(path.read_text(encoding="utf-8"))
            assert found is None, (path, found)
