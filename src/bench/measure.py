"""Runs the contestants in turn, so that a noisy machine is noisy for all of them, and prints medians and ratios."""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = {"config_files": [], "config_json": None, "tags": {}, "executor": "auto", "parallelism": 0}

Asked = tuple[str, dict[str, Any]]


@dataclass
class Times:
    """What a contestant took, round by round: wall-clock seconds, and processor seconds of all its processes."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def measure(self, contestant: Callable[[], None]) -> None:
        """Runs it once."""
        before, started = _cpu(), time.perf_counter()
        contestant()
        self.wall.append(time.perf_counter() - started)
        self.cpu.append(_cpu() - before)


def main(maven: str, repository: str, work: Path, rounds: int) -> None:
    """Measures ``rounds`` times after one round that only warms caches and homes."""
    code = work / "bridge-code"
    shutil.copytree(ROOT / "src/main/python", code, ignore=shutil.ignore_patterns("__pycache__"))

    def mvn(*arguments: str) -> list[str]:
        return [maven, "-B", "-ntp", f"-Dmaven.repo.local={repository}", f"-Dbench.python={sys.executable}", *arguments]

    def build(side: str, *arguments: str) -> Callable[[], None]:
        return lambda: run(mvn("-o", "verify", *arguments), work / side, {})

    floor = [sys.executable, "-X", "utf8", str(ROOT / "src/bench/floor.py"), str(work / "floor-home")]
    contestants: dict[str, Callable[[], None]] = {
        "plugin": build("plugin"),
        "command line": build("peer"),
        "plugin, with job": build("plugin", "-Pjob"),
        "command line, with job": build("peer", "-Pjob"),
        "Maven alone": build("plugin", "-Ddagster.skip"),
        "bridge": lambda: bridge(work / "plugin", code, work / "bridge-home"),
        "floor": lambda: run(floor, work / "plugin", {"PYTHONPATH": f"{code}{os.pathsep}{work / 'plugin'}"}),
    }
    for side in ("plugin", "peer"):
        # Once with the network: whatever Maven lacks is fetched now.
        run(mvn("verify", "-Pjob"), work / side, {})
    times = {name: Times() for name in contestants}
    for number in range(rounds + 1):
        for name, contestant in contestants.items():
            if number == 0:
                contestant()
            else:
                times[name].measure(contestant)
        print(f"round {number} of {rounds}" if number > 0 else "warm-up", file=sys.stderr)
    report(times)


def report(times: dict[str, Times]) -> None:
    """Prints the table and the ratios that are promised."""
    print(f"{'':<24}{'wall s: median':>16}{'min':>8}{'max':>8}{'cpu s: median':>16}")
    for name, taken in times.items():
        row = (median(taken.wall), min(taken.wall), max(taken.wall), median(taken.cpu))
        print(f"{name:<24}{row[0]:>16.2f}{row[1]:>8.2f}{row[2]:>8.2f}{row[3]:>16.2f}")

    def ratio(slow: str, fast: str, kind: str) -> float:
        # Round by round: what disturbs a round disturbs both of its sides.
        pairs = zip(getattr(times[slow], kind), getattr(times[fast], kind), strict=True)
        return median(first / second for first, second in pairs)

    for scenario in ("", ", with job"):
        slow, fast = f"command line{scenario}", f"plugin{scenario}"
        wall, cpu = ratio(slow, fast, "wall"), ratio(slow, fast, "cpu")
        print(f"mvn verify{scenario}: {wall:.1f} times as fast as the command line ({cpu:.1f} in processor time)")
    wall, cpu = ratio("bridge", "floor", "wall"), ratio("bridge", "floor", "cpu")
    print(f"Python side: {wall:.2f} times the single-process floor ({cpu:.2f} in processor time)")


def bridge(project: Path, code: Path, home: Path) -> None:
    """The plugin's Python side with the requests that the goals send, without Maven and Java."""
    target = {"kind": "module_name", "values": ["quickstart_orders"]}
    asked: list[Asked] = [
        open_request(project, home, target),
        ("definitions.describe", {"location": None, "repository": None}),
        (
            "assets.materialize",
            {
                "select": None,
                "location": None,
                "repository": None,
                "partitions": {
                    "terms": [{"text": "latest", "kind": "latest", "keys": [], "count": 1, "dimensions": []}],
                    "parameter": "partitions",
                    "create": False,
                    "most": 25_000,
                },
                "only_stale": False,
                "options": OPTIONS,
            },
        ),
        ("session.changed", {}),
    ]
    converse(project, code, asked)


def open_request(project: Path, home: Path, target: dict[str, Any]) -> Asked:
    """The request that loads what a target names in a project's folder."""
    return (
        "session.open",
        {
            "target": {"attribute": None, "working_directory": str(project), **target},
            "project_directory": str(project),
            "python_path": [],
            "location": None,
            "home": str(home),
            "instance_config": None,
            "secrets": {},
            "parallelism": os.cpu_count() or 1,
        },
    )


def converse(project: Path, code: Path, asked: list[Asked]) -> None:
    """Sends requests to a new process of the plugin's Python side, each after the answer to the one before."""
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "dagster_maven_bridge"],
        cwd=project,
        env=environment({"PYTHONPATH": str(code)}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    assert process.stdin is not None and process.stdout is not None
    json.loads(process.stdout.readline())["hello"]
    for number, (operation, parameters) in enumerate(asked, start=1):
        request = {"id": number, "operation": operation, "parameters": parameters}
        print(json.dumps(request), file=process.stdin, flush=True)
        for line in process.stdout:
            answer = json.loads(line)
            if "error" in answer:
                sys.exit(f"{operation}: {json.dumps(answer['error'], indent=2)}")
            if answer.get("event") == "run_ended" and answer["data"]["status"] != "SUCCESS":
                sys.exit(f"{operation}: {answer}")
            if "result" in answer:
                break
        else:
            sys.exit(f"{operation}: the bridge ended")
    process.stdin.close()
    process.wait()


def run(command: list[str], directory: Path, variables: dict[str, str]) -> None:
    """Runs to the end; shows the output of what fails."""
    result = subprocess.run(
        command, cwd=directory, env=environment(variables), stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{result.stdout}\n{result.stderr}")


def environment(variables: dict[str, str]) -> dict[str, str]:
    """This process's environment without what would make Python slow or somebody else's."""
    dropped = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "DAGSTER_HOME"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, **variables}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]).resolve(), int(sys.argv[4]))
