def log = new File(basedir, 'build.log').readLines()

def found = log.findAll { it ==~ /\[INFO] Python 3\.\d+\.\d+, Dagster \S+ \(\w+\)/ }*.replaceFirst(/.*\((\w+)\)/, '$1')
assert found == ['unlocked', 'locked']

def lock = new File(basedir, 'requirements.lock')
def packages = lock.readLines().findAll { it.contains('==') }
assert log.contains("[INFO] Locked ${packages.size()} packages: requirements.lock".toString())
assert packages.any { it ==~ /dagster==1\.1[23]\..*/ } && packages.any { it.startsWith('dagster-webserver==') }
assert packages.any { it.startsWith('colorama==') && it.contains('; ') } : 'for every platform, not for this one alone'
assert lock.text.contains('--hash=sha256:') && !lock.text.contains('://')

assert log.any { it.endsWith("requirements.lock is older than pyproject.toml, <requirements>: it has no 'polars'") }
assert log.contains('[ERROR]   Write the lock anew with mvn dagster:environment-lock')
