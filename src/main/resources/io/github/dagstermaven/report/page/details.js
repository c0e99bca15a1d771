/* One definition in full. */

class Details {
  constructor(model, results) {
    this.model = model;
    this.results = results;
  }

  of(one) {
    const type = TYPE_WORDS[one.type];
    return h("article", { class: "details", "aria-labelledby": "details-title" },
      h("header", {},
        h("p", { class: "over" }, type, one.source.materializable === false ? " · external" : null),
        h("h2", { id: "details-title", tabindex: "-1" }, brokenAtSlashes(one.name)),
        h("p", { class: "line" },
          this.results.has || one.status !== "none" ? pill(one.status) : null,
          one.seconds ? h("span", { class: "muted" }, seconds(one.seconds)) : null,
          one.type === "asset" ? h("a", { class: "button", href: `#/lineage/${encodeURIComponent(one.id)}` }, "Lineage") : null)),
      one.source.description && one.source.description.length
        ? markdown(one.source.description)
        : h("p", { class: "muted" }, "No description."),
      this.facts(one),
      this.failures(one),
      this.findings(one),
      one.type === "asset" ? [this.lineage(one), this.checks(one)] : null,
      one.type === "job" ? this.parts(one) : null,
      this.metadata(one),
      this.history(one));
  }

