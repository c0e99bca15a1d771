/* What depends on what: all of a small project, the groups of a large one, or what is around an asset. */

const SMALL = 80;
/** What a picture may be made smaller by and still be read. */
const LEGIBLE = 0.7;
const DEPTHS = [["1", "1 step"], ["2", "2 steps"], ["3", "3 steps"], ["5", "5 steps"], ["all", "All"]];
const DIRECTIONS = [["both", "Both ways"], ["upstream", "Upstream"], ["downstream", "Downstream"]];

function lineageHref(one) {
  return `#/lineage/${encodeURIComponent(one.id)}`;
}

class Lineage {
  constructor(model, results) {
    this.model = model;
    this.results = results;
    this.assets = model.ofType("asset");
    this.groups = Model.grouped(this.assets, (asset) => this.groupOf(asset));
    this.zoom = 1;
  }

  groupOf(asset) {
    return this.model.locations.length > 1 ? `${asset.location} / ${asset.group}` : asset.group;
  }

  element() {
    const choice = (text, name, options, value) => h("label", { class: "filter" }, text,
      h("select", { name, onchange: () => this.draw() }, options.map(([of, word]) => h("option", { value: of, selected: of === value }, word))));
    this.direction = choice("Direction", "direction", DIRECTIONS, "both");
    this.depth = choice("Depth", "depth", DEPTHS, "2");
    this.options = h("datalist", { id: "assets" });
    this.input = h("input", {
      type: "search", id: "asset", list: "assets", placeholder: "An asset's key", autocomplete: "off", spellcheck: "false",
      oninput: () => this.suggest(), onchange: () => this.choose(), onkeydown: (event) => this.key(event),
    });
    this.heading = h("h2", { tabindex: "-1", id: "lineage-title" }, "Lineage");
    this.about = h("p", { role: "status", class: "muted" });
    this.canvas = h("div", { class: "canvas" });
    this.alternative = h("details", { class: "alternative" });
    const button = (text, name, action) => h("button", { type: "button", "aria-label": name, title: name, onclick: action }, text);
    return h("div", { class: "page wide" },
      h("div", { class: "toolbar" }, this.heading,
        h("label", { class: "filter" }, "Asset", this.input), this.options,
        this.direction, this.depth,
        h("div", { class: "buttons", role: "group", "aria-label": "Size of the picture" },
          button("−", "Smaller", () => this.scale(this.zoom / 1.25)),
          button("+", "Larger", () => this.scale(this.zoom * 1.25)),
          button("Fit", "Fit into the window", () => this.fit(0))),
        this.all = h("a", { class: "button", href: "#/lineage" }, "Whole project")),
      this.about, this.legend(), this.canvas, this.alternative);
  }

  legend() {
    return !this.results.has ? null : h("ul", { class: "legend", "aria-label": "Colours" },
      ["succeeded", "flaky", "failed", "skipped", "none"].map((status) => h("li", {}, h("span", { class: `dot ${status}` }), STATUS_WORDS[status])));
  }

  suggest() {
    const words = this.input.value.toLowerCase();
    const found = [];
    for (const asset of this.assets) {
      if (asset.name.toLowerCase().includes(words) && found.push(asset) === 30) {
        break;
      }
    }
    this.options.replaceChildren(...found.map((asset) => h("option", { value: asset.name })));
    if (this.model.assets.has(this.input.value)) {
      this.choose();
    }
  }

  choose() {
    const asset = this.model.assets.get(this.input.value.trim());
    if (asset) {
      location.hash = lineageHref(asset);
    }
  }

