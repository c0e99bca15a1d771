def log = new File(basedir, 'build.log').readLines()

def started = log.findIndexOf { it ==~ /\[INFO] Dev server: http:\/\/localhost:\d+ \(definitions\.py\)/ }
assert started > 0
assert log[started - 1] == '[INFO] Home: target/dagster/home'
assert log[started + 1] == '[INFO] Log: target/dagster/logs/dev.log'
assert log[started + 2] == '[INFO] 1 run waits in the queue of this home: the dev server launches it'
assert new File(basedir, 'target/dagster/logs/dev.log').text.contains('dagster.daemon - INFO - Instance is configured')
assert !new File(basedir, 'target/dagster/logs/dev.log').text.contains('\u001b')

// The server's run and the test's own are in one instance.
assert log.any { it ==~ /\[INFO] the_server_runs_the_job \.+ SUCCESS .*/ }
def stopped = log.findIndexOf { it == '[INFO] The dev server is stopped' }
assert stopped > started
assert log.drop(stopped).any { it ==~ /\[INFO] [0-9a-f-]{36}  SUCCESS  refresh_orders .*/ }
assert new File(basedir, 'orders.csv').text.startsWith('id,amount')

// Broken definitions.
assert log.any { it.contains("broken.py:4") }
assert log.any { it.contains("name 'raw_orders' is not defined") }
assert log.count { it.startsWith('[INFO] Dev server: ') } == 1

assert log.any { it.endsWith('The port is 70000') }
assert log.any { it.contains('<port> or -Ddagster.port') }

assert log.count { it == '[INFO] Skipped: skipITs is set' } == 3

// Nothing of it is left.
def home = new File(basedir, 'target/dagster/home').canonicalPath
def left = new File('/proc').listFiles()?.findAll {
    try {
        it.name.isNumber() && new File(it, 'environ').text.contains("DAGSTER_HOME=$home")
    } catch (IOException gone) {
        false
    }
}
assert !left
