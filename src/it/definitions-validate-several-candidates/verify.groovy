def log = new File(basedir, 'build.log').text

assert log.contains('shop.py') && log.contains('market.py')
assert log.contains('<pythonFile>') && log.contains('-Ddagster.pythonFile')
assert log.contains('BUILD FAILURE')