  key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.input.value = "";
      location.hash = "#/lineage";
    }
  }

  /** Shows what is around an asset, the assets of a group, or the whole. */
  show(id) {
    this.id = id || null;
    this.draw();
  }

  draw() {
    const asset = this.model.byId.get(this.id);
    const group = this.id && this.id.startsWith("group:") ? this.id.slice("group:".length) : null;
    this.direction.hidden = this.depth.hidden = !asset;
    this.all.hidden = !this.id;
    if (asset) {
      this.drawAround(asset);
    } else if (group !== null && this.groups.has(group)) {
      this.drawGroup(group);
    } else if (this.assets.length <= SMALL) {
      this.drawAssets("Lineage", this.assets, 0, null);
    } else {
      this.drawGroups();
    }
    if (!asset) {
      this.input.value = "";
    }
    this.fit(LEGIBLE);
  }

  drawAround(asset) {
    this.input.value = asset.name;
    const depth = this.depth.querySelector("select").value;
    const near = neighbourhood([asset], this.direction.querySelector("select").value, depth === "all" ? Infinity : Number(depth));
    this.drawAssets(`Lineage of ${asset.name}`, near.assets, near.omitted, asset);
  }

  drawGroup(group) {
    const members = this.groups.get(group);
    this.drawAssets(`Lineage of the group ${group}`, members.slice(0, MOST_NODES), members.length - Math.min(members.length, MOST_NODES), null);
  }

  drawAssets(title, assets, omitted, current) {
    this.heading.textContent = title;
    const shown = new Set(assets);
    this.canvas.replaceChildren(assets.length ? assetGraph(assets, { id: "lineage", title, current, href: current ? (one) => one === current ? linkTo(one) : lineageHref(one) : lineageHref })
      : h("p", { class: "empty muted" }, "There are no assets."));
    this.about.textContent = count(assets.length, "asset")
      + (omitted ? `, the nearest ones; ${omitted.toLocaleString("en")} more are not in the picture. Choose fewer steps or one direction` : "")
      + (current ? `. The chosen asset leads to its page, the others to their lineage.` : `. Choose one to see what is around it.`);
    this.alternative.replaceChildren(h("summary", {}, "The same as a list"),
      table(title, ["Asset", "Depends on", "Is needed by"], assets.map((asset) => () => row(cell("long", definitionLink(asset)),
        cell("long", joined(asset.upstream.filter((one) => shown.has(one)).map((one) => definitionLink(one)))),
        cell("long", joined(asset.downstream.filter((one) => shown.has(one)).map((one) => definitionLink(one))))))));
  }

  drawGroups() {
    const title = "Lineage of the groups";
    this.heading.textContent = title;
    const edges = new Map();
    for (const asset of this.assets) {
      for (const parent of asset.upstream) {
        const from = this.groupOf(parent);
        const to = this.groupOf(asset);
        if (from !== to) {
          const edge = edges.get(`${from}\n${to}`) || [`group:${from}`, `group:${to}`, 0];
          edge[2]++;
          edges.set(`${from}\n${to}`, edge);
        }
      }
    }
    const names = [...this.groups.keys()].slice(0, MOST_NODES);
    const shown = new Set(names.map((name) => `group:${name}`));
    const lines = [...edges.values()].filter(([from, to]) => shown.has(from) && shown.has(to));
    const nodes = names.map((name) => {
      const members = this.groups.get(name);
      const failed = members.flatMap((asset) => [asset, ...asset.checks]).filter((one) => one.status === "failed").length;
      return {
        id: `group:${name}`, label: name, status: worstOfGroup(members),
        detail: count(members.length, "asset") + (failed ? `, ${failed} failed` : ""), href: `#/lineage/${encodeURIComponent(`group:${name}`)}`,
      };
    });
    this.canvas.replaceChildren(graph(nodes, lines, { id: "lineage", title }));
    this.about.textContent = `${count(this.assets.length, "asset")} in ${count(this.groups.size, "group")}. Choose a group, or an asset by its key.`
      + (names.length < this.groups.size ? ` The first ${names.length} groups are in the picture.` : "");
    const linked = (edge, index) => h("a", { href: `#/lineage/${encodeURIComponent(edge[index])}` }, edge[index].slice("group:".length));
    this.alternative.replaceChildren(h("summary", {}, "The same as a list"),
      table(title, ["Group", "Depends on", "Is needed by"], nodes.map((node) => row(cell("long", h("a", { href: node.href }, node.label)),
        cell("long", joined(lines.filter(([, to]) => to === node.id).map((edge) => linked(edge, 0)))),
        cell("long", joined(lines.filter(([from]) => from === node.id).map((edge) => linked(edge, 1))))))));
  }

  scale(zoom) {
    const picture = this.canvas.querySelector("svg");
    if (picture) {
      this.zoom = Math.min(3, Math.max(0.05, zoom));
      const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
      picture.setAttribute("width", width * this.zoom);
      picture.setAttribute("height", height * this.zoom);
    }
  }

  /** As large as fits, and at least so large: what does not fit then can be scrolled. */
  fit(least) {
    const picture = this.canvas.querySelector("svg");
    if (picture && this.canvas.clientWidth) {
      const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
      this.scale(Math.min(1, Math.max(least, Math.min(this.canvas.clientWidth / width, this.canvas.clientHeight / height))));
      showBeginning(this.canvas);
    }
  }
}
