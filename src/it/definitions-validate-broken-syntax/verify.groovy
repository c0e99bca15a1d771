def log = new File(basedir, 'build.log').readLines()

// Both files are named at once.
def error = log.findIndexOf { it.endsWith(': 2 problems:') }
assert log[error + 1..error + 4] == [
        "[ERROR]   1. shop/customers.py:5: expected ':'",
        '[ERROR]          def customers()',
        "[ERROR]   2. shop/orders.py:6: '[' was never closed",
        '[ERROR]          return [1, 2',
]
assert log.any { it.contains('MojoFailureException') }
assert log.every { !it.contains('Traceback') }
