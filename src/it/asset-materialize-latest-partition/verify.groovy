def log = new File(basedir, 'build.log').text
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log.contains('orders of 2024-01-14')
assert !log.contains('orders of 2024-01-13')
assert log.readLines().any { it.contains('orders_of_shop') && it =~ /(?i)skip/ }
assert reports.contains('name="daily_orders[2024-01-14]"') || reports.contains('name="daily_orders [2024-01-14]"')
assert reports.contains('name="customers"')
assert log.contains('BUILD SUCCESS')
