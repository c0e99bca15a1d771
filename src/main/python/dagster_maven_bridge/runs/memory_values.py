"""Values that live no longer than the process that made them: their IO manager is a mere object in memory."""

from typing import Any

from dagster import JobDefinition

from ..private_api.dagster_run_api import ExecutionPlan
from .steps import step_name, steps_to_execute


def keeps_values_in_memory(plan: ExecutionPlan, job: JobDefinition) -> bool:
    """Whether any value of a plan would be lost between processes."""
    return any(_is_in_memory(job, step, output.name) for step in plan.steps for output in step.step_outputs)


def memory_values_needed(plan: ExecutionPlan, job: JobDefinition) -> list[str]:
    """The steps, in words, that a plan does not execute, and whose values it needs although they are lost."""
    steps = {step.key: step for step in plan.steps}
    executed = {step.key for step in steps_to_execute(plan)}
    needed = {
        (handle.step_key, handle.output_name)
        for key in executed
        for step_input in getattr(steps[key], "step_inputs", ())
        for handle in getattr(step_input.source, "step_output_handle_dependencies", ())
        if not _is_nothing(job, steps[key], step_input.name)
    }
    return [
        step_name(steps[key])
        for key, output in sorted(needed)
        if key not in executed and key in steps and _is_in_memory(job, steps[key], output)
    ]


def _is_nothing(job: JobDefinition, step: Any, name: str) -> bool:
    definition: Any = job.get_node(step.node_handle).definition
    return bool(definition.input_def_named(name).dagster_type.is_nothing)


def _is_in_memory(job: JobDefinition, step: Any, output: str) -> bool:
    from dagster import InMemoryIOManager, mem_io_manager

    definition: Any = job.get_node(step.node_handle).definition
    resource: Any = job.resource_defs.get(definition.output_def_named(output).io_manager_key)
    if resource is mem_io_manager or isinstance(resource, InMemoryIOManager):
        return True
    # Definitions wrap an IO manager that is given as an object in a function that returns it.
    cells = getattr(getattr(resource, "resource_fn", None), "__closure__", None) or ()
    return any(isinstance(cell.cell_contents, InMemoryIOManager) for cell in cells)
