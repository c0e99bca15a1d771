// Made here, not checked in: a machine with a plain POSIX locale could not even copy a folder with an accent.
def unicode = System.getProperty('sun.jnu.encoding') ==~ /(?i)utf-?8/
def name = unicode ? 'caf\u00e9 orders' : 'cafe orders'
assert new File(basedir, 'project').renameTo(new File(basedir, name))
def pom = new File(basedir, 'pom.xml')
pom.setText(pom.getText('UTF-8').replace('<module>project</module>', "<module>${name}</module>"), 'UTF-8')
return true
