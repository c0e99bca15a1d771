"""Where a step is defined: the place of what Dagster finds wrong with it, outside of the user's code."""

from typing import Any

from dagster import JobDefinition

from ..definitions import sources
from ..definitions.project import Project
from ..private_api.dagster_run_api import ExecutionPlan
from ..protocol import SourceLocation
from ..runs.steps import step_asset_keys


class StepPlaces:
    """Finds the definitions of the steps of a run."""

    def __init__(self, job: JobDefinition, plan: ExecutionPlan, project: Project) -> None:
        self._job: Any = job
        self._plan = plan
        self._project = project

    def of(self, step_key: str) -> SourceLocation | None:
        """The place of the function behind a step; None when it is not the user's own."""
        steps = [step for step in self._plan.get_all_steps_in_topo_order() if step.key == step_key]
        if not steps:
            return None
        graph = self._job.asset_layer.asset_graph
        definitions = [graph.assets_def_for_key(key) for key in step_asset_keys(steps[0]) if graph.has(key)]
        definitions.append(self._job.get_op(steps[0].node_handle).definition)
        places = (sources.of_definition(definition, self._project) for definition in definitions)
        return next((place for place in places if place is not None), None)
