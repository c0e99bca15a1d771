def log = new File(basedir, 'build.log').readLines()
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

def warehouse = log.indexOf('[INFO] Running warehouse: 1 asset')
def reporting = log.indexOf('[INFO] Running reporting: 1 asset')
assert 0 <= warehouse && warehouse < reporting : 'dependency order, whatever the order in workspace.yaml'
assert log.count('[INFO] report: report of 3 orders') == 3 : 'once for every asset, twice for a selection across both locations'
assert log.containsAll(['[INFO] Assets: 2 materialised', '[INFO] Runs:   2 succeeded'])
assert log.any { it.endsWith(' in 2 code locations (reporting, warehouse)') }
assert reports.contains('name="orders"') && reports.contains('name="report"')
assert log.any { it.endsWith("'state:new+' selects 2 of 2") }
