"""What a job consists of: its ops, with their inputs and outputs."""

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from dagster import JobDefinition


class JobInput(TypedDict):
    """An input of an op, and the outputs that it takes, ``op.output``."""

    name: str
    upstream: list[str]


class JobOp(TypedDict):
    """An op of a job; ``definition`` is what it is called where it is defined."""

    name: str
    definition: str
    inputs: list[JobInput]
    outputs: list[str]


class JobStructure(TypedDict):
    """A job; see the Java record of the same name."""

    job: str
    description: str | None
    ops: list[JobOp]


def structure_of(job: "JobDefinition") -> JobStructure:
    """The ops of a job in the order in which they depend on each other."""
    snapshot: Any = job.get_job_snapshot()
    ops = {
        node.node_name: _op(node, snapshot.get_node_def_snap(node.node_def_name))
        for node in snapshot.dep_structure_snapshot.node_invocation_snaps
    }
    return {
        "job": job.name,
        "description": job.description,
        "ops": [ops[name] for name in snapshot.node_names_in_topological_order],
    }


def _op(node: Any, definition: Any) -> JobOp:
    upstream = {
        dependency.input_name: [
            f"{output.node_name}.{output.output_name}" for output in dependency.upstream_output_snaps
        ]
        for dependency in node.input_dep_snaps
    }
    return {
        "name": node.node_name,
        "definition": definition.name,
        "inputs": [{"name": item.name, "upstream": upstream.get(item.name, [])} for item in definition.input_def_snaps],
        "outputs": [item.name for item in definition.output_def_snaps],
    }
