"""What other interpreters that this process starts can import."""

import contextlib
import os
from collections.abc import Iterator

from ..runtime import Session
from .narrowing import project_of


@contextlib.contextmanager
def shared_import_path(session: Session) -> Iterator[None]:
    """Lets them import what this process can: the project, and this package, which has the storages of the home.

    Only while Dagster starts a code server: user code's own interpreters are to find Python's modules first.
    """
    before = os.environ.get("PYTHONPATH")
    project = project_of(session)
    folders = [*(before or "").split(os.pathsep), *session.parameters["python_path"], *project.import_folders()]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(folder for folder in folders if folder))
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
