"""The least that one process can take for the work of the benchmark: no Maven, no protocol, no checks, no reports.

Tuned as the plugin's Python is: Dagster and the definitions are imported with the collector off and without the
packages that nothing here needs, runs are stored in the plugin's lean storage, and the process ends without tearing
itself down.
"""

import gc

gc.disable()

import os
import sys

from dagster_maven_bridge.instances.instance import instance_of
from dagster_maven_bridge.private_api import dagster_api
from dagster_maven_bridge.protocol import OpenParameters
from dagster_maven_bridge.runtime import Session

JOB = "__ASSET_JOB"
RUNS = ((("raw_orders", "cleaned_orders", "revenue_by_country"), None), (("daily_revenue",), "2024-01-14"))


def main(home: str) -> None:
    """Loads and checks the definitions of ``quickstart_orders`` and materialises all of its assets."""
    from quickstart_orders import defs

    repository = dagster_api.repository_of(defs)
    assert repository is not None
    repository.load_all_definitions()
    gc.freeze()
    gc.enable()

    from dagster_maven_bridge.private_api.dagster_run_api import execute_run_iterator, partition_tags, silence_console
    from dagster_maven_bridge.workers.executors import in_process_job

    silence_console()
    instance = instance_of(Session(_parameters(home)))
    whole = repository.get_job(JOB)
    for names, partition in RUNS:
        keys = frozenset(dagster_api.dagster.AssetKey(name) for name in names)
        job = in_process_job(whole.get_subset(asset_selection=keys))
        run = instance.create_run_for_job(
            job_def=job.get_definition(),
            tags=partition_tags(whole, partition, keys) if partition is not None else {},
            asset_selection=keys,
        )
        if any(event.is_failure for event in execute_run_iterator(job, run, instance)):
            sys.exit(f"{names} failed")
    sys.stdout.flush()
    os._exit(0)


def _parameters(home: str) -> OpenParameters:
    return {
        "target": None,
        "project_directory": os.getcwd(),
        "python_path": [],
        "location": None,
        "home": home,
        "instance_config": None,
        "secrets": {},
        "parallelism": 1,
    }


if __name__ == "__main__":
    main(sys.argv[1])
