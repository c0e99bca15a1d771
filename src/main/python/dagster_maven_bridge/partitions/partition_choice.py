"""Which partitions of the partitioned assets or job are run."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from dagster import AssetCheckKey, AssetKey, DagsterInstance, JobDefinition

from ..private_api.dagster_partition_api import Definition, PartitionView
from ..problems import user_error
from ..protocol import Problem
from ..runs.run_requests import CarryOn, PartitionSelection, PartitionTerm
from .owners import Owner
from .partition_problems import Named, not_everywhere, not_partitioned, too_many
from .partition_status import Status, is_asset, is_check, is_job, status_of_asset, status_of_check, status_of_job
from .partition_terms import BadTermError, TermReader
from .unknown_keys import UnknownKeys

_BY_STATUS = ("missing", "failed")
_BY_ITS_OWN = (*_BY_STATUS, "latest", "all")
_NOTHING_LEFT = {
    frozenset({"missing"}): "nothing is missing",
    frozenset({"failed"}): "nothing has failed",
    frozenset(_BY_STATUS): "nothing is missing or has failed",
}


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
    """Assets of one partitions definition, or a job."""

    owner: Owner
    assets: list[AssetKey]

    @property
    def definition(self) -> Definition:
        """The one that all of them have."""
        return self.owner.definition


@dataclass(frozen=True)
class PartitionChoice:
    """What was asked for; ``carry_on`` has what was made of it before, when another process has begun with that."""

    selection: PartitionSelection
    carry_on: CarryOn | None = None

    @property
    def is_by_its_own(self) -> bool:
        """Each asset at partitions that it has by its own, of which what cannot be run is left out."""
        return self.carry_on is None and all(term["kind"] in _BY_ITS_OWN for term in self._terms)

    @property
    def names_partitions(self) -> bool:
        """Whether something of it has to be a partition of something."""
        return self.carry_on is None and not self.is_by_its_own

    @property
    def nothing_left(self) -> str | None:
        """What it means that nothing is chosen; None when that says nothing about the instance."""
        return _NOTHING_LEFT.get(frozenset(term["kind"] for term in self._terms))

    def resolve(self, graph: Any, assets: AbstractSet[AssetKey], instance: DagsterInstance) -> Partitions:
        """The partitions of each asset; an OperationError when a key is unknown or fits no asset."""
        if self.carry_on is not None:
            return Partitions(partitions_before(self.carry_on, assets), PartitionView(instance), {})
        reader = TermReader(PartitionView(instance), self._parameter, self.selection["create"])
        groups = _groups(graph, assets, reader.view)
        named = self._named(groups, reader)
        view = PartitionView(instance, reader.created) if reader.created else reader.view
        by_asset: dict[AssetKey, Sequence[str | None]] = {
            asset: (None,) if self._runs_whole(graph, asset, instance) else ()
            for asset in assets
            if graph.get(asset).partitions_def is None
        }
        for group in groups:
            common = _in_order(named[id(group.definition)], group.definition, view)
            for asset in group.assets:
                status = _status(instance, asset, group.definition, graph)
                chosen = self._with_status(common, group.definition, view, status)
                self._check_number(chosen, asset.to_user_string())
                by_asset[asset] = chosen
        return Partitions(by_asset, view, reader.created)

    def resolve_job(self, job: JobDefinition, definition: Definition, instance: DagsterInstance) -> Partitions:
        """The partitions of a job, as those of an asset."""
        if self.carry_on is not None:
            keys = [key for run in self.carry_on["planned"] for key in run["partitions"]]
            return Partitions({AssetKey(job.name): keys}, PartitionView(instance), {})
        reader = TermReader(PartitionView(instance), self._parameter, self.selection["create"])
        owner = Owner.job(job.name, reader.view.one_of_equals(definition))
        group = _Group(owner, [AssetKey(job.name)])
        named = self._named([group], reader)[id(group.definition)]
        view = PartitionView(instance, reader.created) if reader.created else reader.view
        status = status_of_job(instance, job, definition)
        chosen = self._with_status(_in_order(named, definition, view), definition, view, status)
        self._check_number(chosen, f"the job {job.name}")
        return Partitions({group.assets[0]: chosen}, view, reader.created)

    def runs_unpartitioned(self, job: JobDefinition, instance: DagsterInstance) -> bool:
        """Whether a job that is not partitioned is run: always, but for what has to be missing or failed."""
        return self._runs_unless_by_status(lambda kind: is_job(kind, instance, job))

    def unmatched(self, assets: Mapping[AssetKey, "Definition | None"]) -> list[Problem]:
        """What is wrong with naming a partition when none of the assets that it may be for is partitioned."""
        if not self.names_partitions or any(definition is not None for definition in assets.values()):
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
                    found.append((group, reader.keys(term, group.owner)))
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
            return [self._of_none(term, [error for _, error in bad], view)]
        sides = [Named(group.owner, view.keys(group.definition), keys) for group, keys in found]
        others = [Named(group.owner, view.keys(group.definition), ()) for group, _ in bad]
        if term["kind"] == "range":
            others += [side for side in sides if side.named != sides[0].named]
        return [not_everywhere(term["text"], [sides[0], *others], self._parameter)] if others else []

    def _of_none(self, term: PartitionTerm, errors: Sequence[BadTermError], view: PartitionView) -> Problem:
        """What is wrong with a term that is meant for all assets and fits none."""
        unknown = [error.unknown for error in errors if error.unknown is not None]
        if len(unknown) < len(errors) or len(errors) == 1:
            return next((error for error in errors if error.unknown is None), errors[0]).problem
        texts = {each.text for each in unknown}
        text = texts.pop() if len(texts) == 1 else term["text"]
        return UnknownKeys(view, self._parameter).problem_for_all(text, [each.owner for each in unknown])

    def _with_status(
        self, common: Sequence[str], definition: Definition, view: PartitionView, status: Status
    ) -> Sequence[str]:
        """The keys with those that are chosen for what the instance knows of them."""
        kinds = [term["kind"] for term in self._terms if term["kind"] in _BY_STATUS]
        if not kinds:
            return common
        keys = view.keys(definition)
        return _in_order(set(common).union(*(status(kind, keys) for kind in kinds)), definition, view)

    def _runs_whole(self, graph: Any, asset: AssetKey | AssetCheckKey, instance: DagsterInstance) -> bool:
        if isinstance(asset, AssetCheckKey):
            return self._runs_unless_by_status(lambda kind: is_check(kind, instance, asset, graph))
        return self._runs_unless_by_status(lambda kind: is_asset(kind, instance, asset))

    def _runs_unless_by_status(self, has_status: Callable[[str], bool]) -> bool:
        kinds = [term["kind"] for term in self._terms]
        return not all(kind in _BY_STATUS for kind in kinds) or any(has_status(kind) for kind in kinds)

    def _check_number(self, keys: Sequence[str], what: str) -> None:
        most = self.selection["most"]
        if len(keys) > most:
            raise user_error(too_many(len(keys), most, what, keys[0], keys[-1], self._parameter))


def partitions_before(carry_on: CarryOn, assets: Iterable[Any]) -> dict[Any, Sequence[str | None]]:
    """What was planned of each asset or check, by key."""
    found: dict[str, dict[str | None, None]] = {}
    for run in carry_on["planned"]:
        keys: Sequence[str | None] = run["partitions"] or [None]
        for name in [*run["assets"], *(f"{check['asset']}:{check['name']}" for check in run["checks"])]:
            found.setdefault(name, {}).update(dict.fromkeys(keys))
    return {asset: list(found.get(asset.to_user_string(), ())) for asset in assets}


def _status(instance: DagsterInstance, asset: AssetKey | AssetCheckKey, definition: Definition, graph: Any) -> Status:
    if isinstance(asset, AssetCheckKey):
        return status_of_check(instance, asset, graph)
    return status_of_asset(instance, asset, definition)


def _groups(graph: Any, assets: Iterable[AssetKey], view: PartitionView) -> list[_Group]:
    groups: dict[int, tuple[Definition, list[AssetKey]]] = {}
    for asset in sorted(assets):
        definition = graph.get(asset).partitions_def
        if definition is not None:
            one = view.one_of_equals(definition)
            groups.setdefault(id(one), (one, []))[1].append(asset)
    return [
        _Group(Owner.of([asset.to_user_string() for asset in group], definition), group)
        for definition, group in groups.values()
    ]


def _in_order(keys: AbstractSet[str], definition: Definition, view: PartitionView) -> list[str]:
    """The keys in Dagster's order, which need not be listed for a single one."""
    return sorted(keys, key=view.places(definition).__getitem__) if len(keys) > 1 else list(keys)
