package io.github.dagstermaven.dagster;

import java.util.List;
import java.util.Map;

/**
 * What an instance is.
 *
 * @param exists whether there is one; else nothing is known of it but its home and its settings' file
 * @param home the folder it lives in
 * @param dagster the version of the installed Dagster
 * @param settingsFile the file with its settings; null for the plugin's own
 * @param runs how many runs it keeps
 * @param settings its parts and settings as Dagster understands them, without what looks like a secret
 * @param schema the schema of each part of its storage
 */
public record InstanceInfo(
        boolean exists,
        String home,
        String dagster,
        String settingsFile,
        int runs,
        Map<String, Object> settings,
        List<StorageSchema> schema) {}
