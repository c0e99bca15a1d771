/* What the build spent its time on: the runs and what they made, as bars above the same axis. */

class Timeline {
  constructor(model, results) {
    this.model = model;
    this.results = results;
    this.started = results.runs.filter((run) => run.startedAt)
      .map((run) => ({ run, begin: Date.parse(run.startedAt), end: Date.parse(run.startedAt) + run.seconds * 1000 }));
    // They are sorted. Not Math.max(...): an engine takes only so many arguments, and there may be more runs.
    this.begin = this.started.length ? this.started[0].begin : 0;
    this.end = this.started.reduce((latest, one) => Math.max(latest, one.end), this.begin + 1);
  }

  element() {
    const heading = h("h2", { tabindex: "-1" }, "Timeline");
    if (!this.started.length) {
      return h("div", { class: "page" }, heading, h("p", { class: "empty muted" },
        "This build has recorded no runs. Call this goal in the build that runs: ", h("code", {}, "mvn dagster:asset-materialize dagster:definitions-report"), "."));
    }
    const bars = this.started.flatMap((one) => [this.runBar(one), ...this.barsOf(one)]);
    const step = niceStep((this.end - this.begin) / 1000);
    const ticks = [];
    // A mark at the very end would have no room for its word.
    for (let at = 0; at < (0.95 * (this.end - this.begin)) / 1000; at += step) {
      ticks.push(at);
    }
    const axis = h("div", { class: "axis" }, ticks.map((at) => h("span", { style: { left: `${this.percent(this.begin + at * 1000)}%` } }, `${Number(at.toPrecision(3))} s`)));
    const picture = table(`${count(this.started.length, "run")} in ${seconds((this.end - this.begin) / 1000)}, from ${dateTime(this.begin)} on`,
      ["What", "Status", "Start", "Took", axis], bars.map((bar) => () => this.row(bar)), 250);
    picture.classList.add("gantt");
    picture.style.setProperty("--step", `${(100 * step * 1000) / (this.end - this.begin)}%`);
    return h("div", { class: "page wide" }, heading,
      this.results.omitted ? h("p", { class: "notice" },
        `${count(this.results.omitted, "earlier result")} that did not fail are not in this page; run-results.json has all.`) : null,
      picture);
  }

  runBar({ run, begin, end }) {
    const attempt = run.attempt > 1 ? ` (attempt ${run.attempt})` : "";
    return { name: `Run ${run.number}: ${run.label}${attempt}`, status: RUN_STATUSES[run.status], begin, end, isRun: true };
  }

  /** The partitions that one step made together are one bar. */
  barsOf({ run }) {
    const bars = new Map();
    const add = (key, name, definition, one, partition) => {
      if (!one.startedAt || (definition && definition.type === "check" && !one.seconds)) {
        return;
      }
      const begin = Date.parse(one.startedAt);
      const id = `${key}\n${begin}`;
      const bar = bars.get(id) || { name, definition, partitions: [], statuses: [], begin, end: begin };
      bar.end += (one.seconds || 0) * 1000;
      bar.statuses.push(statusOf(one));
      if (partition) {
        bar.partitions.push(partition);
      }
      bars.set(id, bar);
    };
    for (const one of run.assets) {
      add(`asset ${one.key}`, one.key, this.model.assets.get(one.key), one, one.partition);
    }
    for (const one of run.checks) {
      const name = `${one.asset}: ${one.name}`;
      add(`check ${name}`, name, this.model.find("check", name, run.location), one, one.partition);
    }
    for (const one of run.steps) {
      add(`step ${one.key}`, one.key, null, one, null);
    }
    return [...bars.values()].map((bar) => ({ ...bar, status: worst(bar.statuses) })).sort((a, b) => a.begin - b.begin);
  }

  row(bar) {
    const text = bar.definition ? definitionLink(bar.definition) : bar.name;
    const several = bar.partitions && bar.partitions.length
      ? h("span", { class: "muted" }, bar.partitions.length === 1 ? ` [${bar.partitions[0]}]` : ` (${bar.partitions.length} partitions)`) : null;
    const share = Math.max(0.15, this.percent(bar.end) - this.percent(bar.begin));
    return h("tr", { class: bar.isRun ? "run" : "" },
      h("th", { scope: "row" }, text, several),
      h("td", {}, pill(bar.status)),
      h("td", { class: "number" }, `+${seconds((bar.begin - this.begin) / 1000)}`),
      h("td", { class: "number" }, seconds((bar.end - bar.begin) / 1000)),
      h("td", { class: "lane", "aria-hidden": "true" },
        h("span", { class: `bar ${bar.status}`, style: { left: `${Math.min(99.8, this.percent(bar.begin))}%`, width: `${share}%` } })));
  }

  percent(time) {
    return (100 * (time - this.begin)) / (this.end - this.begin);
  }
}

/** So that five to ten marks are on the axis, at round numbers. */
function niceStep(whole) {
  const rough = whole / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 5, 10].find((factor) => factor * power >= rough);
  return round * power;
}
