"""Runs that are to be executed: what of which job, with the configuration that it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dagster import AssetCheckKey, AssetKey, JobDefinition

from ..definitions.job_parts import in_process_job, part_of
from ..private_api.dagster_retry_api import Resumption
from ..private_api.dagster_run_api import ASSET_PARTITION_RANGE_START_TAG, ExecutionPlan, create_execution_plan
from ..runtime import LoadedRepository
from .run_checks import all_checks, left_out
from .run_config import RunConfig


@dataclass(frozen=True)
class RunSpec:
    """A run that is to be executed: what of which job, for which partition, with which configuration.

    ``checks`` are those it runs beside the checks of its assets. ``partitions`` are the keys of its partition, or
    of the range that ``partition`` names. ``resumption`` is what it re-executes of another run.
    """

    repository: LoadedRepository
    job: JobDefinition
    run_config: Mapping[str, Any]
    tags: Mapping[str, str]
    partition: str | None = None
    assets: Sequence[AssetKey] | None = None
    op_selection: Sequence[str] = ()
    checks: Sequence[AssetCheckKey] = ()
    partitions: Sequence[str] = ()
    resumption: Resumption | None = None

    @property
    def is_range(self) -> bool:
        """Whether it is a run over all partitions between two."""
        return ASSET_PARTITION_RANGE_START_TAG in self.tags

    @property
    def selection(self) -> tuple[frozenset[AssetKey] | None, frozenset[AssetCheckKey] | None, frozenset[str]]:
        """What of its job it executes, as ``job_parts.part_of`` takes it."""
        assets = frozenset(self.assets) if self.assets is not None else None
        return assets, self.check_selection, frozenset(self.op_selection)

    @property
    def check_selection(self) -> frozenset[AssetCheckKey] | None:
        """All checks that the run evaluates; None for those of its assets."""
        what = self.repository.definition, self.assets or (), self.checks
        left = left_out(*what)
        return all_checks(*what).difference(left) if self.checks or left else None


def subset_of(spec: RunSpec) -> JobDefinition:
    """What of its job a run executes."""
    return part_of(spec.job, *spec.selection)


def plan_of(spec: RunSpec) -> ExecutionPlan:
    """The steps of a run, which are the same whatever executes them."""
    # Dagster's default executor refuses to plan what keeps values in memory; ours may stay in this process for it.
    resumption = spec.resumption
    return create_execution_plan(
        in_process_job(subset_of(spec)),
        spec.run_config,
        step_keys_to_execute=resumption.steps if resumption is not None else None,
        known_state=resumption.state if resumption is not None else None,
        tags=dict(spec.tags),
    )


def configured(drafts: Sequence[RunSpec], config: RunConfig) -> tuple[list[RunSpec], list[JobDefinition]]:
    """The runs with what of the configuration concerns each, checked, and what they execute, once for all of the same.

    Thousands of runs execute the same, each for other partitions.
    """
    subsets: dict[tuple[object, ...], tuple[JobDefinition, dict[str, Any]]] = {}
    specs = []
    for draft in drafts:
        what = (draft.assets, draft.checks)
        if what not in subsets:
            subset = subset_of(draft)
            values = config.for_job(subset)
            config.check(subset, values)
            subsets[what] = subset, values
        specs.append(replace(draft, run_config=subsets[what][1]))
    return specs, [subset for subset, _ in subsets.values()]


def narrowed(spec: RunSpec, **left: Any) -> RunSpec:
    """What is left of a run, ``assets`` or ``checks``, with what is left of its configuration."""
    part = replace(spec, **left)
    return replace(part, run_config=RunConfig(spec.run_config).for_job(subset_of(part)))
