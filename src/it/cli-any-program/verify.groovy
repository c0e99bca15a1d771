def log = new File(basedir, 'build.log').readLines()

assert log.contains("arguments: ['two words']")
assert log.contains('home: ' + new File(basedir, 'target/dagster/home'))
assert log.contains('token: ********')
assert log.contains("input: ''") : 'with -B there is nothing to read'
assert log.any { it.endsWith('to standard error') }
assert log.any { it.contains('python -m orders.report two words ended with exit code 3') }
assert log.every { !it.contains('correct-horse-battery-staple') }

// What a goal has recorded, the command line finds.
def run = (new File(basedir, 'target/dagster/run-results.json').text =~ /"runId": "([^"]+)"/)[0][1]
assert log.contains("Run: $run".toString())

assert log.any { it.contains("There is no program 'dagstr' in the Python environment, did you mean 'dagster'?") }
