/* Making elements. Text of the user's becomes text and nothing else: nothing here parses HTML. */

const SVG = "http://www.w3.org/2000/svg";

function applied(element, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (name === "style") {
      // Through the object model: the policy of the page forbids the attribute.
      Object.entries(value).forEach(([property, text]) => element.style.setProperty(property, text));
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An element: h("a", {href: "#/x", class: "y"}, "text", otherElement). */
function h(tag, properties, ...children) {
  return applied(document.createElement(tag), properties, children);
}

/** An element of a picture. */
function s(tag, properties, ...children) {
  return applied(document.createElementNS(SVG, tag), properties, children);
}

function count(number, noun) {
  const plural = /[^aeiou]y$/.test(noun) ? noun.slice(0, -1) + "ies" : noun + "s";
  return `${number.toLocaleString("en")} ${number === 1 ? noun : plural}`;
}

function seconds(value) {
  if (value < 0.0005) {
    return "0 s";
  }
  if (value < 1) {
    return `${Math.round(value * 1000)} ms`;
  }
  if (value < 100) {
    return `${value.toFixed(value < 10 ? 2 : 1)} s`;
  }
  const whole = Math.round(value);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts[0] ? `${parts[0]} h ${parts[1]} min` : `${parts[1]} min ${parts[2]} s`;
}

function clockTime(instant) {
  return new Date(instant).toLocaleTimeString("en-GB", { hour12: false });
}

function dateTime(instant) {
  return `${new Date(instant).toLocaleDateString("en-CA")} ${clockTime(instant)}`;
}

/** my_project/assets.py:12 */
function place(at) {
  return at ? (at.line > 0 ? `${at.file}:${at.line}` : at.file) : null;
}

/** Keys may be longer than a line. */
function brokenAtSlashes(name) {
  return name.split("/").flatMap((part, index) => (index ? ["/", h("wbr"), part] : [part]));
}

const STATUS_WORDS = {
  failed: "Failed",
  warned: "Warning",
  flaky: "Flaky",
  canceled: "Cancelled",
  skipped: "Skipped",
  succeeded: "Succeeded",
  none: "Not run",
};

function pill(status, text) {
  return h("span", { class: `pill ${status}` }, text || STATUS_WORDS[status]);
}

/** What Markdown.java has made of a description. */
const MARKDOWN = new Set(
  "p h4 ul ol li blockquote em strong br hr code pre table thead tbody tr th td span a".split(" "));

function markdown(tree) {
  return h("div", { class: "prose" }, (tree || []).map(markdownNode));
}

function markdownNode(node) {
  if (typeof node === "string") {
    return node;
  }
  const [tag, ...children] = node;
  if (!MARKDOWN.has(tag)) {
    return children.map(markdownNode);
  }
  if (tag === "a") {
    const [address, ...words] = children;
    return /^(https?:\/\/|mailto:)/i.test(address)
      ? h("a", { href: address, rel: "noopener noreferrer external" }, words.map(markdownNode))
      : words.map(markdownNode);
  }
  return h(tag, tag === "pre" ? { tabindex: "0" } : {}, children.map(markdownNode));
}

/** The words of a description, for the search and where there is only one line. */
function plain(tree) {
  const words = (node, isText) => {
    if (typeof node === "string") {
      return isText ? node : "";
    }
    const rest = node[0] === "a" ? node.slice(2) : node.slice(1);
    return rest.map((child) => words(child, true)).join("") + (/^(p|h4|li|td|th|pre)$/.test(node[0]) ? " " : "");
  };
  return (tree || []).map((node) => words(node, true)).join("").replace(/\s+/g, " ").trim();
}

const NEXT_ROWS = 500;

/** What is wider than its place is scrolled with the keyboard, too. */
const wide = new ResizeObserver((changes) => changes.forEach(({ target }) => {
  if (target.scrollWidth > target.clientWidth) {
    target.tabIndex = 0;
  } else {
    target.removeAttribute("tabindex");
  }
}));

/**
 * A table with a caption. The rows beyond a number come when they are asked for; where there may be thousands, they are functions
 * that make one.
 */
function table(caption, heads, rows, most = 100) {
  const body = h("tbody", {});
  const result = h("div", { class: "table" },
    h("table", {}, h("caption", {}, caption), h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))), body));
  wide.observe(result);
  let shown = 0;
  const add = (number) => {
    const added = rows.slice(shown, shown + number).map((one) => (typeof one === "function" ? one() : one));
    shown += added.length;
    body.append(...added);
    return added;
  };
  add(most);
  if (shown < rows.length) {
    const words = () => {
      const left = rows.length - shown;
      return left > NEXT_ROWS ? `Show ${NEXT_ROWS} of the other ${left.toLocaleString("en")}` : `Show the other ${left}`;
    };
    const button = h("button", { type: "button" }, words());
    button.addEventListener("click", () => {
      const [first] = add(NEXT_ROWS);
      if (shown === rows.length) {
        button.remove();
      }
      button.textContent = words();
      first.tabIndex = -1;
      first.focus();
    });
    result.append(button);
  }
  return result;
}

/** A row, of what stands on one line or of cells. */
function row(...cells) {
  return h("tr", {}, cells.map((one) => (one instanceof Element && one.tagName === "TD" ? one : h("td", {}, one))));
}

/** A cell of "words", of several lines, or one that may be "long", with words that are longer than a line. */
function cell(kind, ...content) {
  return h("td", { class: kind }, content);
}

/** Calls once, when there is nothing more to come for a moment. */
function settled(milliseconds, action) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}
