"""Definition errors: one short message each at the user's line, as many as can be known at once."""

import inspect
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from conftest import Start, WriteProject
from dagster_maven_bridge.definitions.assembly import failing_definitions
from dagster_maven_bridge.definitions.project import Project
from dagster_maven_bridge.diagnosis.phrasing import phrase
from dagster_maven_bridge.private_api import dagster_api

HEAD = "import dagster as dg\n"


def problems(start: Start, write_project: WriteProject, files: dict[str, str], *target: str) -> list[dict[str, Any]]:
    client = start(write_project({name: HEAD + text if name == "d.py" else text for name, text in files.items()}))
    error = client.refused("session.open", client.opening(*(target or ("module_name", "d"))))
    assert error["fault"] == "user"
    found: list[dict[str, Any]] = error["problems"]
    return found


CASES: dict[str, tuple[str, str, str, int]] = {
    "missing resource": (
        "@dg.asset(required_resource_keys={'db'})\ndef a(): ...\ndefs = dg.Definitions([a])",
        "missing_resource",
        "Asset 'a' needs the resource 'db', which is not defined",
        3,
    ),
    "missing io manager": (
        "@dg.asset(io_manager_key='lake')\ndef a(): ...\ndefs = dg.Definitions([a])",
        "missing_resource",
        "Asset 'a' needs the IO manager 'lake', which is not defined",
        3,
    ),
    "cycle": (
        "@dg.asset(deps=['b'])\ndef a(): ...\n@dg.asset(deps=['a'])\ndef b(): ...\ndefs = dg.Definitions([a, b])",
        "cycle",
        "Assets depend on each other in a circle: a → b → a",
        3,
    ),
    "duplicate asset": (
        "@dg.asset\ndef a(): ...\n@dg.asset(name='a')\ndef a2(): ...\ndefs = dg.Definitions([a, a2])",
        "duplicate_key",
        "Asset 'a' is defined twice, first at d.py:3",
        5,
    ),
    "duplicate schedule": (
        "j = dg.define_asset_job('j', '*')\n"
        "s = dg.ScheduleDefinition(name='s', job=j, cron_schedule='0 0 * * *')\n"
        "t = dg.ScheduleDefinition(name='s', job=j, cron_schedule='1 0 * * *')\n"
        "defs = dg.Definitions(jobs=[j], schedules=[s, t])",
        "duplicate_key",
        "Schedule 's' is defined twice, first at d.py:3",
        4,
    ),
    "job selection": (
        "@dg.asset\ndef a(): ...\nj = dg.define_asset_job('j', ['nope'])\ndefs = dg.Definitions([a], jobs=[j])",
        "invalid_selection",
        "Job 'j' selects 'nope', which does not exist",
        4,
    ),
    "cron": (
        "j = dg.define_asset_job('j', '*')\n"
        "s = dg.ScheduleDefinition(name='s', job=j, cron_schedule='99 * * * *')\ndefs = dg.Definitions(schedules=[s])",
        "invalid_cron",
        "Schedule 's' has the invalid cron expression '99 * * * *'",
        3,
    ),
    "cron of a condition": (
        "c = dg.AutomationCondition.on_cron('61 * * * *')",
        "invalid_cron",
        "The cron expression '61 * * * *' cannot be parsed",
        2,
    ),
    "resources in both ways": (
        "@dg.asset(required_resource_keys={'a'})\ndef x(b: dg.ResourceParam[str]): ...",
        "invalid_argument",
        "Cannot specify resource requirements in both @asset decorator and as arguments to the decorated function",
        2,
    ),
    "what an argument may not be": (
        "s = dg.AutomationConditionSensorDefinition('s', target='*', use_user_code_server=False,"
        " default_condition=dg.AutomationCondition.eager())",
        "invalid_argument",
        "'default_condition': Setting a `default_condition` for a non-user-code AutomationConditionSensorDefinition"
        " is not supported",
        2,
    ),
    "partition mapping": (
        "@dg.asset(partitions_def=dg.StaticPartitionsDefinition(['x']))\ndef a(): ...\n"
        "@dg.asset(partitions_def=dg.DailyPartitionsDefinition('2024-01-01'), deps=[dg.AssetDep('a', "
        "partition_mapping=dg.TimeWindowPartitionMapping())])\ndef b(): ...\ndefs = dg.Definitions([a, b])",
        "invalid_partitions",
        "Asset 'b': Upstream partitions definition must be a TimeWindowPartitionsDefinition",
        5,
    ),
    "deps": (
        "@dg.asset(deps=[3])\ndef a(): ...\ndefs = dg.Definitions([a])",
        "invalid_argument",
        "'asset' is 3 (int), expected AssetKey, AssetSpec, AssetsDefinition, SourceAsset, str",
        2,
    ),
    "exit": (
        "import sys\nsys.exit(3)",
        "exit_on_import",
        "The code ends the process while it is imported: sys.exit(3)",
        3,
    ),
    "name": ("defs = dg.Definitions([b])", "user_code_error", "NameError: name 'b' is not defined", 2),
    "import": ("import nopackage", "import_error", "There is no module 'nopackage'", 2),
    "resource configuration": (
        "class Db(dg.ConfigurableResource):\n    url: str\ndefs = dg.Definitions(resources={'db': Db(url=3)})",
        "invalid_config",
        "Db.url: Input should be a valid string",
        4,
    ),
    "input": (
        "@dg.asset\ndef a(b): ...\n@dg.asset\ndef c(a): ...\ndefs = dg.Definitions([a, c])",
        "missing_upstream",
        "Asset 'a' takes the asset 'b' as an input, which does not exist",
        3,
    ),
    "unset variable": (
        "import os\nos.environ['SHOP_URL']",
        "unset_variable",
        "The environment variable 'SHOP_URL' is not set",
        3,
    ),
    "definitions function": (
        "@dg.definitions\ndef defs():\n    raise ValueError('no catalogue')",
        "user_code_error",
        "ValueError: no catalogue",
        4,
    ),
    "a function for an asset": (
        "def a(): ...\ndefs = dg.Definitions(assets=[a])",
        "invalid_argument",
        "the function 'a' is of type function, expected one of AssetsDefinition, AssetSpec, SourceAsset,"
        " CacheableAssetsDefinition",
        3,
    ),
    "untyped configuration": (
        "@dg.asset\ndef a(config): ...",
        "invalid_config",
        "the parameter 'config' has no type",
        2,
    ),
    "sensor's job": (
        "@dg.sensor(job_name='nope')\ndef s(): ...\ndefs = dg.Definitions(sensors=[s])",
        "unknown_target",
        "Sensor 's' targets the job 'nope', which is not defined",
        3,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_definition_error_is_one_message_at_the_users_line(
    name: str, start: Start, write_project: WriteProject
) -> None:
    text, kind, message, line = CASES[name]
    found = problems(start, write_project, {"d.py": text})
    assert [(problem["kind"], problem["message"]) for problem in found] == [(kind, message)]
    place = found[0]["at"]
    assert place["file"].endswith("d.py")
    assert place["line"] == line
    assert place["source"] == (HEAD + text).splitlines()[line - 1].strip()
    assert found[0]["code_location"] == "d"


SCHEDULE = "s = dg.ScheduleDefinition(name='s', job_name='j', cron_schedule='@daily', execution_timezone='{}')\n"
PARTITIONS = "p = dg.DailyPartitionsDefinition('2024-01-01', timezone='{}')\n"


@pytest.mark.parametrize(
    ("code", "zone", "message"),
    [
        (SCHEDULE, "Europe/Berln", "Schedule 's' has the time zone 'Europe/Berln', which does not exist"),
        (SCHEDULE, "Mars/Base", "Schedule 's' has the time zone 'Mars/Base', which does not exist"),
        # Python looks for a file, and finds a folder.
        (SCHEDULE, "Europe", "Schedule 's' has the time zone 'Europe', which does not exist"),
        (SCHEDULE, "../Berlin", "Schedule 's' has the time zone '../Berlin', which does not exist"),
        (SCHEDULE, "europe/berlin", "Schedule 's' has the time zone 'europe/berlin', which does not exist"),
        (PARTITIONS, "Europe/Berln", "There is no time zone 'Europe/Berln'"),
        (PARTITIONS, "Europe", "There is no time zone 'Europe'"),
        ("from zoneinfo import ZoneInfo\nz = ZoneInfo('{}')\n", "Mars/Base", "There is no time zone 'Mars/Base'"),
    ],
)
def test_a_time_zone_that_does_not_exist_is_told_as_such(
    start: Start, write_project: WriteProject, code: str, zone: str, message: str
) -> None:
    (found,) = problems(start, write_project, {"d.py": code.format(zone)})
    assert (found["kind"], found["message"], found["value"]) == ("invalid_timezone", message, zone)
    assert found["at"]["source"] == code.format(zone).splitlines()[-1]
    assert ("Europe/Berlin" in found["choices"]) == (zone.lower() in ("europe/berln", "europe/berlin", "../berlin"))
    assert found["remedy"] == "Write it as the IANA database does, as 'Europe/Berlin'"


def test_every_asset_with_a_missing_resource_is_told(start: Start, write_project: WriteProject) -> None:
    text = "".join(f"@dg.asset(required_resource_keys={{'r{n}'}})\ndef a{n}(): ...\n" for n in range(5))
    text += "@dg.asset\ndef good(): ...\nj = dg.define_asset_job('j', ['nope'])\n"
    text += "defs = dg.Definitions([a0, a1, a2, a3, a4, good], jobs=[j])"
    found = problems(start, write_project, {"d.py": text})
    assert [problem["value"] for problem in found] == ["r0", "r1", "r2", "r3", "r4", "nope"]
    assert [problem["at"]["line"] for problem in found] == [3, 5, 7, 9, 11, 14]


def test_an_asset_is_no_choice_for_its_own_missing_input(start: Start, write_project: WriteProject) -> None:
    code = "@dg.asset\ndef orders(order): ...\n@dg.asset\ndef ordres(): ...\ndefs = dg.Definitions([orders, ordres])"
    (found,) = problems(start, write_project, {"d.py": code})
    assert (found["value"], found["choices"]) == ("order", ["ordres"])


def test_what_depends_on_an_asset_with_a_problem_has_none_itself(start: Start, write_project: WriteProject) -> None:
    text = (
        "@dg.asset(required_resource_keys={'db'})\ndef a(): ...\n@dg.asset\ndef b(a): ...\n@dg.asset\ndef c(b): ...\n"
        "@dg.asset_check(asset=c)\ndef ok(c): ...\n@dg.asset(required_resource_keys={'lake'})\ndef d(c): ...\n"
        "j = dg.define_asset_job('j', ['a', 'b'])\nk = dg.define_asset_job('k', ['nope'])\n"
        "defs = dg.Definitions([a, b, c, d], asset_checks=[ok], jobs=[j, k])"
    )
    found = problems(start, write_project, {"d.py": text})
    assert [problem["message"] for problem in found] == [
        "Asset 'a' needs the resource 'db', which is not defined",
        "Asset 'd' needs the resource 'lake', which is not defined",
        "Job 'k' selects 'nope', which does not exist",
    ]


LAUNCHING = (
    "s = dg.ScheduleDefinition(name='s', job=j, cron_schedule='@daily')\n"
    "t = dg.ScheduleDefinition(name='t', job=j, cron_schedule='@daily')\n"
    "@dg.sensor(jobs=[j, dg.define_asset_job('good', 'a')])\ndef n(): ...\n"
)
CHECKED = (
    "@dg.asset{specs}\ndef a(): ...\nj = dg.define_asset_job('j', 'a')\n"
    + LAUNCHING
    + "@dg.asset_check(asset='a')\ndef c(): ...\n@dg.asset_check(asset='a', name='c')\ndef d(): ...\n"
    "@dg.asset_check(asset='a')\ndef e(): ...\n"
    "defs = dg.Definitions({given}, jobs=[j], schedules=[s, t], sensors=[n])"
)


@pytest.mark.parametrize(
    ("given", "specs", "message", "source"),
    [
        ("[a], asset_checks=[c, d]", "", "Asset check 'a:c' is defined twice, first at d.py:10", "def d(): ..."),
        ("[a, c], asset_checks=[d]", "", "Asset check 'a:c' is defined twice, first at d.py:10", "def d(): ..."),
        (
            "[a], asset_checks=[c]",
            "(check_specs=[dg.AssetCheckSpec('c', asset='a')])",
            "Asset check 'a:c' is defined twice, first at d.py:3",
            "def c(): ...",
        ),
        (
            "[c, a], asset_checks=[c]",
            "",
            "Asset check 'a:c' is given to the Definitions twice: in assets and in asset_checks",
            "def c(): ...",
        ),
        (
            "[a, c, e], asset_checks=[c, e]",
            "",
            "2 asset checks, such as 'a:c', are given to the Definitions twice: in assets and in asset_checks",
            "def c(): ...",
        ),
    ],
)
def test_an_asset_check_that_is_there_twice_is_told_once_where_it_is(
    start: Start, write_project: WriteProject, given: str, specs: str, message: str, source: str
) -> None:
    (found,) = problems(start, write_project, {"d.py": CHECKED.format(given=given, specs=specs)})
    assert (found["kind"], found["message"], found["at"]["source"]) == ("duplicate_key", message, source)


@pytest.mark.parametrize("jobs", ["jobs=[j], ", ""])
def test_a_job_that_cannot_be_built_is_told_once_however_much_launches_it(
    start: Start, write_project: WriteProject, jobs: str
) -> None:
    code = (
        "@dg.asset\ndef a(): ...\nj = dg.define_asset_job('j', ['nope'])\n"
        + LAUNCHING
        + "own = dg.ScheduleDefinition(name='own', target='other', cron_schedule='@daily')\n"
        f"defs = dg.Definitions([a], {jobs}schedules=[s, t, own], sensors=[n])"
    )
    found = problems(start, write_project, {"d.py": code})
    assert [(problem["message"], problem["at"]["line"]) for problem in found] == [
        ("Job 'j' selects 'nope', which does not exist", 4),
        ("Schedule 'own' selects 'other', which does not exist", 9),
    ]


def test_a_job_of_a_partitioned_schedule_is_told_once(start: Start, write_project: WriteProject) -> None:
    code = (
        "@dg.asset(partitions_def=dg.StaticPartitionsDefinition(['x']))\ndef a(): ...\n"
        "j = dg.define_asset_job('j', ['nope'], partitions_def=dg.DailyPartitionsDefinition('2024-01-01'))\n"
        "s = dg.build_schedule_from_partitioned_job(j)\ndefs = dg.Definitions([a], schedules=[s])"
    )
    found = problems(start, write_project, {"d.py": code})
    assert [problem["message"] for problem in found] == ["Job 'j' selects 'nope', which does not exist"]


def test_what_fails_without_any_job_is_told_of_none(start: Start, write_project: WriteProject) -> None:
    code = (
        "one = dg.StaticPartitionsDefinition(['x'])\n"
        "two = dg.MultiPartitionsDefinition({'p': one, 'q': dg.StaticPartitionsDefinition(['y'])})\n"
        "mapping = dg.MultiToSingleDimensionPartitionMapping()\n"
        "@dg.asset(partitions_def=dg.StaticPartitionsDefinition(['z']))\ndef a(): ...\n"
        "@dg.asset(partitions_def=two, deps=[dg.AssetDep('a', partition_mapping=mapping)])\ndef b(): ...\n"
        "j = dg.define_asset_job('j', 'b')\n"
        + LAUNCHING
        + "defs = dg.Definitions([a, b], jobs=[j], schedules=[s, t], sensors=[n])"
    )
    (found,) = problems(start, write_project, {"d.py": code})
    assert (found["message"].partition(": ")[0], found["at"]["source"]) == ("Asset 'b'", "def b(): ...")


def test_syntax_and_import_errors_of_several_modules_are_told_at_once(
    start: Start, write_project: WriteProject
) -> None:
    files = {
        "shop/__init__.py": "from shop import raw, clean, good\nfrom shop.daily import x\n",
        "shop/raw.py": "def broken(:\n",
        "shop/clean.py": "import nopackage\n",
        "shop/daily.py": "from shop.good import nothing\n",
        "shop/good.py": "import dagster\n",
        "shop/unused.py": "raise RuntimeError('never imported')\n",
    }
    found = problems(start, write_project, files, "package_name", "shop")
    told = sorted((problem["at"]["file"].rsplit("/", 1)[1], problem["kind"]) for problem in found)
    assert told == [("clean.py", "import_error"), ("daily.py", "import_error"), ("raw.py", "syntax_error")]


def test_modules_that_import_each_other_are_one_problem(start: Start, write_project: WriteProject) -> None:
    files = {"d.py": "import x\n", "x.py": "from y import b\na = 1\n", "y.py": "from x import a\nb = 2\n"}
    (found,) = problems(start, write_project, files)
    assert found["kind"] == "circular_import"
    assert found["at"]["source"] == "from x import a"


COMPONENT = """
import dagster as dg

class Table(dg.Component, dg.Model, dg.Resolvable):
    rows: int

    def build_defs(self, context):
        return dg.Definitions([dg.AssetSpec("table")])
"""


@pytest.mark.skipif(not hasattr(dg, "Component"), reason="components are public from Dagster 1.11 on")
@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("type: shop.parts.Table\nattributes: {rows: 1\n", "This is not YAML: expected ',' or '}'", 3),
        ("type: shop.parts.Tabel\n", "There is no component type 'Tabel' in the module 'shop.parts'", 1),
        ("type: shop.part.Table\n", "There is no module 'shop.part'", 1),
        ("type: shop.parts.Table\nattributes:\n  rows: many\n", "Table.rows: Input should be a valid integer", 3),
        ("attributes:\n  rows: 1\n", "ComponentFileModel.type: Field required", 1),
    ],
)
def test_an_error_in_the_file_of_a_component_is_told_at_its_line(
    text: str, message: str, line: int, start: Start, write_project: WriteProject
) -> None:
    files = {
        "pyproject.toml": "[tool.dg]\ndirectory_type = 'project'\n[tool.dg.project]\nroot_module = 'shop'\n",
        "shop/__init__.py": "",
        "shop/parts.py": COMPONENT,
        "shop/defs/__init__.py": "",
        "shop/defs/table/defs.yaml": text,
    }
    (found,) = problems(start, write_project, files, "autoload_defs_module_name", "shop.defs")
    assert found["message"].startswith(message)
    assert found["at"]["file"].endswith("shop/defs/table/defs.yaml")
    assert found["at"]["line"] == line


