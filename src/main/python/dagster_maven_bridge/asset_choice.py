"""Which assets of which repositories a request is for."""

from typing import Any

from dagster import AssetKey

from .problems import problem, user_error
from .protocol import Problem
from .runtime import LoadedRepository
from .selection import select_assets

_SHOWN_KEYS = 3


def selected_assets(
    repositories: list[LoadedRepository], select: str | None
) -> list[tuple[LoadedRepository, set[AssetKey]]]:
    """What is selected in each repository. A key that several of them make must be told apart by the user."""
    if select is None:
        graphs: list[tuple[LoadedRepository, Any]] = [(item, item.definition.asset_graph) for item in repositories]
        found = [(repository, set(graph.materializable_asset_keys)) for repository, graph in graphs]
    else:
        matched = select_assets([item.definition for item in repositories], select)
        found = [(repository, keys) for repository, (_, keys) in zip(repositories, matched, strict=True)]
        if not any(_made(repository, keys) for repository, keys in found):
            raise user_error(_nothing_made(select, found, repositories))
    _check_unambiguous(found)
    return [(repository, keys) for repository, keys in found if keys]


def _made(repository: LoadedRepository, keys: set[AssetKey]) -> set[AssetKey]:
    graph: Any = repository.definition.asset_graph
    return keys & set(graph.materializable_asset_keys)


def _nothing_made(
    select: str, found: list[tuple[LoadedRepository, set[AssetKey]]], repositories: list[LoadedRepository]
) -> Problem:
    """Of what was selected by name nothing can be materialised: an upstream name that is mistyped, for one."""
    graphs: list[Any] = [repository.definition.asset_graph for repository, keys in found if keys]
    keys = sorted({key for _, selected in found for key in selected})
    names = ", ".join(f"'{key.to_user_string()}'" for key in keys[:_SHOWN_KEYS])
    more = len(keys) - _SHOWN_KEYS
    others = f" and {more} {'other' if more == 1 else 'others'}" if len(keys) > _SHOWN_KEYS else ""
    dependants = sorted(
        {
            child.to_user_string()
            for graph in graphs
            for key in keys
            if graph.has(key)
            for child in graph.get(key).child_keys
        }
    )
    needed = f"; {', '.join(dependants[:_SHOWN_KEYS])} depends on it" if dependants and len(keys) == 1 else ""
    is_one = len(keys) == 1
    return problem(
        "no_match",
        f"{names}{others} {'is' if is_one else 'are'} not materialised by this project:"
        f" no definition makes {'it' if is_one else 'them'}{needed}",
        subject="asset",
        value=keys[0].to_user_string() if is_one else select,
        parameter="select",
        choices={
            key.to_user_string()
            for repository in repositories
            for key in _made(repository, set(repository.definition.asset_graph.get_all_asset_keys()))
        },
    )


def _check_unambiguous(found: list[tuple[LoadedRepository, set[AssetKey]]]) -> None:
    makers: dict[AssetKey, list[str]] = {}
    for repository, keys in found:
        graph: Any = repository.definition.asset_graph
        for key in keys:
            if graph.get(key).is_materializable:
                makers.setdefault(key, []).append(repository.name)
    ambiguous = {key: names for key, names in makers.items() if len(names) > 1}
    if ambiguous:
        raise user_error(
            *(
                problem(
                    "ambiguous_name",
                    f"The asset '{key.to_user_string()}' is defined in the repositories {', '.join(sorted(names))}",
                    subject="asset",
                    value=key.to_user_string(),
                    parameter="select",
                    choices=names,
                    remedy="Name one with <repository> (-Ddagster.repository=…)",
                )
                for key, names in sorted(ambiguous.items())
            )
        )
