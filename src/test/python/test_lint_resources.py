"""Lint: resources that nothing provides or nothing uses."""

from linted import RESOURCES, Find, line_of


def test_a_resource_that_nothing_uses_is_found_at_its_key(find: Find) -> None:
    found = find(RESOURCES, "unused-resource")
    assert [(one["name"], one["message"]) for one in found] == [("database", "nothing uses the resource 'database'")]
    assert line_of(found[0]) == '"database": database,'


def test_every_way_to_use_a_resource_counts(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        class Plain(dg.ConfigurableResource): ...

        class Outer(dg.ConfigurableResource):
            inner: Plain

        @dg.resource(required_resource_keys={"of_resource"})
        def legacy(context): ...

        @dg.asset(io_manager_key="of_output", required_resource_keys={"legacy"})
        def made(context): ...

        @dg.asset(ins={"made": dg.AssetIn(input_manager_key="of_input")})
        def read(made, outer: Outer): ...

        @dg.asset_check(asset=made)
        def checked(of_check: Plain): return dg.AssetCheckResult(passed=True)

        @dg.success_hook(required_resource_keys={"of_hook"})
        def hook(context): ...

        @dg.op
        def step(of_op: Plain): ...

        @dg.graph
        def steps(): step()

        @dg.job
        def stepping(): steps()

        @dg.sensor(job=stepping)
        def looking(context, of_sensor: Plain): ...

        @dg.schedule(job=stepping, cron_schedule="0 0 * * *")
        def nightly(context, of_schedule: Plain): ...

        hooked = dg.define_asset_job("hooked", selection="made", hooks={hook})
        inner = Plain()
        store = dg.FilesystemIOManager()

        defs = dg.Definitions(
            assets=[made, read],
            asset_checks=[checked],
            jobs=[stepping, hooked],
            sensors=[looking],
            schedules=[nightly],
            resources={
                "of_resource": Plain(), "legacy": legacy, "of_output": store, "of_input": store,
                "outer": Outer(inner=inner), "inner": inner, "of_check": Plain(), "of_hook": Plain(),
                "of_op": Plain(), "of_sensor": Plain(), "of_schedule": Plain(),
            },
        )
        """
    )
    assert found == []


def test_resources_that_a_schedule_or_sensor_needs_and_nothing_provides_are_found(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        @dg.op
        def step(): ...

        @dg.job
        def stepping(): step()

        @dg.sensor(job=stepping, required_resource_keys={"mail"})
        def looking(context): ...

        @dg.schedule(job=stepping, cron_schedule="0 0 * * *", required_resource_keys={"clock"})
        def nightly(context): ...

        defs = dg.Definitions(jobs=[stepping], sensors=[looking], schedules=[nightly])
        """
    )
    assert [(one["rule"], one["subject"], one["name"], one["value"]) for one in found] == [
        ("missing-resource", "schedule", "nightly", "clock"),
        ("missing-resource", "sensor", "looking", "mail"),
    ]


def test_resources_of_classes_that_stand_nowhere_in_the_code_are_linted(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        class Client: ...

        class Shop(dg.ConfigurableResource[Client]):
            url: str

        Made = type("Made", (Shop,), {"__module__": __name__})

        @dg.asset
        def orders(shop: Shop): ...

        defs = dg.Definitions(assets=[orders], resources={"shop": Made(url="x"), "spare": Made(url="x")})
        """
    )
    assert [(one["rule"], one["name"]) for one in found] == [("unused-resource", "spare")]


def test_resources_of_source_assets_and_such_that_are_completed_at_launch_are_used(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        class Credentials(dg.ConfigurableResource):
            user: str

        class Bucket(dg.ConfigurableResource):
            credentials: dg.ResourceDependency[Credentials]

        class Files(dg.ConfigurableIOManager):
            def handle_output(self, context, obj): ...
            def load_input(self, context): ...

        credentials = Credentials.configure_at_launch()
        legacy = dg.SourceAsset("legacy", io_manager_key="files")

        @dg.observable_source_asset(required_resource_keys={"clock"})
        def observed(): return dg.DataVersion("1")

        @dg.asset
        def orders(legacy, bucket: Bucket): ...

        defs = dg.Definitions(
            assets=[legacy, observed, orders],
            resources={
                "bucket": Bucket(credentials=credentials),
                "clock": "now",
                "credentials": credentials,
                "files": Files(),
                "spare": Credentials.configure_at_launch(),
            },
        )
        """
    )
    assert [(one["rule"], one["name"]) for one in found] == [("unused-resource", "spare")]
