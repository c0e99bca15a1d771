"""What a rule looks at, and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Any

from ..definitions.project import Project
from ..model import Asset, Definitions
from ..private_api import dagster_api
from ..private_api.dagster_lint_api import is_made_up
from ..protocol import SourceLocation
from ..runtime import LoadedRepository
from .mentions import Mentions


@dataclass(frozen=True)
class Linted:
    """One repository with its description, which has already worked out where everything is defined.

    ``knows_all_assets`` tells that there is no other code location, or that all of them are looked at together, so that
    an asset that none of them defines is defined nowhere. ``elsewhere`` are the keys that other repositories beside it
    define, ``append_assets`` those of assets that are declared to be appended to. ``ungathered`` is the module that it
    was loaded from, when that gathers no definitions.
    """

    location: str
    repository: LoadedRepository
    project: Project
    described: Definitions
    mentions: Mentions
    knows_all_assets: bool = True
    elsewhere: frozenset[str] = field(default_factory=frozenset)
    append_assets: frozenset[str] = field(default_factory=frozenset)
    ungathered: ModuleType | None = None

    @property
    def definition(self) -> Any:
        """The repository as Dagster has it."""
        return self.repository.definition

    @property
    def graph(self) -> Any:
        """Its assets as Dagster has them."""
        return self.definition.asset_graph

    @cached_property
    def assets(self) -> "list[LintedAsset]":
        """Its assets with what they are called in Dagster, in the order of the description."""
        # Not read back from its text: a part of a key may itself contain a slash.
        keys = {key.to_user_string(): key for key in self.graph.get_all_asset_keys()}
        described = [(asset, keys[asset["key"]]) for asset in self.described["assets"]]
        return [
            LintedAsset(asset, key, dagster_api.assets_definition(self.definition, key)) for asset, key in described
        ]

    @cached_property
    def computations(self) -> "list[LintedAsset]":
        """The first asset of each definition that computes some: what several assets share is looked at once."""
        first: dict[int, LintedAsset] = {}
        for asset in self.assets:
            if asset.definition is not None and asset.definition.is_executable:
                first.setdefault(id(asset.definition), asset)
        return list(first.values())

    @cached_property
    def made_up(self) -> set[str]:
        """The assets that are only there because something names them."""
        return {asset.described["key"] for asset in self.assets if is_made_up(self.graph.get(asset.key))}


@dataclass(frozen=True)
class LintedAsset:
    """An asset: its description, its key, and the definition behind it; None when only another asset names it."""

    described: Asset
    key: Any
    definition: Any


@dataclass(frozen=True)
class Found:
    """A finding of a rule: about which definition, in one sentence without a full stop.

    ``value`` is the name that is at fault: it tells several findings of a definition apart, and is what "did you mean"
    is about.
    """

    rule: str
    subject: str
    name: str
    message: str
    at: SourceLocation | None
    value: str | None = None


Rule = Callable[[Linted], Iterator[Found]]
"""A family of rules."""
