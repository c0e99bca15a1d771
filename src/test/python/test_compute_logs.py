"""What a launched run prints is captured for Dagster's pages, without secrets."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from conftest import MAIN

sys.path.insert(0, str(MAIN))

SECRET = "correct-horse\nbattery-staple"

RUN = """
import os, subprocess, sys
from dagster_maven_bridge.instances.compute_logs import MaskedComputeLogManager

manager = MaskedComputeLogManager(sys.argv[1])
secret = os.environ["TOKEN"]
with manager.capture_logs(["run", "compute_logs", "step"]):
    print("printed", secret)
    os.write(2, b"written " + secret.encode() + b"\\n")
    subprocess.run(["sh", "-c", 'echo "child $TOKEN"'])
    print("x" * 65_530 + secret * 3 + "y" * 200_000)
    sys.stdout.write("without an end")
    {end}
print("after")
data = manager.get_log_data(["run", "compute_logs", "step"])
assert b"written" in data.stderr and manager.is_capture_complete(["run", "compute_logs", "step"])
"""


def run(home: Path, end: str = "") -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ,
        "PYTHONPATH": str(MAIN),
        "TOKEN": SECRET,
        "DAGSTER_MAVEN_SECRET_NAMES": '["TOKEN"]',
    }
    code = textwrap.dedent(RUN).replace("{end}", end)
    return subprocess.run(
        [sys.executable, "-c", code, str(home)], env=environment, capture_output=True, text=True, timeout=60
    )


def test_what_is_captured_is_masked_and_passed_on(tmp_path: Path) -> None:
    ended = run(tmp_path)
    assert ended.returncode == 0, ended.stderr
    out = (tmp_path / "run" / "compute_logs" / "step.out").read_text()
    error = (tmp_path / "run" / "compute_logs" / "step.err").read_text()
    # A value of two lines is masked line by line, because it may come that way.
    assert out.startswith("printed ********") and "child ********" in out and out.endswith("without an end")
    assert "x" * 65_530 in out and "y" * 200_000 in out
    assert error.startswith("written ********")
    assert ended.stdout == out + "after\n" and ended.stderr == error
    for part in ("horse", "battery"):
        assert part not in ended.stdout + ended.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_what_is_printed_last_is_kept_when_the_process_dies(tmp_path: Path) -> None:
    ended = run(tmp_path, "sys.stdout.flush(); os.kill(os.getpid(), 9)")
    assert ended.returncode == -9
    # Its end is not that of the process which writes it.
    assert ended.stdout.endswith("without an end")
    assert (tmp_path / "run" / "compute_logs" / "step.out").read_text().endswith("without an end")
