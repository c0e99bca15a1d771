"""The schedules."""

from dagster import ScheduleDefinition

from quickstart_orders.jobs import refresh_orders_job

refresh_orders_every_morning = ScheduleDefinition(
    name="refresh_orders_every_morning",
    job=refresh_orders_job,
    cron_schedule="0 6 * * *",
    execution_timezone="Europe/Berlin",
)
