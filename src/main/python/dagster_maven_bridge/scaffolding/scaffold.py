"""Adding a definition: plan, write, load in a new process, and take all of it back unless Dagster then has it."""

import ast
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

from ..definitions import sources
from ..definitions.narrowing import project_of
from ..definitions.project import Project
from ..model import Definitions
from ..private_api.dagster_api import code_of
from ..problems import problem, user_error
from ..protocol import Problem, SourceLocation
from ..runtime import LoadedLocation, OperationError, Session
from .code import NewCode, resources_file
from .components import defs_module_of
from .fresh import describe_afresh
from .imports import Imports
from .modules import Module, Modules
from .names import article, names_by_subject, require_unbound
from .places import Entry, NoPlace, Place, PlaceFinder
from .source import SourceFile, Uneditable
from .writing import Change, Journal, write_code


class ScaffoldedDefinition(TypedDict):
    """What was added; see the Java record of the same name."""

    subject: str
    name: str
    symbol: str
    is_partitioned: bool
    defined_at: SourceLocation
    is_new_file: bool
    registered_at: SourceLocation | None


@dataclass(frozen=True)
class Wanted:
    """A definition to add: ``code`` makes its code for the place that was found."""

    subject: str
    name: str
    code: Callable[[Place], NewCode]
    sample: NewCode
    is_partitioned: bool = False


def add_definition(session: Session, wanted: Wanted, before: Definitions) -> ScaffoldedDefinition:
    """Adds a definition to the project; an OperationError, and an unchanged project, when that cannot be."""
    plan = _Plan(session, wanted)
    changes = plan.changes()
    journal = Journal(changes)
    try:
        journal.apply()
    except OSError as error:
        raise user_error(_not_written(error)) from error
    try:
        name = _added(describe_afresh({**session.parameters, "location": plan.location.name}), before, plan)
    except OperationError as error:
        journal.restore()
        raise user_error(plan.not_loaded(), *error.data["problems"], trace=error.data["trace"]) from error
    except BaseException:
        journal.restore()
        raise
    return plan.result(name)


def _not_written(error: OSError) -> Problem:
    return problem(
        "not_written",
        f"{error.filename} cannot be written ({error.strerror}); every file is as it was before",
        subject="file",
        value=error.filename,
    )


def _added(after: Definitions, before: Definitions, plan: "_Plan") -> str:
    """The name under which Dagster has the new definition, which loaders may put a prefix before."""
    wanted, old, new = plan.wanted, names_by_subject(before), names_by_subject(after)
    for kind, names in old.items():
        for name in names:
            if name not in new[kind]:
                raise user_error(
                    problem("lost", f"The {kind} '{name}' would no longer be loaded", subject=kind, at=names[name])
                )
    added = [name for name in new[wanted.subject] if name not in old[wanted.subject]]
    for name in added:
        if name == wanted.name or (wanted.subject == "asset" and name.rpartition("/")[2] == wanted.name):
            return name
    raise user_error(problem("not_loaded", f"Dagster does not find the {wanted.subject} '{wanted.name}' there"))


