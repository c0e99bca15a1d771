"""Many partitions: a year of days against one call of the command line per day, and a soak that looks for growth."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

from measure import environment, run

FIRST = date(1997, 1, 1)
YEAR = 366
SLICES = 10
CALLS_A_ROUND = 2
SECONDS_BETWEEN_SAMPLES = 0.5


def main(mode: str, maven: str, repository: str, project: Path, number: int) -> None:
    """Mode ``partitions``: so many rounds of a year. Mode ``soak``: so many partitions in one build."""
    command = [maven, "-B", "-ntp", f"-Dmaven.repo.local={repository}", f"-Ddagster.python={sys.executable}"]
    goal = f"io.github.dagster-maven:dagster-maven-plugin:{_version(project)}:asset-materialize"
    build = [*command, goal, "-Ddagster.partitions=all"]
    if mode == "soak":
        soak([*build, f"-Ddagster.maxPartitions={number}"], project, number)
    else:
        year([*build, f"-Ddagster.maxPartitions={YEAR}"], project, number)


def year(build: list[str], project: Path, rounds: int) -> None:
    """Prints how often a year of days goes into the time that the command line takes for it, a call per day."""
    home = project / "command-line-home"
    home.mkdir(exist_ok=True)
    variables = {"BENCH_DAYS": str(YEAR)}
    plugin: list[float] = []
    calls: list[float] = []
    ratios: list[float] = []
    for number in range(rounds + 1):
        shutil.rmtree(project / "target", ignore_errors=True)
        # Once with the network: whatever Maven lacks is fetched then.
        whole = _seconds(build if number == 0 else [*build, "-o"], project, variables)
        of_round = []
        for call in range(CALLS_A_ROUND):
            day = FIRST + timedelta(days=number * CALLS_A_ROUND + call)
            of_round.append(_seconds(_by_command_line(day), project, {**variables, "DAGSTER_HOME": str(home)}))
        if number == 0:
            # What warms caches and makes homes is not measured.
            print("warm-up", file=sys.stderr)
            continue
        print(f"round {number} of {rounds}", file=sys.stderr)
        plugin.append(whole)
        calls += of_round
        # Round by round: what disturbs a round disturbs both of its sides.
        ratios.append(median(of_round) * YEAR / whole)
    _check(project, YEAR)
    print(f"{YEAR} daily partitions, the whole mvn call: median {median(plugin):.2f} s, minimum {min(plugin):.2f} s")
    print(f"one call of the command line: median {median(calls):.2f} s, so {median(calls) * YEAR:.0f} s for {YEAR}")
    print(f"{median(ratios):.0f} times as fast ({min(ratios):.0f} to {max(ratios):.0f})")


def soak(build: list[str], project: Path, number: int) -> None:
    """Prints, for each tenth of the partitions, what one of them took, and how much memory Java and Python had.

    The processor's time too: other load on the machine blurs it less.
    """
    shutil.rmtree(project / "target", ignore_errors=True)
    use = Use()
    started = time.time()
    process = subprocess.Popen(
        build,
        cwd=project,
        env=environment({"BENCH_DAYS": str(number)}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    sampler = threading.Thread(target=use.watch, args=(process,))
    sampler.start()
    output, _ = process.communicate()
    sampler.join()
    if process.returncode != 0:
        sys.exit(output)
    ends = _check(project, number)
    print(f"{number} partitions in {time.time() - started:.0f} s, the whole mvn call")
    print(f"{'partitions':>14}{'ms each':>10}{'CPU ms each':>13}{'Java MB':>10}{'Python MB':>11}")
    first, size = ends[0], number // SLICES
    for begin in range(0, size * SLICES, size):
        last = ends[begin + size - 1]
        java, python = use.most_memory(first, last)
        cpu = 1000 * use.cpu_between(first, last) / size
        print(f"{begin + size:>14}{1000 * (last - first) / size:>10.1f}{cpu:>13.1f}{java:>10.0f}{python:>11.0f}")
        first = last


@dataclass
class Use:
    """What a tree of processes has had, by time: memory that several share is counted once.

    A sample is a time, the megabytes of Java and of Python, and the seconds of processor time so far.
    """

    samples: list[tuple[float, float, float, float]] = field(default_factory=list)

    def watch(self, process: "subprocess.Popen[str]") -> None:
        """Takes samples until the process has ended."""
        # Processes end before the whole does; what they have used stays used.
        seconds: dict[int, float] = {}
        while process.poll() is None:
            java = python = 0.0
            for pid in _tree(process.pid):
                name, megabytes = _program(pid), _megabytes(pid)
                if name.startswith("java"):
                    java += megabytes
                else:
                    python += megabytes
                seconds[pid] = max(seconds.get(pid, 0.0), _cpu_seconds(pid))
            self.samples.append((time.time(), java, python, sum(seconds.values())))
            time.sleep(SECONDS_BETWEEN_SAMPLES)

    def most_memory(self, begin: float, end: float) -> tuple[float, float]:
        """The most that Java and Python have had between two times."""
        within = self._between(begin, end)
        return max((sample[1] for sample in within), default=0), max((sample[2] for sample in within), default=0)

    def cpu_between(self, begin: float, end: float) -> float:
        """The seconds of processor time between two times."""
        within = self._between(begin, end)
        if len(within) < 2:
            return 0
        # As if the whole of it had gone on as between the first and the last sample.
        return (within[-1][3] - within[0][3]) * (end - begin) / (within[-1][0] - within[0][0])

    def _between(self, begin: float, end: float) -> list[tuple[float, float, float, float]]:
        return [sample for sample in self.samples if begin <= sample[0] <= end]


def _by_command_line(day: date) -> list[str]:
    chosen = ["--select", "daily_orders", "--partition", day.isoformat()]
    return [sys.executable, "-m", "dagster", "asset", "materialize", "-f", "definitions.py", *chosen]


def _seconds(command: list[str], project: Path, variables: dict[str, str]) -> float:
    started = time.perf_counter()
    run(command, project, variables)
    return time.perf_counter() - started


def _check(project: Path, number: int) -> list[float]:
    """When the runs of the build have ended, in order; all of them well."""
    runs = json.loads((project / "target/dagster/run-results.json").read_text())["runs"]
    if len(runs) != number or any(each["status"] != "SUCCESS" for each in runs):
        sys.exit(f"{len(runs)} runs where {number} were to end well")
    return sorted(
        datetime.fromisoformat(each["startedAt"].replace("Z", "+00:00")).timestamp() + each["seconds"] for each in runs
    )


def _version(project: Path) -> str:
    text = (project / "pom.xml").read_text()
    return text.split("<artifactId>dagster-maven-plugin</artifactId>")[1].split("<version>")[1].split("<")[0]


def _tree(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            stat = _read(f"/proc/{entry}/stat")
            if stat:
                # The name before the state may hold anything, also parentheses.
                parents[int(entry)] = int(stat.rpartition(")")[2].split()[1])
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def _program(pid: int) -> str:
    return _read(f"/proc/{pid}/comm").strip()


def _megabytes(pid: int) -> float:
    for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _cpu_seconds(pid: int) -> float:
    fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _read(file: str) -> str:
    try:
        return Path(file).read_text()
    except OSError:
        # It has ended meanwhile.
        return ""


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]).resolve(), int(sys.argv[5]))
