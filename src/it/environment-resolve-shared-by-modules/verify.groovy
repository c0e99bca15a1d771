def log = new File(basedir, 'build.log').readLines()

// Each module prints where its environment is: one place for all.
def interpreters = log.findAll { it.startsWith('[INFO] Interpreter: ') }
assert interpreters.size() == 3 && interpreters.toSet().size() == 1
['shop', 'market'].each { module ->
    assert new File(basedir, "${module}/target/dagster/run-results.json").file
}
assert log.contains('[INFO] BUILD SUCCESS')
