def log = new File(basedir, 'build.log').readLines()
def home = new File(basedir, 'target/dagster/home')

assert log.count {
    it == "[WARNING] DAGSTER_HOME (/srv/dagster) is not used; this build's home is $home." +
            ' To use it: <home> or -Ddagster.home=/srv/dagster'
} == 1
assert new File(home, 'history').directory
