// Needs some Python that can make a virtual environment, and its layout on Unix.
if (File.separator == '\\') {
    return false
}
try {
    return ['python3', '-c', 'import venv'].execute().waitFor() == 0
} catch (IOException noPython) {
    return false
}
