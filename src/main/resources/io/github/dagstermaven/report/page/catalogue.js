/* The list of all definitions, and one of them beside it. */

function catalogueHref(query) {
  return `#/catalogue?${new URLSearchParams(query)}`;
}

class Catalogue {
  constructor(model, results) {
    this.search = new Search(model);
    this.model = model;
    this.details = new Details(model, results);
    this.rows = [];
    this.current = null;
    this.say = settled(250, (text) => (this.status.textContent = text));
    this.narrowSoon = settled(60, () => this.narrow());
  }

  element() {
    this.input = h("input", {
      type: "search", id: "search", placeholder: "Search definitions", autocomplete: "off", spellcheck: "false",
      "aria-describedby": "search-help", oninput: () => this.narrowSoon(), onkeydown: (event) => this.keyInSearch(event),
    });
    this.selects = this.search.filters.map((filter) => h("label", { class: "filter" }, filter.label,
      h("select", { name: filter.name, onchange: () => this.narrow() },
        h("option", { value: "" }, "All"),
        filter.values.map((value) => h("option", { value }, filter.word ? filter.word(value) : value)))));
    this.status = h("p", { role: "status", class: "muted count", id: "count" });
    this.list = h("ul", { class: "rows", "aria-label": "Definitions", onkeydown: (event) => this.keyInList(event) });
    this.rows = this.model.all.map((one) => {
      const link = h("a", { href: linkTo(one), tabindex: "-1" },
        h("span", { class: `dot ${one.status}` }),
        keyShortened(one.name),
        h("span", { class: "sub" }, [TYPE_WORDS[one.type], one.group, ...one.kinds, one.status === "none" ? null : STATUS_WORDS[one.status]]
          .filter(Boolean).join(" · ")));
      return { one, link, item: h("li", {}, link) };
    });
    this.list.append(...this.rows.map((row) => row.item));
    this.detail = h("div", { class: "detail", id: "detail" });
    this.narrow();
    return h("div", { class: "split" },
      h("div", { class: "finder", role: "search", "aria-label": "Find definitions" },
        h("div", { class: "searchbox" }, h("label", { for: "search", class: "unseen" }, "Search definitions"), this.input,
          h("kbd", { "aria-hidden": "true" }, "/")),
        h("p", { class: "unseen", id: "search-help" }, "The list below is narrowed while you type. The down arrow goes to it; Escape clears."),
        h("details", { class: "filters", open: innerWidth > 760 }, h("summary", {}, "Filters"), h("div", { class: "grid" }, this.selects),
          h("button", { type: "button", class: "quiet", onclick: () => this.ask({}) }, "Clear")),
        this.status,
        this.list),
      this.detail);
  }

  /** Searches for what a link says. */
  ask(query) {
    this.input.value = query.q || "";
    for (const label of this.selects) {
      const select = label.querySelector("select");
      select.value = query[select.name] || "";
    }
    this.narrow();
  }

  narrow() {
    const chosen = Object.fromEntries(this.selects.map((label) => label.querySelector("select")).map((select) => [select.name, select.value]));
    const isMeant = this.search.matcher(this.input.value, chosen);
    this.visible = [];
    for (const row of this.rows) {
      const meant = isMeant(row.one);
      if (row.item.hidden === meant) {
        row.item.hidden = !meant;
      }
      if (meant) {
        this.visible.push(row);
      }
    }
    const all = this.rows.length;
    const text = this.visible.length === all ? count(all, "definition") : this.visible.length
      ? `${this.visible.length.toLocaleString("en")} of ${count(all, "definition")}`
      : `None of ${count(all, "definition")}. Escape clears the search.`;
    if (this.status.textContent) {
      this.say(text);
    } else {
      this.status.textContent = text;
    }
    this.makeReachable(this.visible.find((row) => row.one === this.current) || this.visible[0]);
  }

  /** Of the list one entry is reached with the tab key, the others from there. */
  makeReachable(row) {
    if (this.reachable) {
      this.reachable.link.tabIndex = -1;
    }
    this.reachable = row;
    if (row) {
      row.link.tabIndex = 0;
    }
  }

  keyInSearch(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.ask({});
    } else if (event.key === "ArrowDown" && this.visible.length) {
      event.preventDefault();
      this.narrow();
      this.focus(0);
    } else if (event.key === "Enter" && this.visible.length) {
      this.narrow();
      location.hash = linkTo(this.visible[0].one);
    }
  }

  keyInList(event) {
    const here = this.visible.findIndex((row) => row.link === document.activeElement);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -this.visible.length, End: this.visible.length };
    if (event.key === "Escape" || (event.key === "ArrowUp" && here === 0)) {
      event.preventDefault();
      this.input.focus();
    } else if (event.key in steps) {
      event.preventDefault();
      this.focus(Math.min(this.visible.length - 1, Math.max(0, here + steps[event.key])));
    }
  }

  focus(index) {
    this.makeReachable(this.visible[index]);
    this.visible[index].link.focus();
  }

  /** Shows a definition; without one, how to choose it. */
  show(id) {
    if (this.current) {
      this.rowOf(this.current).link.removeAttribute("aria-current");
    }
    this.current = this.model.byId.get(id) || null;
    if (!this.current) {
      this.detail.replaceChildren(h("div", { class: "empty" },
        h("h2", {}, id ? "There is no such definition" : "Catalogue"),
        id ? h("p", {}, h("code", {}, id)) : null,
        h("p", { class: "muted" }, "Choose a definition from the list. ", h("kbd", {}, "/"), " searches, ", h("kbd", {}, "↓"), " ",
          h("kbd", {}, "↑"), " move in the list, ", h("kbd", {}, "Enter"), " opens, ", h("kbd", {}, "Esc"), " goes back.")));
      return;
    }
    const row = this.rowOf(this.current);
    row.link.setAttribute("aria-current", "true");
    if (!row.item.hidden) {
      this.makeReachable(row);
      row.item.scrollIntoView({ block: "nearest" });
    }
    this.detail.replaceChildren(this.details.of(this.current));
    this.detail.scrollTop = 0;
    const canvas = this.detail.querySelector(".canvas");
    if (canvas) {
      showBeginning(canvas);
    }
  }

  rowOf(one) {
    this.rowByDefinition = this.rowByDefinition || new Map(this.rows.map((row) => [row.one, row]));
    return this.rowByDefinition.get(one);
  }
}

/** Of what is longer than the list is wide the end is seen: the beginning, the folders, it has in common with others. */
function keyShortened(name) {
  const end = name.lastIndexOf("/");
  return h("span", { class: "name", title: name },
    end > 0 ? [h("span", { class: "folders" }, name.slice(0, end)), h("span", { class: "own" }, name.slice(end))] : name);
}
