"""Which runs have to have ended before others start.

What many runs need alike is one set for all of them, a place where they wait: thousands that each need thousands would
be millions of pairs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

NeededRuns = Sequence[Sequence[AbstractSet[int]]]
"""For each run, by number, sets of runs that it needs; what several have in common is one and the same object."""


class Waiting:
    """Runs that wait for others, as these end."""

    def __init__(self, needed: NeededRuns) -> None:
        self._waiters: dict[int, list[int]] = defaultdict(list)
        self._places_of: dict[int, list[int]] = defaultdict(list)
        self._left_in_place: dict[int, int] = {}
        self._left_for_run = [0] * len(needed)
        for number, places in enumerate(needed):
            for place in filter(None, places):
                self._left_for_run[number] += 1
                self._waiters[id(place)].append(number)
                if id(place) not in self._left_in_place:
                    self._left_in_place[id(place)] = len(place)
                    for other in place:
                        self._places_of[other].append(id(place))
        # As long as their ids stand for them.
        self._needed = needed

    def ready(self) -> list[int]:
        """Those that wait for nothing, in order."""
        return [number for number, left in enumerate(self._left_for_run) if left == 0]

    def end(self, number: int) -> list[int]:
        """The runs that wait for nothing more, now that this one has ended."""
        freed = []
        for place in self._places_of.pop(number, ()):
            self._left_in_place[place] -= 1
            for waiter in self._waiters[place] if self._left_in_place[place] == 0 else ():
                self._left_for_run[waiter] -= 1
                if self._left_for_run[waiter] == 0:
                    freed.append(waiter)
        return freed


def ends_of(seconds: Sequence[float], needed: NeededRuns) -> list[float]:
    """When each run ends at best that takes so long; those that it needs have lower numbers."""
    ends: list[float] = []
    latest: dict[int, float] = {}
    for number, places in enumerate(needed):
        for place in places:
            if id(place) not in latest:
                latest[id(place)] = max((ends[other] for other in place), default=0.0)
        ends.append(max((latest[id(place)] for place in places), default=0.0) + seconds[number])
    return ends


def renumbered(needed: Iterable[Sequence[AbstractSet[int]]], numbers: Mapping[int, int]) -> NeededRuns:
    """The same for other numbers; what has none is needed no more."""
    known: dict[int, tuple[AbstractSet[int], AbstractSet[int]]] = {}

    def again(place: AbstractSet[int]) -> AbstractSet[int]:
        if id(place) not in known:
            known[id(place)] = place, frozenset(numbers[other] for other in place if other in numbers)
        return known[id(place)][1]

    return [[again(place) for place in places] for places in needed]
