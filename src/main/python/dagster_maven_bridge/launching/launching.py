"""Handing runs of a job to the instance's run coordinator, for another process to execute."""

import time
import uuid
from collections.abc import Sequence
from typing import Any

from dagster import JobDefinition

from ..definitions.import_path import shared_import_path
from ..definitions.loading import origin_of
from ..definitions.narrowing import loaded_location, project_of
from ..instances.daemons import daemon_lives
from ..instances.instance import instance_of
from ..private_api.dagster_launch_api import (
    BACKFILL_TAG,
    create_run_to_launch,
    load_error,
    make_new_backfill_id,
    open_workspace,
    queues_runs,
    recorded_backfill,
    repository_origin,
    runs_below_its_code_server,
)
from ..private_api.dagster_run_api import DagsterUnmetExecutorRequirementsError, partition_run_config, partition_tags
from ..problems import problem, user_error
from ..runs.run_config import RunConfig
from ..runs.run_specs import RunSpec
from ..runtime import LoadedRepository, Session
from .launch_requests import Launch, LaunchedRun


class Launcher:
    """Launches runs of one repository.

    ``wait`` tells that somebody waits for them: for a run that nobody takes from the queue it would be forever.
    """

    def __init__(self, session: Session, repository: LoadedRepository, *, wait: bool) -> None:
        self._session = session
        self._repository = repository
        self._instance = instance_of(session)
        self._queued = queues_runs(self._instance)
        self._daemon = self._queued and daemon_lives(self._instance, "QUEUED_RUN_COORDINATOR")
        if wait and self._queued and not self._daemon:
            raise user_error(_no_daemon(session.parameters["home"]))
        self._location = loaded_location(session).name
        found = origin_of(session)
        self._origin = repository_origin(found.name, found.loadable, repository.definition.name)

    def launch(self, spec: RunSpec, run_id: str | None) -> Launch:
        """One run."""
        if run_id is not None:
            self._check_id(run_id)
        return self._result(spec.job.name, None, [], [self._submit(spec, run_id)])

    def preview(self, job: JobDefinition, keys: Sequence[str]) -> Launch:
        """What a backfill would be."""
        return self._result(job.name, None, keys, [])

    def backfill(self, job: JobDefinition, keys: Sequence[str], tags: dict[str, str]) -> Launch:
        """A run for each partition, all of them checked before the first is launched."""
        backfill_id = make_new_backfill_id()
        config = RunConfig({}, project=project_of(self._session))
        specs = []
        for key in keys:
            values = dict(partition_run_config(job, key)) or dict(job.run_config or {})
            config.check(job, values)
            run_tags = {**partition_tags(job, key, None), BACKFILL_TAG: backfill_id, **tags}
            specs.append(RunSpec(self._repository, job, values, run_tags, key))
        record = recorded_backfill(backfill_id, job.name, self._origin, keys, tags, time.time())
        runs = [self._submit(spec, None) for spec in specs]
        self._instance.add_backfill(record)
        return self._result(job.name, backfill_id, keys, runs)

    def _submit(self, spec: RunSpec, run_id: str | None) -> LaunchedRun:
        workspace = None if self._queued else self._workspace()
        reconstructable = self._repository.reconstructable.get_reconstructable_job(spec.job.name)
        try:
            run = create_run_to_launch(
                self._instance,
                spec.job,
                run_id=run_id,
                run_config=spec.run_config,
                tags={**spec.job.run_tags, **spec.tags},
                op_selection=spec.op_selection,
                origin=self._origin,
                code_origin=reconstructable.get_python_origin(),
            )
        except DagsterUnmetExecutorRequirementsError as error:
            raise user_error(_needs_one_process(spec.job.name)) from error
        try:
            any_instance: Any = self._instance
            submitted = any_instance.submit_run(run.run_id, workspace)
        except Exception as error:
            from ..diagnosis.errors import trace_of

            raise user_error(_not_launched(run.run_id, spec.job.name, error), trace=trace_of(error)) from error
        return {
            "run_id": run.run_id,
            "job": spec.job.name,
            "partition": spec.partition,
            "status": submitted.status.value,
        }

    def _workspace(self) -> Any:
        """A code server, as the command line starts one, for a coordinator that launches at once.

        It is kept as long as this process: the runs are its children.
        """
        session = self._session
        if session.workspace is None:
            server = self._origin.code_location_origin
            with shared_import_path(session):
                session.workspace = open_workspace(session.open_servers, self._instance, [server])
            reason = load_error(session.workspace, self._location)
            if reason is not None:
                raise user_error(
                    problem(
                        "code_server_failed",
                        f"The code server of '{self._location}' could not load it: {reason.splitlines()[0]}",
                        code_location=self._location,
                    ),
                    trace=reason,
                )
        return session.workspace

    def _check_id(self, run_id: str) -> None:
        if not _is_uuid(run_id):
            message = f"'{run_id}' cannot be the id of a run, which is a UUID"
        elif self._instance.get_run_by_id(run_id) is not None:
            message = f"There is a run {run_id} already"
        else:
            return
        raise user_error(
            problem(
                "invalid_parameter",
                message,
                subject="run",
                value=run_id,
                parameter="runId",
                remedy="Give another id with <runId> (-Ddagster.runId=…), or leave it out",
            )
        )

    def _result(self, job: str, backfill_id: str | None, partitions: Sequence[str], runs: list[LaunchedRun]) -> Launch:
        return {
            "job": job,
            "backfill_id": backfill_id,
            "partitions": list(partitions),
            "runs": runs,
            "queued": self._queued,
            "daemon": self._daemon,
            "held": runs_below_its_code_server(self._instance),
        }


def _is_uuid(text: str) -> bool:
    try:
        # As Dagster writes them: in the instance and in file names the same run must not have two ids.
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _no_daemon(home: str) -> Any:
    return problem(
        "no_daemon",
        f"Nothing was launched: no Dagster daemon works for the home {home}, so that the run would wait in the queue"
        " forever",
        parameter="wait",
        remedy="Start one (mvn dagster:dev, or dagster-daemon run with that DAGSTER_HOME), or leave out <wait>"
        " (-Ddagster.wait)",
    )


def _needs_one_process(job: str) -> Any:
    return problem(
        "invalid_definition",
        f"The job '{job}' keeps values in memory, where other processes cannot read them",
        subject="job",
        value=job,
        remedy="Use an IO manager that writes files, or the in_process_executor",
    )


def _not_launched(run_id: str, job: str, error: Exception) -> Any:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return problem(
        "launch_failed",
        f"The run {run_id} of the job '{job}' could not be launched: {type(error).__name__}: {lines[0]}",
        subject="run",
        value=run_id,
    )
