"""Homes whose databases are created from templates that all builds share."""

import os
import stat
from pathlib import Path

import dagster as dg
import pytest
from dagster_maven_bridge.instances.storage import LeanRunStorage
from running import Open

SHOP = """
@dg.asset
def raw(): ...

defs = dg.Definitions(assets=[raw])
"""


@pytest.fixture(autouse=True)
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the templates of the installed version."""
    monkeypatch.setenv("DAGSTER_MAVEN_SCHEMAS", str(tmp_path / "schemas"))
    return tmp_path / "schemas" / str(dg.__version__)


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(file.stat().st_mode) for file in folder.rglob("*.db")}


def test_a_home_can_be_written_to_although_the_templates_cannot(bridge_of: Open, shared: Path, tmp_path: Path) -> None:
    bridge_of(SHOP).materialize()
    templates = list(shared.iterdir())
    assert len(templates) == 4
    for template in templates:
        template.chmod(0o444)
    bridge = bridge_of(SHOP, home=tmp_path / "other")
    bridge.materialize()
    assert bridge.statuses() == ["SUCCESS"]
    assert all(mode & stat.S_IWUSR for mode in modes(tmp_path / "other"))


def test_who_may_read_a_home_is_said_by_its_own_build(tmp_path: Path) -> None:
    LeanRunStorage.from_config_value(None, {"base_dir": str(tmp_path / "open")}).dispose()
    umask = os.umask(0o077)
    try:
        LeanRunStorage.from_config_value(None, {"base_dir": str(tmp_path / "closed")}).dispose()
    finally:
        os.umask(umask)
    assert modes(tmp_path / "closed") == {0o600}
