def log = new File(basedir, 'build.log').text

def between = log.indexOf('asset-list (between)')
assert between > log.indexOf('asset-materialize (pipeline)') : 'the build went on after the failure'
assert log.contains('the shop is closed')
assert log =~ /Failed to execute goal io\.github\.dagster-maven:dagster-maven-plugin:\S+:verify \(pipeline\)/
assert log.contains('MojoFailureException')
