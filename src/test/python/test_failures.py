"""What is told of a failing step: the error, what is behind it, and where the user's code raised each of them."""

import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from running import Open, RunningBridge

Fail = Callable[..., dict[str, Any]]


@pytest.fixture
def failure_of(tmp_path: Path) -> Iterator[Fail]:
    opened: list[RunningBridge] = []

    def fail(source: str, executor: str = "in-process") -> dict[str, Any]:
        code = "import dagster as dg\n" + textwrap.dedent(source) + "\ndefs = dg.Definitions(assets=[bad])\n"
        (tmp_path / "shop.py").write_text(code, encoding="utf-8")
        opened.append(RunningBridge(tmp_path))
        opened[-1].materialize(executor=executor)
        (failed,) = opened[-1].of("step_failed")
        failure: dict[str, Any] = failed["failure"]
        return failure

    yield fail
    for bridge in opened:
        bridge.close()


def _behind(failure: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [
        (cause["relation"], cause["type"], cause["message"], cause["at"] and cause["at"]["source"])
        for cause in failure["causes"]
    ]


def test_a_chain_is_told_to_its_innermost_cause(failure_of: Fail) -> None:
    failure = failure_of("""
    class Unreadable(Exception): pass

    def read():
        try:
            open("/there/is/no/such.csv")
        except OSError as error:
            raise Unreadable("prices") from error

    @dg.asset
    def bad():
        try:
            read()
        except Unreadable:
            raise ValueError("no prices today")
    """)
    assert (failure["type"], failure["message"]) == ("ValueError", "no prices today")
    assert _behind(failure) == [
        ("context", "Unreadable", "prices", 'raise Unreadable("prices") from error'),
        (
            "cause",
            "FileNotFoundError",
            "[Errno 2] No such file or directory: '/there/is/no/such.csv'",
            'open("/there/is/no/such.csv")',
        ),
    ]
    stack = failure["stack"]
    assert stack.index('raise ValueError("no prices today")') < stack.index("raised while handling:")
    assert stack.index('raise Unreadable("prices")') < stack.index("caused by:") < stack.index('open("/there/is')


def test_what_is_raised_from_none_has_nothing_behind_it(failure_of: Fail) -> None:
    failure = failure_of("""
    @dg.asset
    def bad():
        try:
            {}["key"]
        except KeyError:
            raise ValueError("no such price") from None
    """)
    assert failure["message"] == "no such price" and failure["causes"] == []
    assert "KeyError" not in failure["stack"]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python has exception groups since 3.11")
@pytest.mark.parametrize("executor", ["in-process", "multiprocess"])
def test_the_members_of_a_group_are_told_with_their_places(failure_of: Fail, executor: str) -> None:
    failure = failure_of(
        """
    def row(number):
        raise ValueError(f"row {number} is bad")

    def errors():
        for number in (1, 2):
            try:
                row(number)
            except ValueError as error:
                yield error

    @dg.asset
    def bad():
        raise ExceptionGroup("two rows", [*errors(), ExceptionGroup("inner", [KeyError("price")])])
    """,
        executor,
    )
    assert (failure["type"], failure["message"]) == ("ExceptionGroup", "two rows (3 sub-exceptions)")
    assert failure["at"]["source"].startswith('raise ExceptionGroup("two rows"')
    place = 'raise ValueError(f"row {number} is bad")'
    assert _behind(failure) == [
        ("member", "ValueError", "row 1 is bad", place),
        ("member", "ValueError", "row 2 is bad", place),
        ("member", "KeyError", "'price'", None),
    ]
    assert "Sub-exception 3 of 3: KeyError: 'price'" in failure["stack"]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python has exception groups since 3.11")
def test_of_a_large_group_only_the_first_members_are_told(failure_of: Fail) -> None:
    failure = failure_of("""
    @dg.asset
    def bad():
        raise ExceptionGroup("rows", [ValueError(str(number)) for number in range(300)])
    """)
    assert failure["message"] == "rows (300 sub-exceptions)"
    assert [cause["message"] for cause in failure["causes"]] == [str(number) for number in range(20)]


def test_the_metadata_of_a_failure_is_told(failure_of: Fail) -> None:
    failure = failure_of("""
    @dg.asset
    def bad():
        raise dg.Failure("too few rows", metadata={"rows": 3, "file": dg.MetadataValue.path("orders.csv")})
    """)
    assert (failure["type"], failure["message"]) == ("Failure", "too few rows")
    assert failure["metadata"] == {"rows": 3, "file": "orders.csv"}


def test_a_long_message_is_told_once(failure_of: Fail) -> None:
    failure = failure_of("""
    @dg.asset
    def bad():
        raise ValueError("x" * 100_000)
    """)
    assert failure["message"] == "x" * 100_000
    assert len(failure["stack"]) < 20_000 and "… (" in failure["stack"]


@pytest.mark.parametrize(
    ("statement", "type_name"),
    [("assert 1 == 2", "AssertionError"), ("raise ValueError", "ValueError"), ("raise dg.Failure()", "Failure")],
)
def test_an_error_without_a_message_is_told_by_its_class_alone(
    failure_of: Fail, statement: str, type_name: str
) -> None:
    failure = failure_of(f"""
    @dg.asset
    def bad():
        {statement}
    """)
    assert (failure["type"], failure["message"], failure["at"]["source"]) == (type_name, "", statement)


def test_a_value_of_the_wrong_type_has_the_place_of_the_function_that_returned_it(failure_of: Fail) -> None:
    failure = failure_of("""
    @dg.asset
    def bad() -> int:
        return "x"
    """)
    assert failure["type"] == "DagsterTypeCheckDidNotPass"
    assert failure["at"]["source"] == "def bad() -> int:"


def test_a_message_that_dagster_has_cut_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from dagster_maven_bridge.definitions.project import Project
    from dagster_maven_bridge.diagnosis.failures import FailureReader
    from dagster_maven_bridge.private_api.dagster_run_api import SerializableErrorInfo

    monkeypatch.setenv("DAGSTER_EVENT_ERROR_FIELD_SIZE_LIMIT", "30")
    reader = FailureReader(Project(str(tmp_path), str(tmp_path)), lambda: False)

    def told(message: str) -> str:
        return reader.read(SerializableErrorInfo(message, [], "ValueError"), "")["message"]

    assert told("ValueError: row 1, row 2, row 3 (TRUNCATED)") == (
        "row 1, row 2, row 3… (cut by Dagster, which keeps what DAGSTER_EVENT_ERROR_FIELD_SIZE_LIMIT says)"
    )
    assert told("ValueError: row (TRUNCATED)") == "row (TRUNCATED)"


def test_a_nested_resource_without_its_variable_is_told_without_frames_of_dagster(bridge_of: Open) -> None:
    bridge = bridge_of("""
    class Access(dg.ConfigurableResource):
        token: str

    class Shop(dg.ConfigurableResource):
        access: Access

    @dg.asset
    def orders(shop: Shop): ...

    defs = dg.Definitions([orders], resources={"shop": Shop(access=Access(token=dg.EnvVar("NOWHERE_SET")))})
    """)
    bridge.materialize()
    (ended,) = bridge.of("run_ended")
    message = ended["failure"]["message"]
    assert message.startswith("Error in config for nested resource")
    assert 'the environment variable "NOWHERE_SET" which is not set' in message
    assert "Stack Trace" not in message and "site-packages" not in message
