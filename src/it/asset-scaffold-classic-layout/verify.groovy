def log = new File(basedir, 'build.log').readLines()
def file = { new File(basedir, it).text }
def definitions = file('shop/definitions.py')

// Each is told with its place, and with what to type next.
assert log.containsAll([
    '[INFO] Added the asset customers: shop/assets/customers.py:7 (a new file)',
    '[INFO] Dagster loads it, beside everything that there was before',
    '[INFO] Run it: mvn dagster:asset-materialize -Ddagster.select=customers',
    '[INFO] Added the asset daily_orders: shop/assets/daily_orders.py:17 (a new file)',
    '[INFO] Run it: mvn dagster:asset-materialize -Ddagster.select=daily_orders (its latest partition; another one with -Ddagster.partition)',
    '[INFO] Run it: mvn dagster:job-execute -Ddagster.job=refresh_orders',
    '[INFO] Try it: mvn dagster:schedule-preview -Ddagster.scheduleName=every_morning',
    '[INFO] Try it: mvn dagster:sensor-preview -Ddagster.sensorName=order_files',
    '[INFO] Use it: give an asset the parameter warehouse: WarehouseResource',
])
assert log.any { it ==~ /\[INFO] Added the job refresh_orders: shop\/definitions\.py:\d+/ }
assert log.any { it ==~ /\[INFO] Listed in shop\/definitions\.py:\d+/ }

// What was there stays as it was; what is new is in its style.
assert definitions.contains('    assets=load_assets_from_package_module(assets),  # whatever lies there\n    jobs=[refresh_orders],\n')
assert definitions.contains('    schedules=[every_morning],\n    sensors=[order_files],\n    resources={"warehouse": WarehouseResource()},\n)\n')
assert definitions.contains('selection=["raw_orders", "cleaned_orders"],')
assert definitions.contains('cron_schedule="0 6 * * *",\n    execution_timezone="UTC",')
assert file('shop/assets/customers.py').contains('@asset(group_name="orders", owners=["team:sales"])\ndef customers() -> MaterializeResult:\n    """Customers, one row each."""\n')
assert file('shop/assets/daily_orders.py').contains('    deps=["cleaned_orders", "customers"],\n    partitions_def=DailyPartitionsDefinition(start_date="')

// Dagster has them: the partitioned one ran, the job has the assets that were selected.
assert log.any { it ==~ /\[INFO] daily_orders\[\d{4}-\d\d-\d\d] \.+ SUCCESS .*/ }
assert log.contains('[INFO] 4 assets')
assert log.any { it ==~ /\[INFO] refresh_orders +2 assets .*/ }

// Refused, and nothing was changed.
assert log.any { it.endsWith("shop/assets/orders.py:5: There is an asset 'raw_orders' already") }
assert log.any { it.endsWith("'nightly-orders' is no name in Python, and so cannot be the name of a job") }
assert log.any { it.endsWith('Take another one, as <name>nightly_orders</name> or -Ddagster.name=nightly_orders') }
assert log.any { it.endsWith("There is no asset 'raw_order', did you mean 'raw_orders'?") }
assert log.any { it.contains('<deps> or -Ddagster.deps') }
assert log.any { it.endsWith('This goal needs the name of what is to be added') }
assert log.any { it.endsWith("There is no kind of asset 'partitoned', did you mean 'partitioned'?") }
assert log.any { it.endsWith('This goal needs the keys of the assets that the new one depends on') }
assert !new File(basedir, 'shop/assets/report.py').exists()
assert !definitions.contains('nightly')