def test_a_missing_module_is_told_with_those_there_are(start: Start, write_project: WriteProject) -> None:
    found = problems(start, write_project, {"d.py": "", "shop/__init__.py": ""}, "module_name", "shpo.definitions")
    assert found[0]["kind"] == "missing_module"
    assert found[0]["choices"] == ["d", "shop"]
    assert found[0]["message"].startswith("There is no module 'shpo' in ")


def test_a_missing_attribute_is_told_with_those_that_can_be_loaded(start: Start, write_project: WriteProject) -> None:
    client = start(write_project({"d.py": HEAD + "x = 3\ndefs = dg.Definitions()"}))
    opening = client.opening("module_name", "d", attribute="def")
    problem = client.refused("session.open", opening)["problems"][0]
    assert (problem["message"], problem["choices"]) == ("d has no attribute 'def'", ["defs"])


@pytest.mark.parametrize(
    ("text", "kind", "choices"),
    [
        ("x = 3", "no_definitions", []),
        ("one = dg.Definitions()\ntwo = dg.Definitions()", "ambiguous_definitions", ["one", "two"]),
    ],
)
def test_none_or_several_definitions_are_told(
    text: str, kind: str, choices: list[str], start: Start, write_project: WriteProject
) -> None:
    found = problems(start, write_project, {"d.py": text})
    assert (found[0]["kind"], found[0]["choices"]) == (kind, choices)


