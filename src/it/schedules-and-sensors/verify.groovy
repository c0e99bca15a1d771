import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').readLines()
def json = { new JsonSlurper().parse(new File(basedir, "target/${it}.json")) }

// Before: what the definitions say.
assert log.any { it ==~ /\[INFO] nightly +RUNNING +0 0 \* \* \* +\S+T00:00:00Z +load_files +definitions\.py:\d+/ }
assert log.any { it ==~ /\[INFO] weekly +STOPPED +0 4 \* \* 1 +Europe\/Berlin +load_files +definitions\.py:\d+/ }
assert log.contains('[INFO] 2 schedules')

// Started: what the instance has.
assert log.contains('[INFO] Home: target/dagster/home')
assert log.any { it ==~ /\[INFO] Started the schedule 'weekly' \(next tick \S+Z\)/ }
assert log.contains('[WARNING] No daemon is running for this home: the schedule ticks once one runs (mvn dagster:dev)')
assert log.contains("[INFO] Started the sensor 'new_regions'")
def started = json('started')
assert started*.name == ['nightly', 'weekly'] && started*.status == ['RUNNING', 'RUNNING']
assert started[1].nextTick ==~ /\S+Z/ && started[1].timezone == 'Europe/Berlin' && started[1].cron == ['0 4 * * 1']

// Which one is not guessed, but told.
def nameless = log.findIndexOf { it.endsWith('This goal needs the name of a schedule, or all of them') }
assert log[nameless + 1] == '[ERROR]   schedules: nightly, weekly'
assert log[nameless + 2].startsWith('[ERROR]   Set <scheduleName> or -Ddagster.scheduleName')

// A tick of the schedule.
def tick = log.indexOf("[INFO] Tick of the schedule 'weekly' at 2024-01-08T04:00:00+01:00")
assert log[tick + 1..tick + 10] == [
    '[INFO] Would request 1 run:',
    '[INFO]   job load_files',
    '[INFO]     run key: 2024-01-08',
    '[INFO]     tags: team=sales',
    '[INFO]     run configuration:',
    '[INFO]       ops:',
    '[INFO]         load:',
    '[INFO]           config:',
    '[INFO]             path: 2024-01-08.csv',
    '[INFO] Only a preview: nothing was launched or stored',
]

// A tick of the sensor.
def previewed = json('tick')
assert previewed.givenCursor == '4' && previewed.newCursor == '5'
assert previewed.requestedRuns*.runKey == ['north-4'] && previewed.requestedRuns*.partition == ['north']
assert previewed.partitionsRequests*.added == [['north']]

// The cursor, and what is left of all that: no tick, no run.
assert log.contains("[INFO] Set the cursor of the sensor 'new_regions' to '7' (it was none)")
assert log.contains("[INFO] The cursor of the sensor 'new_regions' is '7'")
assert json('sensors')*.cursor == ['7'] && json('sensors')*.status == ['RUNNING']
assert log.contains('[INFO] No ticks')
assert log.contains('[INFO] Scheduler: DagsterDaemonScheduler') && log.contains('[INFO] Daemon:    never heard of')
assert log.any { it ==~ /\[INFO] schedule  weekly +RUNNING  0 4 \* \* 1  definitions\.py  __repository__  [0-9a-f]{40}/ }
assert log.contains('[INFO] No runs')

// The user's own error.
assert log.any { it.endsWith("definitions.py:23: The schedule 'weekly' failed: LookupError: there is no file of 2024-01-02") }
assert log.any { it.contains("There is no sensor 'new_region', did you mean 'new_regions'?") }

// Not confirmed, and confirmed.
assert log.any { it.endsWith('Nothing was changed: this would delete 2 saved states') }
assert log.any { it ==~ /\[ERROR] +schedule weekly \(running, 0 ticks\)/ }
assert log.any { it ==~ /\[ERROR] +sensor new_regions \(running, 0 ticks, cursor '7'\)/ }
def restarted = log.findIndexOf { it ==~ /\[INFO] Restarted the schedule 'weekly' \(next tick \S+Z\)/ }
assert log[restarted - 1].startsWith("[INFO] Restarted the schedule 'nightly'")
def after = log.drop(restarted)
assert after.contains("[INFO] Stopped the schedule 'nightly'")
assert after.contains("[INFO] Stopped the sensor 'new_regions'")
assert after.contains("[INFO] Deleted the cursor of the sensor 'new_regions' (it was '7')")
assert after.contains('[INFO] Deleted 3 saved states:')
def wiped = after.indexOf('[INFO] Deleted 3 saved states:')
assert after.take(wiped).contains('[INFO] weekly') && !after.take(wiped).contains('[INFO] nightly')
assert after.drop(wiped).contains('[INFO] nightly') && !after.drop(wiped).contains('[INFO] weekly')
