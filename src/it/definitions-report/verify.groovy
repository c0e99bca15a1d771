import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').readLines()
def dataOf = { File page ->
    def found = page.text =~ /(?s)<script type="application\/json" id="data">(.*?)<\/script>/
    assert found.find()
    new JsonSlurper().parseText(found.group(1))
}

// The report is there although the build fails, which it does after it.
def told = log.indexOf('[INFO] Report of 3 assets: target/dagster/definitions-report.html')
assert told >= 0 && log.findIndexOf { it.contains('BUILD FAILURE') } > told
def file = new File(basedir, 'target/dagster/definitions-report.html')
def page = dataOf(file)
assert file.text.contains('<title>Shop &amp; partners · Dagster definitions</title>')
assert page.subject.title == 'Shop & partners' && page.subject.version == '1.0.0'

assert page.definitions.assets*.key == ['forecast', 'orders', 'revenue']
def orders = page.definitions.assets.find { it.key == 'orders' }
assert orders.definedAt.file == 'definitions.py' && orders.definedAt.line == 7
assert orders.description[0] == ['p', 'Orders as the till wrote them, ', ['strong', 'unchecked'], '.']
assert orders.description[1][0] == 'ul' && !file.text.contains('<script>alert')
assert page.definitions.schedules*.cron == [['0 6 * * *']] && page.definitions.jobs*.assets == [['forecast', 'revenue']]

// What lint finds is told, and fails nothing here.
def finding = page.findings.find { it.rule == 'missing-owner' && it.name == 'revenue' }
assert finding.level == 'info' && finding.state == 'new' && finding.at.file == 'definitions.py'
assert !page.definitions.findings

// Of the runs, what became of each asset and check and when it started, and no secret.
def run = page.results.results.runs[0]
def results = run.assets.collectEntries { [it.key, it] }
assert results.orders.outcome == 'MATERIALIZED' && results.orders.metadata.rows == 3
assert results.orders.metadata['read with'] == 'token ********' && !file.text.contains('tok-8d1f77e0')
assert results.orders.startedAt >= run.startedAt && results.revenue.startedAt > results.orders.startedAt
assert results.forecast.outcome == 'FAILED' && results.forecast.failure.message == '16 is too little to tell'
assert run.checks*.outcome == ['PASSED']

// What did not end well leads to its log, which lies where the page does.
def logOfRun = page.results.logs[run.runId]
assert logOfRun.path == "target/dagster/${logOfRun.link}" && new File(file.parentFile, logOfRun.link).text.contains('16 is too little to tell')
assert page.results.results.failures.size() == 1

// Results of another build are never taken for this one's.
assert log.contains('[INFO] Report of 3 assets: target/catalogue.html')
assert !dataOf(new File(basedir, 'target/catalogue.html')).results
