"""Definitions in a module that gathers none: Dagster takes its assets, or its one job or graph, and nothing else."""

import ast
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from dagster import AssetSpec

from ..definitions.names import names_of
from ..definitions.outline import outline_of
from ..definitions.places import DefinitionPlaces
from ..fingerprints.trees import nodes_of, tree_of
from ..private_api.dagster_lint_api import parameter_of_definitions
from .findings import Found, Linted

_SUBJECTS = {
    "asset_checks": "asset check",
    "assets": "asset",
    "jobs": "job",
    "schedules": "schedule",
    "sensors": "sensor",
}
"""What is given to the parameters of ``Definitions``."""


def unloaded(linted: Linted) -> Iterator[Found]:
    """Variables of such a module whose definitions are not among those of the repository."""
    if linted.ungathered is None:
        return
    described = linted.described
    taken = "assets" if not described["jobs"] else f"the job '{described['jobs'][0]['name']}'"
    loaded = {
        "asset_checks": {f"{check['asset']}:{check['name']}" for check in described["checks"]},
        "assets": {asset["key"] for asset in described["assets"]} - linted.made_up,
        "jobs": {job["name"] for job in described["jobs"]},
        "schedules": {schedule["name"] for schedule in described["schedules"]},
        "sensors": {sensor["name"] for sensor in described["sensors"]},
    }
    places = DefinitionPlaces(linted.project)
    told: set[tuple[str, str]] = set()
    for definition in _definitions(linted.ungathered, linted.made_up):
        parameter = parameter_of_definitions(definition)
        names = names_of(definition) if parameter is not None else ()
        if parameter is None or not names or loaded[parameter] & set(names) or (parameter, names[0]) in told:
            continue
        told.add((parameter, names[0]))
        subject, name = _SUBJECTS[parameter], names[0]
        yield Found(
            "unloaded-definition",
            subject,
            name,
            f"the {subject.removeprefix('asset ')} '{name}' is not loaded: the module '{linted.ungathered.__name__}'"
            f" has no Definitions, and of such a one Dagster loads only {taken}; give it to"
            f" Definitions({parameter}=[…])",
            places.of_variable(definition),
        )


def _definitions(module: ModuleType, made_up: set[str]) -> Iterator[Any]:
    """What the variables of a module hold, without the specifications that other definitions may be made of.

    ``made_up`` are the assets that something depends on and nothing defines: a specification of one of these is missed.
    """
    bare = _bare_specs(module)
    for value in vars(module).values():
        # By their very type: Dagster's records are tuples that refuse to be iterated over.
        if type(value) in (list, tuple):
            # A list of specifications may be what an asset is made of.
            yield from (one for one in value if not isinstance(one, AssetSpec))
        elif not isinstance(value, AssetSpec) or id(value) in bare or value.key.to_user_string() in made_up:
            yield value


def _bare_specs(module: ModuleType) -> set[int]:
    """The identities of the specifications that the module's code makes and never names again."""
    file = getattr(module, "__file__", None) or ""
    if (tree := tree_of(file)) is None:
        return set()
    loaded = (node for node in nodes_of(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    variables = vars(module)
    made = {id(variables.get(name)) for name in outline_of(file).variables}
    return made - {id(variables.get(node.id)) for node in loaded}
