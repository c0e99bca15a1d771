"""Runs the contestants in turn, so that a noisy machine is noisy for all of them, and prints medians and ratios."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STEPS = "raw_orders,cleaned_orders,revenue_by_country"
OPTIONS = {"config_files": [], "config_json": None, "tags": {}, "executor": "auto", "parallelism": 0}
LATEST = {"mode": "latest", "keys": []}


def main(maven: str, repository: str, work: Path, rounds: int) -> None:
    """Measures ``rounds`` times after one round that only warms caches and homes."""
    bridge_code = work / "bridge-code"
    shutil.copytree(ROOT / "src/main/python", bridge_code, ignore=shutil.ignore_patterns("__pycache__"))
    contestants: dict[str, Callable[[], None]] = {
        "plugin": lambda: mvn(maven, repository, work / "plugin"),
        "command line": lambda: mvn(maven, repository, work / "peer"),
        "bridge alone": lambda: bridge(work / "plugin", bridge_code, work / "bridge-home"),
        "floor": lambda: floor(work / "plugin"),
    }
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, contestant in contestants.items():
            started = time.perf_counter()
            contestant()
            taken = time.perf_counter() - started
            if number > 0:
                seconds[name].append(taken)
        print(f"round {number} of {rounds}" + (" (warm-up)" if number == 0 else ""), file=sys.stderr)
    report(seconds)


def report(seconds: dict[str, list[float]]) -> None:
    """Prints the table and the two ratios that are promised."""
    medians = {name: median(values) for name, values in seconds.items()}
    print(f"{'':<14}{'median s':>10}{'min s':>10}{'max s':>10}")
    for name, values in seconds.items():
        print(f"{name:<14}{medians[name]:>10.2f}{min(values):>10.2f}{max(values):>10.2f}")
    print(f"mvn verify: {medians['command line'] / medians['plugin']:.1f} times as fast as the command line")
    print(f"Python side: {medians['bridge alone'] / medians['floor']:.2f} times the single-process floor")


def mvn(maven: str, repository: str, project: Path) -> None:
    """One ``mvn verify``; the home stays warm from round to round, as it does without ``clean``."""
    (project / "target" / "home").mkdir(parents=True, exist_ok=True)
    run(
        [maven, "-B", "-ntp", f"-Dmaven.repo.local={repository}", f"-Dbench.python={sys.executable}", "verify"],
        project,
        {},
    )


def floor(project: Path) -> None:
    """One process that does the work and nothing else."""
    run([sys.executable, str(ROOT / "src/bench/floor.py")], project, {"PYTHONPATH": str(project)})


def bridge(project: Path, code: Path, home: Path) -> None:
    """The plugin's Python side with the requests that the goals send, without Maven and Java."""
    asked: list[tuple[str, dict[str, Any]]] = [
        (
            "session.open",
            {
                "target": {
                    "kind": "module_name",
                    "values": ["quickstart_orders"],
                    "attribute": None,
                    "working_directory": str(project),
                },
                "project_directory": str(project),
                "location": None,
                "home": str(home),
                "instance_config": None,
                "secrets": {},
                "parallelism": os.cpu_count() or 1,
            },
        ),
        ("definitions.describe", {"location": None, "repository": None}),
        ("assets.materialize", materialize(STEPS, LATEST)),
        ("assets.materialize", materialize("daily_revenue", {"mode": "keys", "keys": ["2024-01-14"]})),
        (
            "jobs.execute",
            {
                "job": "refresh_orders",
                "location": None,
                "repository": None,
                "op_selection": [],
                "partitions": LATEST,
                "options": OPTIONS,
            },
        ),
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "dagster_maven_bridge"],
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
        print(
            json.dumps({"id": number, "operation": operation, "parameters": parameters}),
            file=process.stdin,
            flush=True,
        )
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


def materialize(select: str, partitions: dict[str, Any]) -> dict[str, Any]:
    """The parameters of ``assets.materialize``."""
    return {"select": select, "location": None, "repository": None, "partitions": partitions, "options": OPTIONS}


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


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]).resolve(), int(sys.argv[4]))
