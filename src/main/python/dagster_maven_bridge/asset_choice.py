"""Which assets of which repositories a request is for."""

from typing import Any

from dagster import AssetKey

from .problems import problem, user_error
from .runtime import LoadedRepository
from .selection import select_assets


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
    _check_unambiguous(found)
    return [(repository, keys) for repository, keys in found if keys]


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
