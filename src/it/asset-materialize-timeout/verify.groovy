import java.util.concurrent.TimeUnit

def log = new File(basedir, 'build.log').readLines()
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

def failed = log.findIndexOf { it ==~ /\[ERROR] endless \.+ FAILURE \[ +\d+\.\d{3} s]/ }
assert log[failed + 1..failed + 3] == [
        '[ERROR]   Timeout: timed out after 8 s (<timeout> or -Ddagster.timeout) while step endless was running',
        '[ERROR]   at definitions.py:15',
        '[ERROR]       time.sleep(3600)',
]
// One failure, told once: the run was cancelled for the reason that the asset tells.
assert !log.any { it.contains('run cancelled') }
assert log.any { it.contains('MojoFailureException') }
assert reports.contains('name="endless"') && (reports.contains('<failure') || reports.contains('<error'))
def pid = new File(basedir, 'target/grandchild.pid').text as long
// get() fails the fixture when the process is still there after that time
ProcessHandle.of(pid).ifPresent { it.onExit().get(10, TimeUnit.SECONDS) }
