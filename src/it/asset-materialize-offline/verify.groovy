def log = new File(basedir, 'build.log').text
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log.count('BUILD SUCCESS') == 2
def offline = log.substring(log.indexOf('BUILD SUCCESS')).readLines()
assert offline.contains('[INFO] Assets: 1 materialised')
assert offline.every { !it.contains('Building a Python environment') && !it.contains('Choosing versions') }
assert reports.contains('name="orders"')
