import groovy.json.JsonSlurper
import groovy.xml.XmlSlurper

def log = new File(basedir, 'build.log').readLines()
def from = { String text -> log.drop(log.findIndexOf { it.contains(text) }) }

// Before: orders are there, and the job failed. An id that is none is said.
assert log.any { it.contains("There is no run 'ffffffff'") }

// The job goes on where it stopped, and there is nothing to retry any more.
def retried = from('Retrying job sales from where it stopped')
assert log.contains('[INFO] Home: target/dagster/home')
assert log.contains('[INFO] Running definitions.py: job sales, 2 assets')
assert retried.any { it ==~ /\[INFO] revenue \.+ SUCCESS .*/ } && retried.any { it ==~ /\[INFO] report \.+ SUCCESS .*/ }
assert !retried.any { it ==~ /\[INFO] orders \.+ SUCCESS .*/ }
assert retried.contains('[INFO] Nothing to retry: no run failed or was cancelled since it last ran well')
assert retried.any { it ==~ /\[INFO] [0-9a-f-]{36}  SUCCESS  sales .*/ } && retried.any { it ==~ /\[INFO] [0-9a-f-]{36}  FAILURE  sales .*/ }

// What fails once is flaky, and the build is good.
assert log.any { it ==~ /\[ERROR] forecast \.+ FAILURE .*/ }
assert log.any { it ==~ /\[WARNING] forecast \.+ FLAKY .*\(failed once before\)/ }
assert log.any { it ==~ /\[WARNING] +forecast: is_fresh \.+ FLAKY .*\(failed once before\)/ }
assert log.contains('[INFO] Flaky:  2 FLAKY, good only when tried again: forecast, forecast: is_fresh')
assert log.contains('[INFO] The run of this build is good')
def results = new JsonSlurper().parse(new File(basedir, 'target/dagster/run-results.json'))
assert results.failures == [] && results.runs*.attempt == [1, 2, 3]
assert results.runs.drop(1)*.retryOf == results.runs.dropRight(1)*.runId
assert results.flaky*.name == ['forecast', 'forecast: is_fresh']
assert results.flaky*.message == ['ConnectionError: the server is busy', 'the server answered late']
def suite = new XmlSlurper().parse(new File(basedir, 'target/dagster-reports').listFiles().find { it.name.endsWith('.xml') })
assert suite.@errors == 0 && suite.@failures == 0
def forecast = suite.testcase.find { it.@name == 'forecast' }
assert forecast.flakyError.@message == 'the server is busy' && forecast.flakyError.stackTrace.text().contains('ConnectionError')
assert suite.testcase.find { it.@name == 'forecast: is_fresh' }.flakyFailure.@message == 'the server answered late'
assert suite.testcase.find { it.@name == 'plan' }.children().isEmpty()

// What is left behind is what its schemas say.
assert !io.github.dagstermaven.report.ReportFiles.assertValid(basedir).isEmpty()
