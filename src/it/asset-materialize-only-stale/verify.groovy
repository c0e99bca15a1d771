import groovy.json.JsonSlurper
import groovy.xml.XmlSlurper

def log = new File(basedir, 'build.log').readLines()

// Everything is missing.
assert log.findAll { it.startsWith('[INFO] Stale ') }.take(3) == [
    '[INFO] Stale raw_orders: never materialised',
    '[INFO] Stale orders: never materialised',
    '[INFO] Stale daily_orders[2024-01-02]: never materialised',
]
assert log.contains('[INFO] Assets: 3 materialised')

// Nothing is stale: one line, and no summary.
def nothing = log.indexOf(
    '[INFO] Nothing to run in definitions.py, everything is up to date: raw_orders, orders, daily_orders[2024-01-02]')
assert nothing > 0
assert log.subList(nothing + 1, log.size()).find { it.contains('---') }.endsWith('-' * 72)
assert log[nothing + 2] == '[INFO] BUILD SUCCESS'

// A new code version takes along what is downstream.
assert log.findAll { it.startsWith('[INFO] Stale ') }.drop(3) == [
    "[INFO] Stale orders: its code version is '2', and was '1'",
    '[INFO] Stale daily_orders[2024-01-02]: its upstream orders is materialised again',
]
assert log.contains('[INFO] Up to date: raw_orders')
assert log.contains('[INFO] Assets: 2 materialised, 1 up to date')
assert log.contains('[INFO] Checks: 1 up to date')

def results = new JsonSlurper().parse(new File(basedir, 'target/dagster/run-results.json'))
assert results.runs*.assets.flatten()*.key == ['orders', 'daily_orders']
assert results.skipped == [
    [location: 'definitions.py', asset: 'raw_orders', reason: 'up to date', checks: ['is_not_empty']],
]
assert results.failures == []

def suite = new XmlSlurper().parse(new File(basedir, 'target/dagster-reports/TEST-dagster.definitions.py.xml'))
def skipped = suite.testcase.findAll { it.skipped.size() == 1 }
assert skipped*.@name*.text() == ['raw_orders', 'raw_orders: is_not_empty']
assert skipped*.skipped*.@message*.text().every { it == 'up to date' }

// What is left behind is what its schemas say.
assert !io.github.dagstermaven.report.ReportFiles.assertValid(basedir).isEmpty()
