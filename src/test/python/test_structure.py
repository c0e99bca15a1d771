"""What the parts of the bridge may import."""

import ast
import sys
from collections.abc import Iterator

import pytest
from conftest import MAIN

PACKAGE = MAIN / "dagster_maven_bridge"

# Where Dagster's private interfaces are used, and why it is not one place.
PRIVATE = {
    "private_api/dagster_api.py": "what loading and selecting need",
    "private_api/dagster_run_api.py": "what running needs: listing assets does not pay for its import",
    "private_api/dagster_partition_api.py": "what partitions need, the mappings between them among it",
    "private_api/dagster_retry_api.py": "what re-executing a run needs to know of the one before",
    "private_api/dagster_instance_api.py": "what looking after an instance needs, and nothing else does",
    "private_api/dagster_launch_api.py": "what launching and following runs need: executing them does not pay for it",
    "private_api/dagster_compute_log_api.py": "what capturing what launched runs print needs: only their processes pay",
    "private_api/dagster_code_server_api.py": "what a code server needs, gRPC among it",
    "private_api/dagster_automation_api.py": "what schedules and sensors need: their state, and evaluating a tick",
    "private_api/dagster_examples_api.py": "the official examples: nothing else pays for the import",
    "private_api/dagster_lint_api.py": "what lint needs",
    "private_api/dagster_waits_api.py": "how a run waits: what it changes of Dagster stands in one place",
    "private_api/dagster_sqlite_api.py": "how long Dagster's own storages wait: worker processes need only it",
    "private_api/dagster_staleness_api.py": "what tells stale assets",
    "private_api/dagster_yaml_api.py": "what writing YAML needs: launching and automation do not pay for each other",
    "instances/storage.py": "loaded by name from an instance's settings, in processes that need nothing else",
    "private_api/dagster_dev_server_api.py": "what a development server needs: nothing else pays for its import",
    "instances/instance.py": "opening an instance does not pay for the import of what runs need",
}


def _imported(node: ast.AST) -> Iterator[str]:
    """The modules that a piece of code imports when it runs."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module is not None:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    for child in ast.iter_child_nodes(node):
        yield from _imported(child)


MODULES = {file.relative_to(PACKAGE).as_posix(): file for file in PACKAGE.rglob("*.py")}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_private_interfaces_of_dagster_are_used_only_where_they_are_gathered(name: str) -> None:
    imported = _imported(ast.parse(MODULES[name].read_text(encoding="utf-8")))
    private = [module for module in imported if module.startswith(("dagster._", "dagster_shared"))]
    assert bool(private) == (name in PRIVATE), private


@pytest.mark.parametrize(
    "name", ["protocol.py", "__main__.py", "channel.py", "masking.py", "processes.py", "watcher.py"]
)
def test_what_speaks_the_protocol_needs_nothing_but_the_standard_library(name: str) -> None:
    imported = {module.partition(".")[0] for module in _imported(ast.parse(MODULES[name].read_text(encoding="utf-8")))}
    assert imported <= sys.stdlib_module_names | {"dagster_maven_bridge"}
