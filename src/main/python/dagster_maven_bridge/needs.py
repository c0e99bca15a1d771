"""What assets need before they can be made: whether it is planned or there already."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from typing import Any

from dagster import AssetKey, DagsterInstance, RepositoryDefinition

from .dagster_run_api import PartitionView
from .partition_choice import PartitionChoice

Node = tuple[AssetKey, str | None]


class Needs:
    """Judges assets in dependency order; ``left_out`` has what has been found not to be made."""

    def __init__(
        self, repository: RepositoryDefinition, instance: DagsterInstance, view: PartitionView, choice: PartitionChoice
    ) -> None:
        self._graph: Any = repository.asset_graph
        self._instance = instance
        self._view = view
        self._choice = choice
        self._there: dict[AssetKey, AbstractSet[str]] = {}
        self.left_out: set[Node] = set()

    def is_partitioned(self, key: AssetKey) -> bool:
        """Whether an asset is known and has partitions."""
        return bool(self._graph.has(key) and self._graph.get(key).is_partitioned)

    def lack(
        self, key: AssetKey, partition: str | None, together: Collection[AssetKey], planned: AbstractSet[Node]
    ) -> str | None:
        """Why an asset cannot be made: what it needs is not made with it, and neither planned nor there."""
        for parent in sorted(self._graph.get(key).parent_keys):
            if parent in together or not self._graph.has(parent):
                continue
            loaded = self._loading(key, parent)
            if not self.is_partitioned(parent):
                if loaded and (parent, None) in self.left_out:
                    return f"its upstream asset {parent.to_user_string()} is skipped"
                continue
            if self._choice.is_latest and self._graph.get(parent).is_materializable:
                lack = self._lacking_partitions((key, partition), together, parent, loaded, planned)
                if lack is not None:
                    return lack
        return None

    def _lacking_partitions(
        self, node: Node, together: Collection[AssetKey], parent: AssetKey, loaded: bool, planned: AbstractSet[Node]
    ) -> str | None:
        key, partition = node
        existing, missing = self._view.parents(self._graph, key, partition)
        made_with_it = {(other, partition) for other in together}
        needed = [item for item in existing if item[0] == parent and item not in made_with_it]
        name = parent.to_user_string()
        absent = [item for item in missing if item[0] == parent]
        if absent:
            return f"its upstream partition {absent[0][1]} of {name} does not exist"
        if not needed:
            # A first partition needs nothing of its own past; an upstream asset without any partition can give nothing.
            lacks = loaded and (parent, None) in self.left_out
            return f"its upstream asset {name} has no partition yet" if lacks else None
        lacking = [item for item in needed if not self._is_there(item, planned)]
        if not lacking or (not loaded and len(lacking) < len(needed)):
            return None
        if len(needed) == 1:
            return f"its upstream partition {needed[0][1]} of {name} is neither planned nor materialised"
        example = lacking[0][1]
        return (
            f"{len(lacking)} of the {len(needed)} upstream partitions of {name} that it needs are neither planned nor"
            f" materialised, for example {example}"
        )

    def _is_there(self, node: Node, planned: AbstractSet[Node]) -> bool:
        if node in planned and node not in self.left_out:
            return True
        if node[0] not in self._there:
            self._there[node[0]] = self._instance.get_materialized_partitions(node[0])
        return node[1] in self._there[node[0]]

    def _loading(self, key: AssetKey, parent: AssetKey) -> bool:
        """Whether the asset's function is given the value of the parent, all of it."""
        definition = self._graph.get(key).assets_def
        for name, upstream in definition.keys_by_input_name.items():
            if upstream == parent:
                given = definition.node_def.input_def_named(name)
                # The IO managers that Dagster brings take this for leave to load what there is.
                partial = bool((given.metadata or {}).get("allow_missing_partitions"))
                return not (given.dagster_type.is_nothing or partial)
        return False
