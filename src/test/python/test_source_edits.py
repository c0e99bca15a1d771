"""Adding to lists and imports: what stands there keeps its lines, commas, comments, indentation and line ends."""

import ast
import subprocess
import sys
from pathlib import Path

import conftest  # noqa: F401
import pytest
from dagster_maven_bridge.definitions.project import Project
from dagster_maven_bridge.scaffolding import code
from dagster_maven_bridge.scaffolding.imports import Imports
from dagster_maven_bridge.scaffolding.modules import Module
from dagster_maven_bridge.scaffolding.source import SourceFile, Uneditable


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = []", "x = [new]"),
        ("x = [ ]", "x = [new]"),
        ("x = [a]", "x = [a, new]"),
        ("x = [a,]", "x = [a, new,]"),
        ("x = [(a)]", "x = [(a), new]"),
        ("x = [a]  # why", "x = [a, new]  # why"),
        ("x = (a, b)", "x = (a, b, new)"),
        ("x = f(a, *b, c=[1])", "x = f(a, *b, c=[1], new)"),
        ("x = {'a': [1, (2)], **b}", "x = {'a': [1, (2)], **b, new}"),
        ('x = ["]", f"{a}[", a]', 'x = ["]", f"{a}[", a, new]'),
        ("x = [\n    a,\n]", "x = [\n    a,\n    new,\n]"),
        ("x = [\n    a\n]", "x = [\n    a,\n    new\n]"),
        ("x = [\n\ta,  # one\n\t# two\n]", "x = [\n\ta,  # one\n\t# two\n\tnew,\n]"),
        ("x = [\n    a  # one\n]", "x = [\n    a,  # one\n    new\n]"),
        ("x = [a,\n     b]", "x = [a,\n     b, new]"),
        ("x = [\n    # none yet\n]", "x = [\n    # none yet\n    new,\n]"),
        ("x = [\r\n    a,\r\n]\r\n", "x = [\r\n    a,\r\n    new,\r\n]\r\n"),
        ("é = 'ü'; x = ['ö', a]", "é = 'ü'; x = ['ö', a, new]"),
        (
            "def f():\n  x = [\n    f(\n      1,\n    ),\n  ]",
            "def f():\n  x = [\n    f(\n      1,\n    ),\n    new,\n  ]",
        ),
    ],
)
def test_a_part_is_added_as_the_others_stand_there(before: str, after: str) -> None:
    source = SourceFile("x.py", before.encode())
    assignment = next(node for node in ast.walk(source.tree) if _assigns(node, "x"))
    assert isinstance(assignment, ast.Assign)
    source.add(source.bracket(source.start(assignment.value)), ["new"])
    assert source.changed_content() == after.encode()


