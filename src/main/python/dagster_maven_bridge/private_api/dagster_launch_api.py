"""The private interfaces of Dagster that launching runs needs. Tried on 1.10.21 and 1.13.27."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from dagster import DagsterInstance, DagsterRun, DagsterRunStatus, DefaultRunLauncher, JobDefinition
from dagster import __version__ as dagster_version
from dagster._core.execution.backfill import BulkActionStatus, PartitionBackfill
from dagster._core.remote_representation.external_data import partition_set_snap_name_for_job_name
from dagster._core.run_coordinator import QueuedRunCoordinator
from dagster._core.snap import snapshot_from_execution_plan
from dagster._core.utils import make_new_backfill_id as make_new_backfill_id

try:
    from dagster._core import remote_origin as origins
except ImportError:
    # Its place until 1.12.
    from dagster._core.remote_representation import origin as origins

from .dagster_run_api import ExecutionPlan, create_execution_plan

if TYPE_CHECKING:
    from dagster._core.workspace.context import BaseWorkspaceRequestContext

BACKFILL_TAG = "dagster/backfill"


def queues_runs(instance: DagsterInstance) -> bool:
    """Whether a run waits until a daemon takes it from the queue; such a coordinator needs no code server."""
    return isinstance(instance.run_coordinator, QueuedRunCoordinator)


def runs_below_its_code_server(instance: DagsterInstance) -> bool:
    """Whether a run that is launched now is a child of the code server that it was launched with."""
    return not queues_runs(instance) and isinstance(instance.run_launcher, DefaultRunLauncher)


def repository_origin(location: str, loadable: Any, repository: str) -> Any:
    """Where another process, a daemon say, finds a repository."""
    server = origins.ManagedGrpcPythonEnvCodeLocationOrigin(loadable_target_origin=loadable, location_name=location)
    return origins.RemoteRepositoryOrigin(server, repository)


def create_run_to_launch(
    instance: DagsterInstance,
    job: JobDefinition,
    *,
    run_id: str | None,
    run_config: Mapping[str, Any],
    tags: Mapping[str, str],
    op_selection: Sequence[str],
    origin: Any,
    code_origin: Any,
) -> DagsterRun:
    """Creates the run of a job, or of some of its ops, as the command line does for another process to execute."""
    subset = job.get_subset(op_selection=list(op_selection)) if op_selection else job
    reference = instance.get_ref() if instance.is_persistent else None
    plan = create_execution_plan(subset, dict(run_config), instance_ref=reference, tags=dict(tags))
    any_instance: Any = instance
    run: DagsterRun = any_instance.create_run(
        job_name=job.name,
        run_id=run_id,
        run_config=dict(run_config),
        status=DagsterRunStatus.NOT_STARTED,
        tags=dict(tags),
        root_run_id=None,
        parent_run_id=None,
        step_keys_to_execute=plan.step_keys_to_execute,
        execution_plan_snapshot=snapshot_from_execution_plan(plan, subset.get_job_snapshot_id()),
        job_snapshot=subset.get_job_snapshot(),
        parent_job_snapshot=subset.get_parent_job_snapshot(),
        asset_selection=None,
        asset_check_selection=None,
        resolved_op_selection=subset.resolved_op_selection if op_selection else None,
        op_selection=list(op_selection) or None,
        remote_job_origin=origins.RemoteJobOrigin(origin, job.name),
        job_code_origin=code_origin,
        asset_graph=job.asset_layer.asset_graph,
    )
    return run


def recorded_backfill(
    backfill_id: str, job: str, origin: Any, keys: Sequence[str], tags: Mapping[str, str], timestamp: float
) -> Any:
    """A backfill whose runs have all been submitted, for the instance to keep."""
    return PartitionBackfill(
        backfill_id=backfill_id,
        partition_set_origin=origins.RemotePartitionSetOrigin(
            repository_origin=origin, partition_set_name=partition_set_snap_name_for_job_name(job)
        ),
        status=BulkActionStatus.COMPLETED,
        partition_names=list(keys),
        from_failure=False,
        reexecution_steps=None,
        tags=dict(tags),
        backfill_timestamp=timestamp,
        backfill_end_timestamp=timestamp,
    )


def open_workspace(
    stack: ExitStack, instance: DagsterInstance, location_origins: Sequence[Any]
) -> "BaseWorkspaceRequestContext":
    """Starts a code server for each code location; it lives until the stack is closed."""
    from dagster._core.workspace.context import WorkspaceProcessContext
    from dagster._core.workspace.load_target import WorkspaceLoadTarget

    class _Known(WorkspaceLoadTarget):  # type: ignore[misc]
        def create_origins(self) -> Sequence[Any]:
            return location_origins

    process = stack.enter_context(
        WorkspaceProcessContext(instance, _Known(), version=dagster_version, code_server_log_level="WARNING")
    )
    context: BaseWorkspaceRequestContext = process.create_request_context()
    return context


def load_error(workspace: Any, location: str) -> str | None:
    """Why the code server could not load the location; None when it could."""
    if workspace.has_code_location(location):
        return None
    error = workspace.get_location_entry(location).load_error
    return str(error.message).strip() if error is not None else "it could not be loaded"


def stored_plan(instance: DagsterInstance, run: DagsterRun) -> ExecutionPlan:
    """The plan of a run that another process executes."""
    any_instance: Any = instance
    snapshot = any_instance.get_execution_plan_snapshot(run.execution_plan_snapshot_id)
    return ExecutionPlan.rebuild_from_snapshot(run.job_name, snapshot)


def location_of(run: DagsterRun) -> str:
    """The code location that a run was launched for."""
    any_run: Any = run
    origin = any_run.remote_job_origin
    return str(origin.repository_origin.code_location_origin.location_name) if origin is not None else ""
