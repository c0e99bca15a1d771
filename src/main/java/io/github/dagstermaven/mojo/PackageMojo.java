package io.github.dagstermaven.mojo;

import io.github.dagstermaven.archive.ArchiveRules;
import io.github.dagstermaven.archive.CodeArchive;
import io.github.dagstermaven.archive.ProjectFiles;
import io.github.dagstermaven.dagster.Dagster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Packs the code location as a zip: the project's files, the lock of the environment that the build used and the manifest of the
 * definitions, which are checked first. It is the module's artifact in the packaging {@code dagster}, and attached with the
 * classifier {@code dagster} in any other. The same project gives the same bytes.
 *
 * @since 0.1.0
 */
@Mojo(name = "package", defaultPhase = LifecyclePhase.PACKAGE, requiresProject = false, threadSafe = true)
public final class PackageMojo extends AbstractLintMojo {
    /** The packaging of modules that are code locations, and the classifier of the archive in all others. */
    private static final String PACKAGING = "dagster";

    /**
     * Patterns of files that are not packed, as {@code tests/**}, relative to the project's folder. In any case left out are the build
     * directory, Dagster homes, virtual environments, names that begin with a dot (but for {@code .python-version}), what Python or a
     * build tool generates ({@code __pycache__}, {@code *.egg-info}, {@code build} and {@code dist} at the top,
     * {@code node_modules}), and files of keys ({@code *.pem}, {@code *.key}, {@code *.p12}, {@code *.pfx}, {@code *.jks},
     * {@code *.keystore}, {@code id_rsa*}, {@code id_ed25519*}).
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.excludes")
    private List<String> excludes;

    /**
     * Patterns of files that are packed although these rules leave them out, as {@code .streamlit/config.toml}; nothing brings back the
     * build directory and the home.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.includes")
    private List<String> includes;

    /**
     * The time of all entries, in ISO 8601 or as seconds since 1970. Default: a fixed one, since a zip that names the time of the build
     * is never the same.
     *
     * @since 0.1.0
     */
    @Parameter(defaultValue = "${project.build.outputTimestamp}")
    private String outputTimestamp;

    /**
     * From which level on a finding of lint fails the build: {@code error}, {@code warn} or {@code never}. Such a
     * finding does so before anything is packed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "dagster.failOnLint", defaultValue = "error")
    private String failOnLint;

    @Parameter(defaultValue = "${project.build.finalName}", readonly = true)
    private String finalName;

    @Override
    void run() {
        EntryTime time = EntryTime.parse(outputTimestamp);
        LintVerdict verdict = lintVerdict(failOnLint);
        Optional<Dagster> dagster = dagster();
        if (dagster.isEmpty()) {
            return;
        }
        verdict.onFailing(describe(dagster.get(), verdict.request()));
        attachManifest();
        try {
            pack(time);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot pack " + context().directory() + ": " + e.getMessage(), e);
        }
    }

    private void pack(EntryTime time) throws IOException {
        ProjectFiles project = ProjectFiles.in(context().directory(), rules());
        new SecretScan(context().secrets()).requireNone(project.files());
        project.links()
                .forEach(link ->
                        console().warn("Not packed: " + link + " is a link that leads to no file of the project"));
        CodeArchive archive = new CodeArchive()
                .add(project.files())
                .addAbout("manifest.json", Files.readAllBytes(context().layout().manifest()));
        Optional<String> lock = context().environment().lock();
        lock.ifPresentOrElse(
                text -> archive.addAbout("requirements.lock", text.getBytes(StandardCharsets.UTF_8)),
                () -> console().info("The archive is without a lock: the interpreter was given with <python>"));
        Path file = context().layout().target().resolve(archiveName());
        archive.write(file, time.local());
        attachments().archive(file, PACKAGING);
        console().info("Packed " + archive.size() + " files: " + context().shown(file));
    }

    private ArchiveRules rules() {
        return new ArchiveRules(
                Set.of(
                        context().layout().target().toAbsolutePath().normalize(),
                        context().homeFolder()),
                Given.values(includes),
                Given.values(excludes));
    }

    private String archiveName() {
        // Without a POM, Maven leaves the expression as it stands.
        String name = finalName == null || finalName.contains("${")
                ? context().directory().getFileName().toString()
                : finalName;
        return attachments().isOf(PACKAGING) ? name + ".zip" : name + "-" + PACKAGING + ".zip";
    }
}
