import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').readLines()

// Before: no instance, and no question makes one.
def none = 'There is no Dagster instance in target/nothing-here yet'
assert log.count("[INFO] ${none}".toString()) == 3
assert log.contains("[INFO] ${none}: nothing to migrate".toString())
assert log.contains("[INFO] ${none}: nothing to index".toString())
assert !new File(basedir, 'target/nothing-here').exists()

// A limit is set and told.
assert log.count('[INFO] Home: target/dagster/home') == 3
assert log.contains('[INFO] Concurrency limit of warehouse: 2 (before: none)')
assert log.contains('[INFO] warehouse  2      0         0')

// What the instance is.
assert log.contains('[INFO] Home:     target/dagster/home')
assert log.contains("[INFO] Settings: the plugin's own")
assert log.contains('[INFO] Runs:     1')
assert log.contains('[INFO] run_storage:') && log.contains('[INFO]   class: LeanRunStorage')
assert log.any { it ==~ /\[INFO] run_storage +[0-9a-f]{12}  up to date/ }
def info = new JsonSlurper().parse(new File(basedir, 'target/instance.json'))
assert info.exists && info.runs == 1 && info.home == new File(basedir, 'target/dagster/home').path
assert info.settings.telemetry == [enabled: false]
assert info.schema*.storage == ['run_storage', 'event_log_storage', 'schedule_storage']

// Its storage is in shape; what Dagster does is told as it does it.
assert log.contains('[INFO] | Updating run storage...')
assert log.contains('[INFO] The schema is up to date')
assert log.contains('[INFO] | Checking for reindexing...')
assert log.contains('[INFO] The indexes are up to date')

// What is missing or mistyped.
assert log.any { it.endsWith('This goal needs a concurrency key, or all of them') }
assert log.any { it.contains('Set <concurrencyKey> or -Ddagster.concurrencyKey, or <all> or -Ddagster.all=true') }
assert log.any { it.endsWith("No concurrency limit is set for 'warehuose', did you mean 'warehouse'?") }
assert log.any { it.contains('Set <limit> or -Ddagster.limit to 1 or more') }
