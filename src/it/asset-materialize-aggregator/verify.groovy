def log = new File(basedir, 'build.log').text

assert log.contains('BUILD SUCCESS')
assert log.readLines().any { it.startsWith('[INFO]') && it =~ /(?i)no (dagster )?definitions/ }
assert !new File(basedir, 'target/dagster/run-results.json').exists()
assert new File(basedir, 'shop/target/dagster/run-results.json').file
