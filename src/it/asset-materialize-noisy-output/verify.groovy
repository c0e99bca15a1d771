def log = new File(basedir, 'build.log').text
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log.contains('BUILD SUCCESS')
assert reports.contains('name="orders"') && !reports.contains('<failure')
def full = new File(basedir, 'target/dagster/logs').listFiles()*.getText('UTF-8').join()
assert full.contains('{"id": 1, "result": {"run_ids": []}}')
assert full.contains('printed by a grandchild')
assert full =~ /raw .+ bytes/
