"""Every flag that the code sets has a name that people understand."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from nasti.flags import FLAGS, name_flag
from nasti.hindi import has_devanagari

ROOT = Path(__file__).parents[2]
MAKERS = ("Notice", "Fault")


def flags_in(tree: ast.AST) -> set[str]:
    """Names given to notices and faults as they are made, and strings in sets and tuples called flags."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS and node.args:
            found |= {node.args[0].value} if isinstance(node.args[0], ast.Constant) else set()
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "flags.add":
            found |= {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("flags", "(scanned, flags)"):
            found |= {one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant) and one.value != ", "}
    return {name for name in found if isinstance(name, str)}


def test_every_flag_that_is_set_has_names() -> None:
    modules = [path for package in ("ingest", "ocr", "classify", "nasti") for path in (ROOT / package).rglob("*.py")]
    set_somewhere = set().union(*(flags_in(ast.parse(path.read_text(encoding="utf-8"))) for path in modules))
    assert {"cut_off", "faint", "handwriting", "image_damaged", "dpi_guessed", "double"} <= set_somewhere
    assert set_somewhere <= set(FLAGS)


@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_speaks_both_languages_and_says_what_to_do_where_something_is_lost(name: str) -> None:
    flag = FLAGS[name]
    assert has_devanagari(flag.hindi) and not has_devanagari(flag.english)
    assert bool(flag.do_hindi) == bool(flag.do_english)
    assert flag.do_english or flag.severity == "hint"
    assert name_flag(name) == f"{flag.hindi} / {flag.english}"


def test_a_flag_of_a_newer_version_keeps_its_own_name() -> None:
    assert name_flag("unheard_of") == "unheard_of"
