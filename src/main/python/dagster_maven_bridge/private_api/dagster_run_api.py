"""The private interfaces of Dagster that running needs, in one place. Tried on 1.10.21, 1.11.16, 1.12.22 and 1.13.27.

What differs between these versions is told apart by what is there, never by a version number.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from multiprocessing.context import get_spawning_popen
from typing import Any, NamedTuple

from dagster import AssetKey, DagsterInstance, DagsterRun, JobDefinition
from dagster._core.definitions.executor_definition import execute_in_process_executor as execute_in_process_executor
from dagster._core.definitions.job_base import IJob as IJob
from dagster._core.definitions.job_base import InMemoryJob as InMemoryJob
from dagster._core.definitions.reconstruct import ReconstructableJob as ReconstructableJob
from dagster._core.definitions.reconstruct import ReconstructableRepository as ReconstructableRepository
from dagster._core.errors import DagsterInvalidConfigError as DagsterInvalidConfigError
from dagster._core.errors import DagsterInvalidSubsetError as DagsterInvalidSubsetError
from dagster._core.errors import DagsterUnmetExecutorRequirementsError as DagsterUnmetExecutorRequirementsError
from dagster._core.events import DagsterEvent as DagsterEvent
from dagster._core.events import JobFailureData as JobFailureData
from dagster._core.events.log import EventLogEntry as EventLogEntry
from dagster._core.execution.api import create_execution_plan as create_execution_plan
from dagster._core.execution.api import execute_run_iterator as execute_run_iterator
from dagster._core.execution.plan.plan import ExecutionPlan as ExecutionPlan
from dagster._core.instance.config import PoolGranularity
from dagster._core.storage.dagster_run import IN_PROGRESS_RUN_STATUSES as IN_PROGRESS_RUN_STATUSES
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_END_TAG as ASSET_PARTITION_RANGE_END_TAG
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_START_TAG as ASSET_PARTITION_RANGE_START_TAG
from dagster._core.storage.tags import GLOBAL_CONCURRENCY_TAG
from dagster._core.storage.tags import PARTITION_NAME_TAG as PARTITION_NAME_TAG
from dagster._serdes import deserialize_value as deserialize_value
from dagster._serdes import serialize_value as serialize_value
from dagster._utils.error import SerializableErrorInfo as SerializableErrorInfo
from dagster._utils.interrupts import capture_interrupts as capture_interrupts
from dagster._utils.merger import deep_merge_dicts as deep_merge_dicts
from dagster._utils.tags import TagConcurrencyLimitsCounter as TagConcurrencyLimitsCounter

from .dagster_retry_api import Resumption

IMPLICIT_ASSET_JOB = "__ASSET_JOB"


def partition_tags(job: JobDefinition, key: str, assets: Iterable[AssetKey] | None) -> dict[str, str]:
    """The tags that make a run one of that partition; ``assets`` decide for an asset job."""
    return dict(job.get_tags_for_partition_key(key, selected_asset_keys=list(assets) if assets is not None else None))


def partition_run_config(job: JobDefinition, key: str) -> Mapping[str, Any]:
    """The run configuration that a job with partitioned configuration has for a key; empty for any other job."""
    config = job.partitioned_config
    return dict(config.get_run_config_for_partition_key(key)) if config is not None else {}


def run_config_loader() -> Any:
    """The loader that the command line reads run configuration with, which leaves dates as text."""
    from dagster_shared import yaml_utils

    # The second is its name until 1.12.
    return getattr(yaml_utils, "DagsterYamlLoader", None) or yaml_utils.DagsterRunConfigYamlLoader


def silence_console() -> None:
    """Takes away the console logger that Dagster adds to runs that configure none: the events carry all of it."""
    from dagster._core.execution import context_creation_job

    context_creation_job.default_system_loggers = lambda _instance: []


def names_executor(job: JobDefinition) -> bool:
    """Whether user code names the executor, for this job or for all of the definitions."""
    return bool(job.has_specified_executor)


def stop_listening(instance: DagsterInstance, run_id: str) -> None:
    """Undoes ``instance.add_event_listener``, which has no counterpart."""
    instance._subscribers.pop(run_id, None)


class WorkerJob(ReconstructableJob):  # type: ignore[misc]
    """A job whose worker processes are as silent as this one, also those that are new interpreters.

    ``greeting`` is called when the job is sent to a worker process; what it gives is called there before anything else.
    """

    greeting: Callable[[], Callable[[], None] | None] | None = None

    def greeted(self, greeting: Callable[[], Callable[[], None] | None] | None) -> "WorkerJob":
        """The same job with a greeting."""
        job = type(self)(*self)
        job.greeting = greeting
        return job

    def __reduce__(self) -> tuple[Any, ...]:
        """Silences the process that unpickles it, before anything of the run is done there."""
        # Pickled for anything else, it is not greeted: descriptors can only be handed to a process that is starting.
        greeting = self.greeting if get_spawning_popen() is not None else None
        return _in_worker, (type(self), tuple(self), greeting() if greeting is not None else None)

    def get_subset(self, **selection: Any) -> "WorkerJob":
        """The same for some of its ops or assets."""
        return type(self)(*super().get_subset(**selection)).greeted(self.greeting)

    def _replace(self, **fields: Any) -> "WorkerJob":
        replaced: WorkerJob = super()._replace(**fields)
        return replaced.greeted(self.greeting)


def _in_worker(job: type[WorkerJob], fields: tuple[Any, ...], greet: Callable[[], None] | None) -> WorkerJob:
    from .dagster_sqlite_api import wait_for_other_writers

    if greet is not None:
        greet()
    silence_console()
    wait_for_other_writers()
    return job(*fields)


def follow_step_here(begin: Callable[[str, str], None], made: Callable[[], None]) -> None:
    """In a worker process of Dagster's multiprocess executor, which executes one step.

    Calls ``begin`` with the run and the step before anything of it is done, and ``made`` for each event that it makes.
    """
    from dagster._core.executor.multiprocess import MultiprocessExecutorChildProcessCommand as Command

    execute = Command.execute

    def followed(command: Any) -> Iterator[DagsterEvent]:
        begin(command.dagster_run.run_id, command.step_key)
        for event in execute(command):
            made()
            yield event

    Command.execute = followed


def pickles_jobs(job: JobDefinition) -> bool:
    """Whether the executor of a job is one of Dagster's own, which hand a job to worker processes by pickling it."""
    return job.executor_def.name in ("multiprocess", "multi_or_in_process_executor")


