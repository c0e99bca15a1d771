def log = new File(basedir, 'build.log').text

assert log.contains('BUILD SUCCESS')
assert new File(basedir, 'target/own-instance/history/runs').list().any { it.endsWith('.db') } : 'the runs are where dagster.yaml says'
assert !new File(basedir, 'target/dagster/home/history/runs.db').exists()
