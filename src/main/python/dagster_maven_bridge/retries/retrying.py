"""Runs that failed or were cancelled, made ready to go on where they stopped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dagster import DagsterInstance, DagsterRun, JobDefinition

from ..definitions.project import Project
from ..masking import masked_place
from ..partitions.partition_problems import shown_choices
from ..private_api.dagster_partition_api import PartitionView
from ..private_api.dagster_retry_api import (
    REPOSITORY_LABEL_TAG,
    DagsterExecutionStepNotFoundError,
    DagsterRunNotFoundError,
    Resumption,
)
from ..private_api.dagster_run_api import DagsterInvalidSubsetError, assets_of_job
from ..problems import user_error
from ..protocol import Problem
from ..runs.memory_values import memory_values_needed
from ..runs.run_config import RunConfig
from ..runs.run_requests import RunOptions
from ..runs.run_specs import RunSpec, plan_of, subset_of
from ..runtime import Call, LoadedLocation, LoadedRepository
from ..workers.executors import without_warm_workers
from . import retry_problems
from .retried_runs import RetriedRuns, Retry, Upstream, in_order
from .retry_choice import ends_of_partitions, partition_of


@dataclass(frozen=True)
class Retries:
    """The runs of one request, checked before the first of them starts.

    ``left_out`` are those that cannot be retried, and why; ``elsewhere`` those of other code locations.
    """

    retries: Sequence[Retry]
    left_out: Sequence[tuple[DagsterRun, Problem]]
    elsewhere: Sequence[DagsterRun]
    upstream: Upstream

    @classmethod
    def prepare(
        cls,
        runs: Sequence[DagsterRun],
        location: LoadedLocation,
        repositories: Sequence[LoadedRepository],
        options: RunOptions,
        instance: DagsterInstance,
        project: Project,
        *,
        alone: bool,
    ) -> "Retries":
        """Decides what each run goes on with; an OperationError tells what is wrong with the configuration.

        ``alone`` tells that there is no other code location, so that a run is one of this whatever it was then.
        """
        config = RunConfig.read(options["config_files"], options["config_json"], project)
        view = PartitionView(instance)
        retries: list[Retry] = []
        left_out: list[tuple[DagsterRun, Problem]] = []
        elsewhere: list[DagsterRun] = []
        for run in runs:
            owner = _owner(run, location, repositories, alone=alone)
            if owner is None:
                elsewhere.append(run)
                continue
            try:
                retries.append(_retry(run, owner, config, options["tags"], view, instance, project))
            except _NotRetried as reason:
                left_out.append((run, reason.problem))
        if retries and (unknown := config.unknown_ops([retry.spec.job for retry in retries])):
            raise user_error(*unknown)
        upstream = Upstream(view)
        return cls(in_order(retries, upstream), left_out, elsewhere, upstream)

    def require_here(self) -> None:
        """An OperationError when a run of this code location cannot be retried."""
        if self.left_out:
            raise user_error(*(found for _, found in self.left_out))

    def foreign(self) -> list[Problem]:
        """A problem for each run of another code location."""
        return [retry_problems.of_no_location(run) for run in self.elsewhere]

    def planned(self, location: str) -> dict[str, Any]:
        """The event that tells what is going to happen."""
        return {
            "location": location,
            "runs": [retry.planned() for retry in self.retries],
            "skipped": [
                {"asset": name, "partition": partition_of(run), "reason": found["message"]}
                for run, found in self.left_out
                for name in _subjects(run)
            ],
        }

    def work(self, call: Call) -> RetriedRuns:
        """The runs as what the scheduler carries out."""
        return RetriedRuns(call, self.retries, self.upstream)


class _NotRetried(Exception):
    def __init__(self, found: Problem) -> None:
        super().__init__(found["message"])
        self.problem = found


def _owner(
    run: DagsterRun, location: LoadedLocation, repositories: Sequence[LoadedRepository], *, alone: bool
) -> LoadedRepository | None:
    """The repository here that a run is of."""
    label = run.tags.get(REPOSITORY_LABEL_TAG)
    by_label = [item for item in repositories if label == f"{item.name}@{location.name}"]
    by_code = [item for item in repositories if _is_code_of(run, item)]
    by_name = [item for item in repositories if item.definition.has_job(run.job_name)]
    found = by_label or by_code or ((by_name or list(repositories)) if alone else [])
    return found[0] if found else None


def _is_code_of(run: DagsterRun, repository: LoadedRepository) -> bool:
    origin: Any = run.job_code_origin
    here: Any = repository.reconstructable.pointer
    return origin is not None and bool(origin.repository_origin.code_pointer == here)


def _retry(
    run: DagsterRun,
    repository: LoadedRepository,
    config: RunConfig,
    tags: Mapping[str, str],
    view: PartitionView,
    instance: DagsterInstance,
    project: Project,
) -> Retry:
    definition = repository.definition
    if not definition.has_job(run.job_name):
        jobs = [job.name for job in definition.get_all_jobs() if not job.name.startswith("__")]
        raise _NotRetried(retry_problems.gone(run, "job", run.job_name, jobs))
    job = definition.get_job(run.job_name)
    known = assets_of_job(job)
    for asset in sorted(run.asset_selection or ()):
        if asset not in known:
            names = [key.to_user_string() for key in known]
            raise _NotRetried(retry_problems.gone(run, "asset", asset.to_user_string(), names))
    resumption = _resumption(instance, run)
    spec = RunSpec(
        repository,
        job,
        {},
        {**resumption.tags(), **tags},
        partition_of(run),
        tuple(run.asset_selection) if run.asset_selection is not None else None,
        tuple(run.op_selection or ()),
        tuple(run.asset_check_selection or ()),
        _keys(run, job, view),
        resumption,
    )
    try:
        return _planned(run, spec, config, project)
    except DagsterInvalidSubsetError as error:
        raise _NotRetried(
            retry_problems.gone(run, "op", ", ".join(spec.op_selection), [node.name for node in job.nodes])
        ) from error
    except DagsterExecutionStepNotFoundError as error:
        raise _NotRetried(retry_problems.gone(run, "step", ", ".join(error.step_keys), [])) from error


def _keys(run: DagsterRun, job: JobDefinition, view: PartitionView) -> Sequence[str]:
    """The partitions of a run, in order."""
    ends = ends_of_partitions(run)
    if ends is None:
        return ()
    graph: Any = job.asset_layer.asset_graph
    of_assets = [graph.get(asset).partitions_def for asset in sorted(run.asset_selection or ())]
    definition = next((found for found in [*of_assets, job.partitions_def] if found is not None), None)
    known = view.keys(definition) if definition is not None else []
    # Of thousands of runs each would search thousands of keys.
    places = view.places(definition) if definition is not None else {}
    for key in ends:
        if key not in places:
            raise _NotRetried(retry_problems.gone(run, "partition", key, shown_choices(known)))
    return known[places[ends[0]] : places[ends[1]] + 1]


def _planned(run: DagsterRun, spec: RunSpec, config: RunConfig, project: Project) -> Retry:
    job = subset_of(spec)
    given = config if config.values else _stored_config(run, project)
    values = given.for_job(job)
    given.check(job, values)
    spec = replace(spec, run_config=values)
    plan = plan_of(spec)
    lost = memory_values_needed(plan, job)
    if lost:
        raise _NotRetried(retry_problems.values_lost(run, lost))
    return Retry.of(run, spec, plan)


def _stored_config(run: DagsterRun, project: Project) -> RunConfig:
    stored = without_warm_workers(run.run_config)
    # What stands where a secret was is valid configuration, and would be used.
    masked = masked_place(stored)
    if masked is not None:
        raise _NotRetried(retry_problems.secret_lost(run, ".".join(masked)))
    return RunConfig(stored, project=project)


def _resumption(instance: DagsterInstance, run: DagsterRun) -> Resumption:
    try:
        resumption = Resumption.from_failure(instance, run)
    except DagsterRunNotFoundError as error:
        raise _NotRetried(retry_problems.attempt_deleted(run)) from error
    if not resumption.steps:
        raise _NotRetried(retry_problems.nothing_left(run))
    return resumption


def _subjects(run: DagsterRun) -> list[str]:
    return sorted(key.to_user_string() for key in run.asset_selection or ()) or [run.job_name]
