def log = new File(basedir, 'build.log').text

def project = basedir.listFiles().find { it.name.endsWith(' orders') }
assert new File(project, 'target/dagster/run-results.json').file
assert new File(project, 'target/dagster-reports').list().any { it ==~ /TEST-.*\.xml/ }
assert log.contains('BUILD SUCCESS')
