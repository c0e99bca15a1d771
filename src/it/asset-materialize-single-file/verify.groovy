def log = new File(basedir, 'build.log').readLines()
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log.contains('[INFO] Running definitions.py: 1 asset')
assert log.any { it ==~ /\[INFO] orders \.+ SUCCESS \[ +\d+\.\d{3} s]/ }
assert log.containsAll([
        '[INFO] Assets: 1 materialised',
        '[INFO] Report: target/dagster/run-results.json, target/dagster-reports',
        '[INFO] Definitions are valid: 1 asset, 0 checks, 0 jobs, 0 schedules, 0 sensors, 0 resources in 1 code location'
                + ' (definitions.py)',
        '[INFO] BUILD SUCCESS',
])
assert reports.contains('name="orders"')
