def log = new File(basedir, 'build.log').readLines()
def reports = new File(basedir, 'target/dagster-reports').listFiles().findAll { it.name ==~ /TEST-.*\.xml/ }*.text.join()

assert log.contains('[INFO] Running orders_dg.definitions: 2 assets')
['customers', 'orders'].each { asset ->
    assert log.any { it ==~ /\[INFO] $asset \.+ SUCCESS \[ +\d+\.\d{3} s]/ }
    assert reports.contains("name=\"$asset\"")
}
assert log.contains('[INFO] Assets: 2 materialised')

// What is left behind is what its schemas say.
assert !io.github.dagstermaven.report.ReportFiles.assertValid(basedir).isEmpty()
