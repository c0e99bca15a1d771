"""The schedules: jobs that run at a time."""

from dagster import ScheduleDefinition

from @name@.jobs import refresh_orders_job

refresh_orders_every_morning = ScheduleDefinition(
    name="refresh_orders_every_morning",
    job=refresh_orders_job,
    cron_schedule="0 6 * * *",
    execution_timezone="UTC",
    description="Refreshes the orders before people come to work.",
)
