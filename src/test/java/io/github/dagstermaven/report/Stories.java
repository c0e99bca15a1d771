package io.github.dagstermaven.report;

import static io.github.dagstermaven.dagster.RunScript.check;
import static io.github.dagstermaven.dagster.RunScript.valueError;

import io.github.dagstermaven.dagster.Failure;
import io.github.dagstermaven.dagster.Failure.Cause;
import io.github.dagstermaven.dagster.Failure.Relation;
import io.github.dagstermaven.dagster.RunEvent.LogRecord;
import io.github.dagstermaven.dagster.RunEvent.Output;
import io.github.dagstermaven.dagster.RunEvent.Planned;
import io.github.dagstermaven.dagster.RunEvent.Skipped;
import io.github.dagstermaven.dagster.RunEvent.StepRetried;
import io.github.dagstermaven.dagster.RunListener;
import io.github.dagstermaven.dagster.RunScript;
import io.github.dagstermaven.dagster.SourceLocation;
import java.util.List;
import java.util.Map;

/** Runs that the tests of all reports tell. */
final class Stories {
    private Stories() {}

    /** Everything ends well; one asset has no partition yet. */
    static void everythingEndsWell(RunListener listener) {
        RunScript script = RunScript.adHoc(listener)
                .asset("raw_orders", "not_empty")
                .asset("sales/cleaned_orders")
                .step("cleaned_orders_checks", List.of(), List.of(check("sales/cleaned_orders", "no_nulls")));
        script.tell(new Planned(
                        RunScript.LOCATION,
                        List.of(script.plan()),
                        List.of(new Skipped("daily_revenue", null, "it has no partition yet"))))
                .start()
                .begin("raw_orders")
                .tell(new LogRecord("run-1", "raw_orders", "info", "reading orders.csv", RunScript.START))
                .tell(new LogRecord("run-1", "raw_orders", "warning", "line 7 is empty", RunScript.START))
                .tell(new Output("{\"printed\": true}"))
                .made("raw_orders", Map.of("dagster/row_count", 120))
                .evaluated("raw_orders", "raw_orders", "not_empty", true, "ERROR")
                .succeed("raw_orders", 0.031)
                .makes("sales/cleaned_orders", 72.4)
                .begin("cleaned_orders_checks")
                .evaluated("cleaned_orders_checks", "sales/cleaned_orders", "no_nulls", true, "ERROR")
                .succeed("cleaned_orders_checks", 0.007)
                .end("SUCCESS");
    }

    /** Of what fails, an asset and a check are good when they are tried again, and a check fails twice more. */
    static void someIsFlaky(RunListener listener) {
        RunScript.adHoc(listener)
                .asset("raw")
                .asset("clean")
                .after("raw")
                .asset("report", "adds_up")
                .after("clean")
                .step("fresh", List.of(), List.of(check("raw", "fresh")))
                .step("rows", List.of(), List.of(check("raw", "rows")))
                .planAndStart()
                .makes("raw", 1)
                .begin("clean")
                .fail("clean", 0.5, RunScript.valueError("the server is busy"))
                .skip("report", "its upstream asset clean failed")
                .begin("fresh")
                .evaluated("fresh", "raw", "fresh", false, "ERROR", false, "2 hours old")
                .succeed("fresh", 0.1)
                .begin("rows")
                .evaluated("rows", "raw", "rows", false, "ERROR", false, "0 rows")
                .succeed("rows", 0.1)
                .end("FAILURE");
        RunScript second = new RunScript(listener, "run-2", RunScript.ASSET_JOB, null)
                .retrying("run-1", 10)
                .asset("clean")
                .asset("report", "adds_up")
                .after("clean")
                .step("fresh", List.of(), List.of(check("raw", "fresh")))
                .step("rows", List.of(), List.of(check("raw", "rows")))
                .start()
                .makes("clean", 0.5)
                .begin("report")
                .made("report", Map.of())
                .evaluated("report", "report", "adds_up", true, "ERROR")
                .succeed("report", 0.2);
        second.begin("fresh")
                .evaluated("fresh", "raw", "fresh", true, "ERROR")
                .succeed("fresh", 0.1)
                .begin("rows")
                .evaluated("rows", "raw", "rows", false, "ERROR", false, "1 row")
                .succeed("rows", 0.1)
                .end("SUCCESS");
        new RunScript(listener, "run-3", RunScript.ASSET_JOB, null)
                .retrying("run-2", 20)
                .step("rows", List.of(), List.of(check("raw", "rows")))
                .start()
                .begin("rows")
                .evaluated("rows", "raw", "rows", false, "ERROR", false, "2 rows")
                .succeed("rows", 0.1)
                .end("SUCCESS");
    }

