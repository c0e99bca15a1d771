def log = new File(basedir, 'build.log').text

assert log.readLines().any { it.contains('skipMaterialize') }
assert log.contains('BUILD SUCCESS')
assert !log.contains('the shop is closed')
assert !new File(basedir, 'target/dagster-reports').exists()
