def log = new File(basedir, 'build.log').readLines()
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log.contains('[INFO] Running definitions.py: 2 assets, partition 2024-01-14, 2 runs')
assert log.contains('[INFO] daily_orders[2024-01-14]: orders of 2024-01-14')
assert log.every { !it.contains('orders of 2024-01-13') }
assert log.any { it.startsWith('[INFO] Skipping orders_of_shop: ') && it.endsWith("has no partition yet: add one to 'shops' with partition-add") }
assert log.contains('[INFO] Assets: 2 materialised, 1 skipped')
assert reports =~ /name="daily_orders ?\[2024-01-14]"/
assert reports.contains('name="customers"')
assert log.contains('[INFO] BUILD SUCCESS')
