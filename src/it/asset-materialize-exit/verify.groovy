def log = new File(basedir, 'build.log').text
def results = new File(basedir, 'target/dagster/run-results.json').text
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log =~ /exit code 7/
assert log.contains('orders') : 'what was running is named'
assert log.contains('MojoFailureException') : 'a crash inside a run is the failure of the pipeline'
assert reports.contains('name="orders"') && (reports.contains('<failure') || reports.contains('<error'))
assert results.contains('FAILURE')
