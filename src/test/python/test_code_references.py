"""What counts as the code of an asset: all that its function refers to in the project, however that is written."""

from pathlib import Path
from textwrap import dedent

import pytest
from described import Describe, hashes
from running import Open, RunningBridge

# Each asset uses one thing of the module `prices`, of its own name.
USES = """
import os
import re
import prices
from prices import pattern as compiled

local = prices.Settings(limit=4)

def _uses(name, function):
    return dg.asset(name=name)(function)

@dg.asset
def table(): return prices.table["usd"](1)

@dg.asset
def listed(): return prices.listed[0](1)

@dg.asset
def named(): return [function(1) for function in prices.named.values()]

@dg.asset
def pattern(): return bool(prices.pattern.match("a"))

@dg.asset
def imported(): return bool(compiled.match("a"))

@dg.asset
def settings(): return prices.settings.limit

@dg.asset
def here(): return local.limit

@dg.asset
def twice(): return prices.twice(1)

@dg.asset
def numbers(): return list(prices.numbers)

@dg.asset
def factors(): return prices.factors["x"]

@dg.asset
def columns(): return str(prices.columns)

@dg.asset
def callable_settings(): return prices.doubling(1)

@dg.asset
def none_of_it(): return prices.__name__

defs = dg.Definitions(assets=[value for value in list(globals().values()) if isinstance(value, dg.AssetsDefinition)])
"""
PRICES = """
import functools
import os
import re
from dataclasses import dataclass
from decimal import Decimal

import dagster as dg

def euro(x): return x * 2
def dollar(x, by=1): return x * 3
def kept(x): return x * 5

@dataclass
class Settings:
    limit: int

class Doubling:
    def __init__(self, by): self.by = by
    def __call__(self, x): return x * self.by

table = {"usd": euro}
listed = (euro,)
named = {"kept": kept}
pattern = re.compile("a+")
settings = Settings(limit=10)
twice = functools.partial(dollar, 7)
numbers = range(5)
factors = {"x": Decimal("1.5"), "y": object}
columns = dg.TableSchema(columns=[dg.TableColumn("a", "int")])
doubling = Doubling(2)
"""
CHANGES = [
    ('"usd": euro', '"usd": dollar', ["table"]),
    ("(euro,)", "(dollar,)", ["listed"]),
    ("def euro(x): return x * 2", "def euro(x): return x * 4", ["listed", "table"]),
    ("x * 5", "x * 6", ["named"]),
    ('"a+"', '"b+"', ["imported", "pattern"]),
    ("limit=10", "limit=20", ["settings"]),
    ("limit: int", "limit: float", ["here", "settings"]),
    ("dollar, 7", "dollar, 8", ["twice"]),
    ("x * 3", "x * 4", ["twice"]),
    ("range(5)", "range(6)", ["numbers"]),
    ('Decimal("1.5")', 'Decimal("2.5")', ["factors"]),
    ('"a", "int"', '"b", "int"', ["columns"]),
    ("Doubling(2)", "Doubling(3)", ["callable_settings"]),
    ("return x * self.by", "return x + self.by", ["callable_settings"]),
]


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    assert before.keys() == after.keys()
    return sorted(key for key in before if after[key] != before[key])


def test_values_that_are_no_plain_constants_count_by_how_they_are_assigned(describe: Describe) -> None:
    before = hashes(describe(USES, "before", prices=PRICES))
    for place, (old, new, assets) in enumerate(CHANGES):
        prices = PRICES.replace(old, new)
        assert prices != PRICES, old
        assert changed(before, hashes(describe(USES, f"changed_{place}", prices=prices))) == assets, new
    moved = "# Settings.\n\n" + PRICES.replace("limit=10", "limit = 10")
    assert changed(before, hashes(describe(USES, "moved", prices=moved))) == []
    own = USES.replace("limit=4", "limit=5")
    assert changed(before, hashes(describe(own, "own", prices=PRICES))) == ["here"]


def stale(bridge: RunningBridge) -> list[str]:
    answer = bridge.materialize(only_stale=True, executor="in-process")
    assert "run_ids" in answer, answer
    return sorted(one["asset"] for one in bridge.of("judged")[0]["stale"])


