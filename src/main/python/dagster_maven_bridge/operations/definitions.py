"""The definitions as a whole."""

from ..definitions.description import RepositoryDescription
from ..definitions.narrowing import loaded_location, repositories
from ..dispatch import operation
from ..model import Definitions, Narrowing
from ..runtime import Call


@operation
def describe(call: Call, parameters: Narrowing) -> Definitions:
    """Describes every definition; they were checked when they were loaded."""
    location = loaded_location(call.session)
    found: Definitions = {
        "locations": [location.name],
        "assets": [],
        "checks": [],
        "jobs": [],
        "schedules": [],
        "sensors": [],
        "resources": [],
    }
    for repository in repositories(call.session, parameters["location"], parameters["repository"]):
        description = RepositoryDescription(repository, call.session)
        found["assets"] += description.assets()
        found["checks"] += description.checks()
        found["jobs"] += description.jobs()
        found["schedules"] += description.schedules()
        found["sensors"] += description.sensors()
        found["resources"] += description.resources()
    return found
