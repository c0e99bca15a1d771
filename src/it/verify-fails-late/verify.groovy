def log = new File(basedir, 'build.log').readLines()

assert log.contains('[ERROR] 1 asset failed: orders (ValueError: the shop is closed)')
def goesOn = log.indexOf('[WARNING] The build goes on, and fails at the goal verify (failAt)')
def between = log.findIndexOf { it.contains('asset-list (between)') }
assert 0 <= goesOn && goesOn < between
assert log.any {
    it =~ /Failed to execute goal io\.github\.dagster-maven:dagster-maven-plugin:\S+:verify \(pipeline\) .*: 1 asset failed: orders \(ValueError: the shop is closed\)$/
}
assert log.any { it.contains('MojoFailureException') }
