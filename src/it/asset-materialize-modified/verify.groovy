import groovy.xml.XmlSlurper

def log = new File(basedir, 'build.log').readLines()
def since = '[INFO] Since target/before/dagster/manifest.json '
def builds = log.findIndexValues { it.startsWith('[INFO] Building ') } + [log.size()]
def build = { number -> log.subList(builds[number - 1] as int, builds[number] as int) }
def made = { lines -> lines.findAll { it ==~ /\[INFO] \S+ \.+ SUCCESS .*/ }.collect { it.split(' ')[1] } }

assert build(1).contains('[INFO] Assets: 4 materialised')

// A rule in another file has changed, with the declared version as it was; so has a check. A comment and a description have too.
assert build(2).contains(since + "2 assets are modified (forecast, orders); 'state:modified+' selects 3 of 5")
assert made(build(2)).sort() == ['forecast', 'orders', 'report']

assert build(3).contains('[INFO] 3 assets')
assert build(4).contains('[INFO] Checks: 1 passed')

// Beside the rest of Dagster's syntax.
assert build(5).contains(since + "2 assets are modified (forecast, orders); 'state:modified and group:sales' selects 1 of 5")
assert made(build(5)) == ['orders']

assert build(6).contains(since + "no asset is new or modified; 'state:modified+' selects 0 of 5")
def reason = "'state:modified+' selects nothing to run: compared with target/before/dagster/manifest.json"
assert build(6).contains('[INFO] Skipped: ' + reason)
assert build(6).contains('[INFO] BUILD SUCCESS')
def suite = new XmlSlurper().parse(new File(basedir, 'target/again/dagster-reports').listFiles().find { it.name.endsWith('.xml') })
assert suite.testcase*.skipped*.@message*.text() == [reason]

assert build(7).any { it.endsWith("The selection 'state:modified+' needs a baseline to compare with") }
assert build(7).any { it.contains('Name a manifest.json, a groupId:artifactId:version whose manifest was deployed, or RELEASE') }
assert build(8).any { it.endsWith("There is no state 'modifed', did you mean 'modified'?") }
