import java.util.concurrent.TimeUnit

def log = new File(basedir, 'build.log').text
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log =~ /8 ?s/
assert log.toLowerCase().contains('time')
assert log.contains('dagster.timeout')
assert log.contains('MojoFailureException')
assert reports.contains('name="endless"') && (reports.contains('<failure') || reports.contains('<error'))
def pid = new File(basedir, 'target/grandchild.pid').text as long
// get() fails the fixture when the process is still there after that time
ProcessHandle.of(pid).ifPresent { it.onExit().get(10, TimeUnit.SECONDS) }
