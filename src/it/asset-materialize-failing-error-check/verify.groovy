def log = new File(basedir, 'build.log').readLines()
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

def failed = log.findIndexOf { it ==~ /\[ERROR]   amounts_are_positive \.+ FAILURE \[ +\d+\.\d{3} s]/ }
assert log[failed + 1] == '[ERROR]     1 of 3 amounts are negative'
assert log.containsAll(['[INFO] Assets: 1 materialised', '[INFO] Checks: 1 failed'])
assert log.any { it.endsWith(': 1 check of severity ERROR failed: orders: amounts_are_positive') }
assert log.any { it.contains('MojoFailureException') }
assert reports.contains('name="orders: amounts_are_positive"')
assert reports.contains('<failure')
