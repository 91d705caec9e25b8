// Descriptions of elements, and the smallest change that makes the page look like them: what a person has focused,
// selected or scrolled stays as it is while numbers change under it.

const SVG = "http://www.w3.org/2000/svg";

/** Describes an element. Properties that start with "on" are handlers; "key" tells siblings apart; "style" is an object. */
export function h(tag, props, ...children) {
  return { tag, props: props ?? {}, children: clean(children) };
}

const clean = (list) => list.flat(Infinity).filter((c) => c != null && c !== false);

/** Makes the children of `parent` look like `wanted`. */
export function patch(parent, wanted) {
  const keyed = new Map();
  for (const child of parent.childNodes) {
    if (child.quarryKey != null) keyed.set(child.quarryKey, child);
  }
  let at = parent.firstChild;
  for (const description of clean(wanted)) {
    const key = description.props?.key;
    let node = key == null ? at : keyed.get(key);
    if (node && !fits(node, description, key)) node = null;
    if (!node) {
      node = create(description, parent);
      node.quarryKey = key;
      parent.insertBefore(node, at);
    } else if (node !== at) {
      parent.insertBefore(node, at);
    } else {
      at = at.nextSibling;
    }
    fill(node, description);
  }
  while (at) {
    const next = at.nextSibling;
    parent.removeChild(at);
    at = next;
  }
}

function fits(node, description, key) {
  if (typeof description !== "object") return node.nodeType === Node.TEXT_NODE;
  return node.nodeType === Node.ELEMENT_NODE && node.quarryTag === description.tag && node.quarryKey === key;
}

function create(description, parent) {
  if (typeof description !== "object") return document.createTextNode("");
  const isSVG = description.tag === "svg" || parent.namespaceURI === SVG;
  const node = isSVG ? document.createElementNS(SVG, description.tag) : document.createElement(description.tag);
  node.quarryTag = description.tag;
  node.quarryProps = {};
  return node;
}

function fill(node, description) {
  if (typeof description !== "object") {
    const text = String(description);
    if (node.data !== text) node.data = text;
    return;
  }
  const old = node.quarryProps;
  const props = description.props;
  for (const name in old) if (!(name in props)) set(node, name, old[name], null);
  for (const name in props) set(node, name, old[name], props[name]);
  node.quarryProps = props;
  patch(node, description.children);
  // The choice of a <select> exists only once its options do.
  if (description.tag === "select" && "value" in props) node.value = props.value;
}

function set(node, name, old, value) {
  if (name === "key") return;
  if (name.startsWith("on")) {
    const event = name.slice(2);
    node.quarryHandlers ??= {};
    if (!(event in node.quarryHandlers)) {
      node.addEventListener(event, (e) => node.quarryHandlers[event]?.(e));
    }
    node.quarryHandlers[event] = value;
  } else if (name === "style") {
    for (const part in value ?? {}) {
      if (old?.[part] !== value[part]) node.style.setProperty(part, value[part]);
    }
    for (const part in old ?? {}) if (!(part in (value ?? {}))) node.style.removeProperty(part);
  } else if (name === "value" || name === "checked" || name === "disabled") {
    if (node[name] !== value) node[name] = value ?? "";
  } else if (old !== value) {
    if (value == null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : value);
  }
}
