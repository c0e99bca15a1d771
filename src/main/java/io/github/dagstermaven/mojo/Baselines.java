package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.Problem;
import io.github.dagstermaven.report.ManifestFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Finds what the parameter {@code baseline} names: a file, a released manifest, or that of this module's last release. */
final class Baselines {
    /** The parameter. */
    static final String PARAMETER = "baseline";
    /** The last release of this module before its current version. */
    static final String LAST_RELEASE = "RELEASE";

    private static final Pattern COORDINATES = Pattern.compile("[^:/\\\\\\s]+:[^:/\\\\\\s]+:[^:/\\\\\\s]+");
    private static final String REMEDY =
            "Name a manifest.json, a groupId:artifactId:version whose manifest was deployed, or " + LAST_RELEASE
                    + " with <baseline> or -Ddagster.baseline";

    private static final String OWN_REMEDY =
            "Keep a copy of it elsewhere, as of the main branch, and name that with <baseline> or -Ddagster.baseline";

    private final ReleasedManifests released;
    private final ModuleContext context;
    /** Lint and a selection by state of one goal mean the same release, which is asked for once. */
    private final Map<String, Optional<Baseline>> found = new HashMap<>();

    Baselines(ReleasedManifests released, ModuleContext context) {
        this.released = released;
        this.context = context;
    }

    /**
     * The baseline of that name.
     *
     * @param name the value of the parameter
     * @return empty, and a line says why, when this module was never released, or without a manifest
     * @throws PipelineException there is none of that name, or it cannot be read
     */
    Optional<Baseline> find(String name) {
        return find(name, toldAlready -> {});
    }

    /**
     * The same for a goal that writes down, too, why there is none.
     *
     * @param reason takes why
     */
    Optional<Baseline> find(String name, Consumer<String> reason) {
        Optional<Baseline> before = found.get(name);
        if (before == null) {
            before = look(name, reason);
            found.put(name, before);
        }
        return before;
    }

    private Optional<Baseline> look(String name, Consumer<String> reason) {
        Optional<Path> file = file(name);
        if (file.isPresent()) {
            return Optional.of(read(context.shown(file.get()), file.get()));
        }
        if (name.equals(LAST_RELEASE)) {
            return released.last(reason).map(this::read);
        }
        if (COORDINATES.matcher(name).matches()) {
            return Optional.of(read(released.named(name)));
        }
        throw new PipelineException(Problem.ofValue(
                "unknown_name",
                "There is no baseline '" + name + "': it is neither a file below " + context.directory()
                        + " nor coordinates",
                "baseline",
                name,
                PARAMETER,
                List.of(LAST_RELEASE),
                REMEDY));
    }

    /**
     * The same for a goal that fails a build by it and writes the manifest of now.
     *
     * @throws PipelineException also when it is the very file that the goal writes: the build after a failed one would find in it what has
     *     failed, as known
     */
    Optional<Baseline> findKept(String name) {
        requireKept(name);
        return find(name);
    }

    /** Refuses, see {@link #findKept}, without looking for it. */
    void requireKept(String name) {
        refuseWritten(name, context.directory(), context.layout().manifest());
    }

    static void refuseWritten(String name, Path directory, Path manifest) {
        try {
            Path file = directory.resolve(name).normalize();
            boolean isWritten = file.equals(manifest.normalize())
                    || Files.exists(file) && Files.exists(manifest) && Files.isSameFile(file, manifest);
            if (isWritten) {
                throw new PipelineException(Problem.ofValue(
                        "invalid_parameter",
                        "The baseline " + file + " is written by this build: the next one would find in it what is"
                                + " wrong now, and take it for known",
                        "baseline",
                        name,
                        PARAMETER,
                        List.of(),
                        OWN_REMEDY));
            }
        } catch (InvalidPathException coordinates) {
            // They are no path on some systems.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell whether " + name + " is " + manifest, e);
        }
    }

    /**
     * The same for a goal that needs one. Of a module that was never released it is one without definitions: all of it is new.
     *
     * @param name the value of the parameter, or null
     * @param purpose what needs it
     */
    Baseline require(String name, String purpose) {
        if (name == null) {
            throw new PipelineException(Problem.ofParameter(
                    "missing_parameter", purpose + " needs a baseline to compare with", PARAMETER, REMEDY));
        }
        return find(name).orElseGet(() -> new Baseline(name, null, Definitions.join(List.of())));
    }

    private Baseline read(ReleasedManifests.Found found) {
        return read(found.name(), found.file());
    }

    private static Baseline read(String name, Path file) {
        return new Baseline(name, file, ManifestFile.read(file, name, PARAMETER).definitions());
    }

    private Optional<Path> file(String name) {
        try {
            Path file = context.directory().resolve(name).normalize();
            return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException e) {
            // Coordinates are none on some systems.
            return Optional.empty();
        }
    }
}
