def log = new File(basedir, 'build.log').readLines()
def from = { int start, String part -> log.findIndexOf(start) { it.contains(part) } }

// Not confirmed: what would be wiped, and the build fails.
def notDone = from(0, 'Nothing was changed: this would wipe 2 assets')
assert notDone > 0 && log.findIndexOf { it == '[INFO] Home: target/dagster/home' } in 0..<notDone
assert log[notDone + 1] ==~ /\[ERROR] +orders \(last materialised \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)/
assert log[notDone + 2] ==~ /\[ERROR] +shop\/sales \(last materialised .*/

// Confirmed: that one is gone, and known no more.
def wiped = log.findIndexOf { it ==~ /\[INFO] Wiped asset orders \(last materialised .*/ }
assert wiped > notDone
assert from(wiped, "The instance knows nothing of an asset 'ordesr'") > wiped
assert from(wiped, '  assets: shop/sales') > wiped

// All that is left; runs stay.
assert log.contains('[INFO] Nothing to clear')
def rest = log.findIndexOf { it ==~ /\[INFO] Wiped asset shop\/sales \(last materialised .*/ }
assert rest > wiped
assert from(rest, '[INFO] 1 run') > rest

assert log.any { it.endsWith('This goal needs the keys of assets or all of them, not both') }
