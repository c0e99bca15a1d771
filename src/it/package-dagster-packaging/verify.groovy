import groovy.json.JsonSlurper
import java.util.zip.ZipFile

def log = new File(basedir, 'build.log').readLines()

// Without a single execution in the POM, in this order.
def goals = log.findAll { it ==~ /\[INFO] --- .+ \(default-[a-z-]+\) @ .+/ }.collect { it.replaceFirst(/ \(.+/, '').replaceFirst(/.+:/, '') }
assert goals == ['environment-resolve', 'package', 'asset-materialize', 'definitions-validate', 'verify']
assert log.contains('[INFO] Packed 6 files: target/package-dagster-packaging-1.0.0.zip')
assert log.contains('[INFO] Assets: 2 materialised')
assert log.any { it.startsWith('[INFO] Definitions are valid: 2 assets') }

new ZipFile(new File(basedir, 'target/package-dagster-packaging-1.0.0.zip')).withCloseable { zip ->
    assert zip.entries().collect { it.name } == [
        'META-INF/dagster/manifest.json',
        'META-INF/dagster/requirements.lock',
        'orders/__init__.py',
        'orders/build/__init__.py',
        'orders/data/orders.csv',
        'pom.xml',
    ]
    def text = { name -> zip.getInputStream(zip.getEntry(name)).getText('UTF-8') }
    assert text('orders/data/orders.csv') == new File(basedir, 'orders/data/orders.csv').getText('UTF-8')
    def manifest = new JsonSlurper().parseText(text('META-INF/dagster/manifest.json'))
    assert manifest.assets*.key == ['orders', 'revenue']
    def lock = text('META-INF/dagster/requirements.lock')
    assert lock.readLines().any { it ==~ /dagster==${manifest.dagsterVersion} .*/ }
    assert lock.contains('--hash=sha256:') && !lock.contains('://')
}