  facts(one) {
    const { source } = one;
    const facts = [
      ["Code location", one.location],
      ["Repository", source.repository === "__repository__" ? null : source.repository],
      ["Group", one.group && one.type === "asset" ? h("a", { href: catalogueHref({ group: one.group }) }, one.group) : null],
      ["Asset", one.asset ? definitionLink(one.asset) : one.type === "check" ? source.asset : null],
      ["Blocking", one.type === "check" ? (source.blocking ? "Yes: a failure stops what is downstream" : "No") : null],
      ["Kinds", one.kinds.length ? one.kinds.map((kind) => h("span", { class: "chip" }, kind)) : null],
      ["Owners", one.owners.length ? one.owners.join(", ") : null],
      ["Type", source.type ? h("code", {}, source.type) : null],
      ["Code version", source.codeVersion ? h("code", {}, source.codeVersion) : null],
      ["Partitions", source.partitions ? this.partitions(source.partitions) : null],
      ["Partition mappings", this.entries(source.partitionMappings)],
      ["Automation", source.automationCondition],
      ["Backfills", source.backfillPolicy],
      ["IO manager", source.ioManagerKey ? this.resource(one, source.ioManagerKey) : null],
      ["Resources", this.resources(one)],
      ["Used by", one.users ? joined(one.users.map((user) => definitionLink(user))) : null],
      ["Reads also", source.deps && one.type === "check" && source.deps.length ? joined(source.deps.map((key) => this.asset(key))) : null],
      ["Targets", source.assets && one.type !== "job" && source.assets.length ? joined(source.assets.map((key) => this.asset(key))) : null],
      ["Executor", source.executor ? h("code", {}, source.executor) : null],
      ["Metadata", source.metadata ? this.entries(source.metadata) : null],
      ["Cron", source.cron ? source.cron.map((cron) => [h("code", {}, cron), " "]) : null],
      ["Time zone", one.type === "schedule" ? source.timezone || "UTC" : null],
      ["Evaluated", one.type === "sensor" ? `every ${seconds(source.minimumIntervalSeconds)} at most` : null],
      ["By default", "running" in source ? (source.running ? "running" : "stopped") : null],
      ["Jobs", one.jobs && one.jobs.length ? joined(one.jobs.map((job) => definitionLink(job))) : null],
      ["Launched by", one.launchers ? joined(one.launchers.map((launcher) => definitionLink(launcher))) : null],
      ["Tags", this.entries(source.tags)],
      ["Defined at", source.definedAt ? h("code", {}, place(source.definedAt)) : null],
    ].filter(([, value]) => value);
    return h("dl", { class: "facts" }, facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
  }

  /** In words, as Dagster has them, and which keys there are when they are few. */
  partitions(partitions) {
    const keys = partitions.keys || [];
    return [partitions.type === "static" && keys.length ? keys.join(", ") : partitions.description,
      h("span", { class: "muted" }, ` (${partitions.type.replace("_", " ")}${partitions.keyCount ? `, ${count(partitions.keyCount, "key")}` : ""})`)];
  }

  entries(map) {
    const entries = Object.entries(map || {});
    return entries.length ? entries.map(([name, value]) => h("span", { class: "chip" }, value === "" ? name : `${name}: ${valueText(value)}`)) : null;
  }

  asset(key) {
    const asset = this.model.assets.get(key);
    return asset ? definitionLink(asset) : key;
  }

  /** Without the IO manager, which is told already. */
  resources(one) {
    const names = (one.source.requiredResources || []).filter((name) => name !== one.source.ioManagerKey);
    return names.length ? joined(names.map((name) => this.resource(one, name))) : null;
  }

  resource(near, name) {
    const resource = this.model.find("resource", name, near.location);
    return resource ? definitionLink(resource) : name;
  }

  failures(one) {
    const failed = failuresOf(one);
    // The partitions that one step made together share what it printed.
    const isFirst = (result, index) => failed.findIndex((other) => other.result.run === result.run && stepOf(other.result) === stepOf(result)) === index;
    return failed.slice(0, 5).map(({ result, name }, index) => failure(result, name, isFirst(result, index)))
      .concat(failed.length > 5 ? h("p", { class: "muted" }, `${count(failed.length - 5, "further failure")} below.`) : []);
  }

  findings(one) {
    return one.findings.length ? section("Findings", findingsTable(one.findings, this.model, `What lint finds about ${one.name}`)) : null;
  }

  lineage(one) {
    const near = neighbourhood([one], "both", 1, 40);
    const list = (title, assets, unknown) => h("div", {},
      h("h4", {}, `${title} (${assets.length + unknown.length})`),
      assets.length + unknown.length
        ? h("ul", { class: "plain" },
          assets.map((asset) => h("li", {}, this.dot(asset), definitionLink(asset))),
          unknown.map((key) => h("li", {}, key, h("span", { class: "muted" }, " (defined nowhere)"))))
        : h("p", { class: "muted" }, "None."));
    return section("Lineage",
      one.upstream.length + one.downstream.length
        ? h("div", { class: "canvas small" },
          assetGraph(near.assets, { id: "near", title: `What ${one.name} depends on, and what depends on it`, current: one, href: linkTo }))
        : null,
      near.omitted ? h("p", { class: "muted" }, `${near.omitted} further neighbours are in the lists.`) : null,
      h("div", { class: "columns" }, list("Upstream", one.upstream, one.unknown), list("Downstream", one.downstream, [])));
  }

  dot(one) {
    return this.results.has ? h("span", { class: `dot ${one.status}`, role: "img", "aria-label": STATUS_WORDS[one.status] }) : null;
  }

  checks(one) {
    if (!one.checks.length) {
      return null;
    }
    return section("Checks", table(`Checks of ${one.name}`, ["Check", "Result", "Blocking", "Description"],
      one.checks.map((check) => row(cell("long", definitionLink(check, check.source.name)), pill(check.status),
        check.source.blocking ? "blocking" : "", cell("long", check.description)))));
  }

  parts(job) {
    const assets = job.source.assets.map((key) => this.model.assets.get(key));
    return section(job.source.assets.length ? `Assets (${assets.length})` : `Ops (${job.source.ops.length})`,
      h("ul", { class: "plain wide" }, job.source.assets.length
        ? assets.map((asset, index) => h("li", {}, asset ? [this.dot(asset), definitionLink(asset)] : job.source.assets[index]))
        : job.source.ops.map((op) => h("li", {}, h("code", {}, op)))));
  }

  metadata(one) {
    const last = one.latest[one.latest.length - 1];
    const entries = Object.entries((last && last.metadata) || {});
    if (!entries.length) {
      return null;
    }
    return section("Metadata", table(`What ${label(one.name, last.partition)} reported last`, ["Name", "Value"],
      entries.map(([name, value]) => row(cell("long", name), cell("long", h("code", { class: "value" }, valueText(value)))))));
  }

  history(one) {
    if (!one.results.length) {
      return this.results.has && ["asset", "check", "job"].includes(one.type)
        ? section("Results of this build", h("p", { class: "muted" }, "Not part of this build's runs.")) : null;
    }
    const partitioned = one.results.some((result) => result.partition);
    const heads = ["Status", partitioned ? "Partition" : null, "Run", "Started", "Took", "Remarks"].filter(Boolean);
    return section("Results of this build",
      partitioned && one.latest.length > 1 ? partitionStrip(one) : null,
      table(`Results of ${one.name}, the first one first`, heads, one.results.map((result) => () => row(...[
        pill(result.status), partitioned ? result.partition || "" : null, cell("words", runName(result.run)),
        result.startedAt ? clockTime(result.startedAt) : "", result.startedAt ? seconds(result.seconds) : "", cell("long", remarks(result)),
      ].filter((one) => one !== null)))));
  }
}

function valueText(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function section(title, ...content) {
  return h("section", {}, h("h3", {}, title), content);
}

function joined(links, most = 30) {
  const rest = links.length - most;
  return [links.slice(0, most).flatMap((link, index) => (index ? [", ", link] : [link])),
    rest > 0 ? ` and ${rest.toLocaleString("en")} more` : null];
}

function runName(run) {
  return run ? `${run.number}${run.attempt > 1 ? ` (attempt ${run.attempt})` : ""} · ${run.asked}` : "";
}

/** The partitions side by side, so that a gap is seen. */
function partitionStrip(one) {
  const words = WORST_FIRST.map((status) => [one.latest.filter((result) => result.status === status).length, status])
    .filter(([number]) => number).map(([number, status]) => `${number} ${STATUS_WORDS[status].toLowerCase()}`).join(", ");
  return h("div", { class: "strip", role: "img", "aria-label": `${count(one.latest.length, "partition")}: ${words}` },
    one.latest.slice(0, 1000).map((result) => h("span", { class: `cell ${result.status}`, title: `${result.partition || "unpartitioned"}: ${STATUS_WORDS[result.status]}` })));
}
