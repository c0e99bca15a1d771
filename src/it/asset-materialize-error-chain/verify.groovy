def log = new File(basedir, 'build.log').readLines()

def failed = log.findIndexOf { it ==~ /\[ERROR] prices \.+ FAILURE \[ +\d+\.\d{3} s]/ }
assert log[failed + 1..failed + 8] == [
        '[ERROR]   Failure: no prices today',
        '[ERROR]   at definitions.py:18',
        '[ERROR]       raise Failure("no prices today", metadata={"file": "prices.csv"}) from error',
        '[ERROR]   file: prices.csv',
        '[ERROR]   caused by LookupError: prices.csv has not arrived (definitions.py:10)',
        "[ERROR]   caused by FileNotFoundError: [Errno 2] No such file or directory: 'prices.csv' (definitions.py:8)",
        "[ERROR]         File \"${new File(basedir, 'definitions.py').canonicalPath}\", line 18, in prices",
        '[ERROR]           raise Failure("no prices today", metadata={"file": "prices.csv"}) from error',
]
assert log.any { it.startsWith('[ERROR]       caused by:') } && log.any { it.contains('site-packages') } : 'asked for with -e'
assert log.any { it ==~ /\[ERROR]   ValueError: cannot be parsed: x+… \(\d+ more characters in target\/dagster\/logs\/.*\.log\)/ }

def longest = [log, new File(basedir, 'target/dagster/run-results.json').readLines()].collect { lines -> lines*.size().max() }
assert longest[0] < 5_000 && longest[1] < 150_000
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }
assert reports.every { it.length() < 200_000 }
