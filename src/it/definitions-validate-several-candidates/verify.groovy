def log = new File(basedir, 'build.log').readLines()

assert log.any { it.endsWith(': Definitions were found in 2 places') }
assert log.contains('[ERROR]   Choose one, as <pythonFile>market.py</pythonFile> (-Ddagster.pythonFile=market.py),' +
        ' or list them all in a workspace.yaml')
assert log.contains('[INFO] BUILD FAILURE')
