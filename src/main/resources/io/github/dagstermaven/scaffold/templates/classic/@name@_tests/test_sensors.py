"""The sensors."""

from dagster import RunRequest, SkipReason, build_sensor_context

from @name@.resources import OrderSource
from @name@.sensors import changed_orders


def test_new_orders_request_a_run_and_known_ones_do_not() -> None:
    """The second evaluation sees the cursor of the first."""
    context = build_sensor_context(resources={"order_source": OrderSource()})

    first = changed_orders(context)
    second = changed_orders(
        build_sensor_context(
            cursor=context.cursor, resources={"order_source": OrderSource()}
        )
    )

    assert isinstance(first, RunRequest)
    assert isinstance(second, SkipReason)
