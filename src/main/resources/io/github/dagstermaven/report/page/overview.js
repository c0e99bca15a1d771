/* The first view: what there is, what became of it, and what asks for attention. */

class Overview {
  constructor(model, results) {
    this.model = model;
    this.results = results;
  }

  element() {
    return h("div", { class: "page" },
      h("h2", { tabindex: "-1", class: "unseen" }, "Overview"),
      h("ul", { class: "tiles", "aria-label": "Definitions by type" }, TYPES.map(([type, word]) => {
        const all = this.model.ofType(type);
        const external = all.filter((one) => one.source.materializable === false).length;
        const number = all.length - external;
        return h("li", {}, h("a", { href: catalogueHref({ type }) }, h("strong", {}, number.toLocaleString("en")),
          h("span", {}, (number === 1 ? word : `${word}s`) + (external ? `, and ${external.toLocaleString("en")} external` : ""))));
      })),
      this.verdict(),
      this.attention(),
      h("div", { class: "columns" }, this.slowest(), this.groups()));
  }

  verdict() {
    const { results } = this;
    if (!results.has) {
      return h("p", { class: "notice" }, "This build has run nothing, so there are definitions here and no results.");
    }
    const settled = this.model.all.filter((one) => one.results.length && one.type !== "job");
    const words = WORST_FIRST.filter((status) => status !== "none").map((status) => {
      const number = settled.filter((one) => one.status === status).length;
      return number ? h("li", {}, h("a", { href: catalogueHref({ status }) }, pill(status), " ", number.toLocaleString("en"))) : null;
    });
    return section("Results of this build",
      h("p", { class: "muted" }, `${count(results.runs.length, "run")}. Assets and checks by what became of them in the end:`),
      h("ul", { class: "inline" }, words));
  }

  attention() {
    const { results, model } = this;
    // What failed of a job of assets are the assets.
    const failed = model.all.filter((one) => one.status === "failed"
      && (one.type !== "job" || !one.source.assets.length || one.latest.some((result) => result.failure)));
    const problems = results.errors.map(({ during, problem }) => failure(
      { status: "failed", failure: { type: during, message: problem.message, at: problem.at } }, during));
    // A run of no job of the user's has no page of its own.
    const crashed = results.runs.filter((run) => run.failure && !model.find("job", run.job, run.location)).slice(0, 5)
      .map((run) => failure({ status: RUN_STATUSES[run.status], failure: run.failure, run }, run.label));
    const shown = failed.slice(0, 20).flatMap((one) => failuresOf(one).filter(({ result }) => result.status === "failed").slice(0, 1).map(
      ({ result, name }) => h("li", {}, pill("failed"), " ", definitionLink(one, name), h("p", { class: "muted" }, remarks(result)))));
    const levels = Model.grouped(model.findings.filter((finding) => finding.state === "new"), (finding) => finding.level);
    return [
      problems.length || crashed.length || shown.length ? section("What failed", problems, crashed, h("ul", { class: "plain failures" }, shown),
        failed.length > 20 ? h("p", {}, h("a", { href: catalogueHref({ status: "failed" }) }, `All ${failed.length}`)) : null) : null,
      model.findings.length ? section("Lint", h("p", {}, h("a", { href: "#/findings" }, count(model.findings.length, "finding")),
        [...levels].map(([level, found]) => `, ${found.length} ${level}`))) : null,
    ];
  }

  slowest() {
    const timed = this.model.all.filter((one) => one.type !== "job" && one.seconds > 0).sort((a, b) => b.seconds - a.seconds).slice(0, 8);
    if (!timed.length) {
      return null;
    }
    const most = timed[0].seconds;
    return section("What took longest", table("Seconds of all partitions of the latest attempts", ["Definition", "Took", "Compared"],
      timed.map((one) => row(cell("long", definitionLink(one)), seconds(one.seconds),
        h("span", { class: "share", "aria-hidden": "true" }, h("span", { class: `bar ${one.status}`, style: { width: `${(100 * one.seconds) / most}%` } }))))));
  }

  groups() {
    const groups = Model.grouped(this.model.ofType("asset"), (asset) => asset.group);
    if (!groups.size) {
      return null;
    }
    return section("Groups", table("Assets by group", ["Group", "Assets", "Described", "Status"],
      [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([group, assets]) => row(
        cell("long", h("a", { href: catalogueHref({ type: "asset", group }) }, group)), assets.length.toLocaleString("en"),
        `${Math.round((100 * assets.filter((asset) => asset.description).length) / assets.length)} %`,
        pill(worstOfGroup(assets)))), 30));
  }
}
