"""Finds every definition that cannot be put together with the others, not just the first.

Dagster stops at the first one and mostly does not know where it is defined. So each is tried apart with what it needs,
by halves: a thousand assets with one at fault are a dozen tries.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..diagnosis.errors import chain, problem_of
from ..private_api import dagster_api
from ..problems import problem
from ..protocol import Problem, SourceLocation
from . import sources
from .named_places import NamedPlaces
from .names import check_names_of, is_check, launched_by, names_of, parents_of
from .project import Project


@dataclass(frozen=True)
class _Part:
    """A definition with its name in words and its place."""

    definition: Any
    subject: str
    names: tuple[str, ...]
    place: SourceLocation | None

    @property
    def about(self) -> str:
        return f"{self.subject} '{self.names[0]}'" if self.names else self.subject


def failing_definitions(target: object, location: str, project: Project) -> list[Problem]:
    """The problems of a target that was imported but did not load; empty when they cannot be told apart."""
    try:
        definitions = dagster_api.definitions_of(target)
    except Exception:
        # A function that returns them fails again.
        return []
    if definitions is None:
        return []
    return _Assembly(definitions, location, project).problems()


class _Assembly:
    def __init__(self, definitions: Any, location: str, project: Project) -> None:
        self._location = location
        self._project = project
        self._named = NamedPlaces(project)
        self._problems: list[Problem] = []
        self._resources = dict(definitions.resources or {})
        self._failure_of_base: tuple[str, ...] | None = None
        given = list(definitions.assets or ())
        self._assets = self._parts([one for one in given if not is_check(one)], "asset")
        self._checks = self._check_parts([one for one in given if is_check(one)], definitions.asset_checks)
        self._jobs = self._parts(definitions.jobs, "job")
        self._schedules = self._parts(definitions.schedules, "schedule")
        self._sensors = self._parts(definitions.sensors, "sensor")
        self._jobs += self._jobs_of([*self._schedules, *self._sensors])

    def problems(self) -> list[Problem]:
        """All of them, in the order of definition kinds."""
        assets = self._tried(self._assets, lambda parts: self._load(assets=parts))
        checks = self._tried(self._checks, lambda parts: self._load(asset_checks=parts))
        self._try_together(assets, checks)
        jobs = self._tried(self._jobs, lambda parts: self._load(assets=assets, asset_checks=checks, jobs=parts))
        loaded = {name for part in jobs for name in part.names}
        failed = {name for part in self._jobs for name in part.names} - loaded
        for kind, parts in (("schedules", self._schedules), ("sensors", self._sensors)):

            def load(tried: Sequence[_Part], kind: str = kind) -> None:
                self._load(assets=assets, asset_checks=checks, jobs=jobs, **{kind: tried})

            # What launches a job that has a problem has none itself.
            self._tried([part for part in parts if failed.isdisjoint(launched_by(part.definition))], load)
        return self._problems

    def _check_parts(self, in_assets: list[Any], in_checks: Any) -> list[_Part]:
        """Asset checks, which may be among the assets as well; those have checks that their functions make, too."""
        made = {name: part for part in self._assets for name in check_names_of(part.definition)}
        twice = [check for check in in_checks or () if any(check is other for other in in_assets)]
        if told := self._parts(twice, "asset check"):
            self._problems.append(self._given_twice(told))
        others = [check for check in in_checks or () if not any(check is other for other in twice)]
        return self._parts([*in_assets, *others], "asset check", made)

    def _jobs_of(self, automations: list[_Part]) -> list[_Part]:
        """The jobs that are only given to schedules and sensors, to be launched by them."""
        known = {name for part in self._jobs for name in part.names}
        targets = [launched_by(part.definition) for part in automations]
        jobs = {name: job for targeted in targets for name, job in targeted.items() if job is not None}
        # Dagster makes those itself of what assets a schedule or sensor selects.
        own = [job for name, job in jobs.items() if name not in known and not name.startswith("__")]
        return self._parts(own, "job")

    def _parts(self, definitions: Any, subject: str, given: Mapping[str, _Part] | None = None) -> list[_Part]:
        """The definitions of a kind, without those whose name is taken, as it may be by what is given before."""
        parts: list[_Part] = []
        taken: dict[str, _Part] = {**(given or {})}
        seen: set[int] = set()
        for definition in definitions or []:
            if id(definition) in seen:
                continue
            seen.add(id(definition))
            names = names_of(definition)
            place = sources.of_definition(definition, self._project)
            if place is None and names:
                place = self._named.of(_own_name(names[0]))
            part = _Part(definition, subject, names, place)
            twice = [name for name in names if name in taken]
            for name in twice:
                self._problems.append(self._duplicate(name, taken[name], part))
            if not twice:
                taken.update(dict.fromkeys(names, part))
                parts.append(part)
        return parts

    def _duplicate(self, name: str, first: _Part, second: _Part) -> Problem:
        places: list[SourceLocation | None] = [first.place, second.place]
        if first.place == second.place:
            # Without a function of their own both were found by their name.
            found = self._named.all_of(_own_name(name))
            places = [*found[:2]] or places
        where = ""
        if places[0] is not None and places[0]["line"] > 0:
            where = f", first at {self._project.relative(places[0]['file'])}:{places[0]['line']}"
        return problem(
            "duplicate_key",
            f"{second.subject.capitalize()} '{name}' is defined twice{where}",
            subject=second.subject,
            value=name,
            at=places[-1],
            code_location=self._location,
        )

    def _given_twice(self, checks: list[_Part]) -> Problem:
        name = checks[0].names[0]
        which = f"Asset check '{name}' is" if len(checks) == 1 else f"{len(checks)} asset checks, such as '{name}', are"
        return problem(
            "duplicate_key",
            f"{which} given to the Definitions twice: in assets and in asset_checks",
            subject="asset check",
            value=name,
            at=checks[0].place,
            code_location=self._location,
        )

    def _load(self, **parts: Sequence[_Part]) -> None:
        """Puts some of the definitions together; assets that are not among them are there in name only.

        Assets and checks need no others than those they name: a try costs what it tries, however large the project.
        """
        given = {name for part in parts.get("assets", ()) for name in part.names}
        others = [name for part in self._assets for name in part.names if name not in given]
        if parts.keys() <= {"assets", "asset_checks"}:
            tried = [part.definition for group in parts.values() for part in group]
            needed = set[str]().union(*map(parents_of, tried))
            others = [name for name in others if name in needed]
        groups = {kind: [part.definition for part in group] for kind, group in parts.items()}
        groups["assets"] = [*groups.get("assets", ()), *dagster_api.stand_ins(others)]
        dagster_api.assemble(resources=self._resources, **groups)

    def _tried(self, parts: Sequence[_Part], load: Callable[[Sequence[_Part]], None]) -> list[_Part]:
        """The parts that load one by one; the others become problems."""
        if not parts:
            return []
        try:
            load(parts)
            return list(parts)
        except Exception as error:
            failure = error
        # Outside of the handler, or the failure of all would be the context of the failure of one.
        if len(parts) > 1:
            middle = len(parts) // 2
            return [*self._tried(parts[:middle], load), *self._tried(parts[middle:], load)]
        self._add(failure, parts[0])
        return []

    def _try_together(self, assets: list[_Part], checks: list[_Part]) -> None:
        """Together they may be at odds: a circle, or partitions that do not map."""
        try:
            self._load(assets=assets, asset_checks=checks)
            return
        except Exception as error:
            failure = error
        self._failure_of_base = _cause(failure)
        if self._problems:
            # What is there in name only may be why.
            return
        by_name = {name: part for part in assets for name in part.names}
        found = len(self._problems)
        # One of them with its parents is never too deep.
        for part in [*assets, *checks] if not isinstance(failure, RecursionError) else ():
            self._try_with_parents(part, by_name)
        if len(self._problems) == found:
            self._problems.append(self._together(failure, assets))

    def _try_with_parents(self, part: _Part, by_name: Mapping[str, _Part]) -> None:
        parents = [by_name[name] for name in sorted(parents_of(part.definition)) if name in by_name]
        # One that makes several of them is there once.
        around = [other for other in {id(parent): parent for parent in parents}.values() if other is not part]
        kind = "assets" if part.subject == "asset" else "asset_checks"
        try:
            self._load(**{"assets": around, kind: [*around, part] if kind == "assets" else [part]})
        except Exception as error:
            found = problem_of(error, self._location, self._project, about=part.about, place=part.place)
            # A circle runs through several assets: told once, of all of them.
            if found["kind"] != "cycle":
                if found["kind"] == "invalid_definition":
                    found = {**found, "kind": "invalid_partitions"}
                self._problems.append(found)

    def _together(self, error: Exception, assets: list[_Part]) -> Problem:
        found = problem_of(error, self._location, self._project)
        if found["at"] is None and found["value"] is not None:
            place = next((part.place for part in assets if found["value"] in part.names), None)
            found = {**found, "at": place}
        return found

    def _add(self, error: Exception, part: _Part) -> None:
        found = problem_of(error, self._location, self._project, about=part.about, place=part.place)
        if part.subject in ("job", "schedule", "sensor") and (
            _cause(error) == self._failure_of_base or self._follows(found)
        ):
            return
        if not found["choices"]:
            # What needs another one does not mean itself.
            choices = [name for name in self._choices(found["subject"]) if name not in part.names]
            found = {**found, "choices": choices}
        self._problems.append(found)

    def _follows(self, found: Problem) -> bool:
        """Whether a problem may only be there because an asset that has one of its own is there in name only."""
        if not any(problem["subject"] != "job" for problem in self._problems):
            return False
        known = {name for part in self._assets for name in part.names}
        return found["kind"] in ("invalid_definition", "invalid_partitions") or found["value"] in known

    def _choices(self, subject: str | None) -> list[str]:
        parts = {"asset": self._assets, "job": self._jobs}.get(subject or "", [])
        return sorted(name for part in parts for name in part.names)


def _own_name(name: str) -> str:
    """What is given as its name in the code: of an asset check that is without its asset."""
    return name.rpartition(":")[2]


def _cause(error: Exception) -> tuple[str, ...]:
    """What tells the cause of an error from that of another one."""
    root = list(chain(error))[-1]
    return (type(root).__name__, str(root))
