def log = new File(basedir, 'build.log').readLines()
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log.contains('[INFO] BUILD SUCCESS')
assert log.contains('[INFO] | {"id": 1, "result": {"run_ids": []}}') : 'what looks like a message is a line of output'
assert log.contains('[INFO] | printed by a grandchild')
assert log.every { !it.contains('\u001b[2J') } : 'user code does not clear the screen'
assert reports.contains('name="orders"') && !reports.contains('<failure')
def full = new File(basedir, 'target/dagster/logs').listFiles()*.getText('UTF-8').join()
assert full.contains('{"id": 1, "result": {"run_ids": []}}')
assert full.contains('printed by a grandchild')
assert full.contains('without an end of line')
assert full =~ /raw .+ bytes/
