"""The instance of a session: opened when something first needs it, kept as long as the process.

Of Dagster's private interfaces it needs ``InstanceRef.from_dir`` and the texts of ``dagster_shared.telemetry``, the
same from 1.10.21 to 1.13; they are not taken from ``dagster_run_api``, so that opening an instance does not load what
runs need.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..masking import announce_secrets
from ..problems import problem, user_error
from ..protocol import Problem
from ..runtime import OperationError, Session
from .home import home_while_loading, locked
from .home_settings import users_settings_in, write_own_settings

if TYPE_CHECKING:
    from dagster import DagsterInstance
    from dagster._core.instance import InstanceRef


def instance_of(session: Session) -> "DagsterInstance":
    """The session's instance, opened now if it is not open yet.

    Without settings of the user's, it is the plugin's own home: lean storage and no capture of compute logs (user
    code's output is read from the process as it is). With them, they alone decide.
    """
    if session.open_instance is None:
        home = Path(session.parameters["home"])
        settings = session.parameters["instance_config"]
        # User code asks for its own home.
        os.environ["DAGSTER_HOME"] = str(home)
        announce_secrets(session.parameters["secrets"])
        try:
            with locked(str(home)):
                session.open_instance = _open(home, Path(settings) if settings else None)
        except OperationError:
            raise
        except Exception as error:
            from ..diagnosis.errors import trace_of

            raise user_error(*_unusable(home, settings, error), trace=trace_of(error)) from error
    return session.open_instance


def existing_instance_of(session: Session) -> "DagsterInstance | None":
    """The session's instance; None when nothing has made one yet. A question must not leave a home behind."""
    settings = session.parameters["instance_config"]
    if session.open_instance is None and not _exists(
        Path(session.parameters["home"]), Path(settings) if settings else None
    ):
        return None
    return instance_of(session)


def required_instance_of(session: Session) -> "DagsterInstance":
    """The session's instance; an OperationError when nothing has made one yet."""
    instance = existing_instance_of(session)
    if instance is None:
        home = session.parameters["home"]
        raise user_error(
            problem(
                "no_instance",
                f"There is no Dagster instance in {home} yet",
                subject="folder",
                value=home,
                parameter="home",
                remedy="The first run makes one; if it is elsewhere, name it with <home> (-Ddagster.home=…)",
            )
        )
    return instance


def settings_file_of(session: Session) -> str | None:
    """The file with the user's settings of the instance; None when they are the plugin's own."""
    if session.parameters["instance_config"] is not None:
        return session.parameters["instance_config"]
    file = users_settings_in(Path(session.parameters["home"]))
    return str(file) if file else None


def _exists(home: Path, settings: Path | None) -> bool:
    file = settings or users_settings_in(home)
    if file is None or not file.is_file():
        return (home / "history").is_dir()
    from dagster._core.instance import InstanceRef

    try:
        with home_while_loading(str(home)):
            reference = InstanceRef.from_dir(str(home), config_dir=str(file.parent), config_filename=file.name)
            folder = _folder_of(reference.run_storage_data)
    except Exception:
        # Opening it tells what is wrong with the settings.
        return True
    return folder is None or os.path.isdir(folder)


def _folder_of(storage: Any) -> str | None:
    """The folder of a storage; None when it is a database server's."""
    config: dict[str, Any] = dict(storage.config_dict)
    # It may stand for another one.
    if isinstance(inner := config.get("config_yaml"), str):
        import yaml

        config = yaml.safe_load(inner) or {}
    folder = config.get("base_dir")
    return os.path.abspath(folder) if isinstance(folder, str) else None


def _open(home: Path, settings: Path | None) -> "DagsterInstance":
    from dagster import DagsterInstance
    from dagster._core.instance import InstanceRef

    if settings is not None:
        if not settings.is_file():
            raise user_error(_missing(settings))
        _shorten_telemetry_notice(settings)
        reference = InstanceRef.from_dir(str(home), config_dir=str(settings.parent), config_filename=settings.name)
    else:
        reference = _reference_of_home(home)
    with _storage_locked(reference, home):
        instance = DagsterInstance.from_ref(reference)
    if settings is not None:
        # Opened when the first run needs it, which would then fail for what is wrong with the settings.
        _ = instance.run_coordinator
    return instance


@contextlib.contextmanager
def _storage_locked(reference: "InstanceRef", home: Path) -> Iterator[None]:
    """Keeps out builds with homes of their own whose settings name the same folders for the storage."""
    any_reference: Any = reference
    storages = (any_reference.run_storage_data, any_reference.event_storage_data, any_reference.schedule_storage_data)
    folders = {folder for storage in storages if storage is not None and (folder := _folder_of(storage)) is not None}
    if folders:
        from ..private_api.dagster_sqlite_api import wait_for_other_writers

        wait_for_other_writers()
    with contextlib.ExitStack() as locks:
        # In one order, so that nobody waits for who waits for him; what is in the home is locked with it.
        for folder in sorted(folder for folder in folders if not Path(folder).is_relative_to(home)):
            locks.enter_context(locked(folder))
        yield


def reference_for_servers(session: Session) -> "InstanceRef":
    """The session's instance as servers of Dagster's own are to open it, in processes of their own.

    The output of the runs that they launch is captured as Dagster does it, but for secrets: their pages show it.
    """
    reference = instance_of(session).get_ref()
    if session.parameters["instance_config"] is None:
        reference = _reference_of_home(Path(session.parameters["home"]), captures_output=True)
    return reference


def _reference_of_home(home: Path, captures_output: bool = False) -> "InstanceRef":
    from dagster._core.instance import InstanceRef

    if users_settings_in(home) is not None:
        return InstanceRef.from_dir(str(home))
    write_own_settings(home)
    overrides = _lean_overrides(home)
    if captures_output:
        overrides["compute_logs"] = {
            "module": f"{__package__}.compute_logs",
            "class": "MaskedComputeLogManager",
            "config": {"base_dir": str(home / "storage")},
        }
    return InstanceRef.from_dir(str(home), overrides=overrides)


def _lean_overrides(home: Path) -> dict[str, Any]:
    storage = f"{__package__}.storage"

    def lean(name: str, folder: Path) -> dict[str, Any]:
        # With the separator at the end, as Dagster writes its own.
        return {"module": storage, "class": name, "config": {"base_dir": os.path.join(folder, "")}}

    return {
        "run_storage": lean("LeanRunStorage", home / "history"),
        "event_log_storage": lean("LeanEventLogStorage", home / "history" / "runs"),
        "schedule_storage": lean("LeanScheduleStorage", home / "schedules"),
        "compute_logs": {
            "module": "dagster._core.storage.noop_compute_log_manager",
            "class": "NoOpComputeLogManager",
        },
    }


def _shorten_telemetry_notice(settings: Path) -> None:
    """Each new home makes Dagster print twenty lines of notice; what it collects and how to refuse fits two."""
    from dagster_shared import telemetry

    telemetry.TELEMETRY_TEXT = "Dagster collects usage statistics: https://docs.dagster.io/about/telemetry"
    telemetry.SLACK_PROMPT = f"To opt out, write telemetry: {{enabled: false}} in {settings}"


def _missing(settings: Path) -> Problem:
    return problem(
        "missing_file",
        f"There is no instance configuration {settings}",
        subject="file",
        value=str(settings),
        parameter="instanceConfig",
        remedy="Correct <instanceConfig> (-Ddagster.instanceConfig=…)",
    )


def _unusable(home: Path, settings: str | None, error: Exception) -> list[Problem]:
    from ..diagnosis.settings_files import problems_in, reason_of

    if settings is not None:
        about = problem(
            "instance_unusable",
            f"The instance of {settings} cannot be opened",
            value=settings,
            parameter="instanceConfig",
            remedy="Correct that file, or name another one with <instanceConfig> (-Ddagster.instanceConfig=…)",
        )
        return problems_in([settings], error, about)
    return [
        problem(
            "instance_unusable",
            f"The Dagster home {home} cannot be opened: {reason_of(error)}",
            value=str(home),
            parameter="home",
            remedy="Delete that folder, or name another one with <home> (-Ddagster.home=…)",
        )
    ]
