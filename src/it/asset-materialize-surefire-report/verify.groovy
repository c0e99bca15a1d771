import groovy.xml.XmlSlurper

// What a build server collects: **/target/dagster-reports/TEST-*.xml
def suites = [:]
basedir.eachFileRecurse(groovy.io.FileType.FILES) { file ->
    if (file.path.contains('/dagster-reports/TEST-') && file.name.endsWith('.xml')) {
        suites[file.name] = new XmlSlurper().parse(file)
    }
}
assert suites.keySet() == ['TEST-dagster.orders.definitions.py.xml', 'TEST-dagster.invoices.definitions.py.xml'] as Set
assert suites.values()*.@name*.text() as Set == ['orders.definitions.py', 'invoices.definitions.py'] as Set
def cases = suites.values().collectMany { suite -> suite.testcase.collect { it } }
def identities = cases.collect { it.@classname.text() + ' ' + it.@name.text() }
assert identities.size() == 7 && identities == identities.unique(false) : 'modules have code locations of the same name'

// What a step prints stands with what it makes, also of the attempt that failed.
def found = { name -> cases.find { it.@classname.text() == name } }
assert found('orders.definitions.py.customers').'system-out'.text() == 'reading customers.csv'
def flaky = found('invoices.definitions.py.customers')
assert flaky.flakyError.@message == 'the server is busy' && flaky.flakyError.'system-out'.text() == 'asking the server'
assert flaky.'system-out'.text().contains('INFO the server has answered')

// Surefire's own report over all modules: counts, packages, classes, cases and reasons.
def html = new File(basedir, 'target/reports/surefire.html').text
def text = html.replaceAll(/(?s)<(script|style).*?<\/\1>/, '').replaceAll(/<[^>]+>/, ' ').replaceAll(/\s+/, ' ')
assert text.contains('Tests Errors Failures Skipped Success Rate Time 7 1 1 1 57.1%')
assert text.contains('invoices.definitions.py 4 1 1 1 25.0%')
assert text.contains('orders.definitions.py 3 0 0 0 100%')
assert text.contains('customers: unique') && text.contains('AssetCheckFailed: 2 customers are there twice')
assert text.contains('ValueError: invoice 7 has no customer')
assert text.contains('skipped: its upstream asset invoices was skipped')
assert text.contains('line 30, in invoices') && !text.contains('site-packages')

// All of it is what its schemas say.
def valid = io.github.dagstermaven.report.ReportFiles.assertValid(basedir)
assert valid.containsAll(['manifest.json', 'run-results.json'] + suites.keySet())
