/* Pictures of what depends on what. */

const MOST_NODES = 150;
const NODE_HEIGHT = 46;
const LONGEST_LABEL = 34;

/** Without what is in the middle: of its folders first, whose names keys have in common, then of its own name. */
function shortened(text) {
  if (text.length <= LONGEST_LABEL) {
    return text;
  }
  const own = text.slice(text.lastIndexOf("/") + 1);
  const folders = LONGEST_LABEL - own.length - 2;
  if (own.length < text.length && folders >= 0) {
    return `${text.slice(0, folders)}…/${own}`;
  }
  const half = Math.floor((LONGEST_LABEL - 1) / 2);
  return own.length <= LONGEST_LABEL ? own : `${own.slice(0, half)}…${own.slice(-half)}`;
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
 * A picture of nodes and what each depends on, laid out from left to right as far as there are no circles. An edge is its two ends and,
 * when it stands for several, how many. One of the nodes can be reached with the tab key, the others from there with the arrow keys.
 */
function graph(nodes, edges, options) {
  const layout = new dagre.graphlib.Graph();
  layout.setGraph({ rankdir: "LR", acyclicer: "greedy", nodesep: 14, edgesep: 8, ranksep: 56, marginx: 12, marginy: 12 });
  layout.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) {
    const longest = Math.max(widthOf(shortened(node.label), "550 13px"), widthOf(shortened(node.detail), "11.5px"));
    layout.setNode(node.id, { width: Math.max(110, Math.ceil(longest) + 34), height: NODE_HEIGHT });
  }
  const joined = joints(edges);
  joined.forEach(({ from, to, weight }) => layout.setEdge(from, to, { weight }));
  dagre.layout(layout);
  const { width, height } = layout.graph();
  // The layout makes room for nodes; an edge may go around them all.
  const heights = layout.edges().flatMap((edge) => layout.edge(edge).points.map(({ y }) => y));
  const top = heights.reduce((least, y) => Math.min(least, y - 12), 0);
  const bottom = heights.reduce((most, y) => Math.max(most, y + 12), height);

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
  const { id } = options;
  const lines = joined.map(({ from, to, isMutual }) => s("path", {
    class: "edge", d: curve(layout.node(from), layout.edge(from, to).points, layout.node(to), columns), "data-from": from, "data-to": to,
    "marker-start": isMutual ? `url(#${id}-tip)` : null, "marker-end": `url(#${id}-tip)`,
  }));
  const picture = s("svg", {
    class: "graph", role: "group", "aria-labelledby": `${id}-title ${id}-about`, viewBox: `0 ${top} ${width} ${bottom - top}`, width, height: bottom - top,
  },
  s("title", { id: `${id}-title` }, options.title),
  s("desc", { id: `${id}-about` },
    `${count(nodes.length, "node")}, ${count(edges.length, "edge")}. What a node depends on is to its left, but for circles. The arrow keys move between nodes.`),
  s("defs", {}, s("marker", { id: `${id}-tip`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" },
    s("path", { class: "tip", d: "M0 0.5 L8 4 L0 7.5 z" }))),
  lines,
  drawn.map((node) => node.element));
  moveWithArrows(picture, drawn);
  return picture;
}

/** What is joined: two that need each other once, the way in which they do so more, with a tip at both ends. */
function joints(edges) {
  const joints = new Map();
  for (const [from, to, weight = 1] of edges) {
    const opposite = joints.get(`${to}\n${from}`);
    if (!opposite) {
      joints.set(`${from}\n${to}`, { from, to, weight, isMutual: false });
    } else if (weight > opposite.weight) {
      Object.assign(opposite, { from, to, weight, isMutual: true });
    } else {
      opposite.isMutual = true;
    }
  }
  return [...joints.values()];
}

/**
 * Leaves a node at the side where the next one is and comes to that at the side that faces it: at the right and the left, or, in a circle, the
 * other way round. Through the columns between them it goes straight, where the layout has made room for it.
 */
function curve(from, points, to, columns) {
  const ahead = to.x < from.x ? -1 : 1;
  // Every other point is a half way between two columns.
  const stations = points.slice(1, -1).filter((point, index) => index % 2 === 1).map(({ x, y }) => {
    const half = (ahead * (columns.get(Math.round(x)) || 0)) / 2;
    return { begin: x - half, end: x + half, y };
  });
  const last = { begin: to.x - (ahead * to.width) / 2, y: to.y };
  let here = { end: from.x + (ahead * from.width) / 2, y: from.y };
  let path = `M${here.end} ${here.y}`;
  for (const station of [...stations, last]) {
    const middle = (here.end + station.begin) / 2;
    path += ` C${middle} ${here.y} ${middle} ${station.y} ${station.begin} ${station.y}` + ("end" in station ? ` H${station.end}` : "");
    here = station;
  }
  return path;
}

/** Scrolls a picture to its current node; without one to where it begins: what depends on nothing. */
function showBeginning(canvas) {
  const current = canvas.querySelector(".node.current");
  const boxes = [...(current ? [current] : canvas.querySelectorAll(".node"))].map((node) => node.getBoundingClientRect());
  if (!boxes.length) {
    return;
  }
  const column = Math.min(...boxes.map((box) => box.right));
  const first = boxes.filter((box) => box.left < column);
  const [top, bottom] = [Math.min(...first.map((box) => box.top)), Math.max(...first.map((box) => box.bottom))];
  const frame = canvas.getBoundingClientRect();
  canvas.scrollLeft += current ? (boxes[0].left + boxes[0].right - frame.left - frame.right) / 2 : -canvas.scrollLeft;
  // Of a column that is too high its upper end is the beginning.
  canvas.scrollTop += bottom - top < frame.height ? (top + bottom - frame.top - frame.bottom) / 2 : top - frame.top - 12;
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
