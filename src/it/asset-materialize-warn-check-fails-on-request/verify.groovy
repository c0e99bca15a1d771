def log = new File(basedir, 'build.log').readLines()

assert log.any { it ==~ /\[ERROR]   amounts_are_positive \.+ FAILURE \[ +\d+\.\d{3} s]/ }
assert log.any { it.endsWith(': 1 check of severity WARN failed: orders: amounts_are_positive') }
assert log.any { it.contains('MojoFailureException') }