def test_what_is_stale_is_told_by_it_too(bridge_of: Open, tmp_path: Path) -> None:
    def opened(prices: str) -> RunningBridge:
        (tmp_path / "prices.py").write_text(dedent(prices), encoding="utf-8")
        return bridge_of(USES)

    assert "pattern" in stale(opened(PRICES))
    assert stale(opened(PRICES)) == []
    for old, new, assets in [CHANGES[0], CHANGES[5], CHANGES[7]]:
        assert stale(opened(PRICES.replace(old, new))) == assets, new
        assert stale(opened(PRICES)) == assets, old


PARTITIONED = """
days = dg.StaticPartitionsDefinition(["a", {more}])

@dg.asset(partitions_def=days)
def daily(): return 1

defs = dg.Definitions(assets=[daily])
"""


def test_more_partitions_do_not_make_the_others_stale(bridge_of: Open) -> None:
    bridge_of(PARTITIONED.format(more="'b'")).materialize(partition="a")
    bridge = bridge_of(PARTITIONED.format(more="'b', 'c'"))
    bridge.materialize(partition="a", only_stale=True)
    assert [one["asset"] for one in bridge.of("judged")[0]["up_to_date"]] == ["daily"]


ENVIRONMENT = """
import os
import random
import prices

TOKEN = os.environ.get("REFERENCES_TEST_TOKEN")

class Client:
    def __init__(self, *given): self.given = given

client = Client(TOKEN, os.getcwd(), random.random(), object(), {"a", "b", "c"})

@dg.asset
def orders(): return client.given, prices.client

defs = dg.Definitions(assets=[orders])
"""
OF_ENVIRONMENT = """
import os

class Client:
    def __init__(self, token): self.token = token

client = Client(os.environ.get("REFERENCES_TEST_TOKEN"))
"""


