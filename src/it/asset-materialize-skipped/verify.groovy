def log = new File(basedir, 'build.log').readLines()

assert log.count { it == '[INFO] Skipped: dagster.skipMaterialize is set' } == 1
assert log.any { it.startsWith('[INFO] Definitions are valid: 1 asset, ') } : 'definitions are validated all the same'
assert log.contains('[INFO] BUILD SUCCESS')
assert log.every { !it.contains('the shop is closed') }
assert !new File(basedir, 'target/dagster-reports').exists()
