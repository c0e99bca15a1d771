"""What is wrong, in one line and in the user's words, from what Dagster 1.10 to 1.13 say about it in many."""

import re
import sys
from collections.abc import Callable

from .python_errors import Phrase, first_line, phrase_of_python, sentence


def phrase(error: BaseException, about: str | None = None) -> Phrase:
    """Says what an exception is about; ``about`` is the definition, ``asset 'a'``, when it is known."""
    said = phrase_of_python(error)
    if said is not None:
        return said
    if isinstance(error, RecursionError) and _is_of_a_chain(error):
        return _chain_too_long()
    text = clean(str(error).strip())
    for pattern, say in _PHRASES:
        match = pattern.search(text)
        if match is not None:
            return say(match, about)
    return _other(error, about)


def clean(text: str) -> str:
    """Without the representations of Dagster's classes."""
    text = re.sub(r"'?AssetKey\(\[([^\]]*)\]\)'?", lambda match: f"'{_key(match[1])}'", text)
    text = re.sub(r"<(?:class|enum) '(?:[\w<>]+\.)*(\w+)'>", r"\1", text)
    text = re.sub(r"<function (?:[\w<>]+\.)*(\w+) at 0x[0-9a-f]+>", r"the function '\1'", text)
    return re.sub(r"<(?:[\w<>]+\.)*(\w+) object at 0x[0-9a-f]+>", r"an object", text)


def _key(inner: str) -> str:
    return "/".join(part.strip().strip("'\"") for part in inner.split(","))


def _is_of_a_chain(error: RecursionError) -> bool:
    # Not above: an error is also phrased where Dagster is not imported, or cannot be.
    if "dagster" not in sys.modules:
        return False
    from ..private_api import dagster_api

    return dagster_api.is_chain_too_long(error)


def _chain_too_long() -> Phrase:
    return Phrase(
        "invalid_definition",
        "A chain of assets or ops that depend on one another is too long for Dagster, which calls itself for each:"
        f" Python's limit is {sys.getrecursionlimit()} calls",
        None,
        None,
        (),
        "Raise the limit above the length of the chain before the Definitions, as with sys.setrecursionlimit(10_000),"
        " or let one function make several of the assets (@dg.multi_asset)",
    )


def _resource(match: re.Match[str], about: str | None) -> Phrase:
    role, key, needed_by = match["role"], match["key"], match["by"].rstrip("'") + "'"
    inner = re.search(r"\bop '([^']+)'", needed_by)
    who = about or (f"op '{inner[1]}'" if inner else needed_by)
    noun = "IO manager" if role == "io manager" else "resource"
    choices = tuple(re.findall(r"'([^']*)'", match["choices"] or ""))
    return Phrase(
        "missing_resource",
        f"{_capital(who)} needs the {noun} '{key}', which is not defined",
        "resource",
        key,
        tuple(choice for choice in choices if choice != "io_manager"),
        f"Add '{key}' to the resources of the Definitions",
    )


def _cycle(match: re.Match[str], _about: str | None) -> Phrase:
    edges = {
        name: re.findall(r"'([^']*)'", targets) for name, targets in re.findall(r"'([^']*)':\s*\{([^}]*)\}", match[0])
    }
    path = [min(edges)] if edges else []
    while path and (following := sorted(edges.get(path[-1], []))):
        path.append(following[0])
        if following[0] in path[:-1]:
            path = path[path.index(following[0]) :]
            break
    return Phrase(
        "cycle", f"Assets depend on each other in a circle: {' → '.join(path)}", "asset", path[0] if path else None
    )


def _duplicate(match: re.Match[str], _about: str | None) -> Phrase:
    found = match.groupdict()
    name = found.get("name") or f"{found.get('asset')}:{found.get('check')}"
    subject = "asset check" if found.get("check") else ("asset" if "asset key" in match[0] else "job")
    if "Duplicate definition" in match[0]:
        subject = "schedule or sensor"
    return Phrase("duplicate_key", f"{_capital(subject)} '{name}' is defined twice", subject, name)


