"""The code of a new definition: typed, with a docstring, in the style of the file that it goes to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LIMIT = 88
_DAGSTER = "__dg__."


@dataclass(frozen=True)
class NewCode:
    """What is written.

    ``body`` has ``__dg__.`` before each name of Dagster's, four spaces a step and double quotes. ``name`` is what the
    module binds and others import; ``entry`` is what a list or dictionary holds, with ``{}`` for that name.
    """

    subject: str
    name: str
    body: str
    dagster: tuple[str, ...]
    imports: tuple[tuple[str, str], ...] = ()
    entry: str = "{}"
    is_block: bool = True

    def text(self, prefix: str, unit: str = "    ", quote: str = '"') -> str:
        """The code in a style: ``prefix`` stands before names of Dagster's, as ``dg.``."""
        return _styled(_fitted(self.body.replace(_DAGSTER, prefix)), unit, quote)

    def entry_for(self, name: str, quote: str = '"') -> str:
        """The entry in a list or dictionary, under the name that it has there."""
        return _styled(self.entry.format(name), "    ", quote)


@dataclass(frozen=True)
class Neighbours:
    """What the definitions around the new one have in common."""

    group: str | None = None
    owners: tuple[str, ...] = ()


def words(name: str) -> str:
    """A name as the beginning of a sentence."""
    text = name.strip("_").replace("_", " ") or name
    return text[0].upper() + text[1:]


def class_name(name: str) -> str:
    """The class of a resource of that name."""
    camel = "".join(part[0].upper() + part[1:] for part in name.split("_") if part)
    return camel if camel.endswith("Resource") else f"{camel}Resource"


def asset(name: str, deps: Sequence[str], start_date: str | None, neighbours: Neighbours) -> NewCode:
    """An asset; ``start_date`` is that of its daily partitions, None for none."""
    dagster = ["MaterializeResult", "asset"]
    arguments: list[str] = []
    if deps:
        if any("/" in key for key in deps):
            dagster.append("AssetKey")
        arguments.append(f"deps=[{', '.join(_key(key) for key in deps)}]")
    if start_date is not None:
        dagster += ["AssetExecutionContext", "DailyPartitionsDefinition"]
        arguments.append(f'partitions_def=__dg__.DailyPartitionsDefinition(start_date="{start_date}")')
    if neighbours.group is not None:
        arguments.append(f"group_name={_literal(neighbours.group)}")
    if neighbours.owners:
        arguments.append(f"owners=[{', '.join(map(_literal, neighbours.owners))}]")
    decorator = _call("@__dg__.asset", arguments) if arguments else "@__dg__.asset"
    if start_date is not None:
        signature, made = "context: __dg__.AssetExecutionContext", ", one partition a day"
        rows = '[{"day": context.partition_key, "number": number} for number in range(1, 4)]'
    else:
        signature, made = "", ", one row each"
        rows = '[{"number": number} for number in range(1, 4)]'
    body = f'''{decorator}
def {name}({signature}) -> __dg__.MaterializeResult:
    """{words(name)}{made}."""
    rows = {rows}
    return __dg__.MaterializeResult(metadata={{"dagster/row_count": len(rows)}})
'''
    return NewCode("asset", name, body, tuple(dagster))


def job(name: str, select: str | None) -> NewCode:
    """A job that materialises assets; all of them without a selection."""
    clauses = [] if select is None else _clauses(select)
    dagster = ["define_asset_job"] if clauses else ["AssetSelection", "define_asset_job"]
    if not clauses:
        selection = "__dg__.AssetSelection.all()"
    elif len(clauses) == 1:
        selection = _literal(clauses[0])
    else:
        selection = f"[{', '.join(map(_literal, clauses))}]"
    what = "every asset" if not clauses else ", ".join(clauses)
    arguments = [f"name={_literal(name)}", f"selection={selection}", f"description={_literal(f'Materialises {what}.')}"]
    body = _assigned(name, "__dg__.define_asset_job", arguments)
    return NewCode("job", name, body, tuple(dagster), is_block=False)


def schedule(name: str, cron: str, job_name: str) -> NewCode:
    """A schedule that runs a job."""
    arguments = [
        f"name={_literal(name)}",
        f"job_name={_literal(job_name)}",
        f"cron_schedule={_literal(cron)}",
        # Dagster's default, where the user sees it and can change it.
        f"execution_timezone={_literal('UTC')}",
        f"description={_literal(f'Runs the job {job_name}.')}",
    ]
    body = _assigned(name, "__dg__.ScheduleDefinition", arguments)
    return NewCode("schedule", name, body, ("ScheduleDefinition",), is_block=False)


