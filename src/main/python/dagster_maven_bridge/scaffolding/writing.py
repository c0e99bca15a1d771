"""Writing a new definition into its place, and taking all of it back."""

import ast
import os
from dataclasses import dataclass

from .code import NewCode, words
from .imports import Imports
from .modules import Module
from .places import Place
from .source import SourceFile


@dataclass(frozen=True)
class Change:
    """A file before and after; ``before`` is None for a new one."""

    path: str
    before: bytes | None
    after: bytes


def write_code(place: Place, code: NewCode, imports: Imports) -> Change | None:
    """Adds the code to the module it belongs to; for a new file the change is returned."""
    if place.module is None:
        return Change(place.path, None, _new_file(place, code, imports))
    module = place.module
    # Dagster cannot read the annotation of a context that is only a text.
    is_plain = "AssetExecutionContext" in code.dagster and _has_textual_annotations(module)
    names = [name for name in code.dagster if not (is_plain and name == "AssetExecutionContext")]
    prefix = imports.need_dagster(module, names, place.model)
    imports.need(module, code.imports)
    source = module.source
    text = code.text(prefix, source.unit, source.quote)
    if is_plain:
        text = text.replace(f"context: {prefix}AssetExecutionContext", "context")
    before = place.before or _closing_statement(module)
    if before is None:
        _append(source, text, code.is_block)
    else:
        _insert(source, before, text, code.is_block)
    return None


def _new_file(place: Place, code: NewCode, imports: Imports) -> bytes:
    model = place.model.source
    header, prefix = imports.header(place.model, code.dagster, code.imports)
    gap = "\n\n" if code.is_block else "\n"
    title = f'"""{words(os.path.basename(place.path)[:-3])}: {_article(code.subject)} {code.subject}."""\n\n'
    text = f"{title}{header}{gap}{code.text(prefix, model.unit, model.quote)}"
    return text.replace("\n", model.newline).encode("utf-8")


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def _has_textual_annotations(module: Module) -> bool:
    return any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in module.imports())


def _closing_statement(module: Module) -> ast.stmt | None:
    """What a module ends with that new code must not follow: ``if __name__ == "__main__":``."""
    body = module.source.tree.body
    last = body[-1] if body else None
    return last if isinstance(last, ast.If) and "__name__" in ast.unparse(last.test) else None


def _append(source: SourceFile, text: str, is_block: bool) -> None:
    end = len(source.text.rstrip())
    body = source.tree.body
    gap = "\n" * (1 + _gap(body[-1], is_block)) if body else "\n\n" if end else ""
    # What follows the last character are empty lines.
    source.replace(end, len(source.text), f"{gap}{text}")


def _gap(neighbour: ast.stmt, is_block: bool) -> int:
    """How many empty lines there are between a statement and the new code."""
    return 2 if is_block or isinstance(neighbour, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)) else 1


def _insert(source: SourceFile, before: ast.stmt, text: str, is_block: bool) -> None:
    body = source.tree.body
    index = body.index(before)
    start = source.line_start(min([source.start(before), *map(source.start, getattr(before, "decorator_list", []))]))
    # Comments that stand right above a statement belong to it.
    while start > 0:
        above = source.line_start(start - 1)
        if not source.text[above:start].lstrip().startswith("#"):
            break
        start = above
    previous = body[index - 1] if index else None
    if previous is not None:
        blank = source.text[source.end(previous) : start].count("\n") - 1
        comments = source.text[source.end(previous) : start].count("#")
        missing = _gap(previous, is_block) - (blank if not comments else _blank_above(source, start))
    else:
        missing = 0
    source.insert(start, "\n" * max(0, missing) + text + "\n" * _gap(before, is_block))


def _blank_above(source: SourceFile, start: int) -> int:
    lines = source.text[:start].split("\n")[:-1]
    count = 0
    while lines and not lines.pop().strip():
        count += 1
    return count


class Journal:
    """Files that were written, and how they were before."""

    def __init__(self, changes: list[Change]) -> None:
        self._changes = changes
        self._times: dict[str, tuple[int, int]] = {}

    def apply(self) -> None:
        """Writes every file, or none."""
        try:
            for change in self._changes:
                if change.before is None:
                    # Not over a file that somebody has made in between.
                    with open(change.path, "xb") as stream:
                        stream.write(change.after)
                    continue
                status = os.stat(change.path)
                self._times[change.path] = status.st_atime_ns, status.st_mtime_ns
                self._write(change.path, change.after)
        except BaseException:
            self.restore()
            raise

    def restore(self) -> None:
        """Puts every file back as it was, byte for byte, its time included."""
        for change in self._changes:
            if change.before is None:
                if os.path.exists(change.path):
                    os.remove(change.path)
            elif change.path in self._times:
                self._write(change.path, change.before)
                os.utime(change.path, ns=self._times[change.path])

    @staticmethod
    def _write(path: str, content: bytes) -> None:
        # In place: a file keeps its mode, its owner and its links.
        with open(path, "r+b") as stream:
            stream.write(content)
            stream.truncate()
