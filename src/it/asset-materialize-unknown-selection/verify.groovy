def log = new File(basedir, 'build.log').text

assert log.contains("'order'") || log.contains('"order"')
assert log.toLowerCase().contains('did you mean')
assert log.contains('orders')
assert log.contains('<select>') && log.contains('-Ddagster.select')
assert !log.contains('Traceback')
assert log.contains('MojoFailureException')
