def log = new File(basedir, 'build.log').readLines()

assert log.any { it ==~ /\[INFO] refresh_orders +1 asset +Reads every order again\. +definitions\.py:\d+/ }
assert log.contains('[INFO] 1 job')
assert log.every { !it.contains('__ASSET_JOB') } : 'the hidden job stays hidden'
