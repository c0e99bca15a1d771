def log = new File(basedir, 'build.log').text

assert log.contains('Good morning, Ada of sales!') : 'the file listed last wins, as on the command line'
assert log.contains('BUILD SUCCESS')
