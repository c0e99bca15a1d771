"""Bridges that are forked from a process that has imported Dagster: a second less for each test than a new interpreter.

Run as a program, this is that process. It opens nothing and starts no thread; each bridge that it forks does all that
one does which is started as ``python -m dagster_maven_bridge``, but for the import of Dagster.
"""

import contextlib
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import IO, NoReturn

MAIN = Path(__file__).resolve().parents[2] / "main" / "python"
_LONGEST = 1_000_000


class WarmProcess:
    """A bridge, as far as tests need what ``subprocess.Popen`` tells of one."""

    def __init__(self, cwd: Path, stderr: IO[bytes], env: dict[str, str]) -> None:
        read_in, write_in = os.pipe()
        read_out, write_out = os.pipe()
        self._status, status = os.pipe()
        request = json.dumps({"cwd": str(cwd), "env": env}).encode()
        socket.send_fds(_forker(), [request], [read_in, write_out, stderr.fileno(), status])
        for descriptor in (read_in, write_out, status):
            os.close(descriptor)
        self.stdin: IO[bytes] = os.fdopen(write_in, "wb", buffering=0)
        self.stdout: IO[bytes] = os.fdopen(read_out, "rb")
        self._told = b""
        self._read_until(1, None)
        self.pid = int(self._told.split()[0])

    def poll(self) -> int | None:
        """The exit code as ``subprocess`` has it; None while it runs."""
        return self._code(0)

    def wait(self, timeout: float | None = None) -> int:
        """Waits for the end; raises ``subprocess.TimeoutExpired``."""
        code = self._code(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("bridge", timeout or 0)
        return code

    def kill(self) -> None:
        """Kills the bridge, unless it has ended."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def _code(self, timeout: float | None) -> int | None:
        self._read_until(2, timeout)
        told = self._told.split()
        return int(told[1]) if len(told) == 2 else None

    def _read_until(self, numbers: int, timeout: float | None) -> None:
        while len(self._told.split()) < numbers:
            ready, _, _ = select.select([self._status], [], [], timeout)
            if not ready:
                return
            read = os.read(self._status, 100)
            assert read, "the process that forks bridges has failed"
            self._told += read


@lru_cache(maxsize=1)
def _forker() -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for end in (ours, theirs):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _LONGEST)
    # It ends with the last of its clients, which is this process.
    subprocess.Popen(
        [sys.executable, __file__], stdin=theirs.fileno(), cwd=MAIN, env={**os.environ, "PYTHONPATH": str(MAIN)}
    )
    theirs.close()
    return ours


def _modules_of_bridge() -> list[str]:
    folder = MAIN / "dagster_maven_bridge"
    names = [file.relative_to(MAIN).with_suffix("").as_posix().replace("/", ".") for file in folder.rglob("*.py")]
    return sorted(name for name in names if not name.endswith(("__init__", "__main__")))


def _serve() -> None:
    requests = socket.socket(fileno=os.dup(0))
    sys.path[0] = str(MAIN)
    for module in ("dagster._core.executor.multiprocess", *_modules_of_bridge()):
        importlib.import_module(module)

    while True:
        request, descriptors, _, _ = socket.recv_fds(requests, _LONGEST, 4)
        if not request:
            os._exit(0)
        if os.fork() == 0:
            requests.close()
            _supervise(json.loads(request), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass


def _supervise(request: dict[str, dict[str, str]], stdin: int, stdout: int, stderr: int, status: int) -> NoReturn:
    """Tells the process id of the bridge, and its exit code when it has one."""
    bridge = os.fork()
    if bridge == 0:
        os.close(status)
        for number, descriptor in enumerate((stdin, stdout, stderr)):
            os.dup2(descriptor, number)
            os.close(descriptor)
        os.chdir(str(request["cwd"]))
        os.environ.clear()
        os.environ.update(request["env"])
        runpy.run_module("dagster_maven_bridge", run_name="__main__", alter_sys=True)
        os._exit(0)
    for descriptor in (stdin, stdout, stderr):
        os.close(descriptor)
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    os.write(status, f"{bridge} ".encode())
    _, code = os.waitpid(bridge, 0)
    os.write(status, f"{os.waitstatus_to_exitcode(code)} ".encode())
    os._exit(0)


if __name__ == "__main__":
    _serve()
