def log = new File(basedir, 'build.log').text

assert log.contains('orders of 2024-01-03')
assert log.contains('BUILD SUCCESS')
