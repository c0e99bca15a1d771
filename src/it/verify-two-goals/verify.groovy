import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').readLines()
def results = new JsonSlurper().parse(new File(basedir, 'target/dagster/run-results.json'))

assert log.contains('[INFO] All 2 runs of this build are good')
assert results.runs*.status == ['SUCCESS', 'SUCCESS'] : 'the second goal adds to what the first one wrote'
assert results.runs*.job == ['__ASSET_JOB', 'refresh']
