"""The life of the process: hello, one request at a time in the main thread, a reader thread beside it, the end."""

import contextlib
import faulthandler
import json
import os
import queue
import signal
import sys
import threading
import traceback
from types import FrameType
from typing import Any, TypedDict

from . import processes
from .channel import Channel
from .dispatch import carry_out
from .masking import Masker
from .printing.marks import write_marks_to
from .problems import platform_error, problem
from .protocol import PROTOCOL_VERSION, ErrorData, OpenParameters
from .runtime import Call, OperationError, Session

_GRACE_SECONDS = 4.0


class Request(TypedDict):
    """An operation that is to be carried out."""

    id: int
    operation: str
    parameters: Any


class Bridge:
    """Serves the plugin until it says so or its stream ends.

    User code runs in the main thread, because only there Python delivers a signal. The reader thread sees a cancel and
    the end of the stream while the main thread is busy.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._requests: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._switching = threading.Lock()
        self._current: tuple[int, Call] | None = None
        self._cancelled_early: set[int] = set()
        self._session = Session(_unopened())
        self._masks: tuple[dict[str, str], Masker] | None = None
        self._errors = os.dup(2)
        write_marks_to(self._errors)

    def serve(self) -> None:
        """Serves requests; ends the process and everything below it, and does not return."""
        processes.become_leader()
        faulthandler.enable(self._errors)
        signal.signal(signal.SIGINT, self._interrupted)
        if hasattr(os, "register_at_fork"):
            # A worker is interrupted like any other Python program.
            os.register_at_fork(after_in_child=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
        self._restore_streams()
        threading.Thread(target=self._read, name="plugin", daemon=True).start()
        hello = {"protocol": PROTOCOL_VERSION, "python": sys.version.split()[0], "pid": os.getpid()}
        self._channel.send({"hello": hello})
        while (request := self._requests.get()) is not None:
            self._restore_streams()
            answer = self._answer(request)
            for stream in (sys.stdout, sys.stderr):
                # User code may have closed them.
                with contextlib.suppress(Exception):
                    stream.flush()
            self._channel.send({"id": request["id"], **answer})
        self._ended.set()
        processes.end(0)

    # In the main thread.

    def _answer(self, request: Request) -> dict[str, Any]:
        number = request["id"]

        def emit(event: str, data: dict[str, Any]) -> None:
            self._channel.send({"id": number, "event": event, "data": self._masker().message(data)})

        call = Call(self._session, emit)
        try:
            try:
                with self._switching:
                    self._current = (number, call)
                    call.cancelled = number in self._cancelled_early
                if call.cancelled:
                    raise KeyboardInterrupt
                result = carry_out(request["operation"], call, request["parameters"])
            finally:
                with self._switching:
                    self._current = None
            return {"result": dict(result)}
        except OperationError as error:
            return {"error": self._masker().message(error.data)}
        except BaseException as error:
            self._current = None
            return {"error": self._masker().message(_unexpected(request["operation"], error, call.cancelled))}

    def _masker(self) -> Masker:
        secrets = self._session.parameters["secrets"]
        if self._masks is None or self._masks[0] is not secrets:
            self._masks = secrets, Masker(secrets.values())
        return self._masks[1]

    def _interrupted(self, _signal: int, _frame: FrameType | None) -> None:
        # A signal that comes when the call has just ended must not hit what follows it.
        current = self._current
        if current is not None and current[1].cancelled:
            raise KeyboardInterrupt

    def _restore_streams(self) -> None:
        """Standard output and error may have been closed or redirected by the user code of the last request."""
        for descriptor in (1, 2):
            os.dup2(self._errors, descriptor)
        for name, descriptor in (("stdout", 1), ("stderr", 2)):
            stream = getattr(sys, name)
            if stream is None or getattr(stream, "closed", False):
                opened = os.fdopen(
                    descriptor, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False
                )
                setattr(sys, name, opened)
            elif hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)

    # In the reader thread.

    def _read(self) -> None:
        for line in self._channel.lines():
            if not self._receive(line):
                break
        self._requests.put(None)
        with self._switching:
            current = self._current
        if current is not None:
            self._cancel(current[0])
        if not self._ended.wait(_GRACE_SECONDS):
            faulthandler.dump_traceback(self._errors)
            processes.end(1)

    def _receive(self, line: bytes) -> bool:
        """Takes a message; False when it is the last one."""
        try:
            message = json.loads(line)
        except ValueError:
            message = None
        match message:
            case {"shutdown": True}:
                return False
            case {"cancel": int(number)}:
                self._cancel(number)
            case {"id": int(number), "operation": str(operation), **rest} if set(rest) <= {"parameters"}:
                self._requests.put({"id": number, "operation": operation, "parameters": rest.get("parameters")})
            case _:
                shown = line[:200].decode("utf-8", "replace").rstrip()
                error = platform_error("protocol", f"Not a message of this protocol: {shown}").data
                asked = message.get("id") if isinstance(message, dict) else None
                self._channel.send({"id": asked, "error": error})
        return True

    def _cancel(self, number: int) -> None:
        with self._switching:
            self._cancelled_early.add(number)
            current = self._current
            if current is None or current[0] != number or current[1].cancelled:
                return
            call = current[1]
            call.cancelled = True
        try:
            if call.on_cancel is not None:
                call.on_cancel()
                return
        except Exception:
            # This thread must live on: it is the one that sees the end of the stream.
            traceback.print_exc()
        interrupt_main_thread()


def interrupt_main_thread() -> None:
    """Raises KeyboardInterrupt in the main thread, also out of a system call that blocks where the system can."""
    main = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main is not None:
        signal.pthread_kill(main, signal.SIGINT)
    else:
        import _thread

        _thread.interrupt_main()


def _unexpected(operation: str, error: BaseException, cancelled: bool) -> ErrorData:
    trace = "".join(traceback.format_exception(error))
    if cancelled and isinstance(error, KeyboardInterrupt):
        return {"fault": "platform", "problems": [problem("cancelled", f"{operation} was cancelled")], "trace": None}
    text = str(error).strip().splitlines()
    message = f"{operation}: {type(error).__name__}" + (f": {text[0]}" if text else "")
    return {"fault": "platform", "problems": [problem("internal", message)], "trace": trace}


def _unopened() -> OpenParameters:
    """What a session holds until ``session.open``."""
    return {
        "target": {"kind": "module_name", "values": [], "attribute": None, "working_directory": ""},
        "project_directory": "",
        "python_path": [],
        "location": None,
        "home": "",
        "instance_config": None,
        "secrets": {},
        "parallelism": 0,
    }
