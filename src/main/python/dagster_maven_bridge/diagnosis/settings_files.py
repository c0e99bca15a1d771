"""What is wrong with a settings file that Dagster reads itself: ``workspace.yaml``, ``dagster.yaml``."""

import os
import re
from collections.abc import Sequence

from ..definitions import sources
from ..protocol import Problem, SourceLocation
from . import yaml_places
from .config_errors import ConfigError, config_errors, is_config_error
from .errors import chain
from .phrasing import clean
from .python_errors import first_line, sentence

_NOT_IMPORTABLE = re.compile(r"Couldn't import module (?P<module>[\w.]+) when")
_DRIVER = (
    "SQLAlchemy reaches PostgreSQL through psycopg unless told otherwise, and dagster-postgres brings psycopg2: write "
    "'scheme: postgresql+psycopg2' beside the host name (a postgres_url begins with it), or add 'psycopg[binary]' to "
    "<requirements> (-Ddagster.requirements)"
)


def problems_in(files: Sequence[str], error: Exception, about: Problem) -> list[Problem]:
    """The problems behind an exception, each with its line; ``about`` says what is in vain because of them."""
    present = [file for file in files if os.path.isfile(file)]
    cause = next((each for each in chain(error) if is_config_error(each)), None)
    if cause is not None:
        return [_of_settings(item, present, about) for item in config_errors(cause)]
    refusal = _refusal_of_server(error)
    if refusal is not None:
        return [_of_server(refusal, present, about)]
    told: Problem = {**about, "message": f"{about['message']}: {reason_of(error)}"}
    package = _NOT_IMPORTABLE.search(str(error))
    if isinstance(error, ModuleNotFoundError) and error.name == "psycopg":
        told["at"] = _line(present, r"\bpostgres_(?:db|url):") or _whole(present)
        told["remedy"] = _DRIVER
        return [told]
    if package is not None:
        module = package["module"]
        told["at"] = _line(present, rf"\bmodule:\s*['\"]?{re.escape(module)}\b") or _whole(present)
        told["remedy"] = (
            f"Correct that file, or add the package that has '{module}' to <requirements> (-Ddagster.requirements)"
        )
    else:
        told["at"] = _not_yaml(error, present) or _whole(present)
    return [told]


def reason_of(error: Exception) -> str:
    """Why, without what Dagster says in front of each failed check of its own, and never cut within a sentence."""
    import yaml

    if isinstance(error, yaml.YAMLError):
        return f"it is not YAML: {yaml_places.reason(error)}"
    text = " ".join(line.strip() for line in str(error).strip().splitlines()) or type(error).__name__
    text = re.sub(r"^(?:Failure condition|Invariant failed\. Description): ", "", text)
    return sentence(clean(text))


def _refusal_of_server(error: Exception) -> Exception | None:
    """What the driver of a database server has said; Dagster tells only that it has tried often enough."""
    for cause in chain(error):
        said = getattr(cause, "orig", None)
        if isinstance(said, Exception) and type(said).__name__ == "OperationalError":
            return None if type(said).__module__ == "sqlite3" else said
    return None


def _of_server(refusal: Exception, files: Sequence[str], about: Problem) -> Problem:
    return {
        **about,
        "kind": "server_unreachable",
        # What follows are guesses.
        "message": f"{about['message']}: {first_line(refusal)}",
        "at": _line(files, r"\b(?:postgres|mysql)_(?:db|url):") or _whole(files),
        "remedy": "Start the database server, or correct its address, database and user in that file",
    }


def _of_settings(error: ConfigError, files: Sequence[str], about: Problem) -> Problem:
    message = error.message("")
    return {
        **about,
        "kind": error.kind if error.variable else about["kind"],
        "message": f"{about['message']}: {message}",
        "subject": "environment variable" if error.variable else about["subject"],
        "value": error.variable or about["value"],
        "parameter": None if error.variable else about["parameter"],
        "at": _place(error, files),
        "remedy": error.remedy or about["remedy"],
    }


def _place(error: ConfigError, files: Sequence[str]) -> SourceLocation | None:
    if error.variable is not None:
        return _line(files, rf"\benv:\s*['\"]?{re.escape(error.variable)}\b") or _whole(files)
    path = [*error.path, error.unknown] if error.unknown else error.path
    # Of several files the one that has most of the path.
    depths = [(yaml_places.deepest(file, path, anywhere=True)[0], file) for file in files]
    if not depths:
        return None
    return yaml_places.place(max(depths)[1], path, anywhere=True)


def _line(files: Sequence[str], pattern: str) -> SourceLocation | None:
    return next((found for file in files if (found := yaml_places.line_with(file, pattern)) is not None), None)


def _whole(files: Sequence[str]) -> SourceLocation | None:
    return sources.at(files[0], 0) if files else None


def _not_yaml(error: Exception, files: Sequence[str]) -> SourceLocation | None:
    import yaml

    if not isinstance(error, yaml.YAMLError):
        return None
    mark = getattr(error, "problem_mark", None)
    file = mark.name if mark is not None and os.path.isfile(mark.name) else next(iter(files), None)
    return yaml_places.place_of_error(file, error) if file is not None else None