def _selected(match: re.Match[str], about: str | None) -> Phrase:
    names = re.findall(r"'([^']*)'", match["names"])
    listed = ", ".join(f"'{name}'" for name in names)
    verb = "which does not exist" if len(names) == 1 else "which do not exist"
    return Phrase(
        "invalid_selection",
        f"{_capital(about or 'a selection')} selects {listed}, {verb}",
        "asset",
        names[0] if names else None,
    )


def _argument(match: re.Match[str], _about: str | None) -> Phrase:
    expected = re.sub(r"[\[\]()']", "", match["expected"]).removeprefix("one of ").strip()
    return Phrase(
        "invalid_argument",
        f"'{match['name']}' is {match['got']} ({match['type']}), expected {expected}",
        "argument",
        match["name"],
    )


def _violated(match: re.Match[str], about: str | None) -> Phrase:
    name, what = match["name"], match["what"]
    if what == "None":
        # Dagster has given the description in the place of the name.
        return Phrase("invalid_argument", _of(about, name))
    return Phrase("invalid_argument", _of(about, f"'{name}': {sentence(what)}"), "argument", name)


def _member(match: re.Match[str], _about: str | None) -> Phrase:
    expected = re.sub(r"[()]", "", match["expected"])
    return Phrase("invalid_argument", f"{match['got']} is of type {match['type']}, expected one of {expected}")


def _fields(match: re.Match[str], _about: str | None) -> Phrase:
    # In the files of components Dagster adds the place to the name of a field.
    errors = re.findall(
        r"^`?([^\s`]+)(?: at [^\n]*)?\n +([^\[\n]+?) *(?:\[.*?input_value=([^,\n]*).*)?$", match["errors"], re.MULTILINE
    )
    told = [f"{match['model']}.{field}: {'is missing' if value == 'None' else what}" for field, what, value in errors]
    return Phrase("invalid_config", "; ".join(told), "field", errors[0][0] if errors else None)


def _config_type(match: re.Match[str], about: str | None) -> Phrase:
    who = f"{_capital(about)}: " if about else ""
    if match["type"] == "_empty":
        remedy = "Annotate it with a subclass of dagster.Config"
        return Phrase("invalid_config", f"{who}the parameter 'config' has no type", "type", None, (), remedy)
    message = f"{who}'{match['type']}' cannot be the type of configuration"
    return Phrase("invalid_config", message, "type", match["type"])


def _reserved(match: re.Match[str], _about: str | None) -> Phrase:
    name = match["name"]
    remedy = "Make it the first parameter" if name == "context" else "Choose another name"
    return Phrase("invalid_name", f"'{name}' is a reserved name here", "name", name, (), remedy)


def _input(match: re.Match[str], about: str | None) -> Phrase:
    upstream = _key(match["upstream"])
    return Phrase(
        "missing_upstream",
        f"{_capital(about or 'an asset')} takes the asset '{upstream}' as an input, which does not exist",
        "asset",
        upstream,
        (),
        "Define that asset, or rename the parameter: all but context, config and resources are assets to be loaded",
    )


