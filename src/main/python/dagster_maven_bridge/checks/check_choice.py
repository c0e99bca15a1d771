"""Which asset checks a request names, and which of them can run without their assets being made."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from dagster import AssetCheckKey, AssetKey

from ..definitions import sources
from ..definitions.asked_once import AskedOnce
from ..definitions.asset_choice import listed_assets
from ..definitions.project import Project
from ..problems import problem, unknown_name, user_error
from ..protocol import Problem
from ..runs.execution_sets import Entity, ExecutionSets, evaluated_with
from ..runtime import LoadedRepository


@dataclass(frozen=True)
class SkippedCheck:
    """A check that is selected and not run."""

    check: AssetCheckKey
    partition: str | None
    reason: str


@dataclass(frozen=True)
class ChosenChecks:
    """The checks of one repository that are to be run, and those that are left out."""

    repository: LoadedRepository
    checks: list[AssetCheckKey]
    skipped: list[SkippedCheck]


def choose_checks(
    repositories: list[LoadedRepository], select: str | None, names: Sequence[str], project: Project
) -> tuple[list[ChosenChecks], list[Problem]]:
    """The checks with these names, or all, of the selected assets, or of all; and what of this names nothing.

    A check that is named and cannot run alone is an OperationError; one that is not is skipped.
    """
    selected = _assets(repositories, select)
    candidates = [(repository, _checks_of(repository, keys)) for repository, keys in selected]
    everything = {check for _, checks in candidates for check in checks}
    unmatched = [
        _unknown_check(name, everything, select)
        for name in names
        if not any(_is_named(each, [name]) for each in everything)
    ]
    if select is not None and not everything:
        unmatched = [_unchecked({key for _, keys in selected for key in keys or ()})]
    chosen: list[ChosenChecks] = []
    problems: list[Problem] = []
    for repository, checks in candidates:
        wanted = {check for check in checks if not names or _is_named(check, names)}
        obstacle = _Obstacles(repository, wanted)
        obstacles = {check: obstacle.of(check) for check in sorted(wanted)}
        skipped = [SkippedCheck(check, None, reason) for check, reason in obstacles.items() if reason is not None]
        runnable = [check for check, reason in obstacles.items() if reason is None]
        for name in names:
            named = [skip for skip in skipped if _is_named(skip.check, [name])]
            if named and not any(_is_named(check, [name]) for check in runnable):
                problems += [_not_alone(repository, skip, obstacle.others(skip.check), project) for skip in named]
        chosen.append(ChosenChecks(repository, runnable, skipped))
    if problems:
        raise user_error(*problems)
    return chosen, unmatched


def _assets(
    repositories: list[LoadedRepository], select: str | None
) -> list[tuple[LoadedRepository, AbstractSet[AssetKey] | None]]:
    if select is None:
        return [(repository, None) for repository in repositories]
    return list(listed_assets(repositories, select))


def _checks_of(repository: LoadedRepository, assets: AbstractSet[AssetKey] | None) -> set[AssetCheckKey]:
    graph: Any = repository.definition.asset_graph
    return {check for check in graph.asset_check_keys if assets is None or check.asset_key in assets}


def _is_named(check: AssetCheckKey, names: Sequence[str]) -> bool:
    return check.name in names or check.to_user_string() in names


class _Obstacles:
    """Why checks of those that are wanted cannot run; what one function evaluates is looked through once."""

    def __init__(self, repository: LoadedRepository, wanted: AbstractSet[AssetCheckKey]) -> None:
        self._graph: Any = repository.definition.asset_graph
        self._sets = ExecutionSets(self._graph)
        self._wanted = wanted
        self._of_set = AskedOnce(self._obstacle)
        self._others_of_set = AskedOnce(self._others)

    def of(self, check: AssetCheckKey) -> str | None:
        """Why a check cannot run without its asset and without other checks; None when it can."""
        if not self._graph.assets_def_for_key(check).is_executable:
            return "no function of this project evaluates it"
        return self._of_set(self._sets.of(check))

    def others(self, check: AssetCheckKey) -> list[str]:
        """The checks that are not wanted and that run with a check."""
        return self._others_of_set(self._sets.of(check))

    def _obstacle(self, together: AbstractSet[Entity]) -> str | None:
        made = sorted(key.to_user_string() for key in together if isinstance(key, AssetKey))
        if made:
            return f"the function that makes {', '.join(made)} evaluates it"
        others = self._others_of_set(together)
        return evaluated_with(others) if others else None

    def _others(self, together: AbstractSet[Entity]) -> list[str]:
        return sorted(other.to_user_string() for other in together - self._wanted if isinstance(other, AssetCheckKey))


def _unknown_check(name: str, known: Iterable[AssetCheckKey], select: str | None) -> Problem:
    found = unknown_name("asset check", name, {check.name for check in known}, parameter="checkName")
    if select is None:
        return found
    return {**found, "message": f"None of the selected assets has a check '{name}'"}


def _unchecked(assets: AbstractSet[AssetKey]) -> Problem:
    names = sorted(key.to_user_string() for key in assets)
    is_one = len(names) == 1
    return problem(
        "no_match",
        f"The asset '{names[0]}' has no checks" if is_one else f"None of the {len(names)} selected assets has checks",
        subject="asset",
        value=names[0] if is_one else None,
        parameter="select",
        remedy="Select assets that have checks with <select> (-Ddagster.select=…)",
    )


def _not_alone(repository: LoadedRepository, skip: SkippedCheck, others: Sequence[str], project: Project) -> Problem:
    graph: Any = repository.definition.asset_graph
    asset = skip.check.asset_key.to_user_string()
    if others:
        remedy = f"Name {', '.join(others)} as well with <checkName> (-Ddagster.checkName=…)"
    else:
        remedy = f"Materialise the asset to have it evaluated: dagster:asset-materialize -Ddagster.select={asset}"
    return problem(
        "invalid_selection",
        f"The check '{skip.check.name}' of {asset} cannot run alone: {skip.reason}",
        subject="asset check",
        value=skip.check.name,
        at=sources.of_definition(graph.assets_def_for_key(skip.check), project),
        remedy=remedy,
    )
