/* What this build has made of the definitions. */

const OUTCOMES = {
  MATERIALIZED: "succeeded", OBSERVED: "succeeded", PASSED: "succeeded", SUCCEEDED: "succeeded",
  FAILED: "failed", ERRORED: "failed", CANCELED: "canceled", SKIPPED: "skipped",
};
const RUN_STATUSES = { SUCCESS: "succeeded", FAILURE: "failed", CANCELED: "canceled", NOT_STARTED: "skipped" };
const WORST_FIRST = ["failed", "canceled", "warned", "flaky", "skipped", "succeeded", "none"];

function worst(statuses) {
  return WORST_FIRST.find((status) => statuses.includes(status)) || "none";
}

/** A group is as good as its assets and what is checked of them. */
function worstOfGroup(assets) {
  return worst(assets.flatMap((asset) => [asset, ...asset.checks]).map((one) => one.status));
}

function statusOf(result) {
  const lets = result.outcome === "FAILED" && String(result.severity).toUpperCase() === "WARN";
  return lets ? "warned" : OUTCOMES[result.outcome] || "none";
}

function label(name, partition) {
  return partition === undefined || partition === null ? name : `${name}[${partition}]`;
}

/** Gives each definition its results, in the order in which the build came to them, and what they are in the end. */
class Results {
  constructor(data, model) {
    const shown = data.results;
    this.model = model;
    this.has = Boolean(shown);
    this.omitted = shown ? shown.omitted : 0;
    const results = shown ? shown.results : {};
    this.buildId = results.buildId;
    // As they came to their turn, which need not be as they were planned; those that did not, last.
    const turn = (run) => (run.startedAt ? Date.parse(run.startedAt) : Infinity);
    this.runs = (results.runs || []).map((run) => ({ run, turn: turn(run) }))
      .sort((one, other) => (one.turn === other.turn ? 0 : one.turn - other.turn)).map(({ run }) => run);
    this.failures = results.failures || [];
    this.errors = results.errors || [];
    this.flaky = new Set((results.flaky || []).map((one) => `${one.kind} ${one.name}`));
    this.runs.forEach((run, index) => {
      run.number = index + 1;
      run.asked = !run.job || run.job.startsWith("__") ? `asset run of ${run.location}` : `job ${run.job}`;
      run.label = label(run.asked, run.partition);
      run.log = shown.logs[run.runId];
      this.file(run);
    });
    for (const one of results.skipped || []) {
      this.give(model.assets.get(one.asset), { outcome: "SKIPPED", partition: one.partition, reason: one.reason, seconds: 0 });
    }
    for (const one of results.skippedChecks || []) {
      this.give(model.find("check", `${one.asset}: ${one.name}`, one.location),
        { outcome: "SKIPPED", partition: one.partition, reason: one.reason, seconds: 0 });
    }
    model.all.forEach((definition) => this.settle(definition));
  }

  file(run) {
    for (const one of run.assets) {
      this.give(this.model.assets.get(one.key), { ...one, run });
    }
    for (const one of run.checks) {
      this.give(this.model.find("check", `${one.asset}: ${one.name}`, run.location), { ...one, run });
    }
    this.give(this.model.find("job", run.job, run.location), {
      run, partition: run.partition, seconds: run.seconds, startedAt: run.startedAt, failure: run.failure,
      status: RUN_STATUSES[run.status],
      steps: run.steps.filter((step) => step.failure).map((step) => ({ ...step, step: step.key, run, status: statusOf(step) })),
    });
  }

  give(definition, result) {
    if (definition) {
      definition.results.push({ ...result, status: result.status || statusOf(result) });
    }
  }

  /** Of each partition what the latest attempt says that got to it. */
  settle(definition) {
    const latest = new Map();
    for (const result of definition.results) {
      const before = latest.get(result.partition);
      if (!before || result.status !== "skipped" || before.status === "skipped") {
        latest.set(result.partition, result);
      }
    }
    for (const result of latest.values()) {
      if (result.status === "succeeded" && this.flaky.has(`${definition.type} ${label(definition.name, result.partition)}`)) {
        result.status = "flaky";
      }
    }
    definition.latest = [...latest.values()];
    definition.status = worst(definition.latest.map((result) => result.status));
    definition.seconds = definition.latest.reduce((sum, result) => sum + (result.seconds || 0), 0);
  }
}