def test_dagsters_internals_are_in_the_trace_only(start: Start, write_project: WriteProject) -> None:
    client = start(write_project({"d.py": HEAD + CASES["missing resource"][0]}))
    error = client.refused("session.open", client.opening("module_name", "d"))
    assert "site-packages" not in str(error["problems"])
    assert "Traceback" in error["trace"]
    assert "site-packages/dagster" in error["trace"]


OWN_MODULES: dict[str, tuple[str, list[str], str | None]] = {
    "a misspelt module of the project": ("import helpes", ["helpers"], "If it belongs to a package, add that"),
    "a misspelt module of a package of the project": ("import shop.ordes", ["shop.orders", "shop.parts"], None),
    "a module in a folder that is not imported from": (
        "import elsewhere",
        [],
        "It lies in code: name that folder with <workingDirectory> (-Ddagster.workingDirectory)",
    ),
    "a module of a package to be installed": ("import nopackage", [], "If it belongs to a package, add that"),
}


@pytest.mark.parametrize("case", OWN_MODULES)
def test_a_missing_module_comes_with_what_was_meant_or_what_to_do(
    start: Start, write_project: WriteProject, case: str
) -> None:
    statement, choices, remedy = OWN_MODULES[case]
    files = {
        "d.py": statement,
        "helpers.py": "",
        "shop/__init__.py": "",
        "shop/orders.py": "",
        "shop/parts.py": "",
        "code/elsewhere.py": "",
    }
    (problem,) = problems(start, write_project, files)
    assert problem["choices"] == choices
    if remedy is None:
        assert problem["remedy"] is None
    else:
        assert problem["remedy"].startswith(remedy)


