"""Where a new definition goes: the file that its code belongs to, and what makes Dagster load it from there."""

import ast
import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass

from .imports import Imports
from .modules import Found, Module, Modules, Scope
from .source import Uneditable

# The parameters of Definitions in the order in which they may be given without their names.
_PARAMETERS = ("assets", "schedules", "sensors", "jobs", "resources")
_LOADERS = ("load_assets_from_", "load_definitions_from_")


class NoPlace(Exception):
    """There is no place where a definition could be added safely; says why, and where it would belong."""

    def __init__(self, reason: str, module: Module, node: ast.AST | None = None) -> None:
        super().__init__(reason)
        self.module = module
        self.line: int = getattr(node, "lineno", 0)


@dataclass(frozen=True)
class Entry:
    """What is to be placed: ``name`` is what its module binds, ``text`` what a list holds, with ``{}`` for it."""

    subject: str
    name: str
    text: str

    @property
    def parameter(self) -> str:
        """The parameter of Definitions that takes it."""
        return f"{self.subject}s"


@dataclass(frozen=True)
class Place:
    """Where the code goes: into a module, or into a new file at a path in the style of ``model``.

    ``before`` is the statement that needs it to be there. ``is_grouped`` tells that what loads it sets its group.
    ``registered`` is the module and node that list it, None when being in that file is enough.
    """

    model: Module
    module: Module | None
    path: str
    before: ast.stmt | None = None
    is_grouped: bool = False
    is_defs_folder: bool = False
    registered: tuple[Module, ast.AST] | None = None


