package io.github.dagstermaven.mojo;

import io.github.dagstermaven.dagster.ScaffoldRequest;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Adds a resource to the project, a folder that assets keep files in: the code of its class, and an instance of it to the resources.
 *
 * @since 0.1.0
 */
@Mojo(name = "resource-scaffold", requiresProject = false, threadSafe = true)
public final class ResourceScaffoldMojo extends AbstractScaffoldMojo {

    @Override
    ScaffoldRequest request(String name) {
        return new ScaffoldRequest.OfResource(name, location, repository);
    }
}
