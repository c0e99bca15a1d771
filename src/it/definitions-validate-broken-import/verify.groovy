def log = new File(basedir, 'build.log').text

assert log =~ /(?i)no module (named )?'pandsa'/
assert log =~ /definitions\.py:1\b/
assert log.contains('import pandsa') : 'the source line is shown'
assert !log.contains('Traceback')
assert !log.contains('site-packages')
assert log.contains('BUILD FAILURE')
assert log.contains('MojoFailureException')
