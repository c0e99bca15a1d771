def log = new File(basedir, 'build.log').text

def token = 'correct-horse-battery-staple'
assert log.contains('printed ') && log.contains('logged ') && log.contains('the shop refused ')
assert !log.contains(token)
new File(basedir, 'target').eachFileRecurse(groovy.io.FileType.FILES) { file ->
    // The database and the pickled outputs too: masked before anything reaches storage.
    assert !file.getText('ISO-8859-1').contains(token) : file
}
assert log.contains('MojoFailureException')
