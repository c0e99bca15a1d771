"""Where each definition of a repository is made: at its function, or at what else names it in the user's code."""

import os
from collections.abc import Iterator, Set
from functools import cached_property
from types import ModuleType
from typing import Any

from dagster import AssetKey, Definitions

from ..protocol import SourceLocation
from . import sources
from .asked_once import AskedOnce
from .named_places import NamedPlaces
from .outline import outline_of
from .project import Project

_REFERENCES = "dagster/code_references"


class DefinitionPlaces:
    """Finds definitions in the modules of a project that are loaded.

    What has no function of its own is searched in the text of the files, then among the variables of the modules. What
    is made within the statement that gathers all definitions is made there.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._named = NamedPlaces(project)
        self._function = AskedOnce(lambda definition: sources.of_definition(definition, project))

    def of_asset(self, node: Any, definition: Any) -> SourceLocation | None:
        """An asset, its node in the graph and the definition that makes it."""
        return (
            self._of_component(node)
            or self._function(definition)
            or _at(self._keys_in_text.get(node.key.to_user_string()))
            or (None if node.is_materializable else self._named.of(node.key.to_user_string()))
            or self._variable(node.key)
            or self._gathered
        )

    def of_check(self, key: Any, definition: Any) -> SourceLocation | None:
        """An asset check; one that a function of Dagster's makes is where that is called."""
        return self._function(definition) or self._variable(key) or self._gathered

    def of_job(self, job: Any) -> SourceLocation | None:
        """A job."""
        # A job of assets, or of a graph, has no function of its own: what names it makes it.
        place = None if sources.has_own_function(job) else self._named.of(job.name)
        return place or sources.of_definition(job, self._project) or self._variable(job.name) or self._gathered

    def of_automation(self, automation: Any) -> SourceLocation | None:
        """A schedule or a sensor."""
        return (
            sources.of_definition(automation, self._project)
            or self._named.of(automation.name)
            or self._variable(automation.name)
            or self._gathered
        )

    def of_variable(self, definition: Any) -> SourceLocation | None:
        """A definition that may be in no repository: its function, or the variable that holds it."""
        found = (self._variable(name) for name in _names_of(definition))
        return sources.of_definition(definition, self._project) or next((place for place in found if place), None)

    def of_resource(self, name: str, definition: Any) -> SourceLocation | None:
        """A resource: its class or function, or else where it is bound to its key."""
        return (
            sources.of_class(getattr(definition, "configurable_resource_cls", None), self._project)
            or self._function(definition)
            or _at(self._resources_in_text.get(name))
            or self._gathered
        )

    def _of_component(self, node: Any) -> SourceLocation | None:
        """Where the YAML of a component has an asset: from 1.11 on Dagster says of which file it is made."""
        references = getattr(node.metadata.get(_REFERENCES), "code_references", ())
        for reference in references:
            file = getattr(reference, "file_path", None)
            if file and file.endswith((".yaml", ".yml")) and self._project.owns(file) and os.path.isfile(file):
                return _line_with(file, node.key) or sources.at(file, reference.line_number or 1)
        return None

    def _variable(self, name: Any) -> SourceLocation | None:
        """The variable that holds a definition of a name or key, or a list with one."""
        return self._variables.get(name)

    @cached_property
    def _modules(self) -> dict[str, ModuleType]:
        return sources.modules_by_file(self._project)

    @cached_property
    def _keys_in_text(self) -> dict[str, tuple[str, int]]:
        return sources.first_places((file, outline_of(file).asset_keys) for file in self._modules)

    @cached_property
    def _resources_in_text(self) -> dict[str, tuple[str, int]]:
        return sources.first_places((file, outline_of(file).resources) for file in self._modules)

    @cached_property
    def _variables(self) -> dict[Any, SourceLocation]:
        found: dict[Any, SourceLocation] = {}
        for place, value in self._values():
            for name in _names_of(value):
                found.setdefault(name, place)
        return found

    @cached_property
    def _gathered(self) -> SourceLocation | None:
        """The statement that gathers all definitions, if there is one alone."""
        places = [place for place, value in self._values() if _gathers(value)]
        return places[0] if len(places) == 1 else None

    def _values(self) -> Iterator[tuple[SourceLocation, Any]]:
        """What the variables of the modules hold, of lists and maps each element, and the lines they are set on."""
        for file, module in self._modules.items():
            variables = vars(module)
            for name, line in outline_of(file).variables.items():
                value: Any = variables.get(name)
                # By their very type: Dagster's records are tuples that refuse to be iterated over.
                if type(value) is dict:
                    elements = list(value.values())
                else:
                    elements = list(value) if type(value) in (list, tuple, set) else [value]
                for element in elements:
                    if _is_dagsters(element):
                        yield sources.at(file, line), element


def _at(place: tuple[str, int] | None) -> SourceLocation | None:
    return None if place is None else sources.at(*place)


def _is_dagsters(value: Any) -> bool:
    # Whatever else there is may do anything when it is asked for an attribute.
    return any(base.__module__.split(".")[0] == "dagster" for base in type(value).__mro__)


def _names_of(value: Any) -> list[Any]:
    """What a definition is found by: keys of assets and checks, or a name."""
    names: list[Any] = []
    for attribute in ("key", "keys", "check_keys", "name"):
        try:
            found = getattr(value, attribute, None)
        except Exception:
            # Dagster's properties raise for definitions that they do not apply to.
            continue
        if isinstance(found, (str, AssetKey)):
            names.append(found)
        elif isinstance(found, (Set, list)):
            names += found
    return names


def _gathers(value: Any) -> bool:
    return isinstance(value, Definitions) or type(value).__name__ in ("LazyDefinitions", "RepositoryDefinition")


def _line_with(file: str, key: AssetKey) -> SourceLocation | None:
    """The line of a YAML file that has the key as a value."""
    with open(file, encoding="utf-8", errors="replace") as stream:
        for number, line in enumerate(stream, 1):
            value = line.split("#")[0].rpartition(":")[2].strip().strip("'\"")
            if ":" in line and value == key.to_user_string():
                return sources.at(file, number)
    return None
