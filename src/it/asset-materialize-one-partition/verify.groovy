def log = new File(basedir, 'build.log').readLines()

assert log.contains('[INFO] Running definitions.py: 1 asset, partition 2024-01-03')
assert log.contains('[INFO] daily_orders[2024-01-03]: orders of 2024-01-03')
assert log.any { it ==~ /\[INFO] daily_orders\[2024-01-03] \.+ SUCCESS \[ +\d+\.\d{3} s]/ }
assert log.contains('[INFO] BUILD SUCCESS')