@pytest.mark.parametrize(
    ("line", "kind", "wanted", "key"),
    [
        ('root_module = "shpo"', "module_name", "shpo.definitions", "root_module"),
        ('module_name = "shpo"', "module_name", "shpo", "module_name"),
        ('code_location_target_module = "shop.defz"', "module_name", "shop.defz", "code_location_target_module"),
    ],
)
def test_a_module_that_pyproject_names_wrongly_is_told_with_the_key_and_its_line(
    start: Start, write_project: WriteProject, line: str, kind: str, wanted: str, key: str
) -> None:
    project = write_project({"pyproject.toml": f"[tool.dagster]\n{line}  # here\n", "shop/__init__.py": ""})
    client = start(project)
    (problem,) = client.refused("session.open", client.opening(kind, wanted))["problems"]
    assert problem["at"] == {"file": str(project / "pyproject.toml"), "line": 2, "source": f"{line}  # here"}
    assert problem["remedy"] == (
        f"Correct {key} in pyproject.toml, or name its folder with <workingDirectory> (-Ddagster.workingDirectory)"
    )
    assert problem["parameter"] is None


def test_a_module_of_components_that_pyproject_names_wrongly_is_told_with_the_key_and_its_line(
    start: Start, write_project: WriteProject
) -> None:
    text = '[tool.dg.project]\nroot_module = "shop"\nautoload_defs_module_name = "shop.def"\n'
    project = write_project({"pyproject.toml": text, "shop/__init__.py": "", "shop/defs/__init__.py": ""})
    client = start(project)
    (problem,) = client.refused("session.open", client.opening("autoload_defs_module_name", "shop.def"))["problems"]
    assert (problem["at"]["line"], problem["choices"]) == (3, ["shop.defs"])
    assert problem["remedy"].startswith("Correct autoload_defs_module_name in pyproject.toml, ")


