def log = new File(basedir, 'build.log').text

assert log.contains('orders')
assert log =~ /definitions\.py:(4|5|8|9)\b/
assert !log.contains('Traceback')
assert !log.contains('site-packages')
assert log.contains('MojoFailureException')