    /** An asset fails after a retry, one check fails, one warns, and the rest is skipped. */
    static void muchFails(RunListener listener) {
        RunScript.adHoc(listener)
                .asset("raw_orders")
                .asset("customers", "unique", "fresh")
                .asset("orders")
                .asset("revenue")
                .planAndStart()
                .begin("raw_orders")
                .tell(new StepRetried("run-1", "raw_orders", valueError("connection reset")))
                .begin("raw_orders")
                .fail("raw_orders", 1.5, valueError("orders.csv has no header\nexpected: id, amount"))
                .begin("customers")
                .made("customers", Map.of("rows", 3))
                .evaluated("customers", "customers", "unique", false, "ERROR", false, "2 ids are there twice")
                .evaluated("customers", "customers", "fresh", false, "WARN", false, "the newest row is 3 days old")
                .succeed("customers", 0.25)
                .skip("orders", "its upstream asset raw_orders failed")
                .skip("revenue", "its upstream asset raw_orders failed")
                .end("FAILURE");
    }

    /** The process dies while an asset is made, in the first of two partitions. */
    static void aProcessDies(RunListener listener) {
        RunScript first = new RunScript(listener, "run-1", "daily_job", "2024-01-01")
                .asset("raw_orders")
                .asset("orders", "positive");
        RunScript second = new RunScript(listener, "run-2", "daily_job", "2024-01-02")
                .asset("raw_orders")
                .asset("orders", "positive");
        first.tell(new Planned(RunScript.LOCATION, List.of(first.plan(), second.plan()), List.of()))
                .start()
                .begin("raw_orders");
    }

    /** A run is cancelled by the timeout. */
    static void aRunIsCancelled(RunListener listener) {
        RunScript.adHoc(listener)
                .asset("slow")
                .asset("next")
                .planAndStart()
                .begin("slow")
                .skip("slow", "the run was cancelled")
                .skip("next", "the run was cancelled")
                .end("CANCELED");
    }

    /** Two worker processes die in the same way, then the process that started them. */
    static void processesDie(RunListener listener) {
        Failure death = Failure.crash("its process ended with exit code 3", null, null);
        RunScript.adHoc(listener)
                .asset("left")
                .asset("right")
                .asset("below")
                .after("left")
                .asset("beside")
                .planAndStart()
                .begin("left")
                .begin("right")
                .fail("left", 0.1, death)
                .fail("right", 0.1, Failure.crash(death.message(), null, null))
                .end("FAILURE", Failure.crash("Python ended with exit code 1 between two steps", null, null));
    }

    /** A blocking check stops what is downstream. */
    static void aBlockingCheckFails(RunListener listener) {
        RunScript.adHoc(listener)
                .asset("orders", "positive")
                .asset("revenue")
                .after("orders")
                .planAndStart()
                .begin("orders")
                .made("orders", Map.of())
                .evaluated("orders", "orders", "positive", false, "ERROR", true, "4 amounts are negative")
                .fail("orders", 0.2, new Failure("DagsterAssetCheckFailedError", "1 check failed", null, null))
                .end("FAILURE");
    }

    /** An error that another one is behind, with what user code told of it; the stack has both. */
    static void aChainOfErrors(RunListener listener) {
        Failure failure = new Failure(
                "Failure",
                "no prices today",
                place(20, "raise Failure(\"no prices today\") from error"),
                """
                  File "/home/ada/shop/my_project/assets.py", line 20, in prices
                    raise Failure("no prices today") from error
                dagster.Failure: no prices today
                called from:
                  File "/venv/site-packages/dagster/execute.py", line 7, in execute
                caused by:
                  File "/home/ada/shop/my_project/assets.py", line 14, in read
                    raise ExceptionGroup("2 files", errors)
                """,
                Map.of("file", "prices.csv"),
                List.of(
                        new Cause(Relation.CAUSE, "ExceptionGroup", "2 files", place(14, null)),
                        new Cause(Relation.MEMBER, "ValueError", "no header\nexpected: id", place(9, null)),
                        new Cause(Relation.CONTEXT, "KeyError", "'id'", null)));
        RunScript.adHoc(listener)
                .asset("prices")
                .planAndStart()
                .begin("prices")
                .fail("prices", 0.2, failure)
                .end("FAILURE");
    }

    /** An error with a message of a million characters. */
    static void aMessageOfAMillionCharacters(RunListener listener) {
        RunScript.adHoc(listener)
                .asset("prices")
                .planAndStart()
                .begin("prices")
                .fail("prices", 0.2, valueError("x".repeat(1_000_000)))
                .end("FAILURE");
    }

    private static SourceLocation place(int line, String source) {
        return new SourceLocation("/home/ada/shop/my_project/assets.py", line, source);
    }

    /** Steps of a job without assets. */
    static void anOpJobFails(RunListener listener) {
        new RunScript(listener, "run-1", "etl", null)
                .step("extract", List.of(), List.of())
                .step("load", List.of(), List.of())
                .planAndStart()
                .begin("extract")
                .succeed("extract", 0.1)
                .begin("load")
                .fail("load", 0.2, valueError("disk full"))
                .end("FAILURE");
    }
}
