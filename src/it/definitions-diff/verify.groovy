import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').readLines()
def baseline = 'target/before/dagster/manifest.json'

// What breaks others comes first, with the reason; a comment is no change, a new name is told as one.
def start = log.indexOf("[INFO] Compared with $baseline: 9 changes, 3 of them breaking" as String)
assert log.subList(start + 1, start + 15) == [
    '[INFO] Breaking:',
    '[INFO]   - asset forecast removed',
    '[INFO]       breaks: nothing makes it any more',
    '[INFO]   > asset report renamed from old_report (definitions.py:37)',
    '[INFO]       breaks: what knows it as old_report does not find it',
    '[INFO]   ~ asset revenue changed (definitions.py:33): partitions: Daily, starting 2024-01-01 UTC → Daily, starting 2024-06-01 UTC',
    '[INFO]       breaks: its first partitions are gone: it starts at 2024-06-01T00:00:00+00:00 instead of 2024-01-01T00:00:00+00:00',
    '[INFO] Other changes:',
    '[INFO]   ~ asset clean_orders changed (definitions.py:23): depends on: + currencies; code version: 1 → 2; code',
    '[INFO]   + asset currencies added (definitions.py:28)',
    '[INFO]   ~ asset raw_orders changed (definitions.py:16): owners: + team:finance; description',
    '[INFO]   ~ asset check raw_orders:is_not_empty changed (definitions.py:42): blocking: no → yes',
    '[INFO]   ~ job sales changed (definitions.py:46): assets: + currencies',
    log[start + 14],
]
assert log[start + 14] ==~ /\[INFO]   ~ schedule sales_schedule changed.*: cron: \+ 0 7 \* \* \*, − 0 6 \* \* \*/

// The same for programs.
def answer = new JsonSlurper().parse(new File(basedir, 'diff.json'))
def written = new JsonSlurper().parse(new File(basedir, 'target/after/dagster/definitions-diff.json'))
assert written.remove('$schema') && written.remove('schemaVersion') == 1
assert answer == written
assert answer.baseline == baseline && answer.breaking == 3
assert answer.changes.collect { "$it.kind $it.name" as String }.take(4) == [
    'REMOVED forecast', 'RENAMED report', 'CHANGED revenue', 'CHANGED clean_orders']
assert answer.changes[3].differences.find { it.property == 'depends on' }.added == ['currencies']

// And for the reviewers of a merge request.
def summary = new File(basedir, 'target/after/dagster/definitions-diff.md').readLines('UTF-8')
assert summary.take(9) == [
    '## Definitions of Shop',
    '',
    "Compared with `$baseline`: **9 changes, 3 of them breaking**." as String,
    '',
    '### ⚠️ Breaking',
    '',
    '| Definition | What has changed | Why it breaks |',
    '|---|---|---|',
    '| asset `forecast` | removed | nothing makes it any more |',
]
assert summary.contains('| asset `clean_orders`<br>`definitions.py:23` | depends on: + `currencies`<br>code version: `1` → `2`<br>code |')

// A breaking change fails the build on request; the message has the reasons and says what to do.
assert log.any { it.endsWith("3 breaking changes since $baseline:" as String) }
assert log.contains('[ERROR]   asset forecast removed: nothing makes it any more')
assert log.contains('[ERROR]   Take back what breaks others, or release it as what it is with -Ddagster.failOnBreaking=false')

// Nothing has changed.
assert log.contains("[INFO] Compared with $baseline: no changes" as String)

// A baseline that there is not.
assert log.any { it.contains("There is no baseline 'manifst.json': it is neither a file below ") }

// What is left behind is what its schemas say.
assert io.github.dagstermaven.report.ReportFiles.assertValid(basedir).contains('definitions-diff.json')
