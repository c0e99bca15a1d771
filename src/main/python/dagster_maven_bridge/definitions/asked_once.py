"""What definitions say, asked once of each: one of them may make thousands of assets, and says the same for all."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

Answer = TypeVar("Answer")


class AskedOnce(Generic[Answer]):
    """A question to definitions, such as which resources they require, with the answers."""

    def __init__(self, ask: Callable[[Any], Answer]) -> None:
        self._ask = ask
        self._answers: dict[int, tuple[Any, Answer]] = {}

    def __call__(self, definition: Any) -> Answer:
        """What a definition answers."""
        known = self._answers.get(id(definition))
        if known is None:
            # The definition stays with it, so that no other one can get its id.
            known = self._answers[id(definition)] = definition, self._ask(definition)
        return known[1]


def each_once(definitions: Iterable[Any]) -> list[Any]:
    """Definitions without repetition: by its keys Dagster tells one as often as it has some."""
    return list({id(definition): definition for definition in definitions}.values())
