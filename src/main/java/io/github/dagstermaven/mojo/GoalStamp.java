package io.github.dagstermaven.mojo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.dagstermaven.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a goal depended on when it was last successful.
 *
 * @param salt what every hash was made with
 * @param finished when the goal ended, as ISO 8601
 * @param until when something changes by itself, in seconds since the epoch; null for never
 * @param otherFiles files outside the project that it depends on
 * @param inputs the state of each thing, by its name for people
 */
record GoalStamp(String salt, String finished, Double until, SortedSet<String> otherFiles, Map<String, String> inputs) {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

    /** What is in a file; empty when there is none, or it cannot be read. */
    static Optional<GoalStamp> read(Path file) {
        try {
            GoalStamp stamp = Files.isRegularFile(file) ? GSON.fromJson(Files.readString(file), GoalStamp.class) : null;
            return Optional.ofNullable(stamp)
                    .filter(read -> read.salt != null
                            && read.finished != null
                            && read.otherFiles != null
                            && read.inputs != null);
        } catch (IOException | JsonParseException unreadable) {
            return Optional.empty();
        }
    }

    /** Writes it, whatever was there before. */
    void write(Path file) throws IOException {
        AtomicFile.write(file, GSON.toJson(this));
    }

    /** What differs from it now, as a sentence without its full stop; empty when nothing does. */
    Optional<String> difference(Map<String, String> present, Instant now) {
        if (until != null && now.getEpochSecond() >= until) {
            return Optional.of("there is a new partition");
        }
        SortedSet<String> names = new TreeSet<>(inputs.keySet());
        names.addAll(present.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(inputs.get(name), present.get(name)))
                .findFirst()
                .map(name -> name
                        + (!present.containsKey(name)
                                ? " is gone"
                                : inputs.containsKey(name) ? " has changed" : " is new"));
    }
}