def sensor(name: str, job_name: str) -> NewCode:
    """A sensor that runs a job for files that arrive in a folder."""
    decorator = _call("@__dg__.sensor", [f"job_name={_literal(job_name)}", "minimum_interval_seconds=60"])
    body = f'''{decorator}
def {name}(context: __dg__.SensorEvaluationContext) -> __dg__.SensorResult | __dg__.SkipReason:
    """Runs the job {job_name} for each file that is new or has changed."""
    folder = Path("data/{name}")
    seen = int(context.cursor or 0)
    files = [file for file in folder.glob("*") if file.is_file()]
    times = {{file: file.stat().st_mtime_ns for file in files}}
    keys = [f"{{file.name}}:{{time}}" for file, time in times.items() if time > seen]
    if not keys:
        return __dg__.SkipReason(f"No file in {{folder}} is new or has changed")
    requests = [__dg__.RunRequest(run_key=key) for key in keys]
    return __dg__.SensorResult(run_requests=requests, cursor=str(max(times.values())))
'''
    names = ("RunRequest", "SensorEvaluationContext", "SensorResult", "SkipReason", "sensor")
    return NewCode("sensor", name, body, names, (("pathlib", "Path"),))


def resource(name: str) -> NewCode:
    """A resource: a folder that assets keep files in."""
    cls = class_name(name)
    body = f'''class {cls}(__dg__.ConfigurableResource):
    """A folder with files; an asset that has a parameter `{name}: {cls}` is given it."""

    folder: str = "data/{name}"

    def path(self, name: str) -> Path:
        """The path of a file in the folder, which is made when it is not there."""
        folder = Path(self.folder)
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name
'''
    return NewCode("resource", cls, body, ("ConfigurableResource",), (("pathlib", "Path"),), entry=f'"{name}": {{}}()')


def resources_file(code: NewCode) -> NewCode:
    """A resource for a folder of definitions, where only a function that returns them is found."""
    entry = code.entry_for(code.name)
    body = f'''{code.body}

@__dg__.definitions
def resources() -> __dg__.Definitions:
    """The resources that this file defines."""
    return __dg__.Definitions(
        resources={{
            {entry},
        }},
    )
'''
    return NewCode(code.subject, code.name, body, (*code.dagster, "Definitions", "definitions"), code.imports)


def _key(key: str) -> str:
    if "/" not in key:
        return _literal(key)
    return f"__dg__.AssetKey([{', '.join(map(_literal, key.split('/')))}])"


def _clauses(select: str) -> list[str]:
    """Clauses that are joined with commas, outside of quotes."""
    return [part.strip() for part in re.findall(r'(?:"[^"]*"|[^",])+', select) if part.strip()]


def _literal(text: str) -> str:
    if '"' in text and "'" not in text and "\\" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _call(function: str, arguments: Sequence[str]) -> str:
    line = f"{function}({', '.join(arguments)})"
    if len(line.replace(_DAGSTER, "dagster.")) <= _LIMIT:
        return line
    lines = "".join(f"    {argument},\n" for argument in arguments)
    return f"{function}(\n{lines})"


def _assigned(name: str, function: str, arguments: Sequence[str]) -> str:
    return _call(f"{name} = {function}", arguments) + "\n"


def _fitted(text: str) -> str:
    """Breaks a signature that a long name makes too long, as a formatter would."""
    return re.sub(
        r"^(def \w+)\((.+)\) -> (.+):$",
        lambda match: match[0] if len(match[0]) <= _LIMIT else f"{match[1]}(\n    {match[2]},\n) -> {match[3]}:",
        text,
        flags=re.MULTILINE,
    )


def _styled(text: str, unit: str, quote: str) -> str:
    if unit != "    ":
        text = re.sub(r"^(?: {4})+", lambda match: unit * (len(match[0]) // 4), text, flags=re.MULTILINE)
    if quote == "'":
        # Docstrings keep theirs, and so does what has an apostrophe or an escape in it.
        text = re.sub(
            r'"""[\s\S]*?"""|"([^"\'\\\n]*)"', lambda match: f"'{match[1]}'" if match[1] is not None else match[0], text
        )
    return text
