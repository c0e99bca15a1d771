package io.github.dagstermaven.environment;

import java.nio.file.Path;
import java.util.Locale;

/** The operating system and processor that Python runs on, and where a virtual environment keeps things there. */
record Platform(String system, String processor) {

    static Platform current() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "macos" : "linux";
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String processor = switch (arch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> arch;
        };
        return new Platform(system, processor);
    }

    boolean isWindows() {
        return system.equals("windows");
    }

    String executable(String name) {
        return isWindows() ? name + ".exe" : name;
    }

    Path interpreter(Path environment) {
        return isWindows() ? environment.resolve("Scripts/python.exe") : environment.resolve("bin/python");
    }

    Path sitePackages(Path environment, String pythonVersion) {
        String[] parts = pythonVersion.split("\\.");
        return isWindows()
                ? environment.resolve("Lib/site-packages")
                : environment.resolve("lib/python" + parts[0] + "." + parts[1] + "/site-packages");
    }

    @Override
    public String toString() {
        return system + "-" + processor;
    }
}
