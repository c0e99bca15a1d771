def log = new File(basedir, 'build.log').readLines()

def error = log.findIndexOf { it.endsWith(": There are no Dagster definitions in $basedir") }
assert log[error + 1].startsWith('[ERROR]   Looked for [tool.dg] and [tool.dagster] in pyproject.toml, workspace.yaml, and ')
assert log[error + 1].endsWith('(<pythonFile> or -Ddagster.pythonFile)')
assert log.contains('[INFO] BUILD FAILURE')
