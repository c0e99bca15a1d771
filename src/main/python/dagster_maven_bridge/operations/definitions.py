"""The definitions as a whole."""

from ..collector import resting_collector
from ..definitions.description import RepositoryDescription
from ..definitions.narrowing import loaded_location, repositories
from ..dispatch import operation
from ..linting.lint import Lint
from ..model import Definitions, DescribeParameters
from ..runtime import Call


@operation
def describe(call: Call, parameters: DescribeParameters) -> Definitions:
    """Describes every definition; they were checked when they were loaded. Then lint looks at them."""
    with resting_collector():
        return _described(call, parameters)


def _described(call: Call, parameters: DescribeParameters) -> Definitions:
    location = loaded_location(call.session)
    whole = _nothing(location.name)
    lint = Lint(call, parameters)
    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    for repository in chosen:
        description = RepositoryDescription(repository, call.session)
        found: Definitions = {
            "locations": [location.name],
            "assets": description.assets(),
            "checks": description.checks(),
            "jobs": description.jobs(),
            "schedules": description.schedules(),
            "sensors": description.sensors(),
            "resources": description.resources(),
            "findings": [],
        }
        found["findings"] = lint.findings(repository, found)
        whole["assets"] += found["assets"]
        whole["checks"] += found["checks"]
        whole["jobs"] += found["jobs"]
        whole["schedules"] += found["schedules"]
        whole["sensors"] += found["sensors"]
        whole["resources"] += found["resources"]
        whole["findings"] += found["findings"]
    # What is not looked at may be what a comment is about.
    if chosen and len(chosen) == len(location.repositories):
        whole["findings"] += lint.unused_suppressions(chosen[0])
    return whole


def _nothing(location: str) -> Definitions:
    return {
        "locations": [location],
        "assets": [],
        "checks": [],
        "jobs": [],
        "schedules": [],
        "sensors": [],
        "resources": [],
        "findings": [],
    }
