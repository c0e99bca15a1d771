def log = new File(basedir, 'build.log').text
def results = new File(basedir, 'target/dagster/run-results.json').text
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log.contains('customers') && log.contains('orders')
assert results.contains('"customers"') && results.contains('"orders"')
assert reports.contains('name="customers"') && reports.contains('name="orders"')
