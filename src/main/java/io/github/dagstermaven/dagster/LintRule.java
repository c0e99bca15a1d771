package io.github.dagstermaven.dagster;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lint rules. Their ids, the constants in lower case with hyphens, are a promise: they do not change once released. */
public enum LintRule {
    /** @since 0.1.0 */
    UNKNOWN_UPSTREAM(
            LintLevel.ERROR,
            "An asset depends on a key that no asset has",
            "Dagster takes such a key for an asset of somebody else's, and the dependency means nothing. Correct the key,"
                    + " or declare the asset: AssetSpec(\"…\") in the assets of the Definitions."),
    /** @since 0.1.0 */
    UNKNOWN_CHECKED_ASSET(
            LintLevel.ERROR,
            "An asset check is for a key that no asset has",
            "Dagster accepts it, and the check is never run with the asset that it is meant for. Correct the key, or"
                    + " declare the asset: AssetSpec(\"…\") in the assets of the Definitions."),
    /** @since 0.1.0 */
    UPSTREAM_TYPE_MISMATCH(
            LintLevel.ERROR,
            "A parameter's type cannot be that of the asset it takes",
            "Dagster notices it when the run loads the input. Annotate the parameter with what the asset"
                    + " returns."),
    /** @since 0.1.0 */
    UPSTREAM_WITHOUT_VALUE(
            LintLevel.ERROR,
            "A parameter takes an upstream asset that returns no value",
            "Of None, and of a MaterializeResult without a value, nothing is stored, and the run fails that is to load it."
                    + " Return a value from the upstream asset; or, where only the order matters, leave the parameter out"
                    + " and name the asset in deps=[…], of an asset check in additional_deps=[…]."),
    /** @since 0.1.0 */
    MISSING_RESOURCE(
            LintLevel.ERROR,
            "A schedule or sensor needs a resource that nothing provides",
            "Dagster looks for it when it evaluates a tick, which then fails. Add the resource to the resources of the"
                    + " Definitions, or correct its key."),
    /** @since 0.1.0 */
    INVALID_CRON(
            LintLevel.ERROR,
            "A cron expression cannot be parsed",
            "Nothing ever runs by it. Write it as five fields, as \"0 6 * * *\", or as @daily."),
    /** @since 0.1.0 */
    INVALID_TIMEZONE(
            LintLevel.ERROR,
            "A time zone does not exist",
            "Dagster notices it when it looks at the time. Write it as the IANA database does, as \"Europe/Berlin\"."),
    /** @since 0.1.0 */
    UNSET_ENVIRONMENT_VARIABLE(
            LintLevel.WARN,
            "A definition reads an environment variable that is not set",
            "The run fails that needs it. Set the variable in the environment, in a .env file, with"
                    + " <environmentVariables>, or name it in <secrets>."),
    /** @since 0.1.0 */
    UNLOADED_DEFINITION(
            LintLevel.WARN,
            "A definition is in a module without a Definitions object, and is not loaded",
            "Of such a module Dagster loads the assets; or, when there is a job or graph of ops in it, that alone. Make a"
                    + " Definitions object in it of all that is to be loaded: defs = Definitions(assets=[…],"
                    + " asset_checks=[…], jobs=[…], schedules=[…], sensors=[…], resources={…})."),
    /** @since 0.1.0 */
    UNKNOWN_SUPPRESSION(
            LintLevel.WARN,
            "A comment suppresses nothing",
            "Write # dagster-lint: ignore[rule], or # dagster-lint: ignore-file[rule], with the ids of rules."),
    /** @since 0.1.0 */
    UNPARTITIONED_APPEND(
            LintLevel.WARN,
            "An asset that is appended to has no partitions",
            "What is materialised twice is there twice, and nothing tells which part is. Give it a partitions"
                    + " definition, so that each part can be made again. The rule looks at the assets that"
                    + " <appendAssets> selects."),
    /** @since 0.1.0 */
    UNUSED_RESOURCE(
            LintLevel.INFO,
            "Nothing uses a resource",
            "Perhaps its key is mistyped where it is bound or where it is asked for. Correct it, or remove the resource."),
    /** @since 0.1.0 */
    UNUSED_SUPPRESSION(
            LintLevel.INFO,
            "A comment suppresses a rule that finds nothing there",
            "It would hide what comes up there later. Remove the rule from the comment, or the comment; or move it: it"
                    + " belongs to a line of the definition's decorators and signature, or alone into the line above."),
    /** @since 0.1.0 */
    MISSING_DESCRIPTION(
            LintLevel.INFO,
            "An asset or asset check has no description",
            "Others read it in Dagster's catalogue. Write a docstring, or description=…."),
    /** @since 0.1.0 */
    MISSING_TYPE_ANNOTATION(
            LintLevel.INFO,
            "An asset's function declares no type of its value or of an upstream parameter",
            "By them Dagster, and lint, tell values that do not fit. Annotate the parameters and the value."),
    /** @since 0.1.0 */
    MISSING_GROUP(
            LintLevel.INFO,
            "An asset is in the group default",
            "Groups make a graph readable and selectable. Give it group_name=…."),
    /** @since 0.1.0 */
    MISSING_OWNER(
            LintLevel.INFO, "An asset has no owner", "Who is to be asked when it fails? Give it owners=[\"team:…\"]."),
    /** @since 0.1.0 */
    MISSING_METADATA(
            LintLevel.INFO,
            "An asset tells no metadata",
            "Numbers of rows, paths and previews are what a failing pipeline is understood by. Return"
                    + " MaterializeResult(metadata=…), call context.add_output_metadata(…), or declare metadata=…."),
    /** @since 0.1.0 */
    OP_JOB(
            LintLevel.INFO,
            "A job is made of ops",
            "Of ops Dagster knows no lineage, no partitions and no checks. Make assets of what they produce."),
    /** @since 0.1.0 */
    FAILING_SCHEDULE(
            LintLevel.OFF,
            "A schedule's evaluation raises",
            "Its function is called for the next tick, and nothing that it asks for is carried out. The rule is off by"
                    + " default, because that runs the user's code: turn it on by giving it a level."),
    /** @since 0.1.0 */
    FAILING_SENSOR(
            LintLevel.OFF,
            "A sensor's evaluation raises",
            "Its function is called once, and nothing that it asks for is carried out. The rule is off by default,"
                    + " because that runs the user's code: turn it on by giving it a level.");

    private final LintLevel defaultLevel;
    private final String summary;
    private final String help;

    LintRule(LintLevel defaultLevel, String summary, String help) {
        this.defaultLevel = defaultLevel;
        this.summary = summary;
        this.help = help;
    }

    /** How much it matters where nobody says. */
    public LintLevel defaultLevel() {
        return defaultLevel;
    }

    /** What it finds, in one sentence without a full stop. */
    public String summary() {
        return summary;
    }

    /** Why it matters, and what to do. */
    public String help() {
        return help;
    }

    /** What users call it, as {@code unknown-upstream}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The rule of that id; empty for none. */
    public static Optional<LintRule> of(String id) {
        return Arrays.stream(values()).filter(rule -> rule.id().equals(id)).findFirst();
    }

    /** The ids of all rules. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(LintRule::id).toList();
    }
}