def test_a_definition_that_dagster_names_itself_is_not_named_twice() -> None:
    error = dg.DagsterInvalidDefinitionError("Asset 'raw' has too many hooks.")
    assert phrase(error, "asset 'raw'").message == "Asset 'raw' has too many hooks"
    assert phrase(error, "job 'nightly'").message == "Job 'nightly': Asset 'raw' has too many hooks"


def test_what_user_code_makes_of_an_error_is_told_above_it(start: Start, write_project: WriteProject) -> None:
    code = (
        "import os\n"
        "class Unconfigured(Exception): pass\n"
        "def url():\n"
        "    try:\n"
        "        return os.environ['SHOP_URL']\n"
        "    except KeyError as error:\n"
        "        raise Unconfigured('the shop has no address\\nsee the handbook') from error\n"
        "try:\n"
        "    url()\n"
        "except Unconfigured:\n"
        "    raise RuntimeError('cannot start')\n"
    )
    (found,) = problems(start, write_project, {"d.py": code})
    assert found["message"].splitlines() == [
        "RuntimeError: cannot start",
        "raised while handling Unconfigured: the shop has no address",
        "caused by The environment variable 'SHOP_URL' is not set",
    ]
    assert (found["kind"], found["at"]["source"]) == ("unset_variable", "return os.environ['SHOP_URL']")
    assert "<environmentVariables>" in found["remedy"]


