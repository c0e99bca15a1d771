/* What the lint says about the definitions. */

const LEVELS = { error: "failed", warn: "warned", info: "none" };
const STATES = { new: null, known: "known to the baseline", suppressed: "suppressed in the code" };

function findingsTable(findings, model, caption) {
  const rules = [...new Set(findings.map((finding) => finding.rule))].sort();
  return [
    table(caption, ["Level", "Rule", "Message", "Definition", "Where"], findings.map((finding) => () => row(
      pill(LEVELS[finding.level], finding.level),
      h("code", {}, finding.rule),
      cell("long", finding.message, STATES[finding.state] ? h("span", { class: "muted" }, ` (${STATES[finding.state]})`) : null),
      cell("long", finding.definition ? definitionLink(finding.definition) : finding.name),
      cell("words", finding.at ? h("code", {}, brokenAtSlashes(place(finding.at))) : "")))),
    findings.length ? h("details", { class: "help" }, h("summary", {}, "Why, and what to do"),
      h("dl", {}, rules.map((rule) => [h("dt", {}, h("code", {}, rule)), h("dd", {}, model.rules[rule])]))) : null,
  ];
}

class Findings {
  constructor(model) {
    this.model = model;
    this.findings = model.findings;
  }

  element() {
    const present = (name, order) => {
      const values = [...new Set(this.findings.map((finding) => finding[name]))];
      return order ? order.filter((value) => values.includes(value)) : values.sort();
    };
    const shown = h("div", {});
    const filters = [["level", "Level", present("level", Object.keys(LEVELS))], ["rule", "Rule", present("rule")],
      ["state", "State", present("state", Object.keys(STATES))]].filter(([, , values]) => values.length > 1)
      .map(([name, text, values]) => h("label", { class: "filter" }, text, h("select", { name, onchange: () => draw() },
        h("option", { value: "" }, "All"), values.map((value) => h("option", { value }, value)))));
    const draw = () => {
      const chosen = filters.map((label) => label.querySelector("select")).filter((select) => select.value);
      const meant = this.findings.filter((finding) => chosen.every((select) => finding[select.name] === select.value));
      shown.replaceChildren(...findingsTable(meant, this.model, count(meant.length, "finding")).filter(Boolean));
    };
    draw();
    return h("div", { class: "page wide" }, h("div", { class: "toolbar" }, h("h2", { tabindex: "-1" }, "Findings"), filters), shown);
  }
}
