def log = new File(basedir, 'build.log').readLines()
def from = { int start, String line -> log.findIndexOf(start) { it == line } }
def told = { int start, String pattern -> log.findIndexOf(start) { it ==~ pattern } }

// Some checks: nothing is materialised, and the instance has a run of them.
def some = from(0, '[INFO] Running definitions.py: 2 checks')
assert some > 0 && told(some, /\[INFO] +orders: has_rows \.+ SUCCESS \[.*/) > some
assert from(some, '[INFO] Checks: 2 passed') > some
assert told(some, /\[INFO] [0-9a-f-]{36}  SUCCESS  \(assets\) .*/) > some

// All of them: one fails, what is downstream is skipped, and so is what cannot run alone.
def all = from(some, '[INFO] Running definitions.py: 3 checks, 2 runs')
assert log[all + 1] == '[INFO] Skipping customers: is_read: the function that makes customers evaluates it'
def failed = told(all, /\[ERROR] +orders: amounts_are_positive \.+ FAILURE \[.*/)
assert log[failed + 1] == '[ERROR]     1 of 2 amounts is negative'
assert told(failed, /\[INFO] +report: total_is_plausible \.+ SKIPPED .*\(the blocking check amounts_are_positive of orders failed\)/) > failed
assert from(failed, '[INFO] Checks: 1 passed, 1 failed, 2 skipped') > failed
assert log.findIndexOf(failed) { it.contains('1 check of severity ERROR failed: orders: amounts_are_positive') } > failed
assert log.findIndexOf(failed) { it.contains('BUILD FAILURE') } > failed
assert !log.any { it.startsWith('[INFO] Assets:') }

// What is not there, or cannot run alone, is told before anything runs.
assert log.any { it.contains("There is no asset check 'has_row', did you mean 'has_rows'?") }
assert log.any {
    it.contains("definitions.py:10: The check 'is_read' of customers cannot run alone: the function that makes customers evaluates it")
}
assert log.contains('[INFO] Skipped: skipITs is set')
