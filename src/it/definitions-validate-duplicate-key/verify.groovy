def log = new File(basedir, 'build.log').readLines()

def error = log.findIndexOf {
    it.endsWith(": definitions.py:9: Asset 'orders' is defined twice, first at definitions.py:5")
}
assert log[error + 1] == '[ERROR]     def orders_of_market() -> None: ...'
assert log.any { it.contains('MojoFailureException') }
assert log.every { !it.contains('Traceback') && !it.contains('site-packages') }
