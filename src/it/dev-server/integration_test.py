"""An integration test of the pipeline, itself an asset: it asks the server that the build has started."""

import json
import os
import time
import urllib.request

import dagster as dg

LAUNCH = """mutation { launchRun(executionParams: {selector: {
    repositoryLocationName: "definitions.py", repositoryName: "__repository__", jobName: "refresh_orders"
}}) { ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }"""


def ask(query: str) -> dict:
    address = os.environ["DAGSTER_SERVER"] + "/graphql"
    body = json.dumps({"query": query}).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)["data"]


@dg.asset
def the_server_runs_the_job() -> None:
    nodes = ask("{ assetNodes { assetKey { path } } }")["assetNodes"]
    assert [node["assetKey"]["path"] for node in nodes] == [["orders"]]

    launched = ask(LAUNCH)["launchRun"]
    assert "run" in launched, launched
    deadline = time.monotonic() + 120
    while (status := status_of(launched["run"]["runId"])) != "SUCCESS":
        assert status not in ("FAILURE", "CANCELED") and time.monotonic() < deadline, status
        time.sleep(0.2)


def status_of(run_id: str) -> str:
    return ask(f'{{ runOrError(runId: "{run_id}") {{ ... on Run {{ status }} }} }}')["runOrError"]["status"]


defs = dg.Definitions([the_server_runs_the_job])
