"""What functions import while they run: read from the files of the modules, which are found as Python finds them.

Nothing is executed, and whether a module is loaded does not matter: what has been imported by a run would otherwise be
another change of the code.
"""

import ast
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec
from typing import NamedTuple

from .assignments import outline
from .bindings import DEFINITIONS, Bindings, Import, dotted, imported_by
from .trees import nodes_of, tree_of

# How the names of decorators of assets and of their checks end, those of integrations, too.
_OF_ASSETS = ("asset", "assets", "asset_check")


@dataclass(frozen=True)
class Written:
    """The statements of a module's file that give a name its meaning; without a name all of them."""

    module: str
    name: str
    package: str = field(compare=False)
    tree: ast.Module = field(compare=False)


class _Module(NamedTuple):
    package: str
    tree: ast.Module | None
    bindings: Bindings


class WrittenModules:
    """The files of the project's modules, by the modules' names; each is read once."""

    def __init__(self, is_own: Callable[[str], bool]) -> None:
        self._is_own = is_own
        self._specs: dict[str, ModuleSpec | None] = {}
        self._modules: dict[str, _Module | None] = {}
        self._written: dict[tuple[str, str], Written] = {}

    def imported_in(self, tree: ast.AST, package: str) -> list[Written]:
        """What code of the package refers to through imports inside of it."""
        return list(self._referred_to(tree, package, None))

    def referred_to(self, written: Written) -> list[Written]:
        """What written code refers to, in its own module or through imports."""
        return list(self._referred_to(written.tree, written.package, written.module))

    def _referred_to(self, tree: ast.AST, package: str, module: str | None) -> Iterator[Written]:
        local: dict[str, list[Import]] = {}
        for node in nodes_of(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                for name, imported in imported_by(node):
                    local.setdefault(name, []).append(imported)
        if not local and module is None:
            return
        for names in _names_in(tree):
            for imported in local.get(names[0], ()):
                yield from self.behind(imported, names[1:], package)
            if module is not None and names[0] not in local and self._binds(module, names[0]):
                yield from self._resolved(module, names)

    def _binds(self, module: str, name: str) -> bool:
        found = self._module(module)
        if found is None:
            return False
        bindings = found.bindings
        return name in bindings.statements or name in bindings.definitions or name in bindings.imports

    def behind(self, imported: Import, names: list[str], package: str) -> Iterable[Written]:
        """What an import in the package, with further names behind it, refers to."""
        module = imported.absolute(package)
        if module is None:
            return ()
        return self._resolved(module, names if imported.name is None else [imported.name, *names])

    def _resolved(self, module: str, names: list[str]) -> Iterable[Written]:
        """What a dotted name means in a module; all of that when it makes the name in a way of its own."""
        seen: set[tuple[str, ...]] = set()
        waiting = [(module, names)]
        while waiting:
            name, rest = waiting.pop()
            found = self._module(name)
            if found is None or not rest or (name, *rest) in seen:
                continue
            seen.add((name, *rest))
            bindings = found.bindings
            if rest[0] in bindings.definitions or rest[0] in bindings.statements:
                return self._of(name, rest[0], found)
            if rest[0] in bindings.imports:
                waiting.append(_followed(bindings.imports[rest[0]], rest[1:], found.package))
            elif self._module(f"{name}.{rest[0]}") is not None:
                waiting.append((f"{name}.{rest[0]}", rest[1:]))
            elif bindings.all_of:
                waiting += [_followed(imported, rest, found.package) for imported in reversed(bindings.all_of)]
            elif found.tree is not None:
                return self._of(name, "", found)
        return ()

    def _of(self, module: str, name: str, found: _Module) -> Iterable[Written]:
        definitions = found.bindings.definitions.get(name, [])
        if any(_makes_assets(definition) for definition in definitions):
            return ()
        if (module, name) not in self._written:
            statements = outline(found.bindings.statements.get(name, []))
            named = ast.Module(body=[*statements.body, *definitions], type_ignores=[])
            self._written[module, name] = Written(module, name, found.package, named if name else found.tree or named)
        return [self._written[module, name]]

    def _module(self, name: str) -> _Module | None:
        """A module of the project, or a folder with some; None for any other."""
        if name not in self._modules:
            self._modules[name] = self._read(name)
        return self._modules[name]

    def _read(self, name: str) -> _Module | None:
        spec = self._spec(name)
        if spec is None:
            return None
        is_package = spec.submodule_search_locations is not None
        file = spec.origin if spec.has_location else None
        if not is_package if file is None else not (file.endswith(".py") and self._is_own(file)):
            return None
        tree = None if file is None else tree_of(file)
        return _Module(name if is_package else name.rpartition(".")[0], tree, Bindings(tree))

    def _spec(self, name: str) -> ModuleSpec | None:
        """Where Python finds a module; not by `importlib.util.find_spec`, which executes the packages around it."""
        if name not in self._specs:
            around, _, last = name.rpartition(".")
            folders = self._folders(around) if around else None
            spec = None if folders == [] else _find(name, folders)
            if spec is None and any(os.path.isdir(os.path.join(folder, last)) for folder in folders or ()):
                # Python wants the package around one without an `__init__.py` to be loaded.
                spec = ModuleSpec(name, None, is_package=True)
            self._specs[name] = spec
        return self._specs[name]

    def _folders(self, package: str) -> list[str]:
        """The folders of a package's modules; none when it is no package."""
        spec = self._spec(package)
        if spec is None or spec.submodule_search_locations is None:
            return []
        if spec.has_location:
            return list(spec.submodule_search_locations)
        # Without an `__init__.py`: as above, Python's own list of them is none yet.
        around, _, last = package.rpartition(".")
        bases = self._folders(around) if around else sys.path
        return [folder for base in bases if os.path.isdir(folder := os.path.join(base, last))]


def _followed(imported: Import, rest: list[str], package: str) -> tuple[str, list[str]]:
    named = [] if imported.name in (None, "*") else [str(imported.name)]
    return imported.absolute(package) or "", [*named, *rest]


def _find(name: str, folders: list[str] | None) -> ModuleSpec | None:
    for finder in sys.meta_path:
        try:
            spec = finder.find_spec(name, folders)
        except Exception:
            # What others have put there may do, and ask for, anything.
            continue
        if spec is not None:
            return spec
    return None


def _names_in(tree: ast.AST) -> Iterator[list[str]]:
    """The dotted names in code, from the outermost on: ``a.b.c``, ``a.b``, ``a``."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Name):
            yield [node.id]
        elif isinstance(node, ast.Attribute) and (names := dotted(node)) is not None:
            yield names


def _makes_assets(definition: ast.stmt) -> bool:
    """Whether assets are made of a function, which matter by what they make."""
    decorators = definition.decorator_list if isinstance(definition, DEFINITIONS) else []
    called = [item.func if isinstance(item, ast.Call) else item for item in decorators]
    names = [names[-1] for item in called if (names := dotted(item)) is not None]
    return any(name.endswith(_OF_ASSETS) for name in names)
