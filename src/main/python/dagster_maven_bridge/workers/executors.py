"""How the steps of a run are executed: in this process, as the user's code says, or in warm worker processes."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dagster import DagsterInstance, JobDefinition

from ..definitions.job_parts import in_process_job
from ..private_api.dagster_run_api import (
    ExecutionPlan,
    IJob,
    RedirectedJob,
    WorkerJob,
    names_executor,
    pickles_jobs,
    stays_in_process,
)
from ..runs.memory_values import keeps_values_in_memory
from ..runs.run_requests import RunOptions
from ..runtime import LoadedRepository, Session
from .step_costs import recorded_durations, workers_pay
from .step_pipes import StepPipes

_WORKER = f"{__package__}.worker"


@dataclass(frozen=True)
class Execution:
    """A job made ready to be executed in one way.

    ``in_workers`` tells that log records of user code do not pass through this process.
    """

    job: IJob
    run_config: Mapping[str, Any]
    in_workers: bool

    def printing_into(self, pipes: StepPipes) -> "Execution":
        """The same, its worker processes printing where they are told apart."""
        return replace(self, job=self.job.greeted(pipes.greeting)) if isinstance(self.job, WorkerJob) else self


@dataclass(frozen=True)
class ExecutorChoice:
    """What was asked for: ``auto``, ``definitions``, ``in-process`` or ``multiprocess``, and how many workers.

    ``is_explicit`` tells that the user has named their number.
    """

    name: str
    parallelism: int
    is_explicit: bool = False

    @classmethod
    def of(cls, options: RunOptions, session: Session) -> "ExecutorChoice":
        """What a request asks for, or else what the session has been given."""
        asked = options["parallelism"]
        return cls(options["executor"], asked or session.parameters["parallelism"], bool(asked))

    def execution(
        self,
        repository: LoadedRepository,
        job: JobDefinition,
        run_config: Mapping[str, Any],
        plan: ExecutionPlan,
        instance: DagsterInstance,
    ) -> Execution:
        """Decides for a whole job (of which a run may execute a part) and the plan of the run."""
        match self._decide(job, run_config, plan, instance):
            case "definitions":
                pointed = repository.reconstructable.get_reconstructable_job(job.name)
                # Other executors send the job elsewhere in a form that knows Dagster's own classes only.
                handed = WorkerJob(*pointed) if pickles_jobs(job) else pointed
                return Execution(handed, run_config, True)
            case "multiprocess":
                redirected = RedirectedJob(repository.reconstructable, job.name)
                return Execution(redirected, {**run_config, "execution": self._warm_workers(repository)}, True)
            case _:
                return Execution(in_process_job(job), _without_execution(run_config), False)

    def _decide(
        self, job: JobDefinition, run_config: Mapping[str, Any], plan: ExecutionPlan, instance: DagsterInstance
    ) -> str:
        if self.name != "auto":
            return self.name
        if _is_configured(job, run_config):
            return "definitions"
        if names_executor(job):
            # Its own executor that stays in this process does what ours does.
            return "in-process" if stays_in_process(job) else "definitions"
        if self.workers() == 1 or not _is_wide(plan) or keeps_values_in_memory(plan, job):
            return "in-process"
        return "multiprocess" if self._workers_pay(job, plan, instance) else "in-process"

    def runs_in_worker(self, job: JobDefinition, run_config: Mapping[str, Any], plan: ExecutionPlan) -> bool:
        """Whether a run may be executed by one of several worker processes, all of its steps in that one."""
        if self.name == "in-process":
            in_one_process = True
        else:
            named = names_executor(job) and not stays_in_process(job)
            in_one_process = self.name == "auto" and not named and not _is_configured(job, run_config)
        return in_one_process and not keeps_values_in_memory(plan, job)

    def _workers_pay(self, job: JobDefinition, plan: ExecutionPlan, instance: DagsterInstance) -> bool:
        selected = set(plan.step_keys_to_execute)
        steps = [step for step in plan.get_all_steps_in_topo_order() if step.key in selected]
        if any(_is_dynamic(step) for step in steps):
            # How many steps there will be is known only while they run.
            return True
        working = [step.key for step in steps if not _only_checks(step)]
        durations = recorded_durations(instance, job, plan)
        return workers_pay(durations, working, plan.get_all_step_deps(), self.workers())

    def workers(self) -> int:
        """How many processes may work at the same time."""
        return self.parallelism or os.cpu_count() or 1

    def _warm_workers(self, repository: LoadedRepository) -> dict[str, Any]:
        from .worker import can_fork, ensure_fork_server

        start: dict[str, Any] = {"spawn": {}}
        if can_fork():
            start = {"forkserver": {"preload_modules": ensure_fork_server([repository.reconstructable])}}
        return {"config": {"multiprocess": {"max_concurrent": self.workers(), "start_method": start}}}


def _is_configured(job: JobDefinition, run_config: Mapping[str, Any]) -> bool:
    return "execution" in run_config or "execution" in (job.run_config or {})


def without_warm_workers(run_config: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration of a run that was executed here, without what this program added to it."""
    started: Any = run_config
    for part in ("execution", "config", "multiprocess", "start_method", "forkserver", "preload_modules"):
        started = started.get(part) if isinstance(started, Mapping) else None
    return _without_execution(run_config) if started and _WORKER in started else dict(run_config)


def _without_execution(run_config: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in run_config.items() if key != "execution"}


def _is_wide(plan: ExecutionPlan) -> bool:
    """Whether two steps could run at the same time. Steps that only check are short: they do not count."""
    keys = set(plan.step_keys_to_execute)
    steps = [step for step in plan.get_all_steps_in_topo_order() if step.key in keys]
    if any(_is_dynamic(step) for step in steps):
        return True
    working = [step.key for step in steps if not _only_checks(step)]
    dependencies = plan.get_all_step_deps()
    depth: dict[str, int] = {}
    for step in steps:
        above = max((depth.get(key, 0) for key in dependencies.get(step.key, ())), default=0)
        depth[step.key] = above + (step.key in working)
    return max(depth.values(), default=0) < len(working)


def _is_dynamic(step: Any) -> bool:
    # What is downstream of a dynamic output is not a step yet.
    return not hasattr(step, "step_output_named") or any(output.is_dynamic for output in step.step_outputs)


def _only_checks(step: Any) -> bool:
    outputs = [output.properties for output in step.step_outputs]
    return bool(outputs) and all(output.asset_check_key is not None for output in outputs)
