import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').readLines()

def error = log.findIndexOf { it.endsWith(': Failures are to be raised by the goal verify, which is not part of this build') }
assert log[error + 1] == '[ERROR]   Add <goal>verify</goal> to an execution of this plugin and build at least to the phase verify' +
        ' (<failAt> or -Ddagster.failAt)'
assert log.contains('[INFO] BUILD FAILURE')
def results = new JsonSlurper().parse(new File(basedir, 'target/dagster/run-results.json'))
assert results.runs.empty : 'nothing ran'
assert results.errors.size() == 1
