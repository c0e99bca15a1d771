"""How resources are written: what stands behind their keys where ``Definitions(resources=…)`` is given them.

Their values may come from the environment, or be secret; how they are written is the same on every machine.
"""

import ast
import hashlib
import types
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, NamedTuple

from .assignments import Assignment, Assignments
from .bindings import BLOCKS, DEFINITIONS, Bindings, dotted, root_of
from .references import Reference, references
from .syntax import SyntaxTrees, written
from .trees import nodes_of, tree_of
from .written_modules import Written, WrittenModules

# What is given resources to try something out, and not to define it.
_TRYING = ("materialize", "materialize_to_memory", "execute_in_process", "execute_job", "build_resources")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

Code = Assignment | Written


class _Scope(NamedTuple):
    """Where an expression stands: in a module, and perhaps in a function with names of its own."""

    namespace: Mapping[str, Any]
    own: Bindings | None = None


class WrittenResources:
    """The code behind the keys of resources in modules, by their files; each mapping is read once."""

    def __init__(
        self,
        files: Mapping[str, types.ModuleType],
        keys: Set[str],
        trees: SyntaxTrees,
        assignments: Assignments,
        modules: WrittenModules,
    ) -> None:
        self._keys = keys
        self._trees = trees
        self._assignments = assignments
        self._modules = modules
        self._of_keys: dict[str, list[Code]] = {}
        self._of_all: list[Code] = []
        self._seen: set[Any] = set()
        self._waiting: list[tuple[ast.AST, _Scope]] = []
        self._own = {id(vars(module)) for module in files.values()}
        for file, module in files.items():
            self._waiting += _given(file, _Scope(vars(module)))
        while self._waiting:
            self._read(*self._waiting.pop())

    def of(self, key: str) -> list[Code]:
        """What is written for a key, and what decides for all of them, as the environment that they are chosen by."""
        return [*self._of_keys.get(key, ()), *self._of_all]

    def _read(self, node: ast.AST, scope: _Scope) -> None:
        """An expression for a mapping of resources."""
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                self._read_entry(key, value, scope)
        elif isinstance(node, ast.Call):
            self._read_call(node, scope)
        elif isinstance(node, ast.Name | ast.Attribute):
            self._read_name(node, scope)
        elif isinstance(node, ast.IfExp):
            self._all_by(node.test, scope)
            self._waiting += [(node.body, scope), (node.orelse, scope)]
        elif isinstance(node, ast.BinOp):
            self._waiting += [(node.left, scope), (node.right, scope)]
        elif isinstance(node, ast.Subscript):
            self._all_by(node.slice, scope)
            self._waiting.append((node.value, scope))
        else:
            self._all_by(node, scope)

    def _read_entry(self, key: ast.expr | None, value: ast.expr, scope: _Scope) -> None:
        if isinstance(key, ast.Constant) and key.value in self._keys:
            self._of_keys.setdefault(str(key.value), []).extend(self._code(value, scope))
        elif key is None or isinstance(key, ast.Constant):
            # `**shared`, or one of several mappings, as of each environment.
            self._waiting.append((value, scope))
        else:
            self._all_by(key, scope)
            self._all_by(value, scope)

    def _read_call(self, call: ast.Call, scope: _Scope) -> None:
        function = self._value(call.func, scope)
        if function is dict:
            self._read_items(call, scope)
        elif (tree := self._own_function(function)) is not None:
            for given in [*call.args, *(keyword.value for keyword in call.keywords)]:
                self._all_by(given, scope)
            if function not in self._seen:
                self._seen.add(function)
                self._read_returned(tree, _Scope(function.__globals__, _own(tree)))
        elif isinstance(call.func, ast.Attribute) and self._value(call.func, scope) is None:
            # `BY_ENVIRONMENT.get(name, default)`
            self._waiting += [(mapping, scope) for mapping in (call.func.value, *call.args[1:])]
            for given in call.args[:1]:
                self._all_by(given, scope)
        else:
            self._all_by(call, scope)

    def _own_function(self, function: Any) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        if not isinstance(function, types.FunctionType) or id(function.__globals__) not in self._own:
            return None
        tree = self._trees.of(function)
        return tree if isinstance(tree, _FUNCTIONS) else None

    def _read_name(self, node: ast.Name | ast.Attribute, scope: _Scope) -> None:
        names = dotted(node)
        if scope.own is not None and names is not None and names[0] in scope.own.statements:
            self._read_statements(names[0], scope.own.statements[names[0]], scope)
            return
        reference = self._reference(node, scope)
        if reference is not None and reference.home is not None:
            assigned = self._assignments.of(reference.home, reference.name)
            if isinstance(assigned, Assignment):
                self._read_statements(assigned.name, assigned.tree.body, _Scope(assigned.namespace))
        elif scope.own is not None and names is not None and names[0] in scope.own.imports:
            self._all_by(node, scope)

    def _read_returned(self, function: ast.FunctionDef | ast.AsyncFunctionDef, scope: _Scope) -> None:
        for part in _flattened(function.body):
            if isinstance(part, ast.Return) and part.value is not None:
                self._waiting.append((part.value, scope))
            elif isinstance(part, ast.expr):
                self._all_by(part, scope)

    def _read_statements(self, name: str, statements: Iterable[ast.stmt], scope: _Scope) -> None:
        """What makes the mapping that a variable holds."""
        place = (name, id(scope.namespace), id(scope.own))
        if place in self._seen:
            return
        self._seen.add(place)
        for part in _flattened(statements):
            if isinstance(part, ast.expr):
                self._all_by(part, scope)
            elif isinstance(part, ast.Assign) and isinstance(target := part.targets[0], ast.Subscript):
                if name in root_of(target):
                    self._read_entry(target.slice, part.value, scope)
            elif isinstance(part, ast.Assign | ast.AnnAssign | ast.AugAssign):
                targets = part.targets if isinstance(part, ast.Assign) else [part.target]
                if part.value is not None and any(name in root_of(target) for target in targets):
                    self._waiting.append((part.value, scope))
            elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call) and name in root_of(part.value.func):
                # `RESOURCES.update(…)`
                self._read_items(part.value, scope)

    def _read_items(self, call: ast.Call, scope: _Scope) -> None:
        """The arguments of ``dict(…)``."""
        self._waiting += [(argument, scope) for argument in call.args]
        for keyword in call.keywords:
            self._read_entry(ast.Constant(keyword.arg) if keyword.arg else None, keyword.value, scope)

    def _all_by(self, node: ast.AST, scope: _Scope) -> None:
        self._of_all += self._code(node, scope)

    def _code(self, node: ast.AST, scope: _Scope) -> Iterator[Code]:
        """An expression, and the variables of the function around it that it uses."""
        waiting, seen = [node], set[str]()
        while waiting:
            tree: Any = waiting.pop()
            statement = tree if isinstance(tree, ast.stmt) else ast.Expr(tree)
            # By its text: that has no key in it, by which a resource that is renamed alone would be another one.
            name = hashlib.sha256(written(statement).encode()).hexdigest()
            yield Assignment(_module(scope), name, ast.Module(body=[statement], type_ignores=[]), scope.namespace)
            if scope.own is None:
                continue
            for used in nodes_of(tree):
                names = dotted(used) if isinstance(used, ast.Name | ast.Attribute) else None
                if names is None:
                    continue
                if names[0] in scope.own.imports:
                    imported = scope.own.imports[names[0]]
                    yield from self._modules.behind(imported, names[1:], str(scope.namespace.get("__package__") or ""))
                if names[0] not in seen:
                    seen.add(names[0])
                    waiting += scope.own.statements.get(names[0], [])
                    waiting += scope.own.definitions.get(names[0], [])

    def _value(self, node: ast.expr, scope: _Scope) -> Any:
        if isinstance(node, ast.Name) and node.id == "dict":
            return dict
        reference = self._reference(node, scope)
        return None if reference is None else reference.value

    def _reference(self, node: ast.expr, scope: _Scope) -> Reference | None:
        names = dotted(node)
        if names is None:
            return None
        code = Assignment(_module(scope), "", ast.Module(body=[], type_ignores=[]), scope.namespace)
        found = (reference for reference in references(code, node) if reference.written == ".".join(names))
        return next(found, None)


