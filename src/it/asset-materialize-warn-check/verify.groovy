def log = new File(basedir, 'build.log').text
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log.contains('BUILD SUCCESS')
assert log.readLines().any { it.startsWith('[WARNING]') && it.contains('amounts_are_positive') }
assert reports.contains('name="orders: amounts_are_positive"')
assert !reports.contains('<failure')