class PlaceFinder:
    """Finds the place, and adds to lists and imports on the way what makes the definition known."""

    def __init__(self, modules: Modules, imports: Imports, entry: Entry, defs_module: str | None) -> None:
        self._modules = modules
        self._imports = imports
        self._entry = entry
        self._defs_module = defs_module

    def of_defs_folder(self, module: Module) -> Place:
        """A file of its own in a folder of definitions, which loads whatever lies in it."""
        return self._new_file(module, module, is_defs_folder=True)

    def of_attribute(self, module: Module, attribute: str) -> Place:
        """The place for what a module's attribute makes, or for all that it holds when it has no such one."""
        if attribute not in module.bindings:
            if self._entry.subject == "asset":
                return self._in(module)
            raise NoPlace("it has no Definitions", module)
        found = self._modules.lookup(attribute, module)
        if not isinstance(found, Found):
            raise NoPlace(f"it is not plain to see what '{attribute}' is", module)
        place = self._definitions(found)
        if place is None:
            raise NoPlace(f"it is not plain to see what '{attribute}' is made of", found.module, found.node)
        return place

    def _definitions(self, found: Found) -> Place | None:
        node, module = found.node, found.module
        if isinstance(node, ast.FunctionDef):
            returned = [child.value for child in _own(node) if isinstance(child, ast.Return) and child.value]
            return self._expression(returned[0], module, node) if len(returned) == 1 else None
        return self._expression(node, module, found.scope) if isinstance(node, ast.expr) else None

    def _expression(self, node: ast.expr, module: Module, scope: Scope) -> Place | None:
        if not isinstance(node, ast.Call):
            found = self._modules.resolve(node, module, scope) if isinstance(node, (ast.Name, ast.Attribute)) else None
            return self._definitions(found) if isinstance(found, Found) else None
        match self._modules.dagster_name(node.func, module, scope):
            case "Definitions":
                return self._call(node, module, scope)
            case "Definitions.merge":
                return self._merge(node, module, scope)
            case "load_from_defs_folder":
                defs = self._modules.named(self._defs_module or f"{module.package}.defs")
                return self.of_defs_folder(defs) if defs is not None else None
            case "load_defs" if node.args:
                root = self._modules.resolve(node.args[0], module, scope)
                return self.of_defs_folder(root) if isinstance(root, Module) else None
            case name if name.startswith("load_definitions_from_") and self._entry.subject != "resource":
                return self._loader(name, node, module, scope)
        return None

    def _merge(self, node: ast.Call, module: Module, scope: Scope) -> Place | None:
        def has_list(argument: ast.expr) -> bool:
            found = self._modules.resolve(argument, module, scope)
            call = found.node if isinstance(found, Found) else None
            if not isinstance(call, ast.Call):
                return False
            assert isinstance(found, Found)
            if self._modules.dagster_name(call.func, found.module, found.scope) != "Definitions":
                return False
            return _argument(call, self._entry.parameter) is not None

        arguments = [argument for argument in node.args if not isinstance(argument, ast.Starred)]
        # The part that has a list of such definitions already; the order is kept otherwise.
        for argument in sorted(arguments, key=lambda argument: not has_list(argument)):
            place = self._expression(argument, module, scope)
            if place is not None:
                return place
        return None

    def _call(self, node: ast.Call, module: Module, scope: Scope) -> Place | None:
        parameter = self._entry.parameter
        given = _argument(node, parameter)
        opening, closing = ("{", "}") if self._entry.subject == "resource" else ("[", "]")
        source = module.source
        if given is not None and not (isinstance(given, ast.Constant) and given.value is None):
            return self._collection(given, module, scope, may_wrap=True)
        if any(keyword.arg is None for keyword in node.keywords) or any(
            isinstance(argument, ast.Starred) for argument in node.args
        ):
            return None
        place, name = self._by_convention(module, node)
        text = f"{opening}{self._text(name, module)}{closing}"
        if given is not None:
            source.replace(source.start(given), source.end(given), text)
        else:
            source.add(source.bracket(source.end(node.func)), [f"{parameter}={text}"])
        return place

    def _collection(self, node: ast.expr, module: Module, scope: Scope, *, may_wrap: bool = False) -> Place | None:
        """A place in a list of definitions, or a dictionary of resources."""
        match node:
            case ast.List() | ast.Tuple() | ast.Dict():
                return self._literal(node, module, scope)
            case ast.Name() | ast.Attribute():
                found = self._modules.resolve(node, module, scope)
                if isinstance(found, Found) and isinstance(found.node, ast.expr):
                    place = self._collection(found.node, found.module, found.scope)
                    if place is not None:
                        return place
            case ast.BinOp(op=ast.Add()):
                for side in (node.right, node.left):
                    place = self._collection(side, module, scope)
                    if place is not None:
                        return place
            case ast.Call():
                name = self._modules.dagster_name(node.func, module, scope)
                if name.startswith(_LOADERS) and (place := self._loader(name, node, module, scope)) is not None:
                    return place
        return self._wrap(node, module) if may_wrap else None

    def _literal(self, node: ast.List | ast.Tuple | ast.Dict, module: Module, scope: Scope) -> Place | None:
        elements = node.values if isinstance(node, ast.Dict) else node.elts
        near: tuple[Place, str] | None = None
        for element in reversed(elements):
            near = near or self._beside(element, module, scope, node)
        if near is None:
            for element in reversed(elements):
                if isinstance(element, ast.Starred):
                    place = self._collection(element.value, module, scope)
                    if place is not None:
                        return place
        place, name = near or self._by_convention(module, node)
        bracket = module.source.bracket(module.source.start(node))
        module.source.add(bracket, [self._text(name, module)])
        return place

    def _wrap(self, node: ast.expr, module: Module) -> Place:
        """Whatever gives the definitions is taken apart into a list that also holds the new one."""
        place, name = self._by_convention(module, node)
        source = module.source
        plain = isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript))
        opening, closing = ("", "") if plain else ("(", ")")
        is_resource = self._entry.subject == "resource"
        source.insert(source.start(node), f"{'{**' if is_resource else '[*'}{opening}")
        source.insert(source.end(node), f"{closing}, {self._text(name, module)}{'}' if is_resource else ']'}")
        return place

    # Beside which code

    def _beside(self, element: ast.expr, module: Module, scope: Scope, node: ast.expr) -> tuple[Place, str] | None:
        """The place beside another definition of a list, and the name that the new one has in that list."""
        if isinstance(element, ast.Call):
            # A resource is listed as an instance of its class.
            element = element.func
        if not isinstance(element, (ast.Name, ast.Attribute)):
            return None
        found = self._modules.resolve(element, module, scope)
        if not isinstance(found, Found):
            return None
        registered = (module, node)
        if found.module is module and not found.imports and isinstance(element, ast.Name):
            return self._in(module, module.statement_of(node), registered), self._entry.name
        for importing, statement in found.imports:
            self._imports.extend(importing, statement, self._entry.name)
        name = self._entry.name
        if isinstance(element, ast.Attribute):
            name = f"{module.source.of(element.value)}.{name}"
        return self._in(found.module, None, registered), name

    def _by_convention(self, module: Module, node: ast.AST) -> tuple[Place, str]:
        """The place in a module ``jobs`` beside this one, when there is one, else in front of what lists it."""
        name, registered = self._entry.name, (module, node)
        sibling = self._modules.named(f"{module.package}.{self._entry.parameter}") if module.package else None
        if sibling is None or sibling is module:
            return self._in(module, module.statement_of(node), registered), name
        place = self._new_file(sibling, module) if sibling.is_package else self._in(sibling)
        origin = f"{sibling.name}.{os.path.basename(place.path)[:-3]}" if sibling.is_package else sibling.name
        self._imports.add(module, origin, name)
        return Place(module, place.module, place.path, registered=registered), name

    def _loader(self, name: str, node: ast.Call, module: Module, scope: Scope) -> Place | None:
        """A place in the modules that a function of Dagster's searches."""
        if "assets" in name and self._entry.subject != "asset":
            return None
        is_grouped = any(keyword.arg == "group_name" for keyword in node.keywords)
        if name.endswith("_current_module"):
            return self._in(module, module.statement_of(node), is_grouped=is_grouped)
        if not node.args:
            return None
        argument = node.args[0]
        if name.endswith("_package_name") and isinstance(argument, ast.Constant):
            root = self._modules.named(str(argument.value))
            return self._new_file(root, module, is_grouped) if root is not None else None
        choices = argument.elts if isinstance(argument, (ast.List, ast.Tuple)) else [argument]
        for choice in reversed(choices):
            found = self._modules.resolve(choice, module, scope)
            if isinstance(found, Module):
                if found.is_package and "package" in name:
                    return self._new_file(found, module, is_grouped)
                return self._searched(found, is_grouped)
        return None

    def _searched(self, module: Module, is_grouped: bool) -> Place:
        """A place in a module of which all names are looked at; what a package imports from its own modules counts."""
        for statement in reversed(module.imports()):
            if not isinstance(statement, ast.ImportFrom) or not module.is_package:
                continue
            origin = self._modules.named(module.absolute(statement))
            if origin is not None and origin.package == module.name and statement.names[0].name != "*":
                self._imports.extend(module, statement, self._entry.name)
                return self._in(origin, is_grouped=is_grouped, registered=(module, statement))
        return self._in(module, is_grouped=is_grouped)

    def _in(
        self,
        module: Module,
        before: ast.stmt | None = None,
        registered: tuple[Module, ast.AST] | None = None,
        is_grouped: bool = False,
    ) -> Place:
        return Place(module, module, module.source.path, before, is_grouped, registered=registered)

    def _new_file(
        self, package: Module, importing: Module, is_grouped: bool = False, is_defs_folder: bool = False
    ) -> Place:
        stem = self._entry.name
        if self._entry.subject == "resource":
            # A class has a name that no file has.
            stem = "".join(f"_{char.lower()}" if char.isupper() else char for char in stem).strip("_")
        path = os.path.join(package.folder, f"{stem}.py")
        model = self._sibling(package) or importing
        return Place(model, None, path, is_grouped=is_grouped, is_defs_folder=is_defs_folder)

    def _sibling(self, package: Module) -> Module | None:
        """A file beside the new one or below, whose style that follows."""
        for folder, folders, files in os.walk(package.folder):
            folders.sort()
            inner = os.path.relpath(folder, package.folder).replace(os.sep, ".").strip(".")
            for file in sorted(files):
                if file.endswith(".py") and file != "__init__.py":
                    name = ".".join(filter(None, (package.name, inner, file[:-3])))
                    # A file that nobody can read is no model, and no obstacle.
                    with contextlib.suppress(Uneditable):
                        found = self._modules.named(name)
                        if found is not None and found.imports():
                            return found
        return None

    def _text(self, name: str, module: Module) -> str:
        text = self._entry.text.format(name)
        return text.replace('"', "'") if module.source.quote == "'" else text


def _argument(call: ast.Call, parameter: str) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == parameter:
            return keyword.value
    index = _PARAMETERS.index(parameter)
    plain = not any(isinstance(argument, ast.Starred) for argument in call.args)
    return call.args[index] if plain and index < len(call.args) else None


def _own(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """What a function holds, without what functions in it hold."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))
