"""What a new process loads from the project as it is on disk now: the bridge itself, asked as the plugin asks it."""

import json
import os
import subprocess
import sys
import tempfile
from typing import Any, cast

from ..folders import IMPORT_ROOT
from ..model import Definitions
from ..problems import platform_error
from ..protocol import ErrorData, OpenParameters
from ..runtime import OperationError


def describe_afresh(parameters: OpenParameters) -> Definitions:
    """The definitions of one code location; an OperationError when they do not load."""
    paths = [IMPORT_ROOT, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
        # What is compiled of a file that is taken back would be left.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "dagster_maven_bridge"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=printed,
            cwd=IMPORT_ROOT,
            env=environment,
        )
        try:
            _send(process, {"id": 1, "operation": "session.open", "parameters": parameters})
            _send(process, {"id": 2, "operation": "definitions.describe", "parameters": {}})
            _answer(process, 1)
            return cast(Definitions, _answer(process, 2))
        except EOFError:
            printed.seek(0)
            trace = printed.read().decode("utf-8", "replace")
            raise platform_error("ended", "Python ended while it loaded the definitions", trace=trace) from None
        finally:
            # The end of its stream ends it in order, whatever it is doing.
            assert process.stdin is not None and process.stdout is not None
            process.stdin.close()
            process.stdout.close()
            process.wait()


def _send(process: "subprocess.Popen[bytes]", message: dict[str, Any]) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps(message).encode() + b"\n")
        process.stdin.flush()
    except BrokenPipeError:
        raise EOFError from None


def _answer(process: "subprocess.Popen[bytes]", number: int) -> Any:
    assert process.stdout is not None
    while line := process.stdout.readline():
        message = json.loads(line)
        if message.get("id") == number and "error" in message:
            error: ErrorData = message["error"]
            raise OperationError(error["fault"], error["problems"], error["trace"])
        if message.get("id") == number and "result" in message:
            return message["result"]
    raise EOFError
