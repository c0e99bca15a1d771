"""Thousands of assets: what describing them costs over loading them, and how soon a browser shows their report."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from measure import ROOT, Times, converse, open_request, run

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VIEWS = ("overview", "catalogue", "lineage")

# The least that one process can take: tuned as the plugin's Python is.
BARE_LOAD = """
import gc, os
gc.disable()
from dagster_maven_bridge.private_api import dagster_api
from definitions import defs
repository = dagster_api.repository_of(defs)
repository.load_all_definitions()
os._exit(0)
"""


def main(maven: str, repository: str, project: Path, assets: int, rounds: int) -> None:
    """Measures ``rounds`` times after one round that only warms caches."""
    os.environ["BENCH_ASSETS"] = str(assets)
    code = project.parent / "bridge-code"
    shutil.copytree(ROOT / "src/main/python", code, ignore=shutil.ignore_patterns("__pycache__"))
    variables = {"PYTHONPATH": f"{code}{os.pathsep}{project}"}
    describe = ("definitions.describe", {"location": None, "repository": None})
    target = {"kind": "python_file", "values": [str(project / "definitions.py")]}
    bare, bridge = Times(), Times()
    for number in range(rounds + 1):
        if number == 1:
            # What warms caches is not measured.
            bare, bridge = Times(), Times()
        bare.measure(lambda: run([sys.executable, "-X", "utf8", "-c", BARE_LOAD], project, variables))
        bridge.measure(lambda: converse(project, code, [open_request(project, project / "home", target), describe]))
        print(f"round {number} of {rounds}" if number > 0 else "warm-up", file=sys.stderr)
    print(f"{assets} assets")
    print(f"loading them in a bare process: median {median(bare.wall):.2f} s, processor {median(bare.cpu):.2f} s")
    print(f"loading, checking, describing: median {median(bridge.wall):.2f} s, processor {median(bridge.cpu):.2f} s")
    wall, cpu = (
        median(whole / load for whole, load in zip(getattr(bridge, kind), getattr(bare, kind), strict=True))
        for kind in ("wall", "cpu")
    )
    print(f"that is {wall:.2f} times the bare load ({cpu:.2f} in processor time)")
    report(maven, repository, project, rounds)


def report(maven: str, repository: str, project: Path, rounds: int) -> None:
    """Prints how long a browser takes from its start to the picture of the page, beyond that of an empty one."""
    options = ["-B", "-ntp", f"-Dmaven.repo.local={repository}", f"-Ddagster.python={sys.executable}"]
    goal = f"io.github.dagster-maven:dagster-maven-plugin:{_version(project)}:definitions-report"
    run([maven, *options, goal], project, {})
    page = project / "target/dagster/definitions-report.html"
    print(f"their report: {page.stat().st_size / 1e6:.1f} MB")
    browser = next((found for found in map(shutil.which, BROWSERS) if found), None)
    if browser is None:
        print("WARNING: no Chromium on the PATH: HOW SOON THE REPORT OPENS IS NOT MEASURED", file=sys.stderr)
        return
    for view in VIEWS:
        times: list[float] = []
        for number in range(rounds + 1):
            empty = _picture(browser, "data:text/html,<p>empty")
            whole = _picture(browser, f"{page.as_uri()}#/{view}")
            if number > 0:
                times.append(whole - empty)
        print(f"opening it at #/{view}: median {median(times):.2f} s, maximum {max(times):.2f} s")


def _picture(browser: str, address: str) -> float:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--no-proxy-server",
        ]
        quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        places = [f"--user-data-dir={profile}", f"--screenshot={profile}/picture.png", "--window-size=1280,900"]
        return _seconds(lambda: run([browser, *options, *quiet, *places, address], Path(profile), {}))


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _version(project: Path) -> str:
    text = (project / "pom.xml").read_text()
    return text.split("<artifactId>dagster-maven-plugin</artifactId>")[1].split("<version>")[1].split("<")[0]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]).resolve(), int(sys.argv[4]), int(sys.argv[5]))
