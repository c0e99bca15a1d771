def log = new File(basedir, 'build.log').text

// Each module prints where its environment is: one place for both.
def environments = (log =~ /(\/\S+|[A-Z]:\\\S+)[\/\\](bin[\/\\]python|Scripts[\/\\]python\.exe)/).collect { it[1] }.toSet()
assert environments.size() <= 1
['shop', 'market'].each { module ->
    assert new File(basedir, "${module}/target/dagster/run-results.json").file
}
assert log.contains('BUILD SUCCESS')
