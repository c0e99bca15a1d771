"""Which partitions of a job a backfill fills."""

from collections.abc import Sequence

from dagster import DagsterInstance, JobDefinition

from ..partitions.multi_partitions import as_dagster_writes
from ..partitions.partition_problems import RANGE_SEPARATOR, shown_choices, unknown_partition
from ..private_api.dagster_partition_api import PartitionView
from ..problems import problem, user_error
from ..protocol import Problem
from .launch_requests import BackfillParameters


def partitions_to_fill(job: JobDefinition, parameters: BackfillParameters, instance: DagsterInstance) -> list[str]:
    """The keys in Dagster's order; all when nothing narrows them, as on the command line."""
    definition = job.partitions_def
    if definition is None:
        raise user_error(
            problem(
                "invalid_parameter",
                f"The job '{job.name}' is not partitioned, so that there is nothing to fill",
                subject="job",
                value=job.name,
                parameter="job",
                remedy="Launch it with job-launch, or name a partitioned job with <job> (-Ddagster.job=…)",
            )
        )
    keys = PartitionView(instance).keys(definition)
    places = {key: place for place, key in enumerate(keys)}
    problems: list[Problem] = []

    def place(text: str, parameter: str) -> int:
        found = places.get(as_dagster_writes(text, definition, places))
        if found is None:
            problems.append(_unknown(text, keys, parameter))
            return 0
        return found

    chosen: set[int] = set()
    if parameters["partitions"]:
        for text in parameters["partitions"]:
            first, separator, last = text.partition(RANGE_SEPARATOR)
            if separator and text not in places:
                chosen.update(range(place(first, "partitions"), place(last, "partitions") + 1))
            else:
                chosen.add(place(text, "partitions"))
    else:
        first_given, last_given = parameters["first"], parameters["last"]
        start = 0 if first_given is None else place(first_given, "from")
        end = len(keys) - 1 if last_given is None else place(last_given, "to")
        chosen.update(range(start, end + 1))
    if problems:
        raise user_error(*problems)
    if not chosen:
        raise user_error(_nothing(job.name, keys))
    return [keys[index] for index in sorted(chosen)]


def _unknown(text: str, keys: Sequence[str], parameter: str) -> Problem:
    return unknown_partition(text, keys, parameter)


def _nothing(job: str, keys: Sequence[str]) -> Problem:
    if not keys:
        return problem("no_match", f"The job '{job}' has no partition yet", subject="job", value=job, parameter="job")
    return problem(
        "no_match",
        f"No partition of the job '{job}' lies in that range",
        subject="partition",
        choices=shown_choices(keys),
        parameter="partitions",
        remedy="The first partition of a range comes before its last",
    )
