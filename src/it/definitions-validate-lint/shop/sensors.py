"""A sensor that raises."""

from dagster import SensorEvaluationContext, sensor

from shop.assets import report


@sensor(target=report)
def new_files(context: SensorEvaluationContext) -> None:
    """Looks for files."""
    raise FileNotFoundError("/inbox")
