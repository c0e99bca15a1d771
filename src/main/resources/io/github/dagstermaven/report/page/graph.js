/* Pictures of what depends on what. */

const MOST_NODES = 150;
const NODE_HEIGHT = 46;
const LONGEST_LABEL = 34;

/** Shortened in the middle: keys often begin alike and end alike. */
function shortened(text) {
  if (text.length <= LONGEST_LABEL) {
    return text;
  }
  const half = Math.floor((LONGEST_LABEL - 1) / 2);
  return `${text.slice(0, half)}…${text.slice(-half)}`;
}

/** The assets around some, nearest first, and how many more there would be. */
function neighbourhood(starts, direction, depth, most = MOST_NODES) {
  const found = new Set(starts.slice(0, most));
  let omitted = starts.length - found.size;
  const ways = direction === "both" ? ["upstream", "downstream"] : [direction];
  const seen = new Map(ways.map((way) => [way, new Set(starts)]));
  let rings = new Map(ways.map((way) => [way, starts]));
  const left = new Set();
  for (let distance = 0; distance < depth && [...rings.values()].some((ring) => ring.length); distance++) {
    const next = new Map();
    for (const [way, ring] of rings) {
      const reached = [];
      for (const one of ring) {
        for (const neighbour of one[way]) {
          if (seen.get(way).has(neighbour)) {
            continue;
          }
          seen.get(way).add(neighbour);
          reached.push(neighbour);
          if (found.size < most) {
            found.add(neighbour);
          } else if (!found.has(neighbour)) {
            left.add(neighbour);
          }
        }
      }
      next.set(way, reached);
    }
    rings = next;
  }
  return { assets: [...found], omitted: omitted + left.size };
}

/** A picture of assets. */
function assetGraph(assets, options) {
  const shown = new Set(assets);
  return graph(
    assets.map((asset) => ({
      id: asset.id,
      label: asset.name,
      detail: [asset.group, ...asset.kinds].filter(Boolean).join(" · "),
      status: asset.status,
      href: options.href(asset),
      current: options.current === asset,
      external: !asset.source.materializable,
    })),
    assets.flatMap((asset) => asset.upstream.filter((parent) => shown.has(parent)).map((parent) => [parent.id, asset.id])),
    options);
}

/**
 * A picture of nodes and what each depends on, laid out from left to right. One of the nodes can be reached with the tab key, the
 * others from there with the arrow keys.
 */
function graph(nodes, edges, options) {
  const layout = new dagre.graphlib.Graph();
  layout.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 56, marginx: 12, marginy: 12 });
  layout.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) {
    const longest = Math.max(widthOf(shortened(node.label), "550 13px"), widthOf(shortened(node.detail), "11.5px"));
    layout.setNode(node.id, { width: Math.max(110, Math.ceil(longest) + 34), height: NODE_HEIGHT });
  }
  edges.forEach(([from, to]) => layout.setEdge(from, to));
  dagre.layout(layout);
  const { width, height } = layout.graph();

  const drawn = nodes.map((node) => {
    const { x, y, width: wide } = layout.node(node.id);
    const element = s("a", {
      href: node.href,
      class: `node ${node.status}${node.current ? " current" : ""}${node.external ? " external" : ""}`,
      transform: `translate(${x - wide / 2} ${y - NODE_HEIGHT / 2})`,
      tabindex: "-1",
      "aria-current": node.current ? "true" : null,
      "aria-label": [node.label, node.detail, node.status === "none" ? null : STATUS_WORDS[node.status]].filter(Boolean).join(", "),
    },
    s("title", {}, node.label),
    s("rect", { class: "box", width: wide, height: NODE_HEIGHT, rx: 7 }),
    s("rect", { class: "mark", width: 4, height: NODE_HEIGHT - 16, x: 8, y: 8, rx: 2 }),
    s("text", { class: "name", x: 20, y: 20 }, shortened(node.label)),
    s("text", { class: "detail", x: 20, y: 36 }, shortened(node.detail)));
    return { ...node, x, y, element };
  });
  const columns = new Map();
  for (const { x, width: wide } of nodes.map((node) => layout.node(node.id))) {
    columns.set(Math.round(x), Math.max(wide, columns.get(Math.round(x)) || 0));
  }
  const lines = edges.map(([from, to]) => s("path", {
    class: "edge", d: curve(layout.node(from), layout.edge(from, to).points, layout.node(to), columns), "data-from": from, "data-to": to,
  }));
  const id = options.id;
  const picture = s("svg", {
    class: "graph", role: "group", "aria-labelledby": `${id}-title ${id}-about`, viewBox: `0 0 ${width} ${height}`, width, height,
  },
  s("title", { id: `${id}-title` }, options.title),
  s("desc", { id: `${id}-about` },
    `${count(nodes.length, "node")}, ${count(edges.length, "edge")}. What a node depends on is to its left. The arrow keys move between nodes.`),
  s("defs", {}, s("marker", { id: `${id}-tip`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    s("path", { class: "tip", d: "M0 0.5 L8 4 L0 7.5 z" }))),
  lines,
  drawn.map((node) => node.element));
  lines.forEach((line) => line.setAttribute("marker-end", `url(#${id}-tip)`));
  moveWithArrows(picture, drawn);
  return picture;
}

/**
 * Leaves a node at its right and comes to the next at its left; through the columns between them it goes straight, where the layout
 * has made room for it.
 */
function curve(from, points, to, columns) {
  // Every other point is a half way between two columns.
  const stations = points.slice(1, -1).filter((point, index) => index % 2 === 1).map(({ x, y }) => {
    const half = (columns.get(Math.round(x)) || 0) / 2;
    return { begin: x - half, end: x + half, y };
  });
  const last = { begin: to.x - to.width / 2, y: to.y };
  let here = { end: from.x + from.width / 2, y: from.y };
  let path = `M${here.end} ${here.y}`;
  for (const station of [...stations, last]) {
    const middle = (here.end + station.begin) / 2;
    path += ` C${middle} ${here.y} ${middle} ${station.y} ${station.begin} ${station.y}` + (station.end ? ` H${station.end}` : "");
    here = station;
  }
  return path;
}

const ruler = document.createElement("canvas").getContext("2d");

function widthOf(text, font) {
  ruler.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(text).width;
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function moveWithArrows(picture, nodes) {
  const first = nodes.find((node) => node.current) || nodes[0];
  if (first) {
    first.element.setAttribute("tabindex", "0");
  }
  picture.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    const here = nodes.find((node) => node.element === document.activeElement);
    if (!arrow || !here) {
      return;
    }
    event.preventDefault();
    let best = null;
    for (const node of nodes) {
      const ahead = (node.x - here.x) * arrow[0] + (node.y - here.y) * arrow[1];
      const aside = Math.abs((node.x - here.x) * arrow[1]) + Math.abs((node.y - here.y) * arrow[0]);
      const distance = ahead + 3 * aside;
      if (ahead > 1 && (!best || distance < best.distance)) {
        best = { node, distance };
      }
    }
    if (best) {
      nodes.forEach((node) => node.element.setAttribute("tabindex", node === best.node ? "0" : "-1"));
      best.node.element.focus();
      best.node.element.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  });
}
