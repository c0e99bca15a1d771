"""The runs of a request to materialise, checked before the first one starts."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from dagster import AssetKey, DagsterInstance, JobDefinition

from ..definitions.code_hash import CodeHashes, code_tags
from ..definitions.project import Project
from ..partitions.partition_choice import PartitionChoice
from ..partitions.partition_chunks import range_tags
from ..private_api.dagster_run_api import IMPLICIT_ASSET_JOB
from ..protocol import Problem
from ..runtime import LoadedRepository
from .planning import Plan, partitions_definitions, plan_assets
from .run_checks import all_checks, left_out
from .run_config import RunConfig
from .run_groups import RunGroup
from .run_requests import MaterializeParameters
from .run_specs import RunSpec, configured
from .staleness import StaleAssets


@dataclass(frozen=True)
class Materialization:
    """The runs of one plan with all that is needed to start them; what is wrong with their parameters is known.

    ``jobs`` are what they execute, once for all runs of the same.
    """

    repository: LoadedRepository
    plan: Plan
    specs: list[RunSpec]
    jobs: list[JobDefinition]

    @classmethod
    def prepare(
        cls,
        repository: LoadedRepository,
        plan: Plan,
        config: RunConfig,
        tags: Mapping[str, str],
        hashes: CodeHashes,
    ) -> "Materialization":
        """Checks the configuration of every run before the first one starts."""
        job = repository.definition.get_job(IMPLICIT_ASSET_JOB)
        graph: Any = repository.definition.asset_graph
        drafts = [
            RunSpec(
                repository,
                job,
                {},
                {**code_tags(graph, run.assets, hashes), **_run_tags(run), **tags},
                run.partition,
                tuple(run.assets),
                checks=tuple(run.checks),
                partitions=run.partitions,
            )
            for run in plan.runs
        ]
        return cls(repository, plan, *configured(drafts, config))

    def planned(self, location: str) -> dict[str, Any]:
        """The event that tells what is going to happen."""
        return {
            "location": location,
            "runs": self._planned_runs(),
            "skipped": [
                {
                    "asset": skip.asset.to_user_string(),
                    "check": skip.check,
                    "partition": skip.partition,
                    "reason": skip.reason,
                }
                for skip in self.plan.skipped
            ],
            "nothing_left": self.plan.nothing_left,
        }

    def judged(self) -> dict[str, Any]:
        """What is stale, with the reason, and what is up to date, with the checks that are left out with it."""
        graph: Any = self.repository.definition.asset_graph
        return {
            "stale": [
                {"asset": asset.to_user_string(), "partition": partition, "reason": reason}
                for (asset, partition), reason in self.plan.upkeep.stale.items()
            ],
            "up_to_date": [
                {
                    "asset": asset.to_user_string(),
                    "partition": partition,
                    "checks": sorted(check.name for check in graph.get(asset).check_keys),
                }
                for asset, partition in self.plan.upkeep.up_to_date
            ],
        }

    def _planned_runs(self) -> list[dict[str, Any]]:
        made: dict[tuple[object, ...], dict[str, Any]] = {}
        runs = []
        for run in self.plan.runs:
            what = (tuple(run.assets), tuple(run.checks))
            if what not in made:
                own = self.repository.definition, run.assets, run.checks
                evaluated = all_checks(*own).difference(left_out(*own))
                checks = sorted((check.asset_key.to_user_string(), check.name) for check in evaluated)
                made[what] = {
                    "assets": [asset.to_user_string() for asset in run.assets],
                    "checks": [{"asset": asset, "name": name} for asset, name in checks],
                }
            keys = {"partition": run.partition, "partitions": list(run.partitions)}
            runs.append({"job": IMPLICIT_ASSET_JOB, **keys, **made[what]})
        return runs


@dataclass(frozen=True)
class PreparedRequest:
    """A request in all repositories of a code location, checked as a whole before anything of it runs.

    ``unmatched`` is what of its parameters concerns none of them: an error, unless it concerns another code location.
    """

    materializations: list[Materialization]
    unmatched: list[Problem]


def prepare(
    parameters: MaterializeParameters,
    selected: Sequence[tuple[LoadedRepository, Set[AssetKey]]],
    instance: DagsterInstance,
    project: Project,
    hashes: CodeHashes,
    *,
    only_stale: bool,
) -> PreparedRequest:
    """Plans and checks a request; an OperationError tells what is wrong with its parameters."""
    options = parameters["options"]
    config = RunConfig.read(options["config_files"], options["config_json"], project)
    choice = PartitionChoice(parameters["partitions"], options["carry_on"])
    explicit = parameters["select"] is not None
    found = [
        Materialization.prepare(
            repository,
            plan_assets(
                repository.definition,
                instance,
                keys,
                choice,
                explicit=explicit,
                stale=StaleAssets(repository.definition, instance, hashes)
                if only_stale and options["carry_on"] is None
                else None,
                broken=options["broken"] or (),
            ),
            config,
            options["tags"],
            hashes,
        )
        for repository, keys in selected
    ]
    definitions = [partitions_definitions(repository.definition, keys) for repository, keys in selected]
    unmatched = choice.unmatched({key: found for each in definitions for key, found in each.items()})
    jobs = [job for materialization in found for job in materialization.jobs]
    # Without a run there is nothing that an op could be of: why nothing runs is what is to be told.
    return PreparedRequest(found, unmatched + (config.unknown_ops(jobs) if jobs or not selected else []))


def _run_tags(run: RunGroup) -> dict[str, str]:
    if run.definition is None:
        return {}
    if len(run.partitions) == 1:
        return dict(run.definition.get_tags_for_partition_key(run.partitions[0]))
    return range_tags(run.partitions)
