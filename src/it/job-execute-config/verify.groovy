def log = new File(basedir, 'build.log').readLines()

assert log.contains('[INFO] Running definitions.py: job greet')
assert log.contains('[INFO] greet_customer: Good morning, Ada of sales!') : 'the file listed last wins, as on the command line'
assert log.containsAll(['[INFO] Steps:  1 succeeded', '[INFO] BUILD SUCCESS'])
