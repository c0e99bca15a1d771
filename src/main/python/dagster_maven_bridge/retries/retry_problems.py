"""Why a run cannot be re-executed from where it stopped, and what to do."""

from collections.abc import Sequence

from dagster import DagsterRun

from ..problems import problem, unknown_name
from ..protocol import Problem
from .retry_choice import shown


def gone(run: DagsterRun, subject: str, name: str, choices: Sequence[str]) -> Problem:
    """What a run is of is not there any more."""
    found = unknown_name(subject, name, choices, parameter=None)
    message = f"The run {run.run_id} cannot go on: it is of the {subject} '{name}', which is no longer defined"
    return {**found, "message": message, "remedy": f"If it has another name now: {_anew(run)}"}


def values_lost(run: DagsterRun, steps: Sequence[str]) -> Problem:
    """The values that a run would go on with were kept in the memory of its process."""
    return problem(
        "values_in_memory",
        f"The run {run.run_id} of {shown(run)} cannot go on: what {steps[0]} returned was kept in memory, and is gone",
        subject="run",
        value=run.run_id,
        parameter="runId",
        remedy=f"Use an IO manager that writes files; {_anew(run)}",
    )


def secret_lost(run: DagsterRun, path: str) -> Problem:
    """The configuration of a run had a secret in it, which was never stored."""
    return problem(
        "invalid_config",
        f"The run {run.run_id} of {shown(run)} cannot go on: its configuration had a secret at {path},"
        " which was masked when it was stored",
        subject="config",
        value=path,
        parameter="config",
        remedy="Give its configuration anew with <config> (-Ddagster.config=file.yaml) or <configJson>"
        " (-Ddagster.configJson={…}); one that reads the secret itself ({env: NAME}) can be retried without",
    )


def of_no_location(run: DagsterRun) -> Problem:
    """A run is of another code location."""
    return problem(
        "no_match",
        f"The run {run.run_id} of {shown(run)} is of another code location",
        subject="run",
        value=run.run_id,
        parameter="runId",
        remedy="Retry it in the project whose run it is, or name its code with <location> (-Ddagster.location=…)",
    )


def attempt_deleted(run: DagsterRun) -> Problem:
    """The run that a run went on with is not known any more, and so neither what it had made."""
    return _not_retried(run, "went on where an earlier one stopped, which has been deleted")


def nothing_left(run: DagsterRun) -> Problem:
    """A run failed, and none of its steps did."""
    return _not_retried(run, "failed after all of its steps had ended well: none is left")


def _not_retried(run: DagsterRun, why: str) -> Problem:
    return problem(
        "invalid_parameter",
        f"The run {run.run_id} of {shown(run)} {why}",
        subject="run",
        value=run.run_id,
        parameter="runId",
        remedy=_anew(run),
    )


def _anew(run: DagsterRun) -> str:
    """How to run the same from its start."""
    partition = f" -Ddagster.partition={run.tags['dagster/partition']}" if "dagster/partition" in run.tags else ""
    if not run.job_name.startswith("__"):
        return f"run it anew: mvn dagster:job-execute -Ddagster.job={run.job_name}{partition}"
    names = ",".join(sorted(key.to_user_string() for key in run.asset_selection or ()))
    select = f" -Ddagster.select={names}" if names else ""
    return f"materialise anew: mvn dagster:asset-materialize{select}{partition}"
