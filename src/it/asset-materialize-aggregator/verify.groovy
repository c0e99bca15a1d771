def log = new File(basedir, 'build.log').readLines()

assert log.contains('[INFO] BUILD SUCCESS')
assert log.contains('[INFO] No Dagster definitions here; this module only gathers others')
assert !new File(basedir, 'target/dagster/run-results.json').exists()
assert new File(basedir, 'shop/target/dagster/run-results.json').file
