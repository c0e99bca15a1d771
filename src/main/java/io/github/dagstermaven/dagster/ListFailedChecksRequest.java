package io.github.dagstermaven.dagster;

import java.util.List;

/**
 * Lists the asset checks that did not pass when they were evaluated last.
 *
 * @param location the code location to narrow to, or null
 * @param repository the repository to narrow to, or null
 */
public record ListFailedChecksRequest(String location, String repository) implements Request<FailedCheckList> {
    @Override
    public String operation() {
        return "checks.list_failed";
    }

    @Override
    public Class<FailedCheckList> resultType() {
        return FailedCheckList.class;
    }

    @Override
    public FailedCheckList combine(List<FailedCheckList> byLocation) {
        return new FailedCheckList(byLocation.stream()
                .flatMap(list -> list.checks().stream())
                .distinct()
                .toList());
    }
}
