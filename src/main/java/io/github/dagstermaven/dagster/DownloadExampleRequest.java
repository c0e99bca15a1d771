package io.github.dagstermaven.dagster;

/**
 * Copies one of Dagster's official examples to a new folder.
 *
 * @param name the example's name
 * @param version the version of Dagster that it is of; null for the installed one
 * @param address the archive's address, in which <code>{version}</code> stands for the version; null for Dagster's own
 * @param folder the folder's absolute path; nothing must be there
 */
public record DownloadExampleRequest(String name, String version, String address, String folder)
        implements InstanceRequest<DownloadedExample> {
    @Override
    public String operation() {
        return "examples.download";
    }

    @Override
    public Class<DownloadedExample> resultType() {
        return DownloadedExample.class;
    }
}
