def log = new File(basedir, 'build.log').text

assert log =~ /(?i)no (dagster )?definitions/
assert log.contains('-Ddagster.')
assert log.contains('BUILD FAILURE')
