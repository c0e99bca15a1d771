"""What Python itself says is wrong with user code while it is imported, in one line and with what to do about it."""

import difflib
import re
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import NamedTuple


class Phrase(NamedTuple):
    """A problem's kind and message, and what of Problem's fields can be read from the text."""

    kind: str
    message: str
    subject: str | None = None
    value: str | None = None
    choices: tuple[str, ...] = ()
    remedy: str | None = None


def phrase_of_python(error: BaseException) -> Phrase | None:
    """Says what one of Python's own exceptions is about; None for any other one."""
    match error:
        case SyntaxError():
            return Phrase("syntax_error", sentence(error.msg or "invalid syntax"))
        case SystemExit():
            return Phrase("exit_on_import", f"The code ends the process while it is imported: sys.exit({error.code!r})")
        case ModuleNotFoundError(name=str(name)):
            return _missing_module(name)
        case ImportError():
            return _import(error)
        case KeyError() if _is_about_environment(error):
            return unset_variable(str(error.args[0]))
        case AttributeError(name=str(name), obj=ModuleType() as module):
            choices = _near(name, dir(module))
            return Phrase("user_code_error", f"{type(error).__name__}: {sentence(str(error))}", "name", name, choices)
        case _ if hasattr(error, "problem_mark"):
            # YAML's; looked at by its shape, because it is imported only where components are.
            return Phrase("invalid_yaml", f"This is not YAML: {getattr(error, 'problem', None) or first_line(error)}")
        case OSError(strerror=str(reason), filename=str(file)):
            return Phrase("user_code_error", f"{type(error).__name__}: {reason}: '{file}'", "file", file)
    return None


def _missing_module(name: str) -> Phrase:
    package = name.partition(".")[0]
    # A module below a package that is there is not something that can be installed.
    if package != name and package in sys.modules:
        return Phrase("import_error", f"There is no module '{name}'", "module", name)
    return Phrase(
        "import_error",
        f"There is no module '{name}'",
        "module",
        name,
        (),
        "If it belongs to a package, add that to the project's dependencies (pyproject.toml, setup.py or"
        " requirements.txt) or to <requirements> (-Ddagster.requirements); with <python> (-Ddagster.python),"
        " install it there",
    )


def _import(error: ImportError) -> Phrase:
    circular = re.match(
        r"cannot import name '(?P<name>[^']+)' from partially initialized module '(?P<module>[^']+)'", str(error)
    )
    if circular:
        return Phrase(
            "circular_import",
            f"'{circular['name']}' cannot be imported from '{circular['module']}', which is being imported itself:"
            " the modules import each other",
            "module",
            circular["module"],
            (),
            "Move what both need to a third module, or the import into the function that needs it",
        )
    # Python adds the path of the file that it looked in.
    message = sentence(re.sub(r" \([^()]*\)$", "", first_line(error)))
    wanted = re.match(r"cannot import name '([^']+)'", message)
    module = sys.modules.get(error.name or "")
    if wanted and module is not None:
        return Phrase("import_error", message, "name", wanted[1], _near(wanted[1], dir(module)))
    return Phrase("import_error", message)


def _is_about_environment(error: KeyError) -> bool:
    """Whether it was raised by a look into ``os.environ``."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_globals.get("__name__") == "os"


def unset_variable(name: str) -> Phrase:
    """An environment variable that is needed and not there."""
    return Phrase(
        "unset_variable",
        f"The environment variable '{name}' is not set",
        "environment variable",
        name,
        (),
        "Set it with <environmentVariables> (-Ddagster.environmentVariables), <secrets> or a .env file",
    )


def _near(name: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(difflib.get_close_matches(name, [other for other in names if not other.startswith("_")]))


def first_line(error: BaseException) -> str:
    """The first line of an exception's text; its class when it has none."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def sentence(text: str) -> str:
    """Without the full stop or colon at the end."""
    return text.strip().rstrip(".:")
