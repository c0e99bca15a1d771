def log = new File(basedir, 'build.log').readLines()

def error = log.findIndexOf { it.endsWith(": definitions.py:1: There is no module 'pandsa'") }
assert log[error + 1] == '[ERROR]     import pandsa' : 'the source line is shown'
assert log.contains('[INFO] BUILD FAILURE')
assert log.any { it.contains('MojoFailureException') }
assert log.every { !it.contains('Traceback') && !it.contains('site-packages') }
