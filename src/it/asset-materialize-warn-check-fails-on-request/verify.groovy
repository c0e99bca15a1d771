def log = new File(basedir, 'build.log').text

assert log.contains('amounts_are_positive')
assert log.contains('MojoFailureException')
