"""Jobs."""

from ..description import RepositoryDescription
from ..dispatch import operation
from ..model import Job, JobList, Narrowing
from ..narrowing import loaded_location, project_of, repositories
from ..runtime import Call


@operation
def list_(call: Call, parameters: Narrowing) -> JobList:
    """Lists the jobs that the user defined."""
    location = loaded_location(call.session)
    jobs: list[Job] = []
    for repository in repositories(call.session, parameters["location"], parameters["repository"]):
        jobs += RepositoryDescription(location.name, repository, project_of(call.session)).jobs()
    return {"jobs": jobs}
