def log = new File(basedir, 'build.log').readLines()
def failures = log.findAll { it.startsWith('[ERROR] Failed to execute goal') }

// Not confirmed: what would be migrated, and where to.
assert log.contains('[INFO] Home: target/dagster/home')
assert log.contains('[INFO] Job refresh_orders: from __repository__@old_name to __repository__@definitions.py')
assert failures[0].endsWith('Nothing was changed: this would migrate 1 run')
assert log.any { it ==~ /\[ERROR] +[0-9a-f-]{36} \(refresh_orders, SUCCESS\)/ }

// Confirmed: it has another repository now, and none is left in the old one.
assert log.any { it ==~ /\[INFO] Migrated run [0-9a-f-]{36} \(refresh_orders, SUCCESS\)/ }
assert failures[1].endsWith("There are no runs of the job 'refresh_orders' in '__repository__@old_name'")
assert log.contains('[ERROR]   repositories: __repository__@definitions.py')

// What is mistyped.
assert failures[2].endsWith("There is no job 'refresh_order', did you mean 'refresh_orders'?")
assert failures[3].endsWith("'old_name' does not name a repository of a code location")
assert log.any { it.contains('Write <repository name>@<code location name>, as in __repository__@shop (<from> or -Ddagster.from)') }
