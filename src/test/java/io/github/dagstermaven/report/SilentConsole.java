package io.github.dagstermaven.report;

/** Shows nothing and keeps nothing; marks nothing. */
class SilentConsole implements Console {
    @Override
    public void debug(String line) {}

    @Override
    public void info(String line) {}

    @Override
    public void warn(String line) {}

    @Override
    public void error(String line) {}

    @Override
    public String success(String text) {
        return text;
    }

    @Override
    public String warning(String text) {
        return text;
    }

    @Override
    public String failure(String text) {
        return text;
    }

    @Override
    public String strong(String text) {
        return text;
    }

    @Override
    public String dim(String text) {
        return text;
    }

    @Override
    public boolean interactive() {
        return false;
    }

    @Override
    public boolean detailed() {
        return false;
    }

    @Override
    public void progress(String line) {}
}
