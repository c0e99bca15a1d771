package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.DefinitionInputs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A goal that need not be carried out again as long as nothing has changed that it depends on ({@code skipUnchanged}). In case of
 * doubt it is, and a line says why.
 */
final class UnchangedGoal {
    private static final String PROPERTY = "dagster.skipUnchanged";

    private final AbstractDagsterMojo mojo;
    private final NamedFiles namedFiles;
    private final boolean usesInstance;
    private final Path file;
    private boolean asked;
    private String salt;
    private GoalInputs inputs;
    private Map<String, String> settings;
    private Map<String, String> sources;

    /**
     * The current goal.
     *
     * @param asked whether it may be skipped
     * @param namedFiles the files that its parameters name
     * @param usesInstance whether it depends on what the instance holds
     */
    UnchangedGoal(AbstractDagsterMojo mojo, boolean asked, NamedFiles namedFiles, boolean usesInstance) {
        this.mojo = mojo;
        this.asked = asked;
        this.namedFiles = namedFiles;
        this.usesInstance = usesInstance;
        String name = mojo.mojoExecution.getGoal() + "-" + mojo.mojoExecution.getExecutionId();
        this.file = mojo.context().layout().unchanged().resolve(name.replaceAll("[^A-Za-z0-9._-]", "_") + ".json");
    }

    /** Whether it may be skipped the next time. */
    boolean isAsked() {
        return asked;
    }

    /** Whether it is skipped; a line says so, or why not when that was asked for. */
    boolean isSkipped() {
        Optional<GoalStamp> stamp = asked ? GoalStamp.read(file) : Optional.empty();
        Optional<String> reason = asked ? reasonToCarryOut(stamp) : Optional.empty();
        if (asked && reason.isEmpty()) {
            String since = "nothing has changed since the " + mojo.mojoExecution.getGoal() + " of "
                    + stamp.get().finished();
            mojo.console().info("Skipped: " + since + " (" + PROPERTY + ")");
            mojo.context().records().addSkipped(mojo.mojoExecution.getGoal(), since);
            // Other goals of this build may change the instance.
            keepAtEnd(stamp.get());
            return true;
        }
        reason.ifPresent(why -> mojo.console().info("Not skipped (" + PROPERTY + "): " + why));
        forget();
        return false;
    }

    /**
     * Remembers that the goal was successful.
     *
     * @param loaded what its definitions come from
     */
    void keep(DefinitionInputs loaded) {
        try {
            Optional<String> doubt = doubt(loaded);
            if (doubt.isPresent()) {
                mojo.console().info("Not to be skipped next time (" + PROPERTY + "): " + doubt.get());
                return;
            }
            SortedSet<String> otherFiles = new TreeSet<>();
            loaded.files().stream()
                    .filter(loadedFile -> !sources.containsKey(mojo.context().shown(Path.of(loadedFile))))
                    .forEach(otherFiles::add);
            Map<String, String> states = new TreeMap<>(settings);
            states.putAll(inputs.sources(otherFiles));
            states.putAll(inputs.data());
            String finished = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            keepAtEnd(new GoalStamp(salt, finished, loaded.until(), otherFiles, states));
        } catch (IOException e) {
            mojo.console().info("Not to be skipped next time (" + PROPERTY + "): " + e.getMessage());
        }
    }

    private Optional<String> reasonToCarryOut(Optional<GoalStamp> stamp) {
        salt = stamp.map(GoalStamp::salt).orElseGet(() -> UUID.randomUUID().toString());
        inputs = new GoalInputs(mojo.context(), mojo.mojoExecution, namedFiles, salt);
        try {
            Optional<String> unsure = inputs.unsure(usesInstance);
            if (unsure.isPresent()) {
                asked = false;
                return unsure;
            }
            settings = inputs.settings();
            sources = inputs.sources(List.of());
            if (stamp.isEmpty()) {
                return Optional.of("no successful " + mojo.mojoExecution.getGoal() + " is known");
            }
            Map<String, String> present = new TreeMap<>(settings);
            present.putAll(inputs.sources(stamp.get().otherFiles()));
            present.putAll(inputs.data());
            if (usesInstance) {
                present.putAll(inputs.instance());
            }
            return stamp.get().difference(present, Instant.now());
        } catch (IOException e) {
            asked = false;
            return Optional.of(e.getMessage());
        }
    }

    /** Why the state from before the goal is not what it has worked on, or more may decide than is known. */
    private Optional<String> doubt(DefinitionInputs loaded) throws IOException {
        if (loaded.unsure() != null) {
            return Optional.of(loaded.unsure());
        }
        String own = mojo.context().environment().interpreter().toString();
        Optional<String> other = loaded.interpreters().stream()
                .filter(interpreter -> !interpreter.equals(own))
                .findFirst();
        if (other.isPresent()) {
            return Optional.of("a code location has a Python of its own, " + other.get());
        }
        Map<String, String> now = inputs.sources(List.of());
        return Stream.concat(sources.keySet().stream(), now.keySet().stream())
                .filter(name -> !Objects.equals(sources.get(name), now.get(name)))
                .findFirst()
                .map(name -> name + " has changed meanwhile");
    }

    /** Only then is the instance what the next build finds: with all that this one does. */
    private void keepAtEnd(GoalStamp stamp) {
        mojo.context().atEnd(() -> {
            Map<String, String> states = new TreeMap<>(stamp.inputs());
            try {
                if (usesInstance) {
                    states.putAll(inputs.instance());
                }
                new GoalStamp(stamp.salt(), stamp.finished(), stamp.until(), stamp.otherFiles(), states).write(file);
            } catch (IOException e) {
                // What is not remembered is carried out again; that must not fail a build that is done.
                mojo.console().debug("Not remembered: " + e.getMessage());
            }
        });
    }

    private void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + file + ": " + e.getMessage(), e);
        }
    }
}