class _Plan:
    """What is going to be written."""

    def __init__(self, session: Session, wanted: Wanted) -> None:
        self.wanted = wanted
        self._project: Project = project_of(session)
        self.location: LoadedLocation = session.location  # type: ignore[assignment]
        self._modules = Modules(self._project)
        self._imports = Imports(self._project)
        try:
            self._place = self._find()
            self._code = self._code_for(self._place)
            if os.path.lexists(self._place.path) and self._place.module is None:
                raise user_error(self._in_the_way())
            touched = [self._place.module] if self._place.module is not None else []
            require_unbound(self._code.name, [*touched, *self._imports.importing], wanted.name)
            self._new = write_code(self._place, self._code, self._imports)
        except NoPlace as none:
            raise user_error(self._no_place(str(none), none.module, none.line)) from none
        except Uneditable as error:
            raise user_error(self._no_place(str(error), None, 0)) from error

    def _find(self) -> Place:
        repositories = self.location.repositories
        code = code_of(repositories[0].reconstructable)
        entry = Entry(self.wanted.subject, self.wanted.sample.name, self.wanted.sample.entry)
        finder = PlaceFinder(self._modules, self._imports, entry, defs_module_of(self._project))
        module = self._modules.of_file(code.file) if code.file else self._modules.named(code.module or "")
        if module is None:
            raise user_error(self._no_place("its code does not belong to the project", None, 0))
        if len(repositories) > 1:
            raise NoPlace("it has several repositories", module)
        if code.attribute is None:
            return finder.of_defs_folder(module)
        return finder.of_attribute(module, code.attribute)

    def _code_for(self, place: Place) -> NewCode:
        code = self.wanted.code(place)
        return resources_file(code) if place.is_defs_folder and code.subject == "resource" else code

    def changes(self) -> list[Change]:
        """Every file with what it is going to be."""
        changed = [source for source in self._modules.changed() if source.changed_content() != source.content]
        changes = [Change(source.path, source.content, source.changed_content()) for source in changed]
        for change in changes:
            # What has been put together here is read before anybody else reads it.
            ast.parse(change.after, change.path)
        return [self._new, *changes] if self._new is not None else changes

    def result(self, name: str) -> ScaffoldedDefinition:
        """What was written, once it is there."""
        place = self._place
        registered = None
        if place.registered is not None:
            path = place.registered[0].source.path
            # The line that names it, which is not the one that defines it or imports it.
            registered = sources.at(path, _line_of_use(SourceFile.read(path), self._code.name))
        return {
            "subject": self.wanted.subject,
            "name": name,
            "symbol": self._code.name,
            "is_partitioned": self.wanted.is_partitioned,
            "defined_at": sources.at(place.path, _line_of(SourceFile.read(place.path), self._code.name)),
            "is_new_file": place.module is None,
            "registered_at": registered,
        }

    # What goes wrong

    def not_loaded(self) -> Problem:
        """The definition was written, and Dagster does not take it."""
        subject, name = self.wanted.subject, self.wanted.name
        where = self._project.relative(self._place.path)
        return problem(
            "not_loaded",
            f"The {subject} '{name}' was added to {where}, but then the definitions are not what they should be;"
            f" every file is as it was before. By hand it would be:\n{_by_hand(self._code)}",
            subject=subject,
            value=name,
            remedy="The next problem says what is wrong with it",
        )

    def _no_place(self, reason: str, module: Module | None, line: int) -> Problem:
        subject, sample = self.wanted.subject, self.wanted.sample
        entry = sample.entry_for(sample.name)
        listed = f"resources={{{entry}}}" if subject == "resource" else f"{subject}s=[{entry}]"
        return problem(
            "no_place",
            f"There is no safe place for {article(subject)} {subject}: {reason}; nothing was changed.\n"
            f"Add this in front of what gives Dagster the definitions:\n{_by_hand(sample)}",
            subject=subject,
            value=self.wanted.name,
            at=sources.at(module.source.path, line) if module is not None else None,
            remedy=f"Then list it there: Definitions({listed}, …)",
        )

    def _in_the_way(self) -> Problem:
        return problem(
            "file_exists",
            f"There is a file in the way, where the {self.wanted.subject} '{self.wanted.name}' would go",
            subject="name",
            value=self.wanted.name,
            parameter="name",
            at=sources.at(self._place.path, 1),
            remedy="Move the file, or take another name with <name> or -Ddagster.name",
        )


def _by_hand(code: NewCode) -> str:
    imports = "".join(f"from {origin} import {name}\n" for origin, name in code.imports)
    text = f"{imports}import dagster as dg\n\n{code.text('dg.')}"
    return "\n".join(f"  {line}" if line else "" for line in text.rstrip().split("\n"))


def _line_of(source: SourceFile, name: str) -> int:
    for node in source.tree.body:
        match node:
            case ast.FunctionDef(name=found) | ast.ClassDef(name=found) if found == name:
                return node.lineno
            case ast.Assign(targets=[ast.Name(id=found)]) if found == name:
                return node.lineno
    return 1


def _line_of_use(source: SourceFile, name: str) -> int:
    uses = [
        node.lineno
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load))
        or (isinstance(node, ast.Attribute) and node.attr == name)
    ]
    imports = [
        alias.lineno
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == name
    ]
    return max(uses or imports or [1])
