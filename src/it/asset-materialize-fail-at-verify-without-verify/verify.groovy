def log = new File(basedir, 'build.log').text

assert log.contains('<failAt>') && log.contains('-Ddagster.failAt')
assert log.contains('BUILD FAILURE')
assert !new File(basedir, 'target/dagster/run-results.json').exists() : 'nothing ran'
