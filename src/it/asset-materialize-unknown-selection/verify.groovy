def log = new File(basedir, 'build.log').readLines()

def error = log.findIndexOf { it.contains('There is no asset') }
assert log[error].endsWith(": There is no asset 'order', did you mean 'orders'?")
assert log[error + 1] == '[ERROR]   Change <select> or -Ddagster.select'
assert log.any { it.contains('MojoFailureException') }
assert log.every { !it.contains('Traceback') && !it.startsWith('[INFO] Running') }
