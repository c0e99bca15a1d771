def log = new File(basedir, 'build.log').readLines()

assert log.any { it ==~ /\[INFO] Python 3\.\d+\.\d+, Dagster 1\.13\.26 \(locked\)/ } : 'the lock decides, though newer ones would do'
assert log.every { !it.contains('unlocked') }
assert log.contains('[INFO] Assets: 1 materialised')
