import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').readLines()

// Before: two runs, the newest first.
def job = log.findIndexOf { it ==~ /\[INFO] [0-9a-f-]{36}  SUCCESS  refresh_orders +\S+Z +[\d.]+ s/ }
def assets = log.findIndexOf { it ==~ /\[INFO] [0-9a-f-]{36}  SUCCESS  \(assets\) +south +sales +\S+Z +[\d.]+ s/ }
assert assets > 0 && assets == job - 1
assert log[job + 2] == '[INFO] 2 runs'
def runs = new JsonSlurper().parse(new File(basedir, 'target/runs.json'))
assert runs*.job == ['__ASSET_JOB'] && runs*.partition == ['south'] && runs*.assets == [['sales']]

// Not confirmed: what would be deleted, and the build fails.
assert log.contains('[INFO] Home: target/dagster/home')
assert log.any { it.endsWith('Nothing was changed: this would delete 2 runs') }
assert log.any { it ==~ /\[ERROR] +[0-9a-f-]{36} \(sales\[south], SUCCESS\)/ }
assert log.any { it.contains('To do so, set <confirm> or -Ddagster.confirm=true') }
assert log.any { it.contains("There is no run 'ffffffff'") }

// Confirmed: none is left.
assert log.contains('[INFO] Deleted 2 runs:')
assert log.contains('[INFO] No runs')
