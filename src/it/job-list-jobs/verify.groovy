def log = new File(basedir, 'build.log').text

assert log.contains('refresh_orders')
assert !log.contains('__ASSET_JOB') : 'the hidden job stays hidden'
