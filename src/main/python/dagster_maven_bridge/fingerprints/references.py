"""What a piece of code refers to by its name."""

import ast
import builtins
import inspect
import types
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .assignments import Assignment
from .bindings import dotted
from .trees import nodes_of


class Reference(NamedTuple):
    """A name in a piece of code.

    ``written`` is it as the code has it, ``helpers.LIMIT``; ``home`` the namespace of the module that has the value
    under ``name``, and None for a variable of a function around the code.
    """

    written: str
    value: Any
    home: Mapping[str, Any] | None = None
    name: str = ""


def references(code: Any, tree: ast.AST | None) -> Iterator[Reference]:
    """What a function, class or assignment refers to."""
    enclosed: dict[str, Any] = {}
    if isinstance(code, type):
        yield from (Reference(base.__qualname__, base) for base in code.__bases__)
        functions = [value for value in vars(code).values() if isinstance(value, types.FunctionType)]
        yield from (Reference(function.__qualname__, function) for function in functions)
    elif not isinstance(code, Assignment):
        enclosed = enclosing_variables(code)
    namespace = _namespace_of(code)
    if tree is None:
        # A class that stands nowhere, as a generic one with its parameters, is its bases and functions.
        names = () if isinstance(code, type) else code.__code__.co_names
        found_names = (_named(name, enclosed, namespace) for name in names)
        yield from (reference for reference in found_names if reference is not None)
        return
    for node in nodes_of(tree):
        if isinstance(node, ast.Name):
            found = _named(node.id, enclosed, namespace)
        elif isinstance(node, ast.Attribute) and (written := dotted(node)) is not None:
            found = _looked_up(written, enclosed, namespace)
        else:
            continue
        if found is not None:
            yield found._replace(value=_plain(found.value))


def package_of(code: Any) -> str:
    """The package that imports in a function or class are relative to."""
    return str(_namespace_of(code).get("__package__") or "")


def _namespace_of(code: Any) -> Mapping[str, Any]:
    if isinstance(code, Assignment):
        return code.namespace
    return vars(inspect.getmodule(code) or builtins) if isinstance(code, type) else code.__globals__


def _named(name: str, enclosed: Mapping[str, Any], namespace: Mapping[str, Any]) -> Reference | None:
    if name in enclosed:
        return Reference(name, enclosed[name])
    return Reference(name, namespace[name], namespace, name) if name in namespace else None


def enclosing_variables(function: types.FunctionType) -> dict[str, Any]:
    """The variables of the functions around it that it uses."""
    values: dict[str, Any] = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            values[name] = cell.cell_contents
        except ValueError:
            # Not assigned yet.
            continue
    return values


def _looked_up(names: list[str], enclosed: Mapping[str, Any], namespace: Mapping[str, Any]) -> Reference | None:
    """What a dotted name stands for; only modules are asked, since attributes of objects may be computed."""
    value = enclosed[names[0]] if names[0] in enclosed else namespace.get(names[0])
    home = namespace
    for name in names[1:]:
        if not isinstance(value, types.ModuleType):
            return None
        home = vars(value)
        value = home.get(name)
    return None if value is None else Reference(".".join(names), value, home, names[-1])


def _plain(value: Any) -> Any:
    """The function that a decorator of the standard library has wrapped."""
    inner = getattr(value, "__wrapped__", None) if callable(value) and not isinstance(value, type) else None
    return inner if isinstance(inner, types.FunctionType) else value
