def log = new File(basedir, 'build.log').readLines()
def python = new File(basedir, 'bare/bin/python')

def error = log.findIndexOf { it =~ /: Dagster is not installed in \Q$python\E \(Python 3\.\d+\.\d+\)$/ }
assert log[error + 1] == "[ERROR]   Install it with '$python -m pip install dagster'," +
        ' or leave out <python> (-Ddagster.python) and let the plugin provide an environment'
assert log.any { it.contains('MojoExecutionException') }
assert log.every { !it.contains('Traceback') }
