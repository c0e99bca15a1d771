/* The page: its views, which of them is shown, and its colours. */

const data = JSON.parse(document.getElementById("data").textContent);
const model = new Model(data);
const results = new Results(data, model);
const catalogue = new Catalogue(model, results);
const lineage = new Lineage(model, results);

const VIEWS = [
  { name: "overview", word: "Overview", view: new Overview(model, results) },
  { name: "catalogue", word: "Catalogue", view: catalogue },
  { name: "lineage", word: "Lineage", view: lineage },
  { name: "timeline", word: "Timeline", view: new Timeline(model, results) },
  model.findings.length ? { name: "findings", word: "Findings", view: new Findings(model) } : null,
].filter(Boolean);

const main = document.getElementById("main");

/** A view is made when it is first looked at: the page of a large project opens with what its first view needs. */
function sectionOf(view) {
  if (!view.section) {
    view.section = h("section", { id: `view-${view.name}`, class: "view", "aria-label": view.word });
    main.append(view.section);
    view.section.append(view.view.element());
  }
  return view.section;
}

/** A link that was cut within an escape names nothing that is there, which the view says. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** #/catalogue/asset%3Aorders, #/catalogue?q=orders&status=failed */
function parsed(hash) {
  const [path, query] = hash.replace(/^#\/?/, "").split("?");
  const [name, id] = path.split("/");
  return { name: name || "overview", id: id ? decoded(id) : "", query: query === undefined ? null : Object.fromEntries(new URLSearchParams(query)) };
}

let isFirst = true;

function route() {
  const { name, id, query } = parsed(location.hash);
  const active = VIEWS.find((view) => view.name === name) || VIEWS[0];
  const shown = sectionOf(active);
  VIEWS.forEach((view) => {
    const isActive = view === active;
    if (view.section) {
      view.section.hidden = !isActive;
    }
    view.link.toggleAttribute("aria-current", false);
    if (isActive) {
      view.link.setAttribute("aria-current", "page");
    }
  });
  document.body.dataset.view = active.name;
  if (active.view === catalogue) {
    if (query) {
      catalogue.ask(query);
    }
    catalogue.show(id);
  } else if (active.view === lineage) {
    lineage.show(id);
  }
  // Who came here by the keyboard or listens goes on where the new content begins, as on a new page.
  const heading = active.view === catalogue ? shown.querySelector("#detail h2") : shown.querySelector("h2");
  document.title = `${heading && active !== VIEWS[0] ? `${heading.textContent} · ` : ""}${title}`;
  if (!isFirst && heading) {
    const focusable = query ? document.getElementById("search") : heading;
    focusable.tabIndex = focusable.tabIndex < 0 ? -1 : focusable.tabIndex;
    focusable.focus({ preventScroll: active.view === catalogue });
  }
  if (!isFirst && active.view !== catalogue) {
    scrollTo(0, 0);
  }
  isFirst = false;
}

const { subject } = data;
const title = subject.title;
document.getElementById("title").textContent = subject.title;
document.getElementById("version").textContent = subject.version || "";
if (subject.site) {
  document.querySelector(".subject").prepend(h("a", { href: subject.site, id: "site" }, "← Site"));
}
document.getElementById("footer").textContent = [
  `Dagster ${subject.dagsterVersion}`, `dagster-maven-plugin ${subject.pluginVersion}`,
  results.buildId ? `build ${results.buildId}` : null, count(model.locations.length, "code location") + ` (${model.locations.join(", ")})`,
].filter(Boolean).join(" · ");
if (results.runs.length || results.failures.length) {
  document.getElementById("verdict").append(results.failures.length ? pill("failed", "Build failed") : pill("succeeded", "Build good"));
}
VIEWS.forEach((view) => {
  view.link = h("a", { href: `#/${view.name}` }, view.word);
  document.getElementById("views").append(view.link);
});

/* Colours: what the system says, until somebody says otherwise; some browsers remember nothing for a file. */
const dark = matchMedia("(prefers-color-scheme: dark)");
const themeButton = document.getElementById("theme");

function remembered() {
  try {
    return localStorage.getItem("dagster-theme");
  } catch {
    return null;
  }
}

function colour(isDark) {
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  themeButton.setAttribute("aria-pressed", String(isDark));
}

colour(remembered() ? remembered() === "dark" : dark.matches);
dark.addEventListener("change", (event) => remembered() || colour(event.matches));
themeButton.addEventListener("click", () => {
  const isDark = document.documentElement.dataset.theme !== "dark";
  colour(isDark);
  try {
    localStorage.setItem("dagster-theme", isDark ? "dark" : "light");
  } catch {
    // It holds for this time, then.
  }
});

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener("keydown", (event) => {
  const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    if (parsed(location.hash).name !== "catalogue") {
      history.pushState(null, "", "#/catalogue");
      route();
    }
    document.getElementById("search").focus();
    document.getElementById("search").select();
  } else if (event.key === "Escape" && document.activeElement.closest(".detail")) {
    catalogue.input.focus();
  }
});
addEventListener("hashchange", route);
route();
