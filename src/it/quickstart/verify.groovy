def log = new File(basedir, 'build.log').text

assert log.contains('2024-01-14: 13 orders, revenue 422.50') : 'the latest day was computed'
assert log.contains('SO-10001') : 'the log shows the cleaned rows'
assert log.contains('BUILD SUCCESS')

def cleaned = new File(basedir, 'target/data/cleaned_orders.csv').readLines()
assert cleaned.size() == 1 + 194
assert cleaned[1] == 'SO-10001,2024-01-01 08:55:00,C051,DE,pour-over-kettle,2,79.00'
assert new File(basedir, 'target/data/rejected_orders.csv').readLines().size() == 1 + 6
assert new File(basedir, 'target/data/daily_revenue').list() as List == ['2024-01-14.csv']
assert new File(basedir, 'target/data/daily_revenue/2024-01-14.csv').readLines()[1] == '2024-01-14,13,422.50'

assert new File(basedir, 'target/dagster/run-results.json').file
assert new File(basedir, 'target/dagster/manifest.json').file
assert new File(basedir, 'target/dagster-reports').list().any { it ==~ /TEST-.*\.xml/ }
