"""Which partitions of a job a backfill fills."""

from dagster import DagsterInstance, JobDefinition

from ..partitions.multi_partitions import as_dagster_writes
from ..partitions.owners import Owner
from ..partitions.partition_problems import RANGE_SEPARATOR, backwards
from ..partitions.unknown_keys import UnknownKey, UnknownKeys
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
    view = PartitionView(instance)
    owner = Owner.job(job.name, definition)
    keys, places = view.keys(definition), view.places(definition)
    problems: list[Problem] = []

    def place(text: str, parameter: str) -> int | None:
        found = places.get(as_dagster_writes(text, definition, places))
        if found is None:
            problems.append(UnknownKeys(view, parameter).problem(UnknownKey(text, owner, can_be_created=False)))
        return found

    def between(first: int | None, last: int | None, parameter: str) -> range:
        if first is None or last is None:
            return range(0)
        if last < first:
            problems.append(backwards(keys[first], keys[last], owner, parameter))
        return range(first, last + 1)

    chosen: set[int] = set()
    if parameters["partitions"]:
        for text in parameters["partitions"]:
            first, separator, last = text.partition(RANGE_SEPARATOR)
            if separator and text not in places:
                chosen.update(between(place(first, "partitions"), place(last, "partitions"), "partitions"))
            elif (found := place(text, "partitions")) is not None:
                chosen.add(found)
    elif keys:
        first_given, last_given = parameters["first"], parameters["last"]
        start = 0 if first_given is None else place(first_given, "from")
        end = len(keys) - 1 if last_given is None else place(last_given, "to")
        chosen.update(between(start, end, "from"))
    if problems:
        raise user_error(*problems)
    if not chosen:
        raise user_error(_nothing_yet(job.name))
    return [keys[index] for index in sorted(chosen)]


def _nothing_yet(job: str) -> Problem:
    return problem("no_match", f"The job '{job}' has no partition yet", subject="job", value=job, parameter="job")
