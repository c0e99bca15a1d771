package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.PipelineException;
import io.github.dagstermaven.dagster.PlatformException;
import io.github.dagstermaven.dagster.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.DeploymentRepository;
import org.apache.maven.model.DistributionManagement;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.VersionRangeRequest;
import org.eclipse.aether.resolution.VersionRangeResolutionException;
import org.eclipse.aether.resolution.VersionRangeResult;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.MetadataNotFoundException;
import org.eclipse.aether.transfer.RepositoryOfflineException;
import org.eclipse.aether.version.Version;

/** The manifests that builds have attached, found as Maven finds every artifact: mirrors, credentials and {@code -o} count. */
final class ReleasedManifests {
    private static final String CLASSIFIER = "manifest";
    private static final String EXTENSION = "json";
    private static final String NOTHING = "Nothing to compare with: ";

    private final RepositorySystem repositorySystem;
    private final MavenSession session;
    private final MavenProject project;
    private final MavenConsole console;

    ReleasedManifests(
            RepositorySystem repositorySystem, MavenSession session, MavenProject project, MavenConsole console) {
        this.repositorySystem = repositorySystem;
        this.session = session;
        this.project = project;
        this.console = console;
    }

    /** A manifest in the local repository; {@code name}: its coordinates, as people write them. */
    record Found(String name, Path file) {}

    /**
     * That of the last release of this module before its current version; empty, and a line says why, when there is none.
     *
     * @param reason takes why, too
     */
    Optional<Found> last(Consumer<String> reason) {
        if (project == null || project.getFile() == null) {
            throw new PipelineException(Problem.ofValue(
                    "invalid_parameter",
                    "Without a POM there is no release to compare with",
                    "baseline",
                    Baselines.LAST_RELEASE,
                    Baselines.PARAMETER,
                    List.of(),
                    "Name a manifest.json or groupId:artifactId:version"));
        }
        String module = project.getGroupId() + ":" + project.getArtifactId();
        Optional<String> version = lastReleaseBefore(module, project.getVersion());
        if (version.isEmpty()) {
            String none = module + " has no release before " + project.getVersion()
                    + (session.isOffline() ? " in the local repository, and Maven is offline" : "");
            console.info(NOTHING + none);
            reason.accept(none);
            return Optional.empty();
        }
        Artifact artifact = artifact(module + ":" + version.get());
        try {
            return Optional.of(resolve(artifact));
        } catch (ArtifactResolutionException e) {
            if (isMissing(e)) {
                String none = module + ":" + version.get()
                        + " was released without a manifest; bind definitions-validate or package, which attach it";
                console.warn(NOTHING + none);
                reason.accept(none);
                return Optional.empty();
            }
            throw unresolved(artifact, e);
        }
    }

    /** That of {@code groupId:artifactId:version}. */
    Found named(String coordinates) {
        Artifact artifact = artifact(coordinates);
        try {
            return resolve(artifact);
        } catch (ArtifactResolutionException e) {
            throw isMissing(e) ? missing(coordinates) : unresolved(artifact, e);
        }
    }

    private Optional<String> lastReleaseBefore(String module, String current) {
        VersionRangeRequest request =
                new VersionRangeRequest(artifact(module + ":(," + current + ")"), repositories(), null);
        VersionRangeResult result;
        try {
            result = repositorySystem.resolveVersionRange(session.getRepositorySession(), request);
        } catch (VersionRangeResolutionException e) {
            throw failed("The releases of " + module + " cannot be told: " + e.getMessage(), e);
        }
        Optional<String> last = result.getVersions().stream()
                .map(Version::toString)
                .filter(version -> !version.endsWith("-SNAPSHOT"))
                .reduce((lower, higher) -> higher);
        Optional<Exception> unreachable = result.getExceptions().stream()
                .filter(cause -> !(cause instanceof MetadataNotFoundException) && !isOffline(cause))
                .findFirst();
        if (last.isEmpty() && unreachable.isPresent()) {
            // Else a server that is down would look as a module that was never released.
            throw failed(
                    "The releases of " + module + " cannot be told: "
                            + unreachable.get().getMessage(),
                    unreachable.get());
        }
        return last;
    }

    private Found resolve(Artifact artifact) throws ArtifactResolutionException {
        Artifact found = repositorySystem
                .resolveArtifact(session.getRepositorySession(), new ArtifactRequest(artifact, repositories(), null))
                .getArtifact();
        return new Found(
                found.getGroupId() + ":" + found.getArtifactId() + ":" + found.getVersion(),
                found.getFile().toPath());
    }

    /** Where releases of this module are found: the repositories that it reads from, and the one that it is deployed to. */
    private List<RemoteRepository> repositories() {
        if (project == null) {
            return List.of();
        }
        List<RemoteRepository> repositories = new ArrayList<>();
        project.getRemoteProjectRepositories().stream()
                .filter(repository -> repository.getPolicy(false).isEnabled())
                .forEach(repositories::add);
        DistributionManagement distribution = project.getDistributionManagement();
        DeploymentRepository target = distribution == null ? null : distribution.getRepository();
        if (target != null
                && target.getUrl() != null
                && repositories.stream().noneMatch(known -> known.getUrl().equals(target.getUrl()))) {
            RemoteRepository plain = new RemoteRepository.Builder(target.getId(), "default", target.getUrl()).build();
            repositories.addAll(
                    repositorySystem.newResolutionRepositories(session.getRepositorySession(), List.of(plain)));
        }
        return repositories.stream().map(ReleasedManifests::upToDate).toList();
    }

    /** The same, asked each time: of what was released today, Maven would else know tomorrow. */
    private static RemoteRepository upToDate(RemoteRepository repository) {
        return new RemoteRepository.Builder(repository)
                .setPolicy(new RepositoryPolicy(
                        true,
                        RepositoryPolicy.UPDATE_POLICY_ALWAYS,
                        repository.getPolicy(false).getChecksumPolicy()))
                .build();
    }

    private static Artifact artifact(String coordinates) {
        String[] parts = coordinates.split(":", 3);
        return new DefaultArtifact(parts[0], parts[1], CLASSIFIER, EXTENSION, parts[2]);
    }

    private static boolean isMissing(ArtifactResolutionException e) {
        return e.getResult().getExceptions().stream()
                .allMatch(cause -> cause instanceof ArtifactNotFoundException && !isOffline(cause));
    }

    private static boolean isOffline(Throwable cause) {
        return cause instanceof RepositoryOfflineException
                || cause.getCause() != null && cause.getCause() != cause && isOffline(cause.getCause());
    }

    private PipelineException missing(String coordinates) {
        return new PipelineException(Problem.ofValue(
                "no_baseline",
                "There is no manifest of " + coordinates + (session.isOffline() ? ", and Maven is offline" : ""),
                "baseline",
                coordinates,
                Baselines.PARAMETER,
                List.of(),
                "Was it built with definitions-validate or package, which attach it, and deployed?"));
    }

    private PlatformException unresolved(Artifact artifact, ArtifactResolutionException cause) {
        boolean offline = cause.getResult().getExceptions().stream().anyMatch(ReleasedManifests::isOffline);
        String what = "The manifest of " + artifact.getGroupId() + ":" + artifact.getArtifactId() + ":"
                + artifact.getVersion() + " cannot be fetched: ";
        return failed(
                what + (offline ? "it is not in the local repository, and Maven is offline" : cause.getMessage()),
                cause);
    }

    private static PlatformException failed(String message, Throwable cause) {
        return new PlatformException(
                Problem.ofParameter("unresolved_baseline", message, Baselines.PARAMETER, "Name a file or try again"),
                cause);
    }
}
