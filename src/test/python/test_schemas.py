"""Homes whose databases are created from templates that all builds share."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
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


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "truncated": lambda whole: whole[: len(whole) // 2],
    "zeroed": lambda whole: bytes(len(whole)),
    "zeroed but for a page": lambda whole: whole[:4096].ljust(len(whole), b"\0"),
}


def is_whole(template: Path) -> bool:
    try:
        with closing(sqlite3.connect(template)) as connection:
            checked: list[tuple[str]] = connection.execute("PRAGMA quick_check").fetchall()
            return checked == [("ok",)] and len(connection.execute("SELECT * FROM alembic_version").fetchall()) == 1
    except sqlite3.DatabaseError:
        return False


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_templates_are_replaced_by_the_next_build(
    bridge_of: Open, shared: Path, tmp_path: Path, damage: str
) -> None:
    bridge_of(SHOP).materialize()
    templates = {file.name: file for file in shared.iterdir()}
    assert sorted(templates) == ["index.sqlite", "runs.sqlite", "schedules.sqlite", "shard.sqlite"]
    for template in templates.values():
        template.write_bytes(DAMAGE[damage](template.read_bytes()))
    assert not any(map(is_whole, templates.values()))
    bridge = bridge_of(SHOP, home=tmp_path / "other")
    bridge.materialize()
    assert bridge.statuses() == ["SUCCESS"]
    assert all(map(is_whole, templates.values()))


def test_a_damaged_template_that_cannot_be_replaced_is_passed_over(bridge_of: Open, shared: Path) -> None:
    for name in ("index", "runs", "schedules", "shard"):
        # What even the superuser cannot put a file in the place of.
        (shared / f"{name}.sqlite").mkdir(parents=True)
    bridge = bridge_of(SHOP)
    bridge.materialize()
    assert bridge.statuses() == ["SUCCESS"]
    assert {file.name for file in bridge.home.rglob("*.sqlite")} == {path.name for path in shared.iterdir()}


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


def test_a_template_that_is_removed_while_it_is_copied_is_made_anew(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    LeanRunStorage.from_config_value(None, {"base_dir": str(tmp_path / "first")}).dispose()
    template = shared / "runs.sqlite"
    copyfile = shutil.copyfile

    def after_the_cache_was_tidied(source: Path, target: Path) -> Path:
        if source == template:
            shutil.rmtree(shared)
        return copyfile(source, target)

    monkeypatch.setattr(shutil, "copyfile", after_the_cache_was_tidied)
    storage = LeanRunStorage.from_config_value(None, {"base_dir": str(tmp_path / "second")})
    assert storage.get_runs() == []
    storage.dispose()
    assert is_whole(template)


def test_who_may_read_a_home_is_said_by_its_own_build(tmp_path: Path) -> None:
    LeanRunStorage.from_config_value(None, {"base_dir": str(tmp_path / "open")}).dispose()
    umask = os.umask(0o077)
    try:
        LeanRunStorage.from_config_value(None, {"base_dir": str(tmp_path / "closed")}).dispose()
    finally:
        os.umask(umask)
    assert modes(tmp_path / "closed") == {0o600}
