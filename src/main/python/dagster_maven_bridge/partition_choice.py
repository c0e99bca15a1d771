"""Which partitions of the partitioned assets or job are run."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from dagster import AssetKey, BackfillPolicy, PartitionsDefinition

from .dagster_run_api import BackfillPolicyType, PartitionView
from .multi_partitions import as_dagster_writes
from .problems import problem, user_error
from .protocol import Problem
from .run_requests import PartitionSelection

_MOST_CHOICES = 10_000
RANGE_SEPARATOR = "..."

NO_PARTITION = "it has no partition yet"
"""Why an asset whose partitions are still to come is not run."""


@dataclass(frozen=True)
class Partitions:
    """The partitions of each selected asset; ``[None]`` for an unpartitioned one."""

    by_asset: Mapping[AssetKey, Sequence[str | None]]
    is_range: bool

    def of(self, asset: AssetKey) -> Sequence[str | None]:
        """The partitions of an asset that are run; empty when it has none yet."""
        return self.by_asset[asset]


@dataclass(frozen=True)
class PartitionChoice:
    """What was asked for."""

    selection: PartitionSelection

    @property
    def is_latest(self) -> bool:
        """Each partitioned asset at its latest partition."""
        return self.selection["mode"] == "latest"

    @property
    def is_range(self) -> bool:
        """One run over all partitions between two."""
        return self.selection["mode"] == "range"

    def resolve(self, graph: Any, assets: AbstractSet[AssetKey], view: PartitionView) -> Partitions:
        """The partitions of each asset; an OperationError when a key is unknown or fits no asset."""
        definitions = {key: graph.get(key).partitions_def for key in sorted(assets)}
        partitioned = {key: found for key, found in definitions.items() if found is not None}
        by_asset: dict[AssetKey, Sequence[str | None]] = dict.fromkeys(assets, (None,))
        if self.is_latest:
            latest: dict[PartitionsDefinition[Any], list[str | None]] = {}
            for key, definition in partitioned.items():
                if definition not in latest:
                    last = view.last_key(definition)
                    latest[definition] = [] if last is None else [last]
                by_asset[key] = latest[definition]
            return Partitions(by_asset, False)
        if not partitioned:
            return Partitions(by_asset, False)
        chosen = self._chosen_keys(partitioned, view)
        if self.is_range:
            _check_single_run(graph, partitioned)
            chosen = [RANGE_SEPARATOR.join(chosen)]
        return Partitions(by_asset | dict.fromkeys(partitioned, chosen), self.is_range)

    def unmatched(self, assets: Mapping[AssetKey, "PartitionsDefinition[Any] | None"]) -> list[Problem]:
        """What is wrong with naming a partition when none of the assets that it may be for is partitioned."""
        if self.is_latest or any(definition is not None for definition in assets.values()):
            return []
        return [_not_partitioned(self._text(), sorted(assets))]

    def resolve_job(self, definition: "PartitionsDefinition[Any]", view: PartitionView) -> str | None:
        """The one partition of a job; None when it has none yet."""
        if self.is_latest:
            return view.last_key(definition)
        key = self.selection["keys"][0]
        keys = view.keys(definition)
        meant = as_dagster_writes(key, definition, keys)
        if meant not in keys:
            raise user_error(unknown_partition(key, keys))
        return meant

    def _text(self) -> str:
        return (RANGE_SEPARATOR if self.is_range else ",").join(self.selection["keys"])

    def _chosen_keys(
        self, partitioned: Mapping[AssetKey, "PartitionsDefinition[Any]"], view: PartitionView
    ) -> list[str]:
        """The keys that were asked for, as Dagster writes them; each is one of every asset."""
        keys = {definition: view.keys(definition) for definition in set(partitioned.values())}
        problems: list[Problem] = []
        chosen: list[str] = []
        for asked in self.selection["keys"]:
            meant = {as_dagster_writes(asked, definition, known) for definition, known in keys.items()}
            key = meant.pop() if len(meant) == 1 else asked
            chosen.append(key)
            without = [asset for asset, definition in partitioned.items() if key not in keys[definition]]
            if len(without) == len(partitioned):
                problems.append(unknown_partition(asked, [other for found in keys.values() for other in found]))
            elif without:
                problems.append(_not_everywhere(key, without, keys[partitioned[without[0]]]))
        if problems:
            raise user_error(*problems)
        return chosen


def _counted(keys: Sequence[str]) -> str:
    match len(keys):
        case 0:
            return "there is none"
        case 1:
            return f"there is one, {keys[0]}"
        case number:
            return f"there are {number} partitions, {keys[0]} to {keys[-1]}"


def unknown_partition(key: str, keys: Sequence[str]) -> Problem:
    """A key that is not one of the partitions."""
    return problem(
        "unknown_name",
        f"There is no partition '{key}': {_counted(keys)}",
        subject="partition",
        value=key,
        parameter="partition",
        choices=shown_choices(keys),
        remedy="Name another one with <partition> (-Ddagster.partition=…)",
    )


def shown_choices(keys: Sequence[str]) -> list[str]:
    """The keys that the plugin chooses the nearest of; the latest when there are very many."""
    return list(keys[-_MOST_CHOICES:])


def _not_partitioned(value: str, assets: Iterable[AssetKey]) -> Problem:
    names = [key.to_user_string() for key in assets]
    which = f"The asset '{names[0]}' is not" if len(names) == 1 else "None of the selected assets is"
    if len(names) > 1:
        which = f"None of the {len(names)} assets ({names[0]}, …) is"
    return problem(
        "invalid_parameter",
        f"{which} partitioned, so that there is no partition '{value}'",
        subject="partition",
        value=value,
        parameter="partition",
        remedy="Leave out <partition> (-Ddagster.partition), or select a partitioned asset",
    )


def _not_everywhere(key: str, without: Sequence[AssetKey], keys: Sequence[str]) -> Problem:
    names = ", ".join(asset.to_user_string() for asset in without)
    return problem(
        "invalid_parameter",
        f"The selected assets are partitioned differently: '{key}' is no partition of {names}",
        subject="partition",
        value=key,
        parameter="partition",
        choices=shown_choices(keys),
        remedy="Select assets of one partitions definition with <select> (-Ddagster.select=…)",
    )


def _check_single_run(graph: Any, partitioned: Iterable[AssetKey]) -> None:
    def is_single_run(policy: BackfillPolicy | None) -> bool:
        return policy is not None and policy.policy_type is BackfillPolicyType.SINGLE_RUN

    others = [key.to_user_string() for key in partitioned if not is_single_run(graph.get(key).backfill_policy)]
    if others:
        raise user_error(
            problem(
                "invalid_parameter",
                f"A range of partitions in one run needs BackfillPolicy.single_run(), which {', '.join(others)} lacks",
                subject="asset",
                value=others[0],
                parameter="partitionRange",
                remedy="Declare that policy, or name a single partition with <partition> (-Ddagster.partition=…)",
            )
        )
