import groovy.json.JsonSlurper

def site = new File(basedir, 'shop/target/site')
def page = new File(site, 'definitions-report.html').text

def found = page =~ /(?s)<script type="application\/json" id="data">(.*?)<\/script>/
assert found.find()
def data = new JsonSlurper().parseText(found.group(1))
assert data.subject.title == 'Shop' && data.definitions.assets*.key == ['orders']
assert data.results.results.runs[0].assets*.outcome == ['MATERIALIZED']

// The site links to the page, which is whole as it is.
def reports = new File(site, 'project-reports.html').text
assert reports.contains('href="definitions-report.html"') && reports.contains('Dagster Definitions')
assert data.subject.site == 'project-reports.html'
assert !new File(basedir, 'shop/target/dagster/definitions-report.html').exists()

// A module that only gathers others, or has no definitions, has neither a page nor a link to one.
['target/site', 'clients/target/site'].each { name ->
    def without = new File(basedir, name)
    assert !new File(without, 'definitions-report.html').exists()
    assert !(without.listFiles() ?: []).any { it.name.endsWith('.html') && it.text.contains('definitions-report.html') }
}
true
