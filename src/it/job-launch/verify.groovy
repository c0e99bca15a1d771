import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').readLines()

// What the job consists of, and the configuration it needs.
def job = log.indexOf('[INFO] Job add: 2 ops')
assert log.subList(job + 1, job + 7) == [
    '[INFO]   Adds two numbers.',
    '[INFO]   one',
    '[INFO]     outputs: result',
    '[INFO]   add_rows',
    '[INFO]     inputs: number from one.result',
    '[INFO]     outputs: result',
]
assert new File(basedir, 'target/add.yaml').text == 'ops:\n  add_rows:\n    config:\n      rows: 0\n'

// Queued, and said so; one run in the instance, although a second launch wanted to wait.
assert log.contains('[INFO] Home: target/dagster/home')
assert log.any { it ==~ /\[INFO] Launched run [0-9a-f-]{36} of job add: QUEUED/ }
assert log.contains('[WARNING] The run waits in the queue: no Dagster daemon works for the home target/dagster/home')
assert log.any { it ==~ /\[INFO] [0-9a-f-]{36}  QUEUED  add +\S+Z/ }
assert log.count { it.startsWith('[INFO] Launched run ') } == 1
assert log.any { it.contains('Nothing was launched: no Dagster daemon works for the home ') }
assert log.any { it.endsWith("There is no job 'ad', did you mean 'add'?") }

// Three partitions: what would be launched, then launched and carried out by a child of the build.
assert log.any { it.endsWith('Nothing was changed: this would launch 3 runs') }
assert ['north', 'south', 'west'].every { region -> log.any { it ==~ /\[ERROR] +by_region\[${region}]/ } }
assert log.any { it ==~ /\[INFO] Launched backfill [a-z]{8} of job by_region: 3 runs/ }
assert log.contains('[INFO] Home: target/at-once')
assert ['north', 'south', 'west'].every { region ->
    log.any { it ==~ /\[INFO] sales\[${region}] \.+ SUCCESS .*/ } &&
        log.any { it ==~ /\[INFO] [0-9a-f-]{36}  SUCCESS  by_region +${region} .*/ }
}

// A run that fails elsewhere is told as one that fails here.
def launch = new JsonSlurper().parse(new File(basedir, 'target/launch.json'))
assert launch.job == 'broken' && launch.runs.size() == 1 && launch.held
assert log.any { it.startsWith('[ERROR]') && it.contains('ValueError: no rows after 1') }
assert log.any { it.contains('definitions.py:16') }
def results = new JsonSlurper().parse(new File(basedir, 'target/dagster/run-results.json'))
assert results.runs*.runId == [launch.runs[0].runId] && results.runs*.status == ['FAILURE']

// Left to the goal verify: what comes between is still carried out.
def deferred = log.indexOf('[WARNING] The build goes on, and fails at the goal verify (failAt)')
assert deferred > 0
assert log.drop(deferred).any { it ==~ "\\[INFO] ${launch.runs[0].runId}  FAILURE +broken .*" }
assert log.drop(deferred).any { it =~ /Failed to execute goal .*:verify \(default-cli\)/ }
