package io.github.dagstermaven.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README and the plugin tell of the same goals and parameters. */
class ReadmeTest {
    private static final Path PLUGIN = Path.of("target/classes/META-INF/maven/plugin.xml");

    @Test
    void everyParameterIsInTheReadmeAndNoOther() throws IOException {
        Set<String> parameters = found("\\$\\{(dagster\\.\\w+)}", PLUGIN);

        assertThat(found("`(?:-D)?(dagster\\.(?!yaml)\\w+)[`=]", Path.of("README.md")))
                .isEqualTo(parameters);
    }

    @Test
    void everyGoalIsInTheReadmeAndNoOther() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String table = readme.substring(readme.indexOf("## Goals"), readme.indexOf("## Parameters"));
        Set<String> told = new TreeSet<>();
        table.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1])
                .forEach(cell -> told.addAll(matches("`([a-z-]+)`", cell)));

        assertThat(told).isEqualTo(found("<goal>([a-z-]+)</goal>", PLUGIN));
    }

    private static Set<String> found(String pattern, Path file) throws IOException {
        return matches(pattern, Files.readString(file));
    }

    private static Set<String> matches(String pattern, String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
