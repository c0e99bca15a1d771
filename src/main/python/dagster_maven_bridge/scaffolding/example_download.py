"""Fetching an example out of the archive of all of Dagster's source code."""

import gzip
import os
import shutil
import tarfile
import uuid
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import requests
import urllib3

from ..diagnosis.errors import chain
from ..private_api.dagster_examples_api import is_left_out
from ..problems import platform_error, problem, user_error
from ..runtime import OperationError

# Seconds until there is a connection, and without anything coming; the whole takes as long as it takes.
_PATIENCE = (30, 60)
_BROKEN = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    tarfile.TarError,
    gzip.BadGzipFile,
    EOFError,
    zlib.error,
)


class ExampleArchive:
    """The archive of one version: a folder with a folder ``examples``, as it is made from a Git repository."""

    def __init__(self, address: str, version: str) -> None:
        self._address = address
        self._version = version

    def copy(self, example: str, folder: Path) -> int:
        """Writes the example's files to a new folder, all or none, and returns how many they are."""
        part = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}.part")
        try:
            files = self._extract(example, part)
            if files == 0:
                raise self._has_none(example)
            os.rename(part, folder)
        except OSError as error:
            raise platform_error(
                "write_failed", f"The example cannot be written to {folder}: {error.strerror or error}"
            ) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)
        return files

    def _extract(self, example: str, folder: Path) -> int:
        count = 0
        try:
            with requests.get(self._address, stream=True, timeout=_PATIENCE) as response:
                if response.status_code != 200:
                    raise self._refused(response.status_code)
                # Not mode "r|gz": that takes an archive which breaks off for one which ends.
                unpacked = gzip.GzipFile(fileobj=response.raw)
                with unpacked, tarfile.open(fileobj=unpacked, mode="r|") as archive:
                    for member, path in _members(archive, example):
                        content = archive.extractfile(member)
                        if content is not None:
                            file = folder / path
                            file.parent.mkdir(parents=True, exist_ok=True)
                            with content, file.open("xb") as written:
                                shutil.copyfileobj(content, written)
                            count += 1
        # Here and not with what cannot be written: most of these are OSErrors too.
        except _BROKEN as error:
            raise self._unreachable(_reason(error)) from error
        return count

    def _refused(self, status: int) -> OperationError:
        if status == 404:
            return user_error(
                problem(
                    "unknown_name",
                    f"There are no examples of version '{self._version}' at {self._address}",
                    parameter="exampleVersion",
                    remedy="Name a released version of Dagster with <exampleVersion> (-Ddagster.exampleVersion)",
                )
            )
        return self._unreachable(f"it answered with HTTP status {status}")

    def _unreachable(self, reason: str) -> OperationError:
        return platform_error(
            "download_failed",
            f"The examples cannot be fetched from {self._address}: {reason}",
            remedy="Check the network and the proxy (variable HTTPS_PROXY), or name a mirror of the archive with"
            " <exampleUrl> (-Ddagster.exampleUrl)",
        )

    def _has_none(self, example: str) -> OperationError:
        return user_error(
            problem(
                "unknown_name",
                f"Version {self._version} of Dagster has no example '{example}'",
                subject="example",
                value=example,
                parameter="exampleName",
                remedy="mvn dagster:project-list-examples lists those of the installed version",
            )
        )


def _members(archive: tarfile.TarFile, example: str) -> Iterator[tuple[tarfile.TarInfo, PurePosixPath]]:
    """The example's plain files, by their paths in it."""
    begun = False
    for member in archive:
        parts = PurePosixPath(member.name).parts
        if parts[1:3] == ("examples", example):
            begun = True
            if member.isreg() and ".." not in parts and not is_left_out(member.name):
                yield member, PurePosixPath(*parts[3:])
        elif begun:
            # A folder's files lie beside each other; what follows is a hundred times the example.
            return


def _reason(error: BaseException) -> str:
    """The innermost cause: what lies around it tells of Python's libraries."""
    root = list(chain(error))[-1]
    if isinstance(root, gzip.BadGzipFile):
        return "what it answered with is no archive"
    return (root.strerror if isinstance(root, OSError) else None) or str(root) or type(root).__name__
