/* What the lint says about the definitions. */

const LEVELS = { error: "failed", warn: "warned", info: "none" };

function findingsTable(findings, model, caption) {
  return table(caption, ["Level", "Rule", "Message", "Definition", "Where"], findings.map((finding) => {
    const definition = model.definitionOf(finding);
    const level = finding.level;
    return row(pill(LEVELS[level] || "none", level), h("code", {}, finding.rule), finding.message,
      definition ? definitionLink(definition) : finding.name || "", finding.at ? h("code", {}, place(finding.at)) : "");
  }));
}

class Findings {
  constructor(model) {
    this.model = model;
  }

  element() {
    const { findings } = this.model;
    const rules = [...new Set(findings.map((finding) => finding.rule))].sort();
    const levels = ["error", "warn", "info"].filter((level) => findings.some((finding) => finding.level === level));
    const shown = h("div", {});
    const choice = (text, options) => h("label", { class: "filter" }, text,
      h("select", { onchange: () => draw() }, h("option", { value: "" }, "All"), options.map((option) => h("option", { value: option }, option))));
    const level = choice("Level", levels);
    const rule = choice("Rule", rules);
    const draw = () => {
      const [ofLevel, ofRule] = [level, rule].map((label) => label.querySelector("select").value);
      const chosen = findings.filter((finding) => (!ofLevel || finding.level === ofLevel) && (!ofRule || finding.rule === ofRule));
      shown.replaceChildren(findingsTable(chosen, this.model, count(chosen.length, "finding")));
    };
    draw();
    return h("div", { class: "page wide" }, h("div", { class: "toolbar" }, h("h2", { tabindex: "-1" }, "Findings"), level, rule), shown);
  }
}
