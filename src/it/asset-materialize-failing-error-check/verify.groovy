def log = new File(basedir, 'build.log').text
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log.contains('amounts_are_positive') && log.contains('1 of 3 amounts are negative')
assert log.contains('MojoFailureException')
assert reports.contains('name="orders: amounts_are_positive"')
assert reports.contains('<failure')