def stays_in_process(job: JobDefinition) -> bool:
    """Whether the executor of a job is Dagster's own that runs all steps in the process of the run."""
    return bool(job.executor_def.name == "in_process")


class RedirectedJob(WorkerJob):
    """A job that worker processes load by its pointer, run by Dagster's default executor whatever it names itself."""

    # Asked for several times in a run, as the original, which keeps one as well.
    @lru_cache(maxsize=1)  # noqa: B019
    def get_definition(self) -> JobDefinition:
        """The job with Dagster's default executor."""
        from dagster._core.definitions.executor_definition import multi_or_in_process_executor

        return super().get_definition().with_executor_def(multi_or_in_process_executor)


def assets_of_job(job: JobDefinition) -> set[AssetKey]:
    """The assets that a job computes; none for an op job."""
    return set(job.asset_layer.executable_asset_keys)


def create_run(
    instance: DagsterInstance,
    job: JobDefinition,
    *,
    run_config: Mapping[str, Any],
    tags: Mapping[str, str],
    op_selection: Sequence[str] | None,
    job_code_origin: Any,
    resumption: Resumption | None = None,
) -> DagsterRun:
    """Creates the run of a whole job or of a part of it, as ``DagsterInstance.create_run_for_job`` does.

    That one makes the part itself, anew for each run, and cannot be given checks.
    """
    from dagster._core.snap import snapshot_from_execution_plan

    reference = instance.get_ref() if instance.is_persistent else None
    plan = create_execution_plan(
        job,
        dict(run_config),
        step_keys_to_execute=resumption.steps if resumption is not None else None,
        known_state=resumption.state if resumption is not None else None,
        instance_ref=reference,
        tags=dict(tags),
    )
    any_instance: Any = instance
    run: DagsterRun = any_instance.create_run(
        job_name=job.name,
        run_id=None,
        run_config=run_config,
        status=None,
        tags=tags,
        root_run_id=resumption.root_run_id if resumption is not None else None,
        parent_run_id=resumption.parent.run_id if resumption is not None else None,
        step_keys_to_execute=plan.step_keys_to_execute,
        execution_plan_snapshot=snapshot_from_execution_plan(plan, job.get_job_snapshot_id()),
        job_snapshot=job.get_job_snapshot(),
        parent_job_snapshot=job.get_parent_job_snapshot(),
        asset_selection=job.asset_selection,
        asset_check_selection=job.asset_check_selection,
        resolved_op_selection=job.resolved_op_selection if op_selection else None,
        op_selection=op_selection,
        remote_job_origin=None,
        job_code_origin=job_code_origin,
        asset_graph=job.asset_layer.asset_graph,
    )
    return run


def run_queue_config(instance: DagsterInstance) -> Any:
    """What the instance says of runs at the same time; None when its run coordinator has no queue."""
    any_instance: Any = instance
    return any_instance.get_concurrency_config().run_queue_config


class PoolSettings(NamedTuple):
    """How many runs may use each pool at the same time, those that no limit is set for, and how many more may wait."""

    limits: Mapping[str, int]
    default: int | None
    buffer: int


def pool_settings(instance: DagsterInstance) -> PoolSettings | None:
    """What the instance says of pools; None when it counts the ops that use them, and not the runs."""
    any_instance: Any = instance
    config = any_instance.get_concurrency_config()
    queue, storage = config.run_queue_config, any_instance.event_log_storage
    counts_runs = config.pool_config.pool_granularity is PoolGranularity.RUN
    if not counts_runs or queue is None or not queue.should_block_op_concurrency_limited_runs:
        return None
    if not storage.supports_global_concurrency_limits:
        return None
    limits = {pool.name: pool.limit for pool in storage.get_pool_limits() if not pool.from_default}
    return PoolSettings(limits, any_instance.global_op_concurrency_default_limit, queue.op_concurrency_slot_buffer)


def pool_of_step(step: Any) -> str | None:
    """The pool that a step uses; before there were pools a tag named it."""
    pool = step.pool if step.pool is not None else (step.tags or {}).get(GLOBAL_CONCURRENCY_TAG)
    return None if pool is None else str(pool)


def pools_of_run(run: DagsterRun) -> Iterable[str]:
    """The pools that the steps of a run use."""
    used: Any = run.run_op_concurrency
    return (used.all_pools or ()) if used is not None else ()


def existing_run(instance: DagsterInstance, run_id: str) -> DagsterRun:
    """A run that is known to exist."""
    run = instance.get_run_by_id(run_id)
    if run is None:
        raise LookupError(f"The run {run_id} has been deleted while it was executed")
    return run


def log_records(instance: DagsterInstance, run_id: str, cursor: str | None) -> tuple[list[EventLogEntry], str]:
    """What has been stored for a run since the cursor, and the next cursor."""
    connection = instance.get_records_for_run(run_id, cursor)
    return [record.event_log_entry for record in connection.records], connection.cursor