def test_values_of_the_environment_and_addresses_do_not_count(
    describe: Describe, bridge_of: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFERENCES_TEST_TOKEN", "one")
    before = hashes(describe(ENVIRONMENT, "here", prices=OF_ENVIRONMENT))
    (tmp_path / "prices.py").write_text(OF_ENVIRONMENT, encoding="utf-8")
    assert stale(bridge_of(ENVIRONMENT)) == ["orders"]
    monkeypatch.setenv("REFERENCES_TEST_TOKEN", "two")
    assert hashes(describe(ENVIRONMENT, "there", prices=OF_ENVIRONMENT)) == before
    assert stale(bridge_of(ENVIRONMENT)) == []


LAZY = """
from dagster import asset

@dg.asset
def named():
    from prices import euro
    return euro(1)

@dg.asset
def renamed():
    from prices import euro as e, unused
    return e(1)

@dg.asset
def by_module():
    import prices as p
    return p.euro(p.LIMIT)

@dg.asset
def by_package():
    import deep.rates
    return deep.rates.rate(1)

@dg.asset
def by_submodule():
    from deep import rates
    return rates.rate(1)

@dg.asset
def by_reexport():
    from deep import again
    return again(1)

@dg.asset
def by_star():
    from stars import rate
    return rate(1)

@dg.asset
def by_method():
    return Shop().sold()

class Shop:
    def sold(self):
        from circle import one
        return one(1)

@dg.asset
def by_settings():
    import settings
    return settings.MADE, settings.CLIENT

@dg.asset
def other_asset():
    from others import upstream
    return upstream.key

@dg.asset
def installed():
    import json.decoder, dagster as d
    from collections import OrderedDict
    return d.AssetKey("a"), json.decoder, OrderedDict

defs = dg.Definitions(assets=[value for value in list(globals().values()) if isinstance(value, dg.AssetsDefinition)])
"""
MODULES = {
    "prices": """
        import json
        LIMIT = 3
        def euro(x): return x * _factor(x)
        def unused(x): return x
        def _factor(x):
            if x: return json.dumps(x)
            from deep.rates import rate
            return rate(x)
        """,
    "deep/__init__": "from .rates import rate as again\nprint('executed')\n",
    "deep/rates": "from . import tax\nBASE = 1\ndef rate(x): return x * BASE * tax.tax(x)\n",
    "deep/tax": "def tax(x): return 7\n",
    "stars": "from deep.rates import *\nfrom deep.tax import *\n",
    "circle": "from round import two\ndef one(x): return two(x)\n",
    "round": "from circle import one\ndef two(x): return one(x - 1) if x else 11\n",
    "settings": """
        import os
        globals()["MADE"] = 1
        if os.name == "posix":
            CLIENT = [os.environ.get("REFERENCES_TEST_TOKEN"), 13]
        else:
            CLIENT = None
        """,
    "others": "import dagster as dg\n@dg.asset\ndef upstream(): return 17\n",
}
OF_RATES = ["by_module", "by_package", "by_reexport", "by_star", "by_submodule", "named", "renamed"]


@pytest.mark.parametrize(
    ("module", "old", "new", "assets"),
    [
        ("prices", "x * _factor(x)", "x + _factor(x)", ["by_module", "named", "renamed"]),
        ("prices", "LIMIT = 3", "LIMIT = 4", ["by_module"]),
        ("prices", "return json", "return 2, json", ["by_module", "named", "renamed"]),
        ("prices", "def unused(x): return x", "def unused(x): return 1", []),
        ("deep/rates", "BASE = 1", "BASE = 2", OF_RATES),
        ("deep/tax", "return 7", "return 8", OF_RATES),
        ("deep/__init__", "executed", "loaded", []),
        ("round", "else 11", "else 12", ["by_method"]),
        ("settings", "13", "14", ["by_settings"]),
        ("settings", '["MADE"] = 1', '["MADE"] = 2', ["by_settings"]),
        ("others", "return 17", "return 18", []),
        ("prices", "LIMIT = 3", "# Three.\n        LIMIT = ( 3 )", []),
    ],
)
def test_what_is_imported_within_a_function_counts(
    describe: Describe, module: str, old: str, new: str, assets: list[str]
) -> None:
    before = hashes(describe(LAZY, "before", **MODULES))
    after = {**MODULES, module: MODULES[module].replace(old, new)}
    assert after != MODULES
    assert changed(before, hashes(describe(LAZY, "after", **after))) == assets


def test_it_is_not_executed_and_counts_the_same_once_it_is_loaded(describe: Describe, tmp_path: Path) -> None:
    marked = {name: dedent(text) + "\nopen(__file__ + '.executed', 'w').close()\n" for name, text in MODULES.items()}
    before = hashes(describe(LAZY, "before", **marked))
    assert list(tmp_path.rglob("*.executed")) == []
    loaded = "[__import__(name) for name in ('deep', 'prices', 'settings', 'stars')]\n" + LAZY
    assert changed(before, hashes(describe(loaded, "loaded", **marked))) == []
    assert len(list(tmp_path.rglob("*.executed"))) == 6


def test_packages_without_a_file_of_their_own_are_followed(describe: Describe) -> None:
    source = """
    @dg.asset
    def deep():
        from space.inner.rates import rate
        return rate(1)

    defs = dg.Definitions(assets=[deep])
    """
    before = hashes(describe(source, "before", **{"space/inner/rates": "def rate(x): return x\n"}))
    after = hashes(describe(source, "after", **{"space/inner/rates": "def rate(x): return 2 * x\n"}))
    assert changed(before, after) == ["deep"]


def test_imports_within_a_function_are_relative_to_its_package(describe: Describe) -> None:
    source = "from pack.made import made\ndefs = dg.Definitions(assets=[made])\n"
    made = """
        import dagster as dg

        @dg.asset
        def made():
            from . import rates
            from .rates import rate
            return rate(rates.BASE)
        """

    def of(folder: str, rates: str) -> dict[str, str]:
        return hashes(describe(source, folder, **{"pack/__init__": "", "pack/made": made, "pack/rates": rates}))

    before = of("before", "BASE = 1\ndef rate(x): return x\n")
    assert changed(before, of("base", "BASE = 2\ndef rate(x): return x\n")) == ["made"]
    assert changed(before, of("rate", "BASE = 1\ndef rate(x): return 2\n")) == ["made"]
