"""The repositories that an operation works on: those of the loaded code location, or the one that is asked for."""

from ..problems import platform_error, unknown_name, user_error
from ..runtime import LoadedLocation, LoadedRepository, Session
from .project import Project


def loaded_location(session: Session) -> LoadedLocation:
    """The code location of this process."""
    if session.location is None:
        raise platform_error("protocol", "No code location is loaded in this process")
    return session.location


def project_of(session: Session) -> Project:
    """The project that the session was opened for."""
    target = session.parameters["target"]
    if target is None:
        raise platform_error("protocol", "No project is open in this process")
    return Project(session.parameters["project_directory"], target["working_directory"])


def repositories_here(session: Session, name: str | None) -> list[LoadedRepository]:
    """The repositories of that name, all without one; none when the code location of this process has none of it."""
    return [item for item in loaded_location(session).repositories if name is None or item.name == name]


def repositories(session: Session, location: str | None, repository: str | None) -> list[LoadedRepository]:
    """The repositories that match, by name; none when the code location is not the one of this process.

    Of several processes, one for each code location, the plugin asks the one that has it; a name that no process
    has is an error that names them all.
    """
    loaded = loaded_location(session)
    if location is not None and location != loaded.name:
        raise user_error(unknown_name("code location", location, [loaded.name], parameter="location"))
    found = sorted(loaded.repositories, key=lambda candidate: candidate.name)
    if repository is None:
        return found
    names = [candidate.name for candidate in found]
    if repository not in names:
        raise user_error(
            unknown_name("repository", repository, names, parameter="repository", code_location=loaded.name)
        )
    return [candidate for candidate in found if candidate.name == repository]
