"""Projects that lint looks at, and what it finds in them."""

from collections.abc import Callable
from typing import Any

Find = Callable[..., list[dict[str, Any]]]

CERTAIN = {
    "unknown-upstream",
    "unknown-checked-asset",
    "upstream-type-mismatch",
    "upstream-without-value",
    "missing-resource",
    "unused-resource",
    "unset-environment-variable",
    "invalid-cron",
    "invalid-timezone",
    "failing-schedule",
    "failing-sensor",
    "unknown-suppression",
    "unloaded-definition",
}
"""What is an error or a warning by default: a false finding of these stops somebody's build."""


def line_of(finding: dict[str, Any]) -> str:
    assert finding["at"] is not None, finding
    source: str = finding["at"]["source"]
    return source


RESOURCES = """
        import dagster as dg

        class Database(dg.ConfigurableResource):
            password: str

        class Queue(dg.ConfigurableResource):
            address: str = dg.EnvVar("QUEUE_ADDRESS")

        class Store(dg.ConfigurableResource):
            database: Database
            queue: Queue
            bucket: str = "x"

        class Settings(dg.Config):
            region: str = dg.EnvVar("REGION")

        @dg.resource(config_schema={"token": dg.StringSource})
        def client(context): ...

        @dg.asset
        def orders(store: Store, config: Settings): ...

        @dg.op(required_resource_keys={"client", "mail"})
        def send(context): ...

        @dg.job(config={"resources": {"mail": {"config": {"token": {"env": "JOB_TOKEN"}}}}})
        def sending(): send()

        nightly = dg.define_asset_job(
            "nightly",
            selection="orders",
            config={"ops": {"orders": {"config": {"region": {"env": "NIGHTLY_REGION"}}}}},
        )

        database = Database(password=dg.EnvVar("DATABASE_PASSWORD"))

        defs = dg.Definitions(
            assets=[orders],
            jobs=[sending, nightly],
            resources={
                "store": Store(database=Database(password=dg.EnvVar("STORE_PASSWORD")), queue=Queue()),
                "client": client.configured({"token": {"env": "CLIENT_TOKEN"}}),
                "mail": client,
                "database": database,
            },
        )
        """
