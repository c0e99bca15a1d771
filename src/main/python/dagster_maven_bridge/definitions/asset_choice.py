"""Which assets of which repositories a request is for."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..checks.external_checks import external_checks
from ..model import AssetNode
from ..problems import problem, user_error
from ..protocol import Problem
from ..runtime import LoadedRepository, OperationError
from .selection import resolve
from .workspace_graph import graph_of, merged, nodes_of

if TYPE_CHECKING:
    from dagster import AssetKey

_SHOWN_KEYS = 3


def listed_assets(repositories: list[LoadedRepository], select: str) -> "list[tuple[LoadedRepository, set[AssetKey]]]":
    """What of a selection, resolved over all of the repositories, each of them knows."""
    keys = _resolve(repositories, select)
    graphs: list[tuple[LoadedRepository, Any]] = [(item, item.definition.asset_graph) for item in repositories]
    return [(repository, {key for key in keys if graph.has(key)}) for repository, graph in graphs]


def assets_to_run(
    repositories: list[LoadedRepository], select: str | None
) -> "list[tuple[LoadedRepository, set[AssetKey]]]":
    """What each of the repositories is to run: assets that it makes, or of which it runs checks.

    With a selection also what none of them can run, in one of them, so that it is told. A key that several of them make
    must be told apart by the user.
    """
    runnable = {repository.name: runnable_assets(repository) for repository in repositories}
    if select is None:
        found = [(repository, runnable[repository.name]) for repository in repositories]
    else:
        listed = listed_assets(repositories, select)
        everywhere = {key for keys in runnable.values() for key in keys}
        if not any(keys & everywhere for _, keys in listed):
            keys = {key.to_user_string() for _, found_here in listed for key in found_here}
            nodes = merged(node for repository in repositories for node in nodes_of(repository.definition))
            raise user_error(nothing_runs(select, keys, nodes))
        found = []
        told: set[AssetKey] = set()
        for repository, keys_here in listed:
            idle = keys_here - everywhere - told
            told |= idle
            found.append((repository, keys_here & runnable[repository.name] | idle))
    _check_unambiguous(found)
    return [(repository, keys) for repository, keys in found if keys]


def runnable_assets(repository: LoadedRepository) -> "set[AssetKey]":
    """The assets that a repository makes, and others of which it has checks to run."""
    graph: Any = repository.definition.asset_graph
    return set(graph.materializable_asset_keys) | external_checks(graph).keys()


def resolve_over(nodes: Iterable[AssetNode], select: str, *, to_run: bool) -> list[str]:
    """The keys that a selection names among the assets of several code locations; an error when nothing of it runs."""
    assets = merged(nodes)
    keys = {key.to_user_string() for key in resolve(graph_of(assets), select)}
    if to_run and not any(node["made"] or node["checked"] for node in assets if node["key"] in keys):
        raise user_error(nothing_runs(select, keys, assets))
    return sorted(keys)


@contextmanager
def selected_by(parameter: str) -> Iterator[None]:
    """Where a selection is resolved that the user has written in another parameter than ``select``."""
    try:
        yield
    except OperationError as error:
        for one in error.data["problems"]:
            one["parameter"] = parameter
        raise


def nothing_runs(select: str, keys: AbstractSet[str], nodes: Iterable[AssetNode]) -> Problem:
    """Of what was selected by name nothing can be run: an upstream name that is mistyped, for one."""
    by_key: Mapping[str, AssetNode] = {node["key"]: node for node in nodes}
    selected = sorted(keys)
    is_one = len(selected) == 1
    names = ", ".join(f"'{key}'" for key in selected[:_SHOWN_KEYS])
    more = len(selected) - _SHOWN_KEYS
    others = f" and {more} {'other' if more == 1 else 'others'}" if more > 0 else ""
    dependants = sorted(key for key, node in by_key.items() if keys & set(node["parents"]))
    needed = f"; {', '.join(dependants[:_SHOWN_KEYS])} depends on it" if dependants and is_one else ""
    return problem(
        "no_match",
        f"{names}{others} {'is' if is_one else 'are'} not materialised by this project:"
        f" no definition makes {'it' if is_one else 'them'}{needed}",
        subject="asset",
        value=selected[0] if is_one else select,
        parameter="select",
        choices=[key for key, node in by_key.items() if node["made"]],
    )


def _resolve(repositories: list[LoadedRepository], select: str) -> "set[AssetKey]":
    if len(repositories) == 1:
        return resolve(repositories[0].definition.asset_graph, select)
    return resolve(graph_of(merged(node for item in repositories for node in nodes_of(item.definition))), select)


def _check_unambiguous(found: "list[tuple[LoadedRepository, set[AssetKey]]]") -> None:
    makers: dict[AssetKey, list[str]] = {}
    for repository, keys in found:
        graph: Any = repository.definition.asset_graph
        for key in keys & set(graph.materializable_asset_keys):
            makers.setdefault(key, []).append(repository.name)
    ambiguous = {key: sorted(names) for key, names in makers.items() if len(names) > 1}
    if ambiguous:
        raise user_error(
            *(
                problem(
                    "ambiguous_name",
                    f"The asset '{key.to_user_string()}' is defined in {len(names)} repositories",
                    subject="repository",
                    parameter="repository",
                    choices=names,
                    remedy=f"Choose one with <repository> (-Ddagster.repository={names[0]})",
                )
                for key, names in sorted(ambiguous.items())
            )
        )
