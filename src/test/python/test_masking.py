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

from dagster_maven_bridge.masking import MASK, Masker

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


def test_the_keys_of_maps_are_masked_unless_they_are_names_of_records() -> None:
    masker = Masker(["daily"])
    stored = {
        "__class__": "JsonMetadataEntryData",
        "data": {"daily": [{"deep daily": {"daily": 1}}]},
    }
    assert json.loads(masker.serialized_record(json.dumps(stored)))["data"] == {MASK: [{f"deep {MASK}": {MASK: 1}}]}
    snapshot = {
        "__class__": "ConfigSchemaSnapshot",
        "all_config_snaps_by_key": {"daily": {"__class__": "ConfigTypeSnap", "key": "daily", "description": "daily"}},
        "metadata": {"daily": 1},
    }
    masked = json.loads(masker.serialized_record(json.dumps(snapshot)))
    assert masked["all_config_snaps_by_key"]["daily"]["description"] == MASK and masked["metadata"] == {MASK: 1}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    opened: list[RunningBridge] = []

    def run(source: str, status: str = "SUCCESS") -> Path:
        (tmp_path / "shop.py").write_text(source, encoding="utf-8")
        bridge = RunningBridge(tmp_path, secrets={"PASSWORD": SECRET})
        opened.append(bridge)
        bridge.materialize(tags={"given": SECRET})
        assert bridge.statuses() == [status]
        assert "swordfish" not in json.dumps(bridge.events)
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


def test_a_secret_reaches_no_file_of_the_home(home: Callable[..., Path]) -> None:
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


def test_no_kind_of_metadata_description_or_error_carries_a_secret_into_the_home(home: Callable[..., Path]) -> None:
    folder = home(
        """
import os
import dagster as dg

SECRET = os.environ["PASSWORD"]

@dg.asset(description="uses " + SECRET, metadata={SECRET: SECRET}, tags={"team": "sales"})
def raw(context):
    context.log.error("bytes " + repr(SECRET.encode()))
    context.log_event(dg.AssetObservation("raw", description=SECRET, metadata={SECRET: 1}, tags={"seen": "yes"}))
    return dg.MaterializeResult(metadata={
        SECRET: 1,
        "note": dg.MetadataValue.md("**" + SECRET + "**"),
        "json": dg.MetadataValue.json({SECRET: [{"deep": {SECRET: SECRET}}], "plain " + SECRET: None}),
        "url": dg.MetadataValue.url("https://u:" + SECRET + "@host/"),
        "table": dg.MetadataValue.table(
            records=[dg.TableRecord({SECRET: SECRET})],
            schema=dg.TableSchema(columns=[dg.TableColumn(SECRET, description=SECRET)]),
        ),
        "lineage": dg.TableColumnLineage({SECRET: [dg.TableColumnDep(dg.AssetKey("raw"), SECRET)]}),
    })

@dg.asset_check(asset=raw, description="looks at " + SECRET)
def safe():
    return dg.AssetCheckResult(passed=True, description=SECRET, metadata={SECRET: {SECRET: 1}})

class Refused(Exception):
    def __repr__(self): return f"Refused({SECRET!r})"

@dg.asset(deps=[raw], retry_policy=dg.RetryPolicy(max_retries=1))
def refused():
    try:
        raise Refused(SECRET)
    except Refused as error:
        raise dg.Failure("refused " + repr(error), metadata={SECRET: SECRET}) from error

defs = dg.Definitions(assets=[raw, refused], asset_checks=[safe])
""",
        status="FAILURE",
    )
    stored = _stored(folder)
    assert any("JsonMetadataEntryData" in text for text in stored) and any("Refused" in text for text in stored)
    assert [text for text in stored if "swordfish" in text] == []
    # Not in a journal beside a database either, and in no log that would be captured.
    assert [file for file in folder.rglob("*") if file.is_file() and b"swordfish" in file.read_bytes()] == []
