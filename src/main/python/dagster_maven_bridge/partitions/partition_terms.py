"""The keys that the terms of a selection of partitions name among the partitions of one definition."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..private_api.dagster_partition_api import Definition, PartitionView, dimensions_of, dynamic_name
from ..protocol import Problem
from ..runs.run_requests import PartitionTerm
from .dynamic_partitions import flaw_of_key
from .multi_partitions import SEPARATOR, as_dagster_writes, combined
from .owners import Owner
from .partition_problems import backwards, not_multidimensional, wrong_dimensions
from .unknown_keys import UnknownKey, UnknownKeys


class BadTermError(Exception):
    """A term that names something which is not there; ``unknown`` is a key that another definition may have."""

    def __init__(self, problem: Problem, unknown: UnknownKey | None = None) -> None:
        super().__init__(problem["message"])
        self.problem = problem
        self.unknown = unknown


@dataclass
class TermReader:
    """Reads the terms that are the same for all assets; collects what is to be created for them.

    ``created`` has the new keys by the name of their dynamic partitions.
    """

    view: PartitionView
    parameter: str
    create: bool
    created: dict[str, list[str]] = field(default_factory=dict)

    def keys(self, term: PartitionTerm, owner: Owner) -> list[str]:
        """The keys in order; raises BadTermError."""
        match term["kind"]:
            case "key":
                return [self._key(term["keys"][0], owner)]
            case "range":
                return self._range(term, owner)
            case "latest":
                return self._latest(term["count"], owner.definition)
            case "all":
                return self.view.keys(owner.definition)
            case "dimensions":
                return self._by_dimension(term, owner)
            case kind:
                raise ValueError(f"'{kind}' is for each asset by its own")

    def _key(self, text: str, owner: Owner) -> str:
        places = self.view.places(owner.definition)
        key = as_dagster_writes(text, owner.definition, places)
        if key in places or self._create(key, owner.definition):
            return key
        raise self._unknown(UnknownKey(text, owner))

    def _unknown(self, unknown: UnknownKey) -> BadTermError:
        return BadTermError(UnknownKeys(self.view, self.parameter).problem(unknown), unknown)

    def _create(self, key: str, definition: Definition) -> bool:
        """Whether the key is one that is created when it is absent, in each dimension; raises BadTermError."""
        if not self.create:
            return False
        dimensions = dimensions_of(definition)
        if dimensions:
            parts = key.split(SEPARATOR)
            return len(parts) == len(dimensions) and all(
                part in self.view.places(each.definition) or self._create(part, each.definition)
                for part, each in zip(parts, dimensions, strict=True)
            )
        name = dynamic_name(definition)
        if name is None:
            return False
        flaw = flaw_of_key(key, self.parameter)
        if flaw is not None:
            raise BadTermError(flaw)
        known = self.created.setdefault(name, [])
        if key not in known:
            known.append(key)
        return True

    def _range(self, term: PartitionTerm, owner: Owner) -> list[str]:
        definition = owner.definition
        places = self.view.places(definition)
        if term["text"] in places:
            # A key of one's own, however it looks.
            return [term["text"]]
        first, last = (self._known(text, owner, places) for text in term["keys"])
        dimensions = dimensions_of(definition)
        if not dimensions:
            return self._between(first, last, owner)
        # As Dagster: a range in each dimension.
        pairs = zip(first.split(SEPARATOR), last.split(SEPARATOR), dimensions, strict=True)
        return combined([self._between(start, end, owner.at(each)) for start, end, each in pairs])

    def _known(self, text: str, owner: Owner, places: Mapping[str, int]) -> str:
        key = as_dagster_writes(text, owner.definition, places)
        if key not in places:
            # A range makes nothing new: what lies between its ends would be unknown.
            raise self._unknown(UnknownKey(text, owner, can_be_created=False))
        return key

    def _between(self, first: str, last: str, owner: Owner) -> list[str]:
        places = self.view.places(owner.definition)
        if places[last] < places[first]:
            raise BadTermError(backwards(first, last, owner, self.parameter))
        return self.view.keys(owner.definition)[places[first] : places[last] + 1]

    def _latest(self, count: int, definition: Definition) -> list[str]:
        if count == 1:
            # Without listing them all.
            last = self.view.last_key(definition)
            return [] if last is None else [last]
        return self.view.keys(definition)[-count:]

    def _by_dimension(self, term: PartitionTerm, owner: Owner) -> list[str]:
        if term["text"] in self.view.places(owner.definition):
            return [term["text"]]
        dimensions = dimensions_of(owner.definition)
        if not dimensions:
            raise BadTermError(not_multidimensional(term["text"], owner, self.parameter))
        terms = {each["name"]: each["term"] for each in term["dimensions"]}
        names = [each.name for each in dimensions]
        if sorted(terms) != sorted(names):
            raise BadTermError(wrong_dimensions(term["text"], list(terms), names, owner, self.parameter))
        return combined([self.keys(terms[each.name], owner.at(each)) for each in dimensions])
