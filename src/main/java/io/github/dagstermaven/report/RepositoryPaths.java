package io.github.dagstermaven.report;

import io.github.dagstermaven.dagster.SourceLocation;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/** Paths of user code as build servers want them: from the root of the repository, with slashes. */
final class RepositoryPaths {
    private final SourcePaths paths;

    RepositoryPaths(Path root) {
        this.paths = new SourcePaths(root);
    }

    /** The path of a place; empty when it is unknown, or not in the repository. */
    Optional<String> of(SourceLocation at) {
        if (at == null) {
            return Optional.empty();
        }
        String path = paths.shortest(at.file());
        return path.equals(at.file()) ? Optional.empty() : Optional.of(path);
    }

    /** The path as a relative reference, with what is not allowed in one escaped. */
    static String uri(String path) {
        try {
            // Behind a slash, so that a colon in the first part makes no scheme of it.
            return new URI(null, null, "/" + path, null).toASCIIString().substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(path + " cannot be written as a URI", e);
        }
    }
}
