"""The least that one process can take for the work of the benchmark: no Maven, no protocol, no durable storage.

Dagster and the definitions are imported with the collector off, everything runs in this process, the instance lives in
memory, and the process ends without tearing itself down.
"""

import gc

gc.disable()

import os
import sys
import tempfile

import dagster
from quickstart_orders import defs

STEPS = ("raw_orders", "cleaned_orders", "revenue_by_country")
DAY = "2024-01-14"
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def main() -> None:
    """Does what the goals of ``projects/plugin.xml`` do."""
    gc.freeze()
    gc.enable()
    dagster.Definitions.validate_loadable(defs)
    with tempfile.TemporaryDirectory() as folder, dagster.DagsterInstance.ephemeral(tempdir=folder) as instance:
        assets = dagster.define_asset_job("assets", selection=list(STEPS))
        day = dagster.define_asset_job("day", selection=["daily_revenue"])
        files = defs.get_repository_def().get_top_level_resources()
        repository = dagster.Definitions(
            assets=list(defs.assets or []),
            asset_checks=list(defs.asset_checks or []),
            jobs=[assets, day],
            resources={**files, "io_manager": dagster.FilesystemIOManager(base_dir=folder)},
        ).get_repository_def()
        for name, partition in (("assets", None), ("day", DAY), ("assets", None)):
            result = repository.get_job(name).execute_in_process(
                run_config=QUIET, instance=instance, partition_key=partition
            )
            if not result.success:
                sys.exit(f"{name} failed")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
