import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').readLines()
def builds = []
log.each {
    if (it.contains('Scanning for projects')) {
        builds << []
    }
    if (builds) {
        builds[-1] << it
    }
}
assert builds.size() == 6
def (mistakes, all, known, since, level, own) = builds

// Before anything runs: what fails the build, with its line and what was meant
def dangling = "shop/assets.py:15: unknown-upstream: the asset 'orders' depends on 'raw_order', which nothing defines, did you mean 'raw_orders'?"
def mismatch = "shop/assets.py:16: upstream-type-mismatch: the asset 'orders' takes 'raw_orders' as dict[str, str], but the asset 'raw_orders' is list[str]"
def raising = "shop/sensors.py:11: failing-sensor: the sensor 'new_files' raises FileNotFoundError: /inbox"
assert mistakes.findAll { it.startsWith('[ERROR] shop/') } == ["[ERROR] $dangling", "[ERROR] $mismatch", "[ERROR] $raising"]*.toString()
assert mistakes.any { it.contains('Lint fails the build (failOnLint=error): 3 findings of unknown-upstream, upstream-type-mismatch, failing-sensor') }
assert mistakes.any { it.contains('# dagster-lint: ignore[unknown-upstream]') && it.contains('<unknown-upstream>info</unknown-upstream>') && it.contains('-Ddagster.baseline') }
assert mistakes.every { !it.contains('missing-owner:') }
assert mistakes.every { !it.contains('Running shop') }

// Annotations stand at the beginning of their lines
assert mistakes.any { it ==~ '::error file=.*shop/assets.py,line=15,title=Dagster lint%3A unknown-upstream::the asset .orders. depends on .raw_order., which nothing defines, did you mean .raw_orders.[?]' }

// In the reports they are as any other problem
def report = new File(basedir, 'target/dagster-reports/TEST-dagster.lint.xml').text
assert report.contains('type="unknown-upstream"')

// Then everything, and the levels of the POM
assert all.any { it.endsWith(dangling) }
assert all.any { it == "[WARNING] shop/assets.py:24: missing-owner: the asset 'report' has no owner" }
assert all.any { it == "[WARNING] shop/assets.py:29: unpartitioned-append: the asset 'clicks' is appended to and has no partitions" }
assert all.any { it == "[WARNING] shop/__init__.py:12: unset-environment-variable: the resource 'warehouse' reads the environment variable SHOP_WAREHOUSE_PASSWORD, which is not set" }
assert all.every { !it.contains('missing-group:') && !it.contains('exchange_rates') }
assert all.any { it == '[INFO] Lint: 3 errors, 3 warnings, 0 info, 1 suppressed: target/dagster/lint.sarif' }
assert all.any { it.contains('BUILD SUCCESS') }

// A baseline lets an old project go on
assert known.any { it == '[INFO] Lint: 0 errors, 0 warnings, 0 info, 6 known from the baseline, 1 suppressed: target/since/dagster/lint.sarif' }
assert since.findAll { it.startsWith('[ERROR] shop/') } == ["[ERROR] $dangling".toString()]
assert since.any { it == '[INFO] Lint: 1 error, 3 warnings, 0 info, 2 known from the baseline, 1 suppressed: target/dagster/lint.sarif' }

assert level.any { it.contains("There is no lint level 'nevr', did you mean 'never'?") }
assert own.any { it.contains('manifest.json is written by this build') }

// What a build server reads
def sarif = new JsonSlurper().parse(new File(basedir, 'target/dagster/lint.sarif'))
assert sarif.version == '2.1.0'
def result = sarif.runs[0].results.find { it.ruleId == 'unknown-upstream' && !it.suppressions }
assert result.level == 'error' && result.baselineState == 'new'
assert result.locations[0].physicalLocation.region.startLine == 15
assert sarif.runs[0].results.any { it.suppressions == [[kind: 'inSource']] }
def quality = new JsonSlurper().parse(new File(basedir, 'target/dagster/gl-code-quality-report.json'))
assert quality.any { it.check_name == 'unknown-upstream' && it.severity == 'major' && it.location.lines.begin == 15 }
