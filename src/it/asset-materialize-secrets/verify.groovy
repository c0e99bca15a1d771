import groovy.json.JsonOutput

def log = new File(basedir, 'build.log').text
assert log.contains('printed ') && log.contains('logged ') && log.contains('the shop refused ********')
assert log.contains('MojoFailureException')
assert log.count('BUILD SUCCESS') == 3 && log.count('BUILD FAILURE') == 1

def token = 'correct-horse/battery&staple'
def key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0\n-----END KEY-----'
def encoded = { text -> Base64.encoder.encodeToString(text.getBytes('UTF-8')) }
def forbidden = [token, key].collectMany { secret ->
    [secret, JsonOutput.toJson(secret)[1..-2], URLEncoder.encode(secret, 'UTF-8'), encoded(secret)]
} + ['correct-horse/battery%26staple', 'MIIEvQIBADANBgkqhkiG9w0', encoded("shop:$token")]
// Parts of it, too, where a line was too long to be told as one.
forbidden += ['correct-horse', 'battery&staple']

forbidden.each { assert !log.contains(it) }
def files = []
new File(basedir, 'target').eachFileRecurse(groovy.io.FileType.FILES) { file ->
    files << file.name
    // The databases, their write-ahead logs, the pickled outputs and the compute logs, too.
    def content = file.getText('ISO-8859-1')
    forbidden.each { assert !content.contains(it) : "$file has $it" }
}
assert files.any { it.endsWith('.db') } && files.any { it.endsWith('.out') } && files.contains('manifest.json')
assert files.contains('run-results.json') && files.any { it ==~ /TEST-.*\.xml/ }
def captured = []
new File(basedir, 'target/dagster/home/storage').eachFileRecurse(groovy.io.FileType.FILES) { file ->
    captured << file.text
}
assert captured.any { it.contains('printed ********') } : 'what a launched run prints is there to be read'
