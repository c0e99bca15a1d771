"""The name of a new definition: what it may be, and whether it is taken."""

import builtins
import keyword
import re
from collections.abc import Iterable

from ..definitions import sources
from ..model import Definitions
from ..problems import problem, user_error
from ..protocol import Problem, SourceLocation
from .modules import Module

# Dagster refuses these as names of ops, which the functions behind assets are.
_RESERVED = frozenset(("conf", "config", "context", "meta", "arg_dict", "input_arg_dict", "output_arg_dict", "output"))


def require_valid(subject: str, name: str) -> None:
    """Refuses what no function of Python can be called, with a name that it could be."""
    if keyword.iskeyword(name):
        raise user_error(_invalid(subject, name, f"'{name}' is a keyword of Python"))
    if name in _RESERVED or hasattr(builtins, name):
        raise user_error(_invalid(subject, name, f"'{name}' means something to {_owner(name)} already"))
    if not (name.isascii() and name.isidentifier()):
        raise user_error(_invalid(subject, name, f"'{name}' is no name in Python"))
    if name.startswith("__"):
        raise user_error(_invalid(subject, name, f"'{name}' begins as names do that Dagster keeps for itself"))


def _is_valid(name: str) -> bool:
    return not (name in _RESERVED or hasattr(builtins, name) or keyword.iskeyword(name))


def _owner(name: str) -> str:
    return "Dagster" if name in _RESERVED else "Python"


def _invalid(subject: str, name: str, message: str) -> Problem:
    suggestion = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_") or subject
    if not suggestion[0].isalpha():
        suggestion = f"{subject}_{suggestion}"
    if suggestion == name or not _is_valid(suggestion):
        suggestion = f"{suggestion}_{subject}"
    return problem(
        "invalid_parameter",
        f"{message}, and so cannot be the name of {article(subject)} {subject}",
        subject="name",
        value=name,
        parameter="name",
        remedy=f"Take another one, as <name>{suggestion}</name> or -Ddagster.name={suggestion}",
    )


def article(noun: str) -> str:
    """The article of a noun."""
    return "an" if noun[0] in "aeiou" else "a"


def names_by_subject(definitions: Definitions) -> dict[str, dict[str, SourceLocation | None]]:
    """The names of all definitions, with where they are defined."""
    return {
        "asset": {item["key"]: item["defined_at"] for item in definitions["assets"]},
        "check": {f"{item['asset']}:{item['name']}": item["defined_at"] for item in definitions["checks"]},
        "job": {item["name"]: item["defined_at"] for item in definitions["jobs"]},
        "schedule": {item["name"]: item["defined_at"] for item in definitions["schedules"]},
        "sensor": {item["name"]: item["defined_at"] for item in definitions["sensors"]},
        "resource": {item["name"]: item["defined_at"] for item in definitions["resources"]},
    }


def require_free(subject: str, name: str, definitions: Definitions) -> None:
    """Refuses the name of another definition of the kind; schedules and sensors share their names."""
    names = names_by_subject(definitions)
    for kind in ("schedule", "sensor") if subject in ("schedule", "sensor") else (subject,):
        if name in names[kind]:
            raise user_error(_taken(f"There is {article(kind)} {kind} '{name}' already", name, names[kind][name]))


def require_unbound(name: str, modules: Iterable[Module], given: str) -> None:
    """Refuses a name that means something in one of the files already."""
    for module in modules:
        for binding in module.bindings.get(name, []):
            node = binding[0] if isinstance(binding, tuple) else binding
            at = sources.at(module.source.path, node.lineno)
            raise user_error(_taken(f"The name '{name}' means something in this file already", given, at))


def _taken(message: str, name: str, at: SourceLocation | None) -> Problem:
    return problem(
        "name_taken",
        message,
        subject="name",
        value=name,
        parameter="name",
        at=at,
        remedy="Take another one with <name> or -Ddagster.name",
    )
