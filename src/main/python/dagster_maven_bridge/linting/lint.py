"""Applies the rules."""

from collections.abc import Iterator
from typing import Any

from ..definitions.narrowing import loaded_location, project_of
from ..model import Definitions, DescribeParameters, LintFinding
from ..private_api.dagster_lint_api import is_made_up
from ..runtime import Call, LoadedRepository, OperationError, Session
from .environment import unset_variables
from .findings import Found, Linted, Rule
from .mentions import Mentions
from .practices import practices
from .resources import missing, unused
from .suppressions import Suppressions
from .timing import invalid_times
from .ungathered import unloaded
from .upstreams import unknown_assets
from .values import mismatched_types, missing_values

RULES = frozenset(
    (
        "failing-schedule",
        "failing-sensor",
        "invalid-cron",
        "invalid-timezone",
        "missing-description",
        "missing-group",
        "missing-metadata",
        "missing-owner",
        "missing-resource",
        "missing-type-annotation",
        "op-job",
        "unknown-checked-asset",
        "unknown-suppression",
        "unknown-upstream",
        "unloaded-definition",
        "unpartitioned-append",
        "unset-environment-variable",
        "unused-resource",
        "unused-suppression",
        "upstream-type-mismatch",
        "upstream-without-value",
    )
)
"""Every rule there is: the constants of the Java enum ``LintRule``."""

_UNSTEADY = frozenset(
    (
        "failing-schedule",
        "failing-sensor",
        "unknown-suppression",
        "unset-environment-variable",
        "unused-suppression",
    )
)
"""What may be found elsewhere or at another time, so that a comment is of use that covers nothing here."""

_FAMILIES: tuple[Rule, ...] = (
    unknown_assets,
    mismatched_types,
    missing_values,
    unset_variables,
    unused,
    missing,
    invalid_times,
    practices,
    unloaded,
)


class Lint:
    """The rules and the comments in the code, for the repositories of a code location."""

    def __init__(self, call: Call, parameters: DescribeParameters) -> None:
        self._session = call.session
        self._parameters = parameters
        self._mentions = Mentions(project_of(call.session))
        self._suppressions = Suppressions(project_of(call.session), self._mentions, RULES)
        self._append_assets = _append_assets(call.session, parameters["append_assets"])
        self._told: set[tuple[str, int, str | None]] = set()

    def findings(self, repository: LoadedRepository, described: Definitions) -> list[LintFinding]:
        """All findings in a repository of which the description is given, suppressed ones included."""
        location = loaded_location(self._session)
        linted = Linted(
            location.name,
            repository,
            project_of(self._session),
            described,
            self._mentions,
            self._knows_all_assets,
            _defined_beside(repository, location.repositories),
            self._append_assets.get(repository.name, frozenset()),
            location.ungathered,
        )
        found = [self._finding(linted.location, repository.name, one) for one in self._all(linted)]
        return sorted(found, key=lambda one: (one["rule"], one["subject"], one["name"], one["value"] or ""))

    def unused_suppressions(self, repository: LoadedRepository) -> list[LintFinding]:
        """Comments that suppress nothing in any repository; call this when the findings of all are there, for one."""
        if not self._knows_all_assets:
            # The other code locations may have imported the same files, too.
            return []
        rules = RULES - _UNSTEADY
        if self._parameters["append_assets"] is None:
            rules -= {"unpartitioned-append"}
        name = loaded_location(self._session).name
        return [self._finding(name, repository.name, one) for one in self._suppressions.unused(rules)]

    @property
    def _knows_all_assets(self) -> bool:
        return not self._session.is_one_of_several or self._parameters["location"] is None

    def _all(self, linted: Linted) -> Iterator[Found]:
        for family in _FAMILIES:
            yield from family(linted)
        if self._parameters["dry_ticks"]:
            yield from self._failing_ticks(linted)
        for mistake in self._suppressions.mistaken():
            assert mistake.at is not None
            place = (mistake.at["file"], mistake.at["line"], mistake.value)
            # All repositories of a code location have the same files.
            if place not in self._told:
                self._told.add(place)
                yield mistake

    def _failing_ticks(self, linted: Linted) -> list[Found]:
        from ..instances.instance import instance_of
        from .ticks import failing_ticks

        kept, name = self._session.failing_ticks, linted.repository.name
        # Every goal of a build lints, and what a sensor asks elsewhere it is to ask once.
        if name not in kept:
            kept[name] = list(failing_ticks(linted, loaded_location(self._session), instance_of(self._session)))
        return kept[name]

    def _finding(self, location: str, repository: str, found: Found) -> LintFinding:
        return {
            "location": location,
            "repository": repository,
            "rule": found.rule,
            "subject": found.subject,
            "name": found.name,
            "message": found.message,
            "value": found.value,
            "suppressed": self._suppressions.cover(found.rule, found.at),
            "at": found.at,
        }


def _defined_beside(repository: LoadedRepository, repositories: list[LoadedRepository]) -> frozenset[str]:
    """The assets that other repositories of the code location define."""
    graphs: list[Any] = [other.definition.asset_graph for other in repositories if other is not repository]
    return frozenset(
        key.to_user_string() for graph in graphs for key in graph.get_all_asset_keys() if not is_made_up(graph.get(key))
    )


def _append_assets(session: Session, select: str | None) -> dict[str, frozenset[str]]:
    """The keys of the assets that are appended to, by repository, as far as this code location has them."""
    if select is None:
        return {}
    from ..definitions.asset_choice import listed_assets, selected_by

    try:
        # Over all repositories, also when one alone is looked at: each by itself lacks what the others have.
        with selected_by("appendAssets"):
            listed = listed_assets(loaded_location(session).repositories, select)
    except OperationError as error:
        problems = error.data["problems"]
        if session.is_one_of_several and all(one["kind"] in ("unknown_name", "no_match") for one in problems):
            # Another code location may have them, of which this request is not.
            return {}
        raise
    return {repository.name: frozenset(key.to_user_string() for key in keys) for repository, keys in listed}
