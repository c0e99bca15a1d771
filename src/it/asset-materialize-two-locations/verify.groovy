def log = new File(basedir, 'build.log').text
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log.count('report of 3 orders') == 2 : 'warehouse ran before reporting, whatever the order in workspace.yaml'
assert reports.contains('name="orders"') && reports.contains('name="report"')
