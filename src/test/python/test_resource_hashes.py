"""What counts as the code of a resource: how it is written where the definitions are given it."""

from textwrap import dedent
from typing import Any

import pytest
from described import Describe

CLASSES = """
from dagster import EnvVar
import os

class Db(dg.ConfigurableIOManager):
    schema_name: str = "public"
    def handle_output(self, context, value): ...
    def load_input(self, context): ...

class Api(dg.ConfigurableResource):
    url: str = "a"

@dg.resource(config_schema={"x": int})
def client(context): return 1

@dg.asset
def stored(): return 1
"""
INLINE = (
    CLASSES
    + """
URL = "one"
shared = Api(url=URL)

defs = dg.Definitions(
    assets=[stored],
    resources={
        "io_manager": dg.FilesystemIOManager(base_dir="target/one"),
        "db": Db(schema_name="first"),
        "api": shared,
        "client": client.configured({"x": 1}),
        "plain": 17,
    },
)
"""
)


def hashes(definitions: dict[str, Any]) -> dict[str, str | None]:
    return {resource["name"]: resource["code_hash"] for resource in definitions["resources"]}


def changed(before: dict[str, str | None], after: dict[str, str | None]) -> list[str]:
    return sorted(key for key in before if after[key] != before[key])


@pytest.mark.parametrize(
    ("old", "new", "resources"),
    [
        ("target/one", "target/two", ["io_manager"]),
        ('"first"', '"second"', ["db"]),
        ('URL = "one"', 'URL = "two"', ["api"]),
        ("url=URL", "url='three'", ["api"]),
        ('{"x": 1}', '{"x": 2}', ["client"]),
        ("17", "18", ["plain"]),
        ("def load_input(self, context): ...", "def load_input(self, context): return 1", ["db"]),
        ("return 1\n\n@dg.asset", "return 2\n\n@dg.asset", ["client"]),
        ('"db": Db(schema_name="first"),', '# The database.\n        "db": Db( schema_name="first" ),', []),
        ('"plain": 17', '"plain": 17, "more": Api(url="x")', []),
    ],
)
def test_arguments_of_a_resource_count(describe: Describe, old: str, new: str, resources: list[str]) -> None:
    before = hashes(describe(INLINE, "before"))
    assert None not in before.values()
    changes = INLINE.replace(old, new)
    assert changes != INLINE
    assert changed(before, hashes(describe(changes, "after"))) == resources


WAYS = {
    "a variable": """
        resources = {"db": Db(schema_name="first"), "api": Api(url="one")}
        defs = dg.Definitions(assets=[stored], resources=resources)
        """,
    "a variable that is added to": """
        RESOURCES = {}
        RESOURCES["db"] = Db(schema_name="first")
        RESOURCES.update({"api": Api(url="one")})
        defs = dg.Definitions(assets=[stored], resources=RESOURCES)
        """,
    "several mappings": """
        shared = {"db": Db(schema_name="first")}
        defs = dg.Definitions(assets=[stored], resources={**shared, **dict(api=Api(url="one"))})
        """,
    "mappings of environments": """
        BY = {"prod": {"db": Db(schema_name="first"), "api": Api()}, "dev": {"db": Db(), "api": Api(url="one")}}
        BY["prod"] |= {"api": Api(url="one")}
        defs = dg.Definitions(assets=[stored], resources=BY.get(os.environ.get("RESOURCES_TEST"), BY["prod"]))
        """,
    "another module": """
        from made import RESOURCES as made
        defs = dg.Definitions(assets=[stored], resources=made)
        """,
    "a function": """
        def made_for(name):
            db = Db(schema_name="first")
            if name == "prod":
                print(name)
                return {"db": db, "api": Api()}
            return {"db": db, "api": Api(url="one")}

        defs = dg.Definitions(assets=[stored], resources=made_for(os.environ.get("RESOURCES_TEST")))
        """,
    "a function of definitions": """
        @dg.definitions
        def defs():
            given = {"db": Db(schema_name="first"), "api": Api(url="one")}
            return dg.Definitions(assets=[stored], resources=given)
        """,
    "a condition": """
        test = os.environ.get("RESOURCES_TEST") is not None
        given = {"db": Db(schema_name="first"), "api": Api(url="one")} if not test else {"db": Db(), "api": Api()}
        defs = dg.Definitions(assets=[stored], resources=given)
        """,
    "a function of the user's around Dagster's": """
        def defined(resources):
            return dg.Definitions(assets=[stored], resources=resources)

        defs = defined(resources={"db": Db(schema_name="first"), "api": Api(url="one")})
        """,
}
MADE = """
import dagster as dg
from classes import Api, Db
RESOURCES = {"db": Db(schema_name="first"), "api": Api(url="one")}
"""


@pytest.mark.parametrize("way", WAYS)
def test_arguments_count_however_resources_are_gathered(
    describe: Describe, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of(folder: str, old: str = "", new: str = "") -> dict[str, str | None]:
        source, made = (text.replace(old, new) if old else text for text in (dedent(WAYS[way]), MADE))
        classes = "import dagster as dg\n" + CLASSES
        return hashes(describe(CLASSES + source, folder, classes=classes, made=made))

    before = of("before")
    assert None not in before.values()
    assert changed(before, of("db", '"first"', '"second"')) == ["db"]
    assert changed(before, of("api", '"one"', '"two"')) == ["api"]
    monkeypatch.setenv("RESOURCES_TEST", "dev")
    assert of("elsewhere") == before


GENERATED = (
    CLASSES
    + """
defs = dg.Definitions(assets=[stored], resources={name: dg.FilesystemIOManager(base_dir="one") for name in ("a", "b")})
"""
)


def test_resources_whose_keys_are_computed_count_together(describe: Describe) -> None:
    before = hashes(describe(GENERATED, "before"))
    assert changed(before, hashes(describe(GENERATED.replace('"one"', '"two"'), "after"))) == ["a", "b"]


OF_ENVIRONMENT = (
    CLASSES
    + """
SECRET = os.environ.get("RESOURCES_TEST_SECRET", "")
defs = dg.Definitions(
    assets=[stored],
    resources={
        "io_manager": dg.FilesystemIOManager(base_dir=os.path.join(os.path.dirname(__file__), "data", SECRET)),
        "db": Db(schema_name=SECRET),
        "api": Api(url=dg.EnvVar("RESOURCES_TEST_SECRET")),
        "plain": object(),
    },
)
"""
)


def test_folders_addresses_and_values_of_the_environment_do_not_count(
    describe: Describe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESOURCES_TEST_SECRET", "one")
    before = hashes(describe(OF_ENVIRONMENT, "here"))
    monkeypatch.setenv("RESOURCES_TEST_SECRET", "two")
    assert hashes(describe(OF_ENVIRONMENT, "there")) == before
    other = OF_ENVIRONMENT.replace('"RESOURCES_TEST_SECRET"', '"RESOURCES_TEST_OTHER"')
    assert changed(before, hashes(describe(other, "other"))) == ["api", "db", "io_manager"]


def test_what_tries_resources_out_does_not_count(describe: Describe) -> None:
    trying = INLINE + "\ndef tried(): dg.materialize([stored], resources={'db': Db(schema_name='tried')})\n"
    before = hashes(describe(trying, "before"))
    assert changed(before, hashes(describe(trying.replace("'tried'", "'again'"), "after"))) == []


def test_a_resource_under_another_key_has_the_same_code(describe: Describe) -> None:
    before = hashes(describe(INLINE, "before"))
    after = hashes(describe(INLINE.replace('"db":', '"warehouse":'), "after"))
    assert after["warehouse"] == before["db"]
