"""Adding one definition to the project."""

from datetime import date, timedelta
from typing import TypedDict

from ..definitions.narrowing import loaded_location, repositories
from ..dispatch import operation
from ..model import Definitions
from ..problems import problem, unknown_name, user_error
from ..protocol import Problem
from ..runs.job_choice import job_names
from ..runtime import Call
from ..scaffolding import code
from ..scaffolding.names import article, require_free, require_valid
from ..scaffolding.neighbours import neighbours_of
from ..scaffolding.scaffold import ScaffoldedDefinition, Wanted, add_definition
from .definitions import describe


class ScaffoldParameters(TypedDict):
    """What every definition is added with: its name, and the code location and repository that get it."""

    name: str
    location: str | None
    repository: str | None


class AssetParameters(ScaffoldParameters):
    """``scaffolding.asset``."""

    deps: list[str]
    partitioned: bool


class JobParameters(ScaffoldParameters):
    """``scaffolding.job``; without a selection the job materialises every asset."""

    select: str | None


class ScheduleParameters(ScaffoldParameters):
    """``scaffolding.schedule``; without a job the only one there is."""

    cron: str
    job: str | None


class SensorParameters(ScaffoldParameters):
    """``scaffolding.sensor``; without a job the only one there is."""

    job: str | None


@operation
def asset(call: Call, parameters: AssetParameters) -> ScaffoldedDefinition:
    """Adds an asset."""
    before = _begin(call, parameters, "asset")
    name, deps = parameters["name"], parameters["deps"]
    known = [item["key"] for item in before["assets"]]
    if unknown := [key for key in deps if key not in known]:
        raise user_error(*(unknown_name("asset", key, known, parameter="deps") for key in unknown))
    # A month and more of complete partitions, so that there is a latest one.
    start = (date.today().replace(day=1) - timedelta(days=1)).replace(day=1).isoformat()
    start_date = start if parameters["partitioned"] else None
    sample = code.asset(name, deps, start_date, code.Neighbours())
    wanted = Wanted(
        "asset",
        name,
        lambda place: code.asset(name, deps, start_date, neighbours_of(place, before)),
        sample,
        is_partitioned=parameters["partitioned"],
    )
    return add_definition(call.session, wanted, before)


@operation
def job(call: Call, parameters: JobParameters) -> ScaffoldedDefinition:
    """Adds a job that materialises assets."""
    before = _begin(call, parameters, "job")
    select = parameters["select"]
    if select is not None:
        from ..definitions.selection import resolve

        for repository in repositories(call.session, parameters["location"], parameters["repository"]):
            resolve(repository.definition.asset_graph, select)
    return _add(call, before, parameters["name"], code.job(parameters["name"], select))


@operation
def schedule(call: Call, parameters: ScheduleParameters) -> ScaffoldedDefinition:
    """Adds a schedule that runs a job."""
    before = _begin(call, parameters, "schedule")
    _require_cron(parameters["cron"])
    job_name = _job(call, parameters["job"], parameters, "schedule")
    return _add(call, before, parameters["name"], code.schedule(parameters["name"], parameters["cron"], job_name))


@operation
def sensor(call: Call, parameters: SensorParameters) -> ScaffoldedDefinition:
    """Adds a sensor that runs a job."""
    before = _begin(call, parameters, "sensor")
    job_name = _job(call, parameters["job"], parameters, "sensor")
    return _add(call, before, parameters["name"], code.sensor(parameters["name"], job_name))


@operation
def resource(call: Call, parameters: ScaffoldParameters) -> ScaffoldedDefinition:
    """Adds a resource."""
    before = _begin(call, parameters, "resource")
    return _add(call, before, parameters["name"], code.resource(parameters["name"]))


def _begin(call: Call, parameters: ScaffoldParameters, subject: str) -> Definitions:
    """Checks the name and which code location is meant; the definitions as they are."""
    require_valid(subject, parameters["name"])
    if call.session.is_one_of_several and parameters["location"] is None:
        raise user_error(_several_locations(call, subject))
    loaded_location(call.session)
    before = describe(
        call,
        {
            "location": parameters["location"],
            "repository": parameters["repository"],
            "dry_ticks": False,
            "append_assets": None,
        },
    )
    require_free(subject, parameters["name"], before)
    return before


def _add(call: Call, before: Definitions, name: str, new: code.NewCode) -> ScaffoldedDefinition:
    return add_definition(call.session, Wanted(new.subject, name, lambda _place: new, new), before)


def _several_locations(call: Call, subject: str) -> Problem:
    from ..definitions.loading import find_origins

    target = call.session.parameters["target"]
    names = [origin.name for origin in find_origins(target)] if target is not None else []
    return problem(
        "ambiguous_name",
        f"There are {len(names)} code locations: which one gets the {subject}?",
        subject="code location",
        parameter="location",
        choices=names,
        remedy="Name it with <location> or -Ddagster.location",
    )


def _job(call: Call, name: str | None, parameters: ScaffoldParameters, subject: str) -> str:
    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    choices = sorted({job for repository in chosen for job in job_names(repository)})
    if name is None and len(choices) == 1:
        return choices[0]
    if name is None or not choices:
        raise user_error(
            problem(
                "missing_parameter",
                f"There are {len(choices)} jobs: which one does the {subject} run?"
                if choices
                else f"There is no job that {article(subject)} {subject} could run",
                subject="job",
                parameter="job" if choices else None,
                choices=choices,
                remedy="Name it with <job> or -Ddagster.job"
                if choices
                else "Add one before: mvn dagster:job-scaffold -Ddagster.name=…",
            )
        )
    if name not in choices:
        raise user_error(unknown_name("job", name, choices, parameter="job"))
    return name


def _require_cron(cron: str) -> None:
    from dagster import DagsterInvalidDefinitionError, ScheduleDefinition

    try:
        ScheduleDefinition(name="tried", job_name="tried", cron_schedule=cron)
    except DagsterInvalidDefinitionError as error:
        raise user_error(
            problem(
                "invalid_parameter",
                f"'{cron}' is no cron expression",
                subject="cron expression",
                value=cron,
                parameter="cron",
                remedy="Give minute, hour, day, month and weekday, as -Ddagster.cron='0 6 * * *'",
            )
        ) from error
