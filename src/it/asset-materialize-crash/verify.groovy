import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').readLines()
def results = new File(basedir, 'target/dagster/run-results.json').text
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

def failed = log.findIndexOf { it ==~ /\[ERROR] orders \.+ FAILURE \[ +\d+\.\d{3} s]/ }
assert log[failed + 1..failed + 3] == [
        '[ERROR]   Crash: Python ended with signal SIGSEGV while step orders was running',
        '[ERROR]   at definitions.py:8',
        '[ERROR]       ctypes.string_at(0)',
]

// What does not need the dead run is run by a new process, and the instance knows both.
assert log.any { it.endsWith('A new process carries on with 1 run') }
assert log.any { it ==~ /\[INFO] stores\[south] \.+ SUCCESS \[.*/ }
assert new JsonSlurper().parseText(results).runs*.status as Set == ['FAILURE', 'SUCCESS'] as Set
assert log.any { it.contains('MojoFailureException') } : 'a crash inside a run is the failure of the pipeline'
assert reports.contains('name="orders"') && (reports.contains('<failure') || reports.contains('<error'))
assert results.contains('"status": "FAILURE"')
assert log.every { !it.contains('Fatal Python error') && !it.contains('site-packages') } : 'the dump of all threads is for the log file'
assert new File(basedir, 'target/dagster/logs').listFiles().any { it.text.contains('Fatal Python error') }
