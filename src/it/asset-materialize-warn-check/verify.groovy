def log = new File(basedir, 'build.log').readLines()
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

def warned = log.findIndexOf { it ==~ /\[WARNING]   amounts_are_positive \.+ WARNING \[ +\d+\.\d{3} s]/ }
assert log[warned + 1] == '[WARNING]     1 of 3 amounts are negative'
assert log.containsAll(['[INFO] Checks: 1 warned', '[INFO] BUILD SUCCESS'])
assert reports.contains('name="orders: amounts_are_positive"')
assert !reports.contains('<failure')
