"""What of a definition's own function is told by nothing else: what it does, and how Dagster is to run it."""

import ast
import copy

# What the manifest says of a definition in words: a change of it is told as one, and not as one of the code.
_SAID_OTHERWISE = frozenset(
    {
        "additional_deps",
        "asset",
        "automation_condition",
        "backfill_policy",
        "blocking",
        "check_specs",
        "code_version",
        "cron_schedule",
        "default_status",
        "deps",
        "description",
        "execution_timezone",
        "group_name",
        "io_manager_key",
        "job",
        "job_name",
        "key",
        "key_prefix",
        "kinds",
        "metadata",
        "minimum_interval_seconds",
        "name",
        "owners",
        "partitions_def",
        "required_resource_keys",
        "specs",
        "tags",
        "target",
    }
)


def own_part(tree: ast.AST) -> ast.AST:
    """The syntax of a function without its name, its docstring and what the manifest says otherwise."""
    if not isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef):
        return tree
    part = copy.copy(tree)
    part.name = ""
    part.body = tree.body[1:] if ast.get_docstring(tree, clean=False) is not None else tree.body
    part.decorator_list = [_without_said(decorator) for decorator in tree.decorator_list]
    return part


def said_otherwise(tree: ast.AST) -> list[ast.AST]:
    """The arguments of a function's decorators that the manifest says otherwise."""
    if not isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    calls = [decorator for decorator in tree.decorator_list if isinstance(decorator, ast.Call)]
    return [keyword for call in calls for keyword in call.keywords if keyword.arg in _SAID_OTHERWISE]


def _without_said(decorator: ast.expr) -> ast.expr:
    if not isinstance(decorator, ast.Call):
        return decorator
    keywords = [keyword for keyword in decorator.keywords if keyword.arg not in _SAID_OTHERWISE]
    if not keywords and not decorator.args:
        # `@asset()` with nothing left is `@asset`.
        return decorator.func
    part = copy.copy(decorator)
    part.keywords = keywords
    return part