def test_what_is_raised_from_none_hides_what_was_before(start: Start, write_project: WriteProject) -> None:
    code = "try:\n    import nopackage\nexcept ImportError:\n    raise RuntimeError('install the extras') from None\n"
    (found,) = problems(start, write_project, {"d.py": code})
    assert found["message"] == "RuntimeError: install the extras"
    assert found["at"]["source"] == "raise RuntimeError('install the extras') from None"


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python has exception groups since 3.11")
def test_the_members_of_a_group_are_told_up_to_a_sensible_number(start: Start, write_project: WriteProject) -> None:
    code = "raise ExceptionGroup('12 files', [ValueError(f'file {number}') for number in range(12)])\n"
    (found,) = problems(start, write_project, {"d.py": code})
    lines = found["message"].splitlines()
    assert lines[:2] == ["ExceptionGroup: 12 files (12 sub-exceptions)", "- ValueError: file 0"]
    assert lines[-2:] == ["- ValueError: file 9", "… and 2 more"]


def test_finding_the_one_at_fault_among_many_costs_no_more_than_trying_each(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def made(number: int, **more: Any) -> Any:
        return dg.asset(name=f"asset_{number}", deps=[f"asset_{number - 1}"] if number else [], **more)(lambda: None)

    others: list[int] = []
    stand_ins = dagster_api.stand_ins

    def counted(keys: Sequence[str]) -> list[Any]:
        others.append(len(keys))
        return stand_ins(keys)

    monkeypatch.setattr(dagster_api, "stand_ins", counted)
    many = [made(number) for number in range(63)]
    definitions = dg.Definitions(assets=[*many, made(63, required_resource_keys={"nothing"})])
    (found,) = failing_definitions(definitions, "shop", Project(str(tmp_path), str(tmp_path)))
    assert found["message"] == "Asset 'asset_63' needs the resource 'nothing', which is not defined"
    # By halves, of a chain: each try needs the one asset before its own.
    assert len(others) < 20 and max(others) == 1


def test_a_chain_that_is_too_long_for_dagster_is_told_with_what_to_do() -> None:
    def asset(place: int) -> dg.AssetsDefinition:
        @dg.asset(name=f"a{place}", deps=[f"a{place - 1}"] if place else [])
        def one() -> None: ...

        return one

    repository: Any = dg.Definitions([asset(place) for place in range(1_000)]).get_repository_def()
    limit = sys.getrecursionlimit()
    # Where Dagster begins is chance: ever so much shorter a limit, so that it is too short for wherever that is.
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        with pytest.raises(RecursionError) as failed:
            repository.load_all_definitions()
    finally:
        sys.setrecursionlimit(limit)
    said = phrase(failed.value)
    assert said.message.startswith("A chain of assets or ops that depend on one another is too long for Dagster")
    assert f"Python's limit is {limit} calls" in said.message
    assert said.remedy is not None and "sys.setrecursionlimit(10_000)" in said.remedy


def test_a_recursion_of_the_users_is_not_taken_for_a_chain() -> None:
    def again() -> None:
        again()

    with pytest.raises(RecursionError) as failed:
        again()
    assert phrase(failed.value).message.startswith("RecursionError: maximum recursion depth exceeded")
