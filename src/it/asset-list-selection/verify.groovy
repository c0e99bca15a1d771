def log = new File(basedir, 'build.log').text

def table = { from, to -> log.substring(log.indexOf(from), to ? log.indexOf(to) : log.length()).readLines() }
def all = table('asset-list (all)', 'asset-list (downstream)')
def downstream = table('asset-list (downstream)', null)
assert all.any { it ==~ /\[INFO] customers +shop +definitions\.py:\d+/ }
assert all.any { it ==~ /\[INFO] revenue +reports +orders +definitions\.py:\d+/ }
assert all.contains('[INFO] 3 assets')
assert downstream.contains('[INFO] 2 assets')
assert downstream.every { !it.contains('customers') }
