"""The sensors: jobs that run when something has happened."""

from dagster import RunRequest, SensorEvaluationContext, SkipReason, sensor

from @name@.jobs import refresh_orders_job
from @name@.resources import OrderSource


@sensor(
    job=refresh_orders_job,
    minimum_interval_seconds=60,
    description="Refreshes the orders when the shop has new ones.",
)
def changed_orders(
    context: SensorEvaluationContext, order_source: OrderSource
) -> RunRequest | SkipReason:
    """Remembers in its cursor which orders it has seen."""
    version = order_source.version()
    if version == context.cursor:
        return SkipReason("there are no new orders")
    context.update_cursor(version)
    return RunRequest(run_key=version)
