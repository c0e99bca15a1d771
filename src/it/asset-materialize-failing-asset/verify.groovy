import groovy.xml.XmlSlurper

def log = new File(basedir, 'build.log').readLines()
def results = new File(basedir, 'target/dagster/run-results.json').text

def failed = log.findIndexOf { it ==~ /\[ERROR] average_order \.+ FAILURE \[ +\d+\.\d{3} s]/ }
assert log[failed + 1..failed + 3] == [
        '[ERROR]   ZeroDivisionError: division by zero',
        '[ERROR]   at definitions.py:11',
        '[ERROR]       return sum(orders) / (len(orders) - 3)',
]
assert log.any { it ==~ /\[INFO] summary \.+ SKIPPED \(its upstream asset average_order failed\)/ }
assert log.contains('[INFO] Assets: 1 materialised, 1 failed, 1 skipped')
assert log.any { it.endsWith(': 1 asset failed: average_order (ZeroDivisionError: division by zero)') }
assert log.any { it.contains('MojoFailureException') }
assert log.every { !it.contains('site-packages') } : "Dagster's internals are for the log file"

def suites = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }
        .collect { new XmlSlurper().parse(it) }
def cases = suites.collectMany { it.testcase.list() }.collectEntries { [it.@name.text(), it] }
assert cases.keySet() == ['orders', 'average_order', 'summary'].toSet()
assert cases.orders.failure.size() == 0 && cases.orders.skipped.size() == 0
assert cases.average_order.failure.size() + cases.average_order.error.size() == 1
assert cases.summary.skipped.size() == 1
assert results.contains('ZeroDivisionError')

// What is left behind is what its schemas say.
assert !io.github.dagstermaven.report.ReportFiles.assertValid(basedir).isEmpty()
