def log = new File(basedir, 'build.log').readLines()
def results = new File(basedir, 'target/dagster/run-results.json').text
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

def failed = log.findIndexOf { it ==~ /\[ERROR] orders \.+ FAILURE \[ +\d+\.\d{3} s]/ }
assert log[failed + 1] == '[ERROR]   Crash: Python ended with exit code 7 while step orders was running'
assert log.contains('[INFO] Assets: 1 failed')
assert log.any { it.contains('MojoFailureException') } : 'a crash inside a run is the failure of the pipeline'
assert reports.contains('name="orders"') && (reports.contains('<failure') || reports.contains('<error'))
assert results.contains('"status": "FAILURE"')
