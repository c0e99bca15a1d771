package io.github.dagstermaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dagstermaven.browser.Browser;
import io.github.dagstermaven.browser.BrowserPage;
import io.github.dagstermaven.browser.Chromium;
import io.github.dagstermaven.dagster.Definitions;
import io.github.dagstermaven.dagster.LintReport;
import io.github.dagstermaven.dagster.RunResults;
import io.github.dagstermaven.dagster.Secrets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A browser with the page of the shop, or of another project. */
abstract class PageInBrowser {
    @TempDir
    static Path directory;

    private static Browser browser;
    private static URI shop;

    BrowserPage page;

    @BeforeAll
    static void startBrowser() throws IOException {
        Chromium chromium = Chromium.require("THE BROWSER TEST OF THE REPORT");
        browser = Browser.start(chromium, directory.resolve("profile").toAbsolutePath());
        ReportFile.write(EventLogFile.file(directory.resolve("logs"), "run-2"), log -> log.write("all of it"));
        shop = written("shop.html", SampleProject.definitions(), Optional.of(SampleProject.results()));
    }

    @AfterAll
    static void endBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openPage() throws Exception {
        page = browser.page();
    }

    /** Whatever is done with it, it asks for nothing but itself, and nothing in it goes wrong. */
    @AfterEach
    void nothingElseHappened() {
        if (page != null) {
            assertThat(page.errors()).isEmpty();
            assertThat(page.requests()).allMatch(address -> address.endsWith(".html") || address.equals("data:,"));
            page.evaluate("localStorage.clear()");
            page.close();
        }
    }

    static URI written(String name, Definitions definitions, Optional<RunResults> results) {
        Path file = directory.resolve(name);
        new DefinitionsPage(SampleProject.module(directory.resolve("logs")), Secrets.none())
                .write(
                        file,
                        SampleProject.subject(),
                        definitions,
                        LintReport.of(definitions, Map.of(), null).findings(),
                        results);
        return file.toUri();
    }

    void open(String view) {
        page.open(URI.create(shop + view));
    }
}
