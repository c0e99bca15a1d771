package io.github.dagstermaven.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The log file of a run as a page names it.
 *
 * @param path the file as people write it
 * @param link the way to it from the page, when it is kept where the page is kept: below the page's folder; else null
 */
record PageLog(String path, String link) {

    /** The log file of a run; empty when there is none. */
    static Optional<PageLog> of(ReportedModule module, Path page, String runId) {
        if (runId == null) {
            return Optional.empty();
        }
        Path file = EventLogFile.file(module.logs(), runId).toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Path folder = page.toAbsolutePath().normalize().getParent();
        // Another folder of the project may stay behind when the page is published, as that of a site does.
        String link =
                file.startsWith(folder) ? folder.relativize(file).toString().replace('\\', '/') : null;
        return Optional.of(new PageLog(module.logFile(runId), link));
    }
}
