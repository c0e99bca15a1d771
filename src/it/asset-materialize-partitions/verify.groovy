import groovy.json.JsonSlurper
import groovy.xml.XmlSlurper

def log = new File(basedir, 'build.log').readLines()
def told = { List<String> lines, String label, String outcome ->
    lines.any { it.contains("] $label ..") && it.contains(outcome) }
}

// All: the days first, a run for each, then what is made of several days at once, and the weeks. Of that many runs only
// what does not end well has a line.
def builds = log.findIndexValues { it.contains('Running definitions.py') }
def first = log[(builds[0] as int)..<(builds[1] as int)]
assert first[0..3] == [
    '[INFO] Running definitions.py: 6 assets, 1 check, 22 runs',
    '[INFO]   shops, summary: not partitioned',
    '[INFO]   orders, returns, revenue: 14 partitions (2024-01-01 … 2024-01-14)',
    '[INFO]   weekly_report: 2 partitions (2024-01-01 … 2024-01-08)'
]
assert told(first, 'orders[2024-01-09]', 'FAILURE') && !first.any { it.contains('SUCCESS') }
assert first.any { it.contains('ConnectionError: the warehouse is closed') }
def failed = first.find { it.endsWith(': its upstream asset orders[2024-01-09] failed') }
assert failed.startsWith('[INFO] Skipped returns[2024-01-06], returns[2024-01-07], ')
assert first.contains('[INFO] Skipped summary: its upstream asset weekly_report[2024-01-08] is skipped')
assert first.contains('[INFO] Assets: 24 materialised, 1 failed, 21 skipped')

// Missing: what failed or was skipped, and nothing else; then nothing.
def second = log[(builds[1] as int)..-1]
assert second[0] == '[INFO] Running definitions.py: 5 assets, 1 check, 14 partitions (2024-01-01 … 2024-01-14), 5 runs'
assert told(second, 'orders[2024-01-09]', 'SUCCESS') && !told(second, 'orders[2024-01-08]', 'SUCCESS')
assert told(second, 'revenue[2024-01-14]', 'SUCCESS') && told(second, 'summary', 'SUCCESS')
assert second.contains('[INFO] Assets: 22 materialised')
assert log.contains('[INFO] Nothing to run in definitions.py: nothing has failed')

// Bad input, before anything runs.
assert log.any { it.endsWith("The range '2024-01-09...2024-01-02' of orders ends before it starts") }
assert log.any { it.contains('Write 2024-01-02...2024-01-09 in <partitionRange> (-Ddagster.partitionRange=…)') }
assert log.any { it.endsWith("'latest:x' does not say how many of the latest partitions") }
assert log.any {
    it.endsWith("There is no partition '2024-01-05..2024-01-07' of orders, did you mean '2024-01-05...2024-01-07'?")
}
assert log.any { it.contains('A range has three dots: write 2024-01-05...2024-01-07 in <partitions> (-Ddagster.partitions=…)') }

// The last build: one run of three days and one of one; each day has a result.
def runs = new JsonSlurper().parse(new File(basedir, 'target/dagster/run-results.json')).runs
assert runs*.partition as Set == ['2024-01-02...2024-01-04', '2024-01-08'] as Set
def range = runs.find { it.partition == '2024-01-02...2024-01-04' }
assert range.assets*.partition == ['2024-01-02', '2024-01-03', '2024-01-04']
assert range.assets*.metadata*.days == [3, 3, 3]
def cases = new XmlSlurper().parse(new File(basedir, 'target/dagster-reports').listFiles().find { it.name.endsWith('.xml') })
        .testcase*.@name*.text()
assert cases.containsAll(['revenue[2024-01-02]', 'revenue[2024-01-03]', 'revenue[2024-01-04]', 'revenue[2024-01-08]'])
