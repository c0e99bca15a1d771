"""From an operation's name to the function that carries it out.

``a.b`` is the function ``b`` of the module ``operations.a``, marked with ``@operation``. A verb that is a keyword or a
builtin of Python has a trailing underscore there: ``assets.list`` is ``operations.assets.list_``. The module is
imported when first asked for, so that an operation costs nothing to those who do not use it.
"""

import builtins
import importlib
import inspect
import keyword
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from .checking import Mismatch, checked
from .problems import platform_error
from .protocol import PlanResult
from .runtime import Call

F = TypeVar("F", bound=Callable[[Call, Any], Mapping[str, Any]])

_NAME = re.compile(r"([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)")
_MARK = "__dagster_maven_operation__"
_PLAN = "__dagster_maven_plan__"


def operation(function: F) -> F:
    """Marks a function of ``operations.*`` as one that the plugin may ask for; its second parameter is a TypedDict."""
    setattr(function, _MARK, True)
    return function


def planned_by(plan: Callable[[Call, Any], PlanResult]) -> Callable[[F], F]:
    """Names the function that tells what of such a request concerns this code location; stands below ``@operation``."""

    def mark(function: F) -> F:
        setattr(function, _PLAN, plan)
        return function

    return mark


def plan_of(name: str, call: Call, parameters: Any) -> PlanResult:
    """What of a request for that operation concerns this code location. Nothing is an answer, not an error."""
    function = _find(name)
    plan: Callable[[Call, Any], PlanResult] | None = getattr(function, _PLAN, None)
    if plan is None:
        raise platform_error("protocol", f"'{name}' cannot be planned: plugin and bridge do not fit together")
    return plan(call, _checked(function, name, parameters))


def carry_out(name: str, call: Call, parameters: Any) -> Mapping[str, Any]:
    """Carries out an operation with parameters that are checked against its declaration first."""
    function = _find(name)
    return function(call, _checked(function, name, parameters))


def _checked(function: Callable[..., Any], name: str, parameters: Any) -> Any:
    declared = list(inspect.signature(function, eval_str=True).parameters.values())[1].annotation
    try:
        return checked({} if parameters is None else parameters, declared, name)
    except Mismatch as mismatch:
        raise platform_error("protocol", f"{mismatch}: plugin and bridge do not fit together") from None


def _find(name: str) -> Callable[[Call, Any], Mapping[str, Any]]:
    match = _NAME.fullmatch(name)
    if match is not None:
        subject, verb = match.groups()
        module_name = f"{__package__}.operations.{subject}"
        try:
            module = importlib.import_module(module_name)
        except ModuleNotFoundError as error:
            if error.name != module_name:
                raise
        else:
            function = getattr(module, _function_name(verb), None)
            if getattr(function, _MARK, False):
                found: Callable[[Call, Any], Mapping[str, Any]] = function  # type: ignore[assignment]
                return found
    raise platform_error("protocol", f"There is no operation '{name}': plugin and bridge do not fit together")


def _function_name(verb: str) -> str:
    return f"{verb}_" if keyword.iskeyword(verb) or hasattr(builtins, verb) else verb
