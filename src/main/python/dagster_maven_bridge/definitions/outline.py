"""What the text of a file says about definitions that have no function: the lines on which they are made."""

import ast
from dataclasses import dataclass, field

from ..fingerprints.trees import tree_of
from ..read_once import read_once

_SPECS = frozenset({"AssetSpec", "SourceAsset"})


@dataclass
class Outline:
    """Lines of a file: of its variables and functions, of the keys that asset specs are given, and of resources."""

    variables: dict[str, int] = field(default_factory=dict)
    asset_keys: dict[str, int] = field(default_factory=dict)
    resources: dict[str, int] = field(default_factory=dict)


@read_once
def outline_of(file: str) -> Outline:
    """The outline of a file as it is now; an empty one of a file that cannot be read."""
    found = Outline()
    tree = tree_of(file)
    if tree is None:
        return found
    dictionaries: dict[str, ast.Dict] = {}
    for statement in tree.body:
        for name in _bound_by(statement):
            found.variables[name] = statement.lineno
    named: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Dict):
            dictionaries.update((name, node.value) for name in _bound_by(node))
        elif isinstance(node, ast.Call):
            if _called(node) in _SPECS and (key := _key_given_to(node)) is not None:
                found.asset_keys.setdefault(key, node.lineno)
            for keyword in node.keywords:
                if keyword.arg == "resources" and isinstance(keyword.value, ast.Dict):
                    _keep_keys(keyword.value, found.resources)
                elif keyword.arg == "resources" and isinstance(keyword.value, ast.Name):
                    named.add(keyword.value.id)
    for name in sorted(named & dictionaries.keys()):
        _keep_keys(dictionaries[name], found.resources)
    return found


def _bound_by(statement: ast.AST) -> list[str]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return [statement.name]
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    nodes = (node for target in targets for node in ast.walk(target))
    return [node.id for node in nodes if isinstance(node, ast.Name)]


def _called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _key_given_to(call: ast.Call) -> str | None:
    given = [keyword.value for keyword in call.keywords if keyword.arg == "key"] or call.args[:1]
    return _key(given[0]) if given else None


def _key(value: ast.expr) -> str | None:
    """A key as users write it: of a text, of its parts in a list, or of either in an ``AssetKey``."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    if isinstance(value, (ast.List, ast.Tuple)):
        parts = [part.value for part in value.elts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        return "/".join(parts) if parts and len(parts) == len(value.elts) else None
    if isinstance(value, ast.Call) and _called(value) == "AssetKey" and value.args:
        return _key(value.args[0])
    return None


def _keep_keys(dictionary: ast.Dict, lines: dict[str, int]) -> None:
    for key in dictionary.keys:
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            lines.setdefault(key.value, key.lineno)
