def log = new File(basedir, 'build.log').text
def results = new File(basedir, 'target/dagster/run-results.json').text
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log.contains('ZeroDivisionError') && log.contains('division by zero')
assert log =~ /definitions\.py:11\b/
assert log.contains('return sum(orders) / (len(orders) - 3)')
assert log.contains('MojoFailureException')
def suites = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }
        .collect { new groovy.xml.XmlSlurper().parse(it) }
def cases = suites.collectMany { it.testcase.list() }
assert cases*.@name*.text().toSet() == ['orders', 'average_order', 'summary'].toSet()
def byName = cases.collectEntries { [it.@name.text(), it] }
assert byName.orders.failure.size() == 0 && byName.orders.skipped.size() == 0
assert byName.average_order.failure.size() + byName.average_order.error.size() == 1
assert byName.summary.skipped.size() == 1
assert results.contains('ZeroDivisionError')
