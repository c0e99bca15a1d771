def log = new File(basedir, 'build.log').text
def listed = log.substring(log.indexOf('asset-list (list)')).readLines()

assert log.contains('Running definitions.py: 1 asset')
assert listed.any { it ==~ /\[INFO] generate_assets +default +definitions\.py:\d+/ }
assert listed.any { it ==~ /\[INFO] orders +default +generated\.py:5/ } : 'the second goal sees what the first one wrote'
assert listed.any { it == '[INFO] 2 assets' }
