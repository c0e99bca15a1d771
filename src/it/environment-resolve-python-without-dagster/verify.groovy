def log = new File(basedir, 'build.log').text

assert log.contains('bare/bin/python')
assert log =~ /(?i)dagster is (missing|not installed)|no dagster|has no dagster|without dagster|cannot import dagster/
assert log.contains('<python>') && log.contains('-Ddagster.python')
assert log.contains('MojoExecutionException')
assert !log.contains('Traceback')