def _module(scope: _Scope) -> str:
    return str(scope.namespace.get("__name__"))


def _own(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Bindings:
    return Bindings(ast.Module(body=function.body, type_ignores=[]))


def _flattened(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt | ast.expr]:
    """Statements without blocks, and the conditions, loops and contexts that they stand in."""
    waiting: list[ast.AST] = list(statements)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.stmt) and not any(block in node._fields for block in BLOCKS):
            yield node
        elif not isinstance(node, DEFINITIONS):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    yield child
                else:
                    waiting.append(child)


def _given(file: str, scope: _Scope) -> Iterator[tuple[ast.AST, _Scope]]:
    """What calls in a module are given as ``resources``."""
    waiting: list[tuple[ast.AST, _Scope]] = [(statement, scope) for statement in _statements_with(file, b"resources")]
    while waiting:
        node, around = waiting.pop()
        if isinstance(node, _FUNCTIONS):
            around = _Scope(scope.namespace, _own(node))
        if isinstance(node, ast.Call) and (dotted(node.func) or [""])[-1] not in _TRYING:
            yield from ((item.value, around) for item in node.keywords if item.arg == "resources")
        waiting += [(child, around) for child in ast.iter_child_nodes(node)]


def _statements_with(file: str, word: bytes) -> Iterator[ast.stmt]:
    """The statements of a module with a word in them: to walk through those of thousands of assets takes its time."""
    try:
        with open(file, "rb") as source:
            lines = [number for number, line in enumerate(source, 1) if word in line]
    except OSError:
        return
    tree = tree_of(file) if lines else None
    for statement in tree.body if tree is not None else ():
        decorators = statement.decorator_list if isinstance(statement, DEFINITIONS) else []
        first = min([statement.lineno, *(decorator.lineno for decorator in decorators)])
        place = bisect_left(lines, first)
        if place < len(lines) and lines[place] <= (statement.end_lineno or statement.lineno):
            yield statement
