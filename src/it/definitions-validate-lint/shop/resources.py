"""What assets use."""

from dagster import ConfigurableResource


class Warehouse(ConfigurableResource):
    """A database."""

    password: str