_PHRASES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str | None], Phrase]], ...] = (
    (
        re.compile(
            r"(?P<role>resource|io manager) with key '(?P<key>[^']+)' required by (?P<by>.+?) was not provided\."
            r"(?:.*following keys.*?(?P<choices>\[[^\]]*\]))?",
            re.DOTALL | re.IGNORECASE,
        ),
        _resource,
    ),
    (re.compile(r"Circular dependencies exist among these items: (.*)", re.DOTALL), _cycle),
    (
        re.compile(r"Asset \"(?P<name>[^\"]+)\" depends on itself"),
        lambda match, _: Phrase("cycle", f"Asset '{match['name']}' depends on itself", "asset", match["name"]),
    ),
    (re.compile(r"Duplicate asset key: '(?P<name>[^']*)'"), _duplicate),
    (re.compile(r"Duplicate asset check key: .*?asset_key='(?P<asset>[^']*)', name='(?P<check>[^']*)'"), _duplicate),
    (re.compile(r"Duplicate (?:job|graph|op)?.*definition found for job '(?P<name>[^']*)'"), _duplicate),
    (re.compile(r"Duplicate definition found for (?P<name>\S+)"), _duplicate),
    (re.compile(r"Input asset [\"']+\[(?P<upstream>[^\]]*)\][\"']+ .*is not produced by any"), _input),
    (re.compile(r"AssetKey\(s\) (?P<names>.*?) were selected"), _selected),
    (
        re.compile(r"Found invalid cron schedule '(?P<cron>.*?)' for schedule '(?P<name>[^']*)'"),
        lambda match, _: Phrase(
            "invalid_cron",
            f"Schedule '{match['name']}' has the invalid cron expression '{match['cron']}'",
            "cron expression",
            match["cron"],
        ),
    ),
    (
        # Of an automation condition.
        re.compile(r"Invalid cron schedule: (?P<cron>.+)"),
        lambda match, _: Phrase(
            "invalid_cron",
            f"The cron expression '{match['cron']}' cannot be parsed",
            "cron expression",
            match["cron"],
        ),
    ),
    (
        re.compile(
            r"(?P<kind>Sensor|Schedule)Definition \"(?P<name>[^\"]*)\" "
            r"targets job \"(?P<job>[^\"]*)\" which was not found"
        ),
        lambda match, _: Phrase(
            "unknown_target",
            f"{match['kind']} '{match['name']}' targets the job '{match['job']}', which is not defined",
            "job",
            match["job"],
        ),
    ),
    (
        re.compile(r"(?:Selected|selected) assets must have the same partitions definitions"),
        lambda _, about: Phrase(
            "invalid_partitions",
            f"{_capital(about or 'a job')} selects assets with different partitions definitions",
        ),
    ),
    (re.compile(r"\"(?P<name>.*?)\" is not a valid name in Dagster\. It conflicts"), _reserved),
    (
        re.compile(r"\"(?P<name>.*?)\" is not a valid name in Dagster"),
        lambda match, _: Phrase(
            "invalid_name",
            f"'{match['name']}' is not a valid name: letters, digits and underscores only",
            "name",
            match["name"],
        ),
    ),
    (
        re.compile(
            re.compile(
                r"Param \"(?P<name>\w+)\" is not (?:an? )?(?P<expected>.+?)\. "
                r"Got (?P<got>.+?) which is type (?P<type>\w+)"
            ),
        ),
        _argument,
    ),
    (re.compile(r"Invariant violation for parameter (?P<name>.+?)\. Description: (?P<what>.+)"), _violated),
    (
        re.compile(
            r"Member of \w+ mismatches type\. Expected (?P<expected>.+?)\. Got (?P<got>.+?) of type (?P<type>\w+)"
        ),
        _member,
    ),
    (re.compile(r"validation errors? for (?P<model>\w+)\n(?P<errors>.+)", re.DOTALL), _fields),
    (
        re.compile(r"Module `(?P<module>[\w.]+)` has no attribute `(?P<name>\w+)`"),
        lambda match, _: Phrase(
            "unknown_name",
            f"There is no component type '{match['name']}' in the module '{match['module']}'",
            "component type",
            match["name"],
        ),
    ),
    (re.compile(r"Error defining config\. .*?(?P<type>\w+) cannot be resolved", re.DOTALL), _config_type),
    (
        re.compile(r"Error 1: (?P<what>.+)"),
        lambda match, about: Phrase("invalid_config", _of(about, sentence(match["what"]))),
    ),
)

_KINDS = {
    "DagsterInvalidDefinitionError": "invalid_definition",
    "DagsterInvalidSubsetError": "invalid_selection",
    "DagsterInvalidInvocationError": "invalid_definition",
    "DagsterInvariantViolationError": "invalid_definition",
    "DagsterInvalidConfigError": "invalid_config",
    "DagsterInvalidConfigDefinitionError": "invalid_config",
    "ParameterCheckError": "invalid_argument",
    "CheckError": "invalid_argument",
}


def _other(error: BaseException, about: str | None) -> Phrase:
    name = type(error).__name__
    text = sentence(clean(first_line(error)))
    kind = _KINDS.get(name)
    if kind is None:
        return Phrase("user_code_error", f"{name}: {text}" if text != name else name)
    return Phrase(kind, _of(about, text))


def _of(about: str | None, text: str) -> str:
    """With the definition in front, unless Dagster names it itself."""
    return text if about is None or about.lower() in text.lower() else f"{_capital(about)}: {text}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
