"""Adding a definition to projects of many layouts: exactly what changes, and what is refused."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from running import Message, RunningBridge

PLAIN = {"deps": [], "partitioned": False}
START = (date.today().replace(day=1) - timedelta(days=1)).replace(day=1).isoformat()

ORDERS = """
    import dagster as dg


    @dg.asset
    def orders() -> None: ...
"""
REFRESH = """
    from dagster import define_asset_job

    refresh = define_asset_job('refresh', selection='*')
"""
NEW_ASSET = """
    @dg.asset
    def new() -> dg.MaterializeResult:
        \"\"\"New, one row each.\"\"\"
        rows = [{"number": number} for number in range(1, 4)]
        return dg.MaterializeResult(metadata={"dagster/row_count": len(rows)})
"""
NEW_JOB = """
    new = define_asset_job(
        name='new',
        selection='orders',
        description='Materialises orders.',
    )
"""
DG = {
    "pyproject.toml": '[tool.dg]\ndirectory_type = "project"\n\n[tool.dg.project]\nroot_module = "shop"\n',
    "src/shop/__init__.py": "",
    "src/shop/definitions.py": """
        from pathlib import Path

        from dagster import definitions, load_from_defs_folder


        @definitions
        def defs():
            return load_from_defs_folder(path_within_project=Path(__file__).parent)
    """,
    "src/shop/defs/__init__.py": "",
    "src/shop/defs/sales/orders.py": ORDERS,
}


def text(*parts: str) -> str:
    """Blocks of code as one file, two empty lines between them."""
    return "\n\n".join(textwrap.dedent(part).lstrip() for part in parts)


@dataclass
class Layout:
    files: dict[str, str]
    after: dict[str, str]
    operation: str = "asset"
    parameters: dict[str, Any] = field(default_factory=lambda: dict(PLAIN))
    target: dict[str, Any] = field(default_factory=dict)
    added: str = "new"


LAYOUTS = {
    "a list in the one file": Layout(
        {"shop.py": text(ORDERS, "# What there is.\ndefs = dg.Definitions(assets=[orders])\n")},
        {"shop.py": text(ORDERS, NEW_ASSET, "# What there is.\ndefs = dg.Definitions(assets=[orders, new])\n")},
    ),
    "a list over several lines, imported from its module": Layout(
        {
            "shop/__init__.py": "",
            "shop/assets.py": ORDERS,
            "shop/definitions.py": """
                from dagster import Definitions
                from shop.assets import orders

                defs = Definitions(
                    assets=[
                        orders,  # all of them
                    ],
                )
            """,
        },
        {
            "shop/assets.py": text(ORDERS, NEW_ASSET),
            "shop/definitions.py": """
                from dagster import Definitions
                from shop.assets import new, orders

                defs = Definitions(
                    assets=[
                        orders,  # all of them
                        new,
                    ],
                )
            """,
        },
    ),
    "a list of names of modules": Layout(
        {
            "shop/__init__.py": "",
            "shop/assets.py": ORDERS,
            "shop/jobs.py": REFRESH,
            "shop/definitions.py": """
                import dagster as dg
                from shop import assets, jobs

                defs = dg.Definitions(assets=[assets.orders], jobs=[jobs.refresh])
            """,
        },
        {
            "shop/jobs.py": text(REFRESH).rstrip() + "\n\n" + text(NEW_JOB),
            "shop/definitions.py": """
                import dagster as dg
                from shop import assets, jobs

                defs = dg.Definitions(assets=[assets.orders], jobs=[jobs.refresh, jobs.new])
            """,
        },
        "job",
        {"select": "orders"},
    ),
    "no list yet, and a module that is called as one": Layout(
        {
            "shop/__init__.py": "",
            "shop/assets.py": ORDERS,
            "shop/jobs.py": REFRESH,
            "shop/definitions.py": """
                import dagster as dg

                from . import assets

                all_assets = dg.load_assets_from_modules([assets], group_name="g")
                defs = dg.Definitions(assets=all_assets)
            """,
        },
        {
            "shop/jobs.py": text(REFRESH).rstrip() + "\n\n" + text(NEW_JOB),
            "shop/definitions.py": """
                import dagster as dg

                from . import assets
                from .jobs import new

                all_assets = dg.load_assets_from_modules([assets], group_name="g")
                defs = dg.Definitions(assets=all_assets, jobs=[new])
            """,
        },
        "job",
        {"select": "orders"},
    ),
    "modules that are searched, with a group and a prefix": Layout(
        {
            "shop/__init__.py": "",
            "shop/assets.py": ORDERS,
            "shop/definitions.py": """
                import dagster as dg

                from . import assets

                all_assets = dg.load_assets_from_modules([assets], group_name="g", key_prefix="raw")
                defs = dg.Definitions(assets=all_assets)
            """,
        },
        {
            "shop/assets.py": text(
                ORDERS, NEW_ASSET.replace("@dg.asset", '@dg.asset(deps=[dg.AssetKey(["raw", "orders"])])')
            )
        },
        parameters={"deps": ["raw/orders"], "partitioned": False},
        added="raw/new",
    ),
    "a package that is searched": Layout(
        {
            "shop/__init__.py": "",
            "shop/assets/__init__.py": "",
            "shop/assets/sales.py": """
                from dagster import asset


                @asset(group_name="sales", owners=["team:sales"])
                def orders() -> None: ...
            """,
            "shop/definitions.py": """
                from dagster import Definitions, load_assets_from_package_module

                from shop import assets

                defs = Definitions(assets=load_assets_from_package_module(assets))
            """,
        },
        {
            "shop/assets/new.py": f'''
                """New: an asset."""

                from dagster import (
                    AssetExecutionContext,
                    DailyPartitionsDefinition,
                    MaterializeResult,
                    asset,
                )


                @asset(
                    deps=["orders"],
                    partitions_def=DailyPartitionsDefinition(start_date="{START}"),
                    group_name="sales",
                    owners=["team:sales"],
                )
                def new(context: AssetExecutionContext) -> MaterializeResult:
                    """New, one partition a day."""
                    rows = [{{"day": context.partition_key, "number": number}} for number in range(1, 4)]
                    return MaterializeResult(metadata={{"dagster/row_count": len(rows)}})
            '''
        },
        parameters={"deps": ["orders"], "partitioned": True},
    ),
    "a package that searches another one below it": Layout(
        {
            "shop/__init__.py": """
                import dagster as dg

                from shop import assets

                defs = dg.Definitions(
                    assets=dg.load_assets_from_package_module(assets),
                    asset_checks=dg.load_asset_checks_from_package_module(assets),
                )
            """,
            "shop/assets/__init__.py": "",
            "shop/assets/sales.py": ORDERS,
        },
        {"shop/assets/new.py": text('"""New: an asset."""\n\nimport dagster as dg\n', NEW_ASSET)},
        target={"values": ["shop"]},
    ),
    "a list variable in a package that hands on names": Layout(
        {
            "shop/__init__.py": "",
            "shop/assets/__init__.py": """
                from .sales import orders

                __all__ = ["all_assets", "orders"]

                all_assets = [orders]
            """,
            "shop/assets/sales.py": ORDERS,
            "shop/definitions.py": """
                import dagster as dg

                from .assets import all_assets

                defs = dg.Definitions(all_assets)
            """,
        },
        {
            "shop/assets/__init__.py": """
                from .sales import new, orders

                __all__ = ["all_assets", "new", "orders"]

                all_assets = [orders, new]
            """,
            "shop/assets/sales.py": text(ORDERS, NEW_ASSET),
        },
    ),
    "what a function returns, merged": Layout(
        {
            "shop.py": text(
                ORDERS,
                """
                def nothing() -> list[dg.AssetSpec]:
                    return []


                @dg.definitions
                def defs() -> dg.Definitions:
                    jobs = dg.Definitions(jobs=[])
                    return dg.Definitions.merge(jobs, dg.Definitions(assets=nothing() or [orders]))
                """,
            )
        },
        {
            "shop.py": text(
                ORDERS,
                """
                def nothing() -> list[dg.AssetSpec]:
                    return []
                """,
                NEW_ASSET,
                """
                @dg.definitions
                def defs() -> dg.Definitions:
                    jobs = dg.Definitions(jobs=[])
                    return dg.Definitions.merge(jobs, dg.Definitions(assets=[*(nothing() or [orders]), new]))
                """,
            )
        },
    ),
    "a dictionary, single quotes, tabs and windows line ends": Layout(
        {
            "shop.py": text(ORDERS)
            .replace("...", "...\n\n\nitems = {\n\t'number': 1  # the first\n}\n")
            .replace("\n", "\r\n")
            + "defs = dg.Definitions([orders], resources=items)\r\n"
        },
        {
            "shop.py": (
                "from pathlib import Path\n\n"
                + text(
                    ORDERS,
                    """
                    class NewResource(dg.ConfigurableResource):
                    \t\"\"\"A folder with files; an asset that has a parameter `new: NewResource` is given it.\"\"\"

                    \tfolder: str = 'data/new'

                    \tdef path(self, name: str) -> Path:
                    \t\t\"\"\"The path of a file in the folder, which is made when it is not there.\"\"\"
                    \t\tfolder = Path(self.folder)
                    \t\tfolder.mkdir(parents=True, exist_ok=True)
                    \t\treturn folder / name
                    """,
                    "items = {\n\t'number': 1,  # the first\n\t'new': NewResource()\n}\n\n",
                )
            ).replace("\n", "\r\n")
            + "defs = dg.Definitions([orders], resources=items)\r\n"
        },
        "resource",
        {},
    ),
    "a file without a package, and textual annotations": Layout(
        {
            "code/defs.py": """
                from __future__ import annotations

                import dagster

                defs = dagster.Definitions(assets=None)
            """,
        },
        {
            "code/defs.py": f'''
                from __future__ import annotations

                import dagster


                @dagster.asset(
                    partitions_def=dagster.DailyPartitionsDefinition(start_date="{START}"),
                )
                def new(context) -> dagster.MaterializeResult:
                    """New, one partition a day."""
                    rows = [{{"day": context.partition_key, "number": number}} for number in range(1, 4)]
                    return dagster.MaterializeResult(metadata={{"dagster/row_count": len(rows)}})


                defs = dagster.Definitions(assets=[new])
            ''',
        },
        parameters={"deps": [], "partitioned": True},
        target={"kind": "python_file", "values": ["code/defs.py"]},
    ),
    "no Definitions at all": Layout(
        {"shop.py": text(ORDERS, 'if __name__ == "__main__":\n    print(orders)\n')},
        {"shop.py": text(ORDERS, NEW_ASSET, 'if __name__ == "__main__":\n    print(orders)\n')},
    ),
    "a schedule": Layout(
        {
            "shop.py": """
                import dagster

                refresh = dagster.define_asset_job('refresh', selection='*')

                defs = dagster.Definitions(jobs=[refresh])
            """
        },
        {
            "shop.py": """
                import dagster

                refresh = dagster.define_asset_job('refresh', selection='*')

                new = dagster.ScheduleDefinition(
                    name='new',
                    job_name='refresh',
                    cron_schedule='0 6 * * 1-5',
                    execution_timezone='UTC',
                    description='Runs the job refresh.',
                )

                defs = dagster.Definitions(jobs=[refresh], schedules=[new])
            """
        },
        "schedule",
        {"cron": "0 6 * * 1-5", "job": None},
    ),
    "a sensor": Layout(
        {
            "shop.py": text(
                "import dagster as dg\n\ndefs = dg.Definitions(jobs=[dg.define_asset_job('refresh', '*')])\n"
            )
        },
        {
            "shop.py": """
                from pathlib import Path

                import dagster as dg


                @dg.sensor(job_name='refresh', minimum_interval_seconds=60)
                def new(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
                    \"\"\"Runs the job refresh for each file that is new or has changed.\"\"\"
                    folder = Path('data/new')
                    seen = int(context.cursor or 0)
                    files = [file for file in folder.glob('*') if file.is_file()]
                    times = {file: file.stat().st_mtime_ns for file in files}
                    keys = [f'{file.name}:{time}' for file, time in times.items() if time > seen]
                    if not keys:
                        return dg.SkipReason(f'No file in {folder} is new or has changed')
                    requests = [dg.RunRequest(run_key=key) for key in keys]
                    return dg.SensorResult(run_requests=requests, cursor=str(max(times.values())))


                defs = dg.Definitions(jobs=[dg.define_asset_job('refresh', '*')], sensors=[new])
            """
        },
        "sensor",
        {"job": "refresh"},
    ),
}
COMPONENTS = {
    "an asset": Layout(DG, {"src/shop/defs/new.py": text('"""New: an asset."""\n\nimport dagster as dg\n', NEW_ASSET)}),
    "a job": Layout(
        DG,
        {
            "src/shop/defs/new.py": """
                \"\"\"New: a job.\"\"\"

                import dagster as dg

                new = dg.define_asset_job(
                    name="new",
                    selection=dg.AssetSelection.all(),
                    description="Materialises every asset.",
                )
            """
        },
        "job",
        {"select": None},
    ),
    "a resource": Layout(
        DG,
        {
            "src/shop/defs/new_resource.py": """
                \"\"\"New resource: a resource.\"\"\"

                from pathlib import Path

                import dagster as dg


                class NewResource(dg.ConfigurableResource):
                    \"\"\"A folder with files; an asset that has a parameter `new: NewResource` is given it.\"\"\"

                    folder: str = "data/new"

                    def path(self, name: str) -> Path:
                        \"\"\"The path of a file in the folder, which is made when it is not there.\"\"\"
                        folder = Path(self.folder)
                        folder.mkdir(parents=True, exist_ok=True)
                        return folder / name


                @dg.definitions
                def resources() -> dg.Definitions:
                    \"\"\"The resources that this file defines.\"\"\"
                    return dg.Definitions(
                        resources={
                            "new": NewResource(),
                        },
                    )
            """
        },
        "resource",
        {},
    ),
}


class Scaffold:
    """A project, and a bridge that has it open."""

    def __init__(self, folder: Path, files: dict[str, str], target: dict[str, Any] | None = None) -> None:
        self.folder = folder
        for name, content in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(textwrap.dedent(content).lstrip("\n").encode())
        self.before = self.files()
        module = "shop" if (folder / "shop.py").exists() else "shop.definitions"
        chosen = {"kind": "module_name", "values": [module], **(target or {})}
        if chosen["kind"] in ("python_file", "workspace"):
            chosen["values"] = [str(folder / value) for value in chosen["values"]]
        self._home = folder.parent / "home"
        self._target = {"attribute": None, "working_directory": str(folder), **chosen}
        self.bridge = self._open()

    def _open(self) -> RunningBridge:
        bridge = RunningBridge(self.folder, home=self._home, target=self._target)
        assert "problems" not in bridge.opened, bridge.opened
        return bridge

    def add(self, operation: str, name: str = "new", **parameters: Any) -> Message:
        return self.bridge.call(
            f"scaffolding.{operation}", {"name": name, "location": None, "repository": None, **parameters}
        )

    def files(self) -> dict[str, bytes]:
        found = (file for file in self.folder.rglob("*") if file.is_file() and file.suffix in (".py", ".toml", ".yaml"))
        return {file.relative_to(self.folder).as_posix(): file.read_bytes() for file in found}

    def changed(self) -> dict[str, str]:
        return {name: data.decode() for name, data in self.files().items() if data != self.before.get(name)}

    def reopened(self) -> RunningBridge:
        self.bridge.close()
        self.bridge = self._open()
        return self.bridge

    def names(self, operation: str) -> set[str]:
        described = self.bridge.call("definitions.describe", {})
        return {item.get("key") or item["name"] for item in described[f"{operation}s"]}


@pytest.fixture
def scaffolds() -> Iterator[list[Scaffold]]:
    opened: list[Scaffold] = []
    yield opened
    for scaffold in opened:
        scaffold.bridge.close()


@pytest.fixture
def project(tmp_path: Path, scaffolds: list[Scaffold]) -> Any:
    def make(files: dict[str, str], target: dict[str, Any] | None = None) -> Scaffold:
        scaffolds.append(Scaffold(tmp_path / "a project", files, target))
        return scaffolds[-1]

    return make


def check(project: Any, layout: Layout) -> None:
    scaffold = project(layout.files, layout.target)
    result = scaffold.add(layout.operation, **layout.parameters)
    assert result.get("name") == layout.added, result
    expected = {name: textwrap.dedent(content).lstrip("\n") for name, content in layout.after.items()}
    assert scaffold.changed() == expected
    file = Path(result["defined_at"]["file"]).relative_to(scaffold.folder).as_posix()
    assert file in expected
    assert result["symbol"] in result["defined_at"]["source"]
    assert result["is_new_file"] == (file not in scaffold.before)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_a_definition_is_added_and_nothing_else_changes(project: Any, layout: Layout) -> None:
    check(project, layout)


@pytest.mark.parametrize("layout", COMPONENTS.values(), ids=COMPONENTS.keys())
def test_a_folder_of_definitions_gets_a_file_of_its_own(project: Any, layout: Layout) -> None:
    import dagster

    if dagster.__version__.startswith("1.10."):
        pytest.skip("folders of definitions are a preview there")
    check(project, layout)


def test_an_added_partitioned_asset_runs(project: Any) -> None:
    scaffold = project({"shop.py": text(ORDERS, "defs = dg.Definitions([orders])\n")})
    scaffold.add("asset", "daily", deps=["orders"], partitioned=True)
    bridge = scaffold.reopened()
    assert scaffold.names("asset") == {"orders", "daily"}
    bridge.materialize("daily", partition=START)
    assert bridge.materialized() == ["daily"]
    assert bridge.statuses() == ["SUCCESS"]


# What is refused

SHOP = {
    "shop.py": text(
        ORDERS,
        """
        refresh = dg.define_asset_job("refresh", selection="*")


        @dg.schedule(cron_schedule="0 6 * * *", job_name="refresh")
        def daily() -> dg.RunRequest:
            return dg.RunRequest()


        class Store(dg.ConfigurableResource):
            where: str = "here"


        defs = dg.Definitions([orders], jobs=[refresh], schedules=[daily], resources={"store": Store()})
        """,
    )
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scaffold]:
    scaffold = Scaffold(tmp_path_factory.mktemp("shop") / "a project", SHOP)
    yield scaffold
    scaffold.bridge.close()


@pytest.mark.parametrize(
    ("operation", "name", "message", "remedy"),
    [
        ("asset", "orders", "There is an asset 'orders' already", "Take another one with"),
        ("job", "refresh", "There is a job 'refresh' already", "Take another one with"),
        ("resource", "store", "There is a resource 'store' already", "Take another one with"),
        ("schedule", "daily", "There is a schedule 'daily' already", "Take another one with"),
        ("sensor", "daily", "There is a schedule 'daily' already", "Take another one with"),
        ("asset", "refresh", "The name 'refresh' means something in this file already", "Take another one with"),
        ("asset", "class", "'class' is a keyword of Python, and so cannot be", "-Ddagster.name=class_asset"),
        ("job", "daily-orders", "'daily-orders' is no name in Python, and so cannot be", "-Ddagster.name=daily_orders"),
        ("job", "2024", "'2024' is no name in Python, and so cannot be the name of a job", "-Ddagster.name=job_2024"),
        ("asset", "größe", "'größe' is no name in Python, and so cannot be", "-Ddagster.name=gr_e"),
        ("sensor", "", "'' is no name in Python, and so cannot be the name of a sensor", "-Ddagster.name=sensor"),
        ("asset", "context", "'context' means something to Dagster already", "-Ddagster.name=context_asset"),
        ("resource", "list", "'list' means something to Python already", "-Ddagster.name=list_resource"),
        ("asset", "__new", "'__new' begins as names do that Dagster keeps for itself", "-Ddagster.name=new"),
    ],
)
def test_a_name_is_refused(shop: Scaffold, operation: str, name: str, message: str, remedy: str) -> None:
    more: dict[str, dict[str, Any]] = {
        "asset": PLAIN,
        "job": {"select": None},
        "schedule": {"cron": "0 6 * * *", "job": None},
        "resource": {},
    }
    found = shop.add(operation, name, **more.get(operation, {"job": None}))
    [problem] = found["problems"]
    assert problem["message"].startswith(message)
    assert remedy in problem["remedy"]
    assert problem["parameter"] == "name"
    assert shop.changed() == {}


def test_a_name_that_is_taken_is_told_with_its_place(shop: Scaffold) -> None:
    [problem] = shop.add("asset", "orders", **PLAIN)["problems"]
    assert (Path(problem["at"]["file"]).name, problem["at"]["line"]) == ("shop.py", 5)


def test_what_it_depends_on_must_be_there(shop: Scaffold) -> None:
    problems = shop.add("asset", deps=["order", "orders", "x"], partitioned=False)["problems"]
    assert [(problem["message"], problem["parameter"], problem["choices"]) for problem in problems] == [
        ("There is no asset 'order'", "deps", ["orders"]),
        ("There is no asset 'x'", "deps", ["orders"]),
    ]
    [problem] = shop.add("job", select="order")["problems"]
    assert (problem["value"], problem["parameter"]) == ("order", "select")
    [problem] = shop.add("sensor", job="refesh")["problems"]
    assert (problem["message"], problem["choices"]) == ("There is no job 'refesh'", ["refresh"])
    [problem] = shop.add("schedule", cron="61 * * * *", job=None)["problems"]
    assert (problem["message"], problem["parameter"]) == ("'61 * * * *' is no cron expression", "cron")


def test_a_job_is_named_when_there_are_none_or_several(project: Any) -> None:
    scaffold = project({"shop.py": text(ORDERS, "defs = dg.Definitions([orders])\n")})
    [problem] = scaffold.add("sensor", job=None)["problems"]
    assert problem["message"] == "There is no job that a sensor could run"
    assert problem["remedy"] == "Add one before: mvn dagster:job-scaffold -Ddagster.name=…"


def test_a_file_in_the_way_stays(project: Any) -> None:
    scaffold = project({**LAYOUTS["a package that is searched"].files, "shop/assets/new.py": "x = 1\n"})
    [problem] = scaffold.add("asset", **PLAIN)["problems"]
    assert problem["kind"] == "file_exists"
    assert problem["at"]["file"].endswith("shop/assets/new.py")
    assert scaffold.changed() == {}


@pytest.mark.parametrize(
    ("definitions", "reason"),
    [
        ("def _make(_):\n    return dg.Definitions([orders])\n\n\ndefs = _make(1)\n", "what 'defs' is made of"),
        ("defs = dg.Definitions(**{'assets': [orders]})\n", "what 'defs' is made of"),
        ("if True:\n    defs = dg.Definitions([orders])\nelse:\n    defs = None\n", "what 'defs' is"),
        ("@dg.repository\ndef all_of_it():\n    return [orders]\n", "what 'all_of_it' is made of"),
    ],
)
def test_without_a_safe_place_nothing_is_changed_and_the_code_is_shown(
    project: Any, definitions: str, reason: str
) -> None:
    scaffold = project({"shop.py": text(ORDERS, definitions)})
    [problem] = scaffold.add("asset", **PLAIN)["problems"]
    assert problem["kind"] == "no_place"
    first, *code = problem["message"].split("\n")
    assert first.startswith("There is no safe place for an asset: ") and reason in first
    shown = "\n".join(line.removeprefix("  ") for line in code[1:])
    assert shown == "import dagster as dg\n\n" + text(NEW_ASSET).rstrip()
    assert problem["remedy"] == "Then list it there: Definitions(assets=[new], …)"
    assert problem["at"]["file"].endswith("shop.py")
    assert scaffold.changed() == {}


PARTITIONED_APART = text(
    """
    import dagster as dg


    @dg.asset(partitions_def=dg.StaticPartitionsDefinition(["a"]))
    def one() -> None: ...


    @dg.asset(partitions_def=dg.StaticPartitionsDefinition(["b"]))
    def two() -> None: ...


    defs = dg.Definitions([one, two])
    """
)


def test_what_dagster_does_not_take_is_taken_back(project: Any) -> None:
    scaffold = project({"shop.py": PARTITIONED_APART})
    file = scaffold.folder / "shop.py"
    before = file.stat().st_mtime_ns
    problems = scaffold.add("job", select=None)["problems"]
    assert problems[0]["message"].startswith("The job 'new' was added to shop.py, but then")
    assert '  new = dg.define_asset_job(\n      name="new",' in problems[0]["message"]
    assert problems[1]["message"] == "Job 'new' selects assets with different partitions definitions"
    assert scaffold.changed() == {}
    assert file.stat().st_mtime_ns == before, "nobody has to load it again"


def test_what_hides_another_definition_is_taken_back(project: Any) -> None:
    definitions = """
        first = [orders] if open(__file__).read().count("@dg.asset") == 2 else []
        defs = dg.Definitions(assets=[*first])
    """
    scaffold = project({"shop.py": text(ORDERS, definitions)})
    problems = scaffold.add("asset", **PLAIN)["problems"]
    assert [problem["message"] for problem in problems[1:]] == ["The asset 'orders' would no longer be loaded"]
    assert scaffold.changed() == {}


def test_a_new_file_is_taken_back_too(project: Any) -> None:
    layout = {**LAYOUTS["a package that is searched"].files}
    layout["shop/definitions.py"] = """
        from pathlib import Path

        from dagster import Definitions, load_assets_from_package_module

        from shop import assets

        if (Path(__file__).parent / "assets" / "new.py").exists():
            raise ValueError("too many files")

        defs = Definitions(assets=load_assets_from_package_module(assets))
    """
    scaffold = project(layout)
    problems = scaffold.add("asset", **PLAIN)["problems"]
    assert problems[1]["message"] == "ValueError: too many files"
    assert not (scaffold.folder / "shop/assets/new.py").exists()
    assert not list(scaffold.folder.glob("shop/assets/__pycache__/new.*"))


WORKSPACE = "load_from:\n" + "".join(
    f"  - python_file:\n      relative_path: {name}.py\n      location_name: {name}\n" for name in ("north", "south")
)


def test_of_several_code_locations_one_is_named(project: Any) -> None:
    files = {f"{name}.py": text(ORDERS, "defs = dg.Definitions([orders])\n") for name in ("north", "south")}
    scaffold = project({**files, "workspace.yaml": WORKSPACE}, {"kind": "workspace", "values": ["workspace.yaml"]})
    [problem] = scaffold.add("asset", **PLAIN)["problems"]
    assert problem["message"] == "There are 2 code locations: which one gets the asset?"
    assert problem["choices"] == ["north", "south"]
    assert scaffold.add("asset", location="north", **PLAIN)["name"] == "new"
    assert list(scaffold.changed()) == ["north.py"]


def test_a_link_stays_a_link(project: Any) -> None:
    scaffold = project(LAYOUTS["a list over several lines, imported from its module"].files)
    folder = scaffold.folder / "shop"
    (folder / "definitions.py").rename(folder / "moved.py")
    (folder / "definitions.py").symlink_to(folder / "moved.py")
    before = scaffold.files()
    assert scaffold.add("asset", **PLAIN)["name"] == "new"
    assert (folder / "definitions.py").is_symlink(), "what a link leads to is changed, not the link"
    assert scaffold.files()["shop/moved.py"] != before["shop/moved.py"]
