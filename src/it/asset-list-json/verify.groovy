import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
def console = log.substring(log.indexOf('asset-list (console)'), log.indexOf('asset-list (file)'))
// Bare lines, so that they can be piped: the document begins and ends at the margin.
def document = console.substring(console.indexOf('\n[\n') + 1, console.indexOf('\n]\n') + 3)
def printed = new JsonSlurper().parseText(document)

assert printed*.key == ['orders', 'revenue']
assert printed[1].deps == ['orders']
assert printed[1].definedAt == [file: 'definitions.py', line: 9, source: 'def revenue() -> None: ...']
assert new JsonSlurper().parse(new File(basedir, 'target/assets.json')) == printed
