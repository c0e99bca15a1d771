def log = new File(basedir, 'build.log').text

def all = log.substring(log.indexOf('asset-list (all)'), log.indexOf('asset-list (downstream)'))
def downstream = log.substring(log.indexOf('asset-list (downstream)'))
assert ['customers', 'orders', 'revenue'].every { all.contains(it) }
assert downstream.contains('orders') && downstream.contains('revenue')
assert !downstream.contains('customers')
