"""The sensors."""

from dagster import RunRequest, SensorEvaluationContext, SkipReason, sensor

from quickstart_orders.jobs import refresh_orders_job
from quickstart_orders.resources import OrderFiles


@sensor(job=refresh_orders_job, minimum_interval_seconds=60, description="Refreshes the orders on a new export.")
def new_orders_export(context: SensorEvaluationContext, files: OrderFiles) -> RunRequest | SkipReason:
    changed = str(files.export_path.stat().st_mtime_ns)
    if changed == context.cursor:
        return SkipReason(f"{files.export_path.name} has not changed")
    context.update_cursor(changed)
    return RunRequest(run_key=changed)
