"""What assets need before they can be made: whether it is planned or there already."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from dagster import AssetKey, DagsterInstance, RepositoryDefinition

from ..definitions.asked_once import AskedOnce
from ..partitions.partition_edges import PartitionEdges

_NAMES_SHOWN = 3

Node = tuple[AssetKey, str | None]
Upstream = Mapping[Node, Sequence[AbstractSet[Node]]]
"""What nodes need, each in a few sets: what thousands of partitions need alike is one and the same object in each."""
Planned = Mapping[AssetKey, Collection[str | None]]
"""The partitions that are planned of each asset."""


def shown(node: Node) -> str:
    """An asset or partition as users know it."""
    key, partition = node
    return key.to_user_string() if partition is None else f"{key.to_user_string()}[{partition}]"


class Needs:
    """Judges assets in dependency order; ``left_out`` has what has been found not to be made.

    ``implied`` tells that their partitions were not named: what lacks something upstream is left out and does not
    fail.
    """

    def __init__(
        self, repository: RepositoryDefinition, instance: DagsterInstance, edges: PartitionEdges, *, implied: bool
    ) -> None:
        self._graph: Any = repository.asset_graph
        self._instance = instance
        self._edges = edges
        self._implied = implied
        self._there: dict[AssetKey, AbstractSet[str]] = {}
        self._known_parents: dict[AssetKey, Sequence[AssetKey]] = {}
        # Of parents of which all partitions are needed, by each of what may be thousands.
        self._lacking_of_all: dict[AssetKey, list[str]] = {}
        self._inputs_of = AskedOnce(_inputs_by_asset)
        self._loaded: dict[tuple[AssetKey, AssetKey], bool] = {}
        self._lacking: dict[AssetKey, str | None] = {}
        self.left_out: set[Node] = set()

    def lack(
        self, key: AssetKey, partition: str | None, together: Collection[AssetKey], planned: Planned
    ) -> str | None:
        """Why an asset cannot be made: what it needs is not made with it, and neither planned nor there."""
        for parent in self._parents(key):
            if parent in together:
                lack = self._lacking_past(key, partition, parent)
                if lack is not None:
                    return lack
                continue
            loaded = self._is_loaded(key, parent)
            if not self._edges.is_partitioned(parent):
                if loaded and (parent, None) in self.left_out:
                    return f"its upstream asset {parent.to_user_string()} is skipped"
                continue
            if self._implied and self._graph.get(parent).is_materializable:
                lack = self._lacking_partitions((key, partition), parent, loaded, planned)
                if lack is not None:
                    return lack
        return None

    @property
    def remedy(self) -> str | None:
        """What to do when all that was selected lacks something upstream; None where nothing does."""
        if not self._lacking:
            return None
        names = [key.to_user_string() for key in self._lacking]
        whose = ", ".join(names[:_NAMES_SHOWN]) + (
            f" and {more} more" if (more := len(names) - _NAMES_SHOWN) > 0 else ""
        )
        select = ",".join(f"*{name}" for name in names[:_NAMES_SHOWN]) + (",…" if more > 0 else "")
        remedy = (
            f"what is upstream of {whose} is neither planned nor materialised; select it as well, with all that is"
            f" missing of it (-Ddagster.select='{select}' -Ddagster.partitions=missing)"
        )
        named = next((partition for partition in reversed(self._lacking.values()) if partition is not None), None)
        if named is None:
            return remedy
        return f"{remedy}, or name what is to be run all the same (-Ddagster.partition={named})"

    def _parents(self, key: AssetKey) -> Sequence[AssetKey]:
        if key not in self._known_parents:
            parents = sorted(self._graph.get(key).parent_keys)
            self._known_parents[key] = [parent for parent in parents if self._graph.has(parent)]
        return self._known_parents[key]

    def _lacking_past(self, key: AssetKey, partition: str | None, parent: AssetKey) -> str | None:
        """What an asset lacks of earlier partitions of its own: only what is left out now."""
        if not self.left_out or partition is None:
            return None
        for past in self._edges.between(key, parent).needed(partition).existing:
            if past != partition and (parent, past) in self.left_out:
                return f"its upstream partition {past} of {parent.to_user_string()} is skipped"
        return None

    def _lacking_partitions(self, node: Node, parent: AssetKey, loaded: bool, planned: Planned) -> str | None:
        key, partition = node
        edge = self._edges.between(key, parent)
        needed, absent = edge.needed(partition)
        name = parent.to_user_string()
        if absent:
            return f"its upstream partition {absent[0]} of {name} does not exist"
        if not needed:
            # A first partition needs nothing of its own past; an upstream asset without any partition can give nothing.
            lacks = loaded and (parent, None) in self.left_out
            return f"its upstream asset {name} has no partition yet" if lacks else None
        lacking = self._lacking_of_all.get(parent) if edge.is_common else None
        if lacking is None:
            lacking = [item for item in needed if not self._is_there(parent, item, planned)]
        if edge.is_common:
            self._lacking_of_all[parent] = lacking
        if not lacking or (not loaded and len(lacking) < len(needed)):
            return None
        self._lacking[key] = partition
        if len(needed) == 1:
            return f"its upstream partition {needed[0]} of {name} is neither planned nor materialised"
        example = lacking[0]
        return (
            f"{len(lacking)} of the {len(needed)} upstream partitions of {name} that it needs are neither planned nor"
            f" materialised, for example {example}"
        )

    def _is_there(self, asset: AssetKey, partition: str, planned: Planned) -> bool:
        if partition in planned.get(asset, ()) and (asset, partition) not in self.left_out:
            return True
        if asset not in self._there:
            self._there[asset] = self._instance.get_materialized_partitions(asset)
        return partition in self._there[asset]

    def _is_loaded(self, key: AssetKey, parent: AssetKey) -> bool:
        if (key, parent) not in self._loaded:
            self._loaded[key, parent] = self._loading(key, parent)
        return self._loaded[key, parent]

    def _loading(self, key: AssetKey, parent: AssetKey) -> bool:
        """Whether the asset's function is given the value of the parent, all of it."""
        definition = self._graph.get(key).assets_def
        name = self._inputs_of(definition).get(parent)
        if name is None:
            return False
        given = definition.node_def.input_def_named(name)
        # The IO managers that Dagster brings take this for leave to load what there is.
        partial = bool((given.metadata or {}).get("allow_missing_partitions"))
        return not (given.dagster_type.is_nothing or partial)


def _inputs_by_asset(definition: Any) -> dict[AssetKey, str]:
    """The first input of a definition for each upstream asset."""
    inputs: dict[AssetKey, str] = {}
    for name, upstream in definition.keys_by_input_name.items():
        inputs.setdefault(upstream, name)
    return inputs