def _assigns(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name


LONG = ", ".join(f"definition_{number}" for number in range(5))


def test_a_line_that_becomes_too_long_is_broken_at_its_outermost_bracket() -> None:
    source = SourceFile("x.py", f"x = f(assets=[{LONG}], b=1)\n".encode())
    assignment = source.tree.body[0]
    assert isinstance(assignment, ast.Assign) and isinstance(assignment.value, ast.Call)
    source.add(source.bracket(source.start(assignment.value.keywords[0].value)), ["new"])
    assert source.changed_text() == f"x = f(\n    assets=[{LONG}, new],\n    b=1,\n)\n"


def test_a_line_with_a_comment_inside_stays_as_long_as_it_is() -> None:
    text = (
        f"x = [{LONG},  # all\n     definition_5_of_a_very_long_name_that_fills_the_line_up_to_its_end_and_further]\n"
    )
    source = SourceFile("x.py", text.encode())
    source.add(source.bracket(0), ["new"])
    assert source.changed_text() == text.replace("further]", "further, new]")


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("from m import a, c", "b", "from m import a, b, c"),
        ("from m import A, b", "C", "from m import A, C, b"),
        ("from m import c, a", "b", "from m import c, a, b"),
        ("from m import a as z", "b", "from m import a as z, b"),
        ("from m import (a, c)", "b", "from m import (a, b, c)"),
        ("from m import (\n    a,\n    c,\n)", "b", "from m import (\n    a,\n    b,\n    c,\n)"),
        ("from m import (\n    a,\n    c,  # see\n)", "d", "from m import (\n    a,\n    c,  # see\n    d,\n)"),
        ("from m import a, \\\n    c", "d", "from m import a, \\\n    c, d"),
        (
            f"from m import {LONG}  # noqa",
            "new",
            "from m import (\n" + "".join(f"    {name},\n" for name in (*LONG.split(", "), "new")) + ")  # noqa",
        ),
    ],
)
def test_a_name_is_added_to_an_import_at_its_place_in_the_order(before: str, name: str, after: str) -> None:
    source = SourceFile("x.py", before.encode())
    statement = source.tree.body[0]
    assert isinstance(statement, ast.ImportFrom)
    Imports(_project()).extend(Module("x", source, False), statement, name)
    assert source.changed_text() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import os\n\nimport dagster\n", "import os\nfrom pathlib import Path\n\nimport dagster\n"),
        ("import dagster\n", "from pathlib import Path\n\nimport dagster\n"),
        ('"""Text."""\n', '"""Text."""\n\nfrom pathlib import Path\n'),
        ("", "from pathlib import Path\n"),
        ("x = 1\n", "from pathlib import Path\n\nx = 1\n"),
        ("from __future__ import annotations\n", "from __future__ import annotations\n\nfrom pathlib import Path\n"),
        ("from typing import Any\n", "from pathlib import Path\nfrom typing import Any\n"),
        ("import dagster", "from pathlib import Path\n\nimport dagster"),
        ("import os", "import os\nfrom pathlib import Path\n"),
        ("from pathlib import Path\n", "from pathlib import Path\n"),
    ],
)
def test_an_import_goes_to_its_section(before: str, after: str) -> None:
    source = SourceFile("x.py", before.encode())
    Imports(_project()).need(Module("x", source, False), [("pathlib", "Path")])
    assert source.changed_text() == after


def _project() -> Project:
    here = str(Path(__file__).parent / "projects")
    return Project(here, here)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("# coding: latin-1\nx = 'é'\n".encode("latin-1"), "encoding is iso-8859-1"),
        (b"x = (\n", "cannot be read"),
        (b"x = 1\ry = 2\n", "carriage returns"),
    ],
)
def test_a_file_that_cannot_be_changed_safely_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Uneditable, match=reason):
        SourceFile("x.py", content)


def test_a_byte_order_mark_stays() -> None:
    source = SourceFile("x.py", b"\xef\xbb\xbfx = [a]\n")
    source.add(source.bracket(0), ["new"])
    assert source.changed_content() == b"\xef\xbb\xbfx = [a, new]\n"


LONG_NAME = "a_name_that_is_as_long_as_people_make_them"


@pytest.mark.parametrize("model", ["import dagster as dg\n", "import dagster\n", "from dagster import asset\n"])
@pytest.mark.parametrize("name", ["new", LONG_NAME])
def test_new_code_is_as_a_formatter_leaves_it(tmp_path: Path, model: str, name: str) -> None:
    common = code.Neighbours("sales", ("team:sales", "ada@example.com"))
    codes = {
        "plain": code.asset(name, [], None, code.Neighbours()),
        "deps": code.asset(name, ["orders", "raw/orders"], None, common),
        "partitioned": code.asset(name, [], "2026-01-01", code.Neighbours()),
        "all": code.asset(name, ["orders", f"{name}_too"], "2026-01-01", common),
        "job": code.job(name, None),
        "keys": code.job(name, 'orders,key:"raw/orders"'),
        "schedule": code.schedule(name, "0 6 * * *", f"{name}_too"),
        "sensor": code.sensor(name, f"{name}_too"),
        "resource": code.resource(name),
        "resources": code.resources_file(code.resource(name)),
    }
    for kind, new in codes.items():
        header, prefix = Imports(_project()).header(
            Module("x", SourceFile("x.py", model.encode()), False), new.dagster, new.imports
        )
        gap = "\n\n" if new.is_block else "\n"
        (tmp_path / f"{kind}.py").write_text(f'"""Text."""\n\n{header}{gap}{new.text(prefix)}', encoding="utf-8")
    pytest.importorskip("ruff")
    rules = "E4,E7,E9,F,W,I,UP,B,C4,SIM,RET,PIE,RUF,D1,ANN"
    for arguments in (["format", "--diff"], ["check", "--select", rules]):
        run = subprocess.run(
            [sys.executable, "-m", "ruff", *arguments, "--isolated", "--target-version", "py310", str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
