"""What the steps of a plan make, and what they are called in front of the user."""

from collections.abc import Sequence
from typing import Any

from dagster import AssetCheckKey, AssetKey, JobDefinition

from ..private_api.dagster_run_api import ExecutionPlan


def blocking_checks(job: JobDefinition) -> set[tuple[AssetKey, str]]:
    """The checks of a job that stop what is downstream when they fail."""
    graph = job.asset_layer.asset_graph
    return {(key.asset_key, key.name) for key in graph.asset_check_keys if graph.get_check_spec(key).blocking}


def steps_to_execute(plan: ExecutionPlan) -> list[Any]:
    """The steps that a run with this plan executes, in order: of one that is resumed not those that ended well."""
    selected = set(plan.step_keys_to_execute)
    return [step for step in plan.get_all_steps_in_topo_order() if step.key in selected]


def planned_steps(plan: ExecutionPlan) -> list[dict[str, Any]]:
    """The steps of a plan in execution order, as the plugin is told of them."""
    steps = steps_to_execute(plan)
    placeholders = {step.key for step in steps if is_placeholder(step)}
    needs: dict[str, set[str]] = {}
    for key, direct in plan.get_all_step_deps().items():
        # What a placeholder needs is needed by what comes after it: the plugin does not know of placeholders.
        needs[key] = direct.union(*(needs.get(other, ()) for other in direct if other in placeholders))
    return [_planned_step(step, needs.get(step.key, set())) for step in steps if step.key not in placeholders]


def planned_run(plan: ExecutionPlan) -> dict[str, Any]:
    """What a run will make, for the event that tells of the plan."""
    products = [step_products(step) for step in steps_to_execute(plan)]
    assets = dict.fromkeys(asset.to_user_string() for made, _ in products for asset in sorted(made))
    checks = sorted({check for _, evaluated in products for check in evaluated})
    return {
        "assets": list(assets),
        "checks": [{"asset": asset, "name": name} for asset, name in checks],
    }


def _planned_step(step: Any, needs: set[str]) -> dict[str, Any]:
    assets, checks = step_products(step)
    return {
        "key": step.key,
        "upstream": sorted(needs),
        "assets": sorted(asset.to_user_string() for asset in assets),
        "checks": [{"asset": asset, "name": name} for asset, name in sorted(checks)],
    }


def is_placeholder(step: Any) -> bool:
    """Whether a step stands for those that a dynamic output maps it to: it never runs under its own name."""
    assets, checks = step_products(step)
    return "[?]" in step.key and not assets and not checks


def step_products(step: Any) -> tuple[set[AssetKey], set[tuple[str, str]]]:
    """The assets that a step materialises, and the checks that it evaluates by asset and name."""
    properties = [output.properties for output in step.step_outputs]
    checks = [item.asset_check_key for item in properties if item.asset_check_key]
    return (
        {item.asset_key for item in properties if item.asset_key and not item.asset_check_key},
        {(check.asset_key.to_user_string(), check.name) for check in checks},
    )


def assets_in_words(assets: Sequence[AssetKey]) -> str:
    """Assets by name, with the word for them."""
    names = [asset.to_user_string() for asset in assets]
    return f"asset {names[0]}" if len(names) == 1 else f"assets {', '.join(names)}"


def step_name(step: Any) -> str:
    """What a step makes, in words; its key where it makes no asset and evaluates no check."""
    assets, checks = step_products(step)
    if assets:
        return assets_in_words(sorted(assets))
    if checks:
        asset, name = min(checks)
        return f"check {name} of {asset}"
    return f"step {step.key}"


def assets_between(upstream: Any, step: Any) -> list[AssetKey]:
    """The assets of an upstream step that a step is made from, which need not be all that it makes."""
    outputs = {
        handle.output_name
        for step_input in getattr(step, "step_inputs", ())
        for handle in getattr(step_input.source, "step_output_handle_dependencies", ())
        if handle.step_key == upstream.key
    }
    properties = [output.properties for output in upstream.step_outputs if output.name in outputs]
    return sorted(item.asset_key for item in properties if item.asset_key and not item.asset_check_key)


def step_asset_keys(step: Any) -> list[AssetKey | AssetCheckKey]:
    """The keys of the assets that a step makes and of the checks that it evaluates."""
    properties = [output.properties for output in step.step_outputs]
    return [item.asset_check_key or item.asset_key for item in properties if item.asset_check_key or item.asset_key]
