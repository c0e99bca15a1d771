def log = new File(basedir, 'build.log').text

assert log =~ /customers\.py:5\b/
assert log =~ /orders\.py:6\b/ : 'both files are named at once'
assert log.contains('def customers()')
assert !log.contains('Traceback')
assert log.contains('MojoFailureException')
