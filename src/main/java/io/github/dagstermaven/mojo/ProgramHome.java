package io.github.dagstermaven.mojo;

import io.github.dagstermaven.files.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The build's home as a program finds it that knows of it by {@code DAGSTER_HOME} alone: with the settings in a {@code dagster.yaml}
 * of its own. What the user has written there stays.
 */
final class ProgramHome {
    /** What the Python side writes into a home, too. */
    static final String OWN_SETTINGS =
            "# Written by dagster-maven-plugin; change it and it is used exactly as it says.\ntelemetry:\n  enabled: false\n";

    /** What the Python side knows copies by. */
    static final String COPIED = "# Copied by dagster-maven-plugin for programs that it starts, from ";

    private final HomeParameters home;

    ProgramHome(HomeParameters home) {
        this.home = home;
    }

    /** Makes the folder with its settings and returns it. */
    Path prepared() {
        Path settings = home.folder().resolve("dagster.yaml");
        try {
            Files.createDirectories(home.folder());
            if (isOurs(settings)) {
                // Another build may open this home now.
                AtomicFile.write(settings, content());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The Dagster home " + home.folder() + " cannot be used: " + e.getMessage(), e);
        }
        return home.folder();
    }

    private String content() throws IOException {
        if (home.instanceConfig().isEmpty()) {
            return OWN_SETTINGS;
        }
        Path users = home.instanceConfig().get();
        return COPIED + users + "\n" + Files.readString(users);
    }

    private static boolean isOurs(Path settings) throws IOException {
        if (!Files.exists(settings)) {
            return true;
        }
        String present = Files.readString(settings);
        return present.equals(OWN_SETTINGS) || present.startsWith(COPIED);
    }
}
