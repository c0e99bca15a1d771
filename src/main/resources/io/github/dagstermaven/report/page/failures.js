/* Why something failed. */

function headline(failed) {
  const message = (failed.message || "").trim().split("\n")[0];
  return message ? `${failed.type}: ${message}` : failed.type;
}

function remarks(result) {
  return [result.failure ? headline(result.failure) : null, result.reason, result.description].filter(Boolean).join("; ");
}

/** What of a definition did not end well, each with its name. A job fails by its steps, mostly. */
function failuresOf(one) {
  return one.latest.filter((result) => ["failed", "canceled", "warned"].includes(result.status)).flatMap((result) => {
    const name = label(one.name, result.partition);
    return one.type !== "job" ? { result, name } : [
      ...(result.failure ? [{ result, name }] : []),
      ...result.steps.map((step) => ({ result: step, name: `${name}: ${step.step}` })),
    ];
  });
}

function stepOf(result) {
  return result.step || null;
}

/** Characters from which a message may be too high for its place, and is scrolled with the keyboard, too. */
const LONG_MESSAGE = 500;

/** The error, what the code tells of it, where in the user's code, the frames, what the step has printed last, and where the rest is. */
function failure(result, name, withOutput = true) {
  const failed = result.failure;
  const told = Object.entries((failed && failed.metadata) || {});
  return h("section", { class: `failure ${result.status}` },
    h("h3", {}, `${name}: ${STATUS_WORDS[result.status].toLowerCase()}`),
    failed ? h("p", { class: "message", tabindex: (failed.message || "").length > LONG_MESSAGE ? "0" : null }, failed.message ? `${failed.type}: ${failed.message}` : failed.type) : null,
    result.description ? h("p", {}, result.description) : null,
    result.reason ? h("p", {}, result.reason) : null,
    told.length ? h("dl", { class: "told" }, told.map(([key, value]) => [h("dt", {}, key), h("dd", {}, h("code", { class: "value" }, valueText(value)))])) : null,
    failed && failed.at ? h("p", { class: "muted" }, "at ", h("code", {}, place(failed.at)),
      failed.at.source ? [": ", h("code", {}, failed.at.source.trim())] : null) : null,
    failed && failed.stack ? h("details", {}, h("summary", {}, "Trace"), h("pre", { tabindex: "0" }, failed.stack)) : null,
    withOutput ? printed(result) : null);
}

/** What the step has printed and logged last, and the log of its run, as far as they are there. */
function printed({ run, step }) {
  const output = run && step ? run.output.find((one) => one.step === step) : null;
  const log = run && run.log;
  return [
    output ? [
      h("h4", {}, output.omittedLines ? `Printed and logged last, after ${count(output.omittedLines, "line")}` : "Printed and logged"),
      h("pre", { class: "output", tabindex: "0" }, h("code", {}, output.text)),
    ] : null,
    log ? h("p", { class: "muted" }, "Log of the run: ",
      log.link ? h("a", { href: log.link.split("/").map(encodeURIComponent).join("/") }, log.path) : h("code", {}, log.path)) : null,
  ];
}
