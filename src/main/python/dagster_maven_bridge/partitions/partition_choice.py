"""Which partitions of the partitioned assets or job are run."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from dagster import AssetKey, DagsterInstance, JobDefinition

from ..private_api.dagster_partition_api import Definition, PartitionView
from ..problems import user_error
from ..protocol import Problem
from ..runs.run_requests import PartitionSelection, PartitionTerm
from .partition_problems import not_everywhere, not_partitioned, too_many, unknown_partition
from .partition_status import Status, is_asset, status_of_asset, status_of_job
from .partition_terms import BadTermError, TermReader

_BY_STATUS = ("missing", "failed")
_BY_ITS_OWN = (*_BY_STATUS, "latest", "all")
_NOTHING_LEFT = {
    frozenset({"missing"}): "nothing is missing",
    frozenset({"failed"}): "nothing has failed",
    frozenset(_BY_STATUS): "nothing is missing or has failed",
}

NO_PARTITION = "it has no partition yet"
"""Why an asset whose partitions are still to come is not run."""


@dataclass(frozen=True)
class Partitions:
    """The partitions of each selected asset, in order; ``[None]`` for an unpartitioned one that is run.

    ``view`` knows those as well that are to be created, which ``created`` has by the name of their definition.
    """

    by_asset: Mapping[AssetKey, Sequence[str | None]]
    view: PartitionView
    created: Mapping[str, Sequence[str]]

    def of(self, asset: AssetKey) -> Sequence[str | None]:
        """The partitions of an asset that are run."""
        return self.by_asset[asset]


@dataclass(frozen=True)
class _Group:
    """Assets of one partitions definition."""

    definition: Definition
    assets: list[AssetKey]


@dataclass(frozen=True)
class PartitionChoice:
    """What was asked for."""

    selection: PartitionSelection

    @property
    def is_by_its_own(self) -> bool:
        """Each asset at partitions that it has by its own, of which what cannot be run is left out."""
        return all(term["kind"] in _BY_ITS_OWN for term in self._terms)

    @property
    def nothing_left(self) -> str | None:
        """What it means that nothing is chosen; None when that says nothing about the instance."""
        return _NOTHING_LEFT.get(frozenset(term["kind"] for term in self._terms))

    def resolve(self, graph: Any, assets: AbstractSet[AssetKey], instance: DagsterInstance) -> Partitions:
        """The partitions of each asset; an OperationError when a key is unknown or fits no asset."""
        reader = TermReader(PartitionView(instance), self._parameter, self.selection["create"])
        groups = _groups(graph, assets, reader.view)
        named = self._named(groups, reader)
        view = PartitionView(instance, reader.created) if reader.created else reader.view
        by_asset: dict[AssetKey, Sequence[str | None]] = {
            asset: (None,) if self._runs_whole(asset, instance) else ()
            for asset in assets
            if graph.get(asset).partitions_def is None
        }
        for group in groups:
            common = _in_order(named[id(group.definition)], group.definition, view)
            for asset in group.assets:
                status = status_of_asset(instance, asset, group.definition)
                chosen = self._with_status(common, group.definition, view, status)
                self._check_number(chosen, asset.to_user_string())
                by_asset[asset] = chosen
        return Partitions(by_asset, view, reader.created)

    def resolve_job(self, job: JobDefinition, definition: Definition, instance: DagsterInstance) -> Partitions:
        """The partitions of a job, as those of an asset."""
        reader = TermReader(PartitionView(instance), self._parameter, self.selection["create"])
        group = _Group(reader.view.one_of_equals(definition), [AssetKey(job.name)])
        named = self._named([group], reader)[id(group.definition)]
        view = PartitionView(instance, reader.created) if reader.created else reader.view
        status = status_of_job(instance, job, definition)
        chosen = self._with_status(_in_order(named, definition, view), definition, view, status)
        self._check_number(chosen, f"the job {job.name}")
        return Partitions({group.assets[0]: chosen}, view, reader.created)

    def unmatched(self, assets: Mapping[AssetKey, "Definition | None"]) -> list[Problem]:
        """What is wrong with naming a partition when none of the assets that it may be for is partitioned."""
        if self.is_by_its_own or any(definition is not None for definition in assets.values()):
            return []
        return [not_partitioned(self.text, sorted(assets), self._parameter)]

    @property
    def text(self) -> str:
        """What was asked for, as it was written."""
        return ",".join(term["text"] for term in self._terms)

    @property
    def _terms(self) -> list[PartitionTerm]:
        return self.selection["terms"]

    @property
    def _parameter(self) -> str:
        return self.selection["parameter"]

    def _named(self, groups: Sequence[_Group], reader: TermReader) -> dict[int, set[str]]:
        """The keys that are the same for all assets of a definition, by its id."""
        named: dict[int, set[str]] = {id(group.definition): set() for group in groups}
        problems: list[Problem] = []
        for term in self._terms:
            if term["kind"] in _BY_STATUS:
                continue
            found: list[tuple[_Group, list[str]]] = []
            bad: list[tuple[_Group, BadTermError]] = []
            for group in groups:
                try:
                    found.append((group, reader.keys(term, group.definition)))
                except BadTermError as error:
                    bad.append((group, error))
            for group, keys in found:
                named[id(group.definition)].update(keys)
            if term["kind"] not in _BY_ITS_OWN:
                problems += self._disagreement(term, found, bad, reader.view)
        if problems:
            raise user_error(*problems)
        return named

    def _disagreement(
        self,
        term: PartitionTerm,
        found: Sequence[tuple[_Group, list[str]]],
        bad: Sequence[tuple[_Group, BadTermError]],
        view: PartitionView,
    ) -> list[Problem]:
        """What is wrong with a term that is meant for all assets alike."""
        if bad and not found:
            told = [error for _, error in bad if not error.is_unknown]
            if told or len(bad) == 1:
                return [(told or [error for _, error in bad])[0].problem]
            keys = [key for group, _ in bad for key in view.keys(group.definition)]
            return [unknown_partition(str(bad[0][1].problem["value"]), keys, self._parameter)]
        others = [group for group, _ in bad]
        if term["kind"] == "range" and found:
            others += [group for group, keys in found if keys != found[0][1]]
        if not others:
            return []
        assets = [asset for group in others for asset in group.assets]
        return [not_everywhere(term["text"], assets, view.keys(others[0].definition), self._parameter)]

    def _with_status(
        self, common: Sequence[str], definition: Definition, view: PartitionView, status: Status
    ) -> Sequence[str]:
        """The keys with those that are chosen for what the instance knows of them."""
        kinds = [term["kind"] for term in self._terms if term["kind"] in _BY_STATUS]
        if not kinds:
            return common
        keys = view.keys(definition)
        return _in_order(set(common).union(*(status(kind, keys) for kind in kinds)), definition, view)

    def _runs_whole(self, asset: AssetKey, instance: DagsterInstance) -> bool:
        kinds = [term["kind"] for term in self._terms]
        return not all(kind in _BY_STATUS for kind in kinds) or any(is_asset(kind, instance, asset) for kind in kinds)

    def _check_number(self, keys: Sequence[str], what: str) -> None:
        most = self.selection["most"]
        if len(keys) > most:
            raise user_error(too_many(len(keys), most, what, keys[0], keys[-1], self._parameter))


def _groups(graph: Any, assets: Iterable[AssetKey], view: PartitionView) -> list[_Group]:
    groups: dict[int, _Group] = {}
    for asset in sorted(assets):
        definition = graph.get(asset).partitions_def
        if definition is not None:
            one = view.one_of_equals(definition)
            groups.setdefault(id(one), _Group(one, [])).assets.append(asset)
    return list(groups.values())


def _in_order(keys: AbstractSet[str], definition: Definition, view: PartitionView) -> list[str]:
    """The keys in Dagster's order, which need not be listed for a single one."""
    return sorted(keys, key=view.places(definition).__getitem__) if len(keys) > 1 else list(keys)
