"""What is kept of a file, and when it is read again."""

import os
from pathlib import Path

from dagster_maven_bridge.read_once import read_once


def test_a_file_is_read_again_when_its_size_has_changed_at_the_same_time_of_modification(tmp_path: Path) -> None:
    file = tmp_path / "shop.py"
    read: list[str] = []

    @read_once
    def text(path: str) -> str:
        read.append(path)
        return Path(path).read_text(encoding="utf-8")

    for content in ("a = 1\n", "a = 1\n", "a = 10\n"):
        file.write_text(content, encoding="utf-8")
        os.utime(file, ns=(10**18, 10**18))
        assert text(str(file)) == content
    assert len(read) == 2
