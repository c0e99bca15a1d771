"""What is masked, and that no secret reaches the files of a home."""

import json
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import MAIN
from running import RunningBridge

sys.path.insert(0, str(MAIN))

from dagster_maven_bridge.masking import MASK, Masker  # noqa: E402

CASES = Path(__file__).resolve().parents[1] / "resources" / "masking" / "cases.json"
SECRET = 'swordfish"42'


@pytest.mark.parametrize("case", json.loads(CASES.read_text(encoding="utf-8")), ids=lambda case: str(case["name"]))
def test_both_sides_mask_the_same_forms(case: dict[str, Any]) -> None:
    assert Masker(case["secrets"]).text(case["text"]) == case["masked"]


def test_only_what_dagster_finds_a_record_by_is_left_alone() -> None:
    masker = Masker(["daily"])
    record = {
        "__class__": "AssetMaterialization",
        "asset_key": {"__class__": "AssetKey", "path": ["daily"]},
        "partition": "daily",
        "metadata": [{"__class__": "PathMetadataEntryData", "path": "s3://daily@b"}],
        "tags": {"name": "daily"},
    }
    masked = json.loads(masker.serialized_record(json.dumps(record)))
    assert masked["asset_key"]["path"] == ["daily"] and masked["partition"] == "daily"
    assert masked["metadata"][0]["path"] == f"s3://{MASK}@b" and masked["tags"] == {"name": MASK}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    opened: list[RunningBridge] = []

    def run(source: str) -> Path:
        (tmp_path / "shop.py").write_text(source, encoding="utf-8")
        bridge = RunningBridge(tmp_path, secrets={"PASSWORD": SECRET})
        opened.append(bridge)
        bridge.materialize(tags={"given": SECRET})
        assert bridge.statuses() == ["SUCCESS"]
        return bridge.home

    yield run
    for bridge in opened:
        bridge.close()


def _stored(home: Path) -> list[str]:
    """Every value in every database below a home, decompressed where it is compressed, JSON within JSON read."""
    found: list[str] = []
    for file in home.rglob("*.db"):
        with sqlite3.connect(file) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                for row in connection.execute(f'SELECT * FROM "{table}"'):
                    found += [_text(value) for value in row if value is not None]
    return found


def _text(value: object) -> str:
    if isinstance(value, bytes):
        try:
            value = zlib.decompress(value)
        except zlib.error:
            pass
        value = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    text = str(value)
    # However often it is escaped.
    while "\\" in text:
        text = text.replace("\\", "")
    return text


def test_a_secret_reaches_no_file_of_the_home(home: Callable[[str], Path]) -> None:
    folder = home("""
import os
import dagster as dg

class Db(dg.ConfigurableResource):
    password: str

@dg.asset(metadata={"where": dg.MetadataValue.path("s3://u:" + os.environ["PASSWORD"] + "@b/x")})
def raw(context, db: Db):
    context.log.info("with " + db.password)
    print(db.password)
    context.instance.add_run_tags(context.run_id, {"later": db.password})
    context.add_output_metadata({
        "path": dg.MetadataValue.path("s3://u:" + db.password + "@b/x"),
        "name": db.password,
    })

defs = dg.Definitions(assets=[raw], resources={"db": Db(password=os.environ["PASSWORD"])})
""")
    stored = _stored(folder)
    assert any("PipelineSnapshot" in text for text in stored) and any(MASK in text for text in stored)
    assert [text for text in stored if "swordfish" in text] == []
