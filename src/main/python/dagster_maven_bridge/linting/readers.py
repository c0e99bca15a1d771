"""What is passed the values of assets: other assets, and asset checks."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from dagster import OpDefinition

from ..definitions import sources
from ..protocol import SourceLocation
from .findings import Linted


@dataclass(frozen=True)
class Reader:
    """An asset or asset check by what it is and its name, with the definition that its function belongs to."""

    subject: str
    name: str
    definition: Any
    at: SourceLocation | None

    @property
    def title(self) -> str:
        """What it is called in a sentence."""
        return f"the {'check' if self.subject == 'asset check' else self.subject} '{self.name}'"

    @property
    def inputs(self) -> list[tuple[str, Any]]:
        """The names of its inputs with the keys of the assets, such that it only depends on included; by name."""
        return sorted(self.definition.keys_by_input_name.items())

    def takes(self, name: str) -> bool:
        """Whether its function has a parameter of that name, and so nothing to run on unless a value is passed."""
        if not isinstance(self.definition.node_def, OpDefinition):
            return False
        function = next(filter(inspect.isfunction, sources.functions_behind(self.definition)), None)
        return function is not None and name in parameters_of(function)


def parameters_of(function: FunctionType) -> tuple[str, ...]:
    """The names of a function's parameters, but for those that take any number."""
    code = function.__code__
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def readers(linted: Linted) -> Iterator[Reader]:
    """All of them; of what computes several assets or checks the first."""
    for asset in linted.computations:
        yield Reader("asset", asset.described["key"], asset.definition, asset.described["defined_at"])
    seen = {id(asset.definition) for asset in linted.computations}
    definitions = {
        f"{key.asset_key.to_user_string()}:{key.name}": definition
        for key, definition in linted.definition.asset_checks_defs_by_key.items()
    }
    for check in linted.described["checks"]:
        name = f"{check['asset']}:{check['name']}"
        definition = definitions.get(name)
        if definition is not None and id(definition) not in seen:
            seen.add(id(definition))
            yield Reader("asset check", name, definition, check["defined_at"])
