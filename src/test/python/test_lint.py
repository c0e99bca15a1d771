"""Lint: its rules are those that the plugin knows, and a new project breaks none of them."""

import re
from pathlib import Path

import dagster
import pytest
from conftest import MAIN, Start, WriteProject


def test_the_rules_are_those_that_the_plugin_knows() -> None:
    from dagster_maven_bridge.linting.lint import RULES

    java = MAIN.parent / "java/io/github/dagstermaven/dagster/LintRule.java"
    constants = re.findall(r"^    ([A-Z_]+)\(", Path(java).read_text(encoding="utf-8"), re.MULTILINE)
    assert {name.lower().replace("_", "-") for name in constants} == RULES


TEMPLATES = MAIN.parent / "resources/io/github/dagstermaven/scaffold/templates"


@pytest.mark.parametrize(("layout", "module"), [("classic", "shop"), ("dg", "shop.definitions")])
def test_nothing_is_found_in_a_new_project(layout: str, module: str, start: Start, write_project: WriteProject) -> None:
    if layout == "dg" and dagster.__version__.startswith("1.10."):
        pytest.skip("a new project of components is made for Dagster 1.11 and later")
    folder = TEMPLATES / layout
    names = (folder / "contents.txt").read_text(encoding="utf-8").split()
    files = {name: folder / name for name in names if name.endswith((".py", ".yaml", ".csv", "pyproject.toml"))}
    project = write_project(
        {
            name.replace("@name@", "shop"): file.read_text(encoding="utf-8").replace("@name@", "shop")
            for name, file in files.items()
        }
    )
    client = start(project)
    client.open("module_name", module)
    assert client.ask("definitions.describe", {"dry_ticks": True})["findings"] == []
