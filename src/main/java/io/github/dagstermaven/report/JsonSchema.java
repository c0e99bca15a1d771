package io.github.dagstermaven.report;

/**
 * The JSON Schemas of the files that a build leaves behind, in the plugin's jar below {@code schema/}. A file names the one that it
 * is valid against.
 */
enum JsonSchema {
    /** Of {@code manifest.json}. */
    MANIFEST("manifest", 1),
    /** Of {@code run-results.json}. */
    RUN_RESULTS("run-results", 1),
    /** Of {@code definitions-diff.json}. */
    DEFINITIONS_DIFF("definitions-diff", 1);

    private static final String FOLDER =
            "https://github.com/dagster-maven/dagster-maven-plugin/raw/main/src/main/resources/schema/";

    private final String name;
    private final int version;

    JsonSchema(String name, int version) {
        this.name = name;
        this.version = version;
    }

    /** Goes up with every change that a reader of the files has to know of. */
    int version() {
        return version;
    }

    /** Where the schema is in the jar. */
    String resource() {
        return "/schema/" + name + "-" + version + ".json";
    }

    /** Its address, which is its id. */
    String id() {
        return FOLDER + name + "-" + version + ".json";
    }
}
