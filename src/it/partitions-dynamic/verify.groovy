import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').readLines()
def from = { int start, String line -> log.findIndexOf(start) { it == line } }

// Before: none. What is added is there, and adding it again is no error.
def none = from(0, '[INFO] sales: 0 partitions')
def added = from(none, '[INFO] Added 2 partitions to regions: north, south')
assert none > 0 && added > none && from(none, '[INFO] Home: target/dagster/home') in none..<added
assert log[from(added, '[INFO] Added 1 partition to regions: west') + 1] == '[INFO] Already there: south'
assert from(added, '[INFO] sales: 3 partitions: 3 missing') > added

// Two have run, one of them has failed; not confirmed, nothing is deleted.
def listed = log.findIndexOf { it ==~ /\[INFO] north +materialised/ }
assert log[listed + 1] ==~ /\[INFO] south +failed/ && log[listed + 2] ==~ /\[INFO] west +missing/
assert log[listed + 4] == '[INFO] sales: 3 partitions: 1 materialised, 1 missing, 1 failed'
def json = new JsonSlurper().parse(new File(basedir, 'target/partitions.json'))
assert json*.name == ['regions'] && json*.number == [3] && json*.partitions == [[[key: 'west', status: 'MISSING', dimensions: [:]]]]
def notDone = log.findIndexOf { it.endsWith('Nothing was changed: this would delete 2 partitions') }
assert notDone > listed && log[notDone + 1] ==~ /\[ERROR] +south of regions/
assert log[notDone + 2] ==~ /\[ERROR] +north of regions \(what is materialised of it stays: sales\)/

// Confirmed: they are gone.
assert from(notDone, '[INFO] Deleted 2 partitions:') > notDone
assert from(notDone, '[INFO] sales: 1 partition: 1 missing') > notDone

assert log.any { it.contains("There is no dynamic partitions definition 'region', did you mean 'regions'?") }
assert log.any { it.contains('None of the selected assets is partitioned') }
