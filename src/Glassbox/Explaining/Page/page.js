// Writes a unit out when it is chosen: by the fields, by a cell of a map, by the source of a term, or by the address (#u2.7 is unit 7 of layer 2).
// The numbers are those of the page's data, described in PageData.cs; nothing is computed here but the layout and the product of a value and its weight.
const data = JSON.parse(document.getElementById("data").textContent);
const [layerField, unitField, units, problem, sum] = ["layer", "unit", "units", "problem", "sum"].map(id => document.getElementById(id));

function make(name, text, className) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

// ---- numbers ----

const minus = text => text.replaceAll("-", "−");

function short(number) {
  const value = Number(number), size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "∞").replace("-", "−");
  return minus(value === 0 ? "0" : size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(4))) : value.toExponential(2));
}

// All numbers of a column with the same decimals: as many as give the largest five digits.
function column(numbers) {
  const largest = Math.max(0, ...numbers.map(number => Math.abs(Number(number))).filter(Number.isFinite));
  const power = largest > 0 ? Math.floor(Math.log10(largest)) : 0;
  if (power < -4 || power > 6) return short;
  const decimals = Math.max(0, 4 - power), smallest = 10 ** -decimals;
  return number => {
    const value = Number(number);
    if (!Number.isFinite(value)) return short(value);
    if (value !== 0 && Math.abs(value) < smallest / 2) return minus((value > 0 ? "<" : ">-") + smallest.toFixed(decimals));
    return minus((value === 0 ? 0 : value).toFixed(decimals));
  };
}

// ---- names ----

function name(places, index) {
  const coordinates = [];
  for (let axis = places.shape.length - 1; axis >= 0; axis--) {
    coordinates.unshift(index % places.shape[axis]);
    index = Math.floor(index / places.shape[axis]);
  }
  return places.before + coordinates.join(",") + places.after;
}

// ---- the chosen unit ----

let shown = "";

function choose(layer, unit, how = {}) {
  const address = `#u${layer}.${unit}`;
  if (address !== shown) {
    shown = address;
    if (how.replace) location.replace(address); else if (how.address !== false) location.hash = address;
  }
  layerField.value = layer;
  if (Number(unitField.value) !== unit || unitField.value === "") unitField.value = unit;
  const chosen = data.layers[layer];
  unitField.max = chosen.size - 1;
  units.textContent = `0 to ${chosen.size - 1}`;
  unitField.removeAttribute("aria-invalid");
  if (!Object.hasOwn(chosen.units, unit)) {
    refuse(`The sum of ${name(chosen.places, unit)} is not on this page, which has ${Object.keys(chosen.units).length} of the ${chosen.size} units of ${chosen.name}: ` +
      "those that the sums of other layers refer to, and those with the largest values.");
    return;
  }
  problem.textContent = "";
  sum.replaceChildren(...written(chosen, unit));
  if (how.focus) {
    sum.firstChild.focus({ preventScroll: true });
    sum.closest(".card").scrollIntoView({ block: "nearest" });
  }
}

function refuse(message) {
  problem.textContent = message;
  sum.replaceChildren();
}

function written(layer, number) {
  const unit = layer.units[number], adds = unit.weights.length > 0 || unit.restCount > 0 || unit.bias !== 0;
  const products = unit.weights.map((weight, i) => Number(unit.values[i]) * Number(weight));
  const results = [unit.sum, ...unit.steps.map(step => step.value)];
  const write = column(adds ? [...products, unit.restSum, unit.bias, ...results] : results);
  const title = make("h3", `${name(layer.places, number)} = ${write(results.at(-1))}`);
  title.tabIndex = -1;
  return [title, make("p", layer.formula, "formula"), adds ? addition(layer, unit, products, write) : steps(layer, unit, write)];
}

// The terms of a sum, and what becomes of it.
function addition(layer, unit, products, write) {
  const value = column(unit.values), weight = column(unit.weights), largest = Math.max(...products.map(Math.abs), Math.abs(unit.restSum), Math.abs(unit.bias));
  const terms = unit.inputs.map((index, i) =>
    row("td", source(layer, index), value(unit.values[i]), weight(unit.weights[i]), write(products[i]), bar(products[i], largest)));
  if (unit.restCount > 0) terms.push(row("td", `${unit.restCount} smaller terms`, "", "", write(unit.restSum), bar(unit.restSum, largest)));
  terms.push(row("td", "bias", "", "", write(unit.bias), bar(unit.bias, largest)));
  return table(
    [heading(layer, unit, "value", "weight", "value · weight", "")], terms,
    [row("td", "sum", "", "", write(unit.sum), ""), ...unit.steps.map(step => row("td", `→ ${step.name}`, "", "", write(step.value), ""))]);
}

// A layer that adds nothing up: what its unit takes, and what it makes of it.
function steps(layer, unit, write) {
  const from = unit.inputs.map((index, i) => row("td", source(layer, index), write(unit.values[i]), ""));
  const results = unit.steps.map(step => row("td", `→ ${step.name}`, write(step.value), ""));
  return table([heading(layer, unit, "value", "")], from, from.length > 0 ? results : [row("td", "value", write(unit.sum), ""), ...results]);
}

function table(head, body, foot) {
  const all = make("table", undefined, "terms");
  for (const [part, rows] of [["thead", head], ["tbody", body], ["tfoot", foot]]) {
    if (rows.length === 0) continue;
    const group = make(part);
    group.append(...rows);
    all.append(group);
  }
  return all;
}

// The column of names is as wide as the longest of them, up to a limit, and these break where they must.
function heading(layer, unit, ...cells) {
  const line = row("th", "from", ...cells), longest = Math.max(0, ...unit.inputs.map(index => name(layer.inputs, index).length));
  line.firstChild.style.minWidth = `min(${longest / 2 + 0.9}rem, 9rem)`;
  return line;
}

function row(kind, first, ...cells) {
  const line = make("tr");
  const label = make("th");
  label.scope = kind === "th" ? "col" : "row";
  label.append(first);
  line.append(label);
  cells.forEach((content, i) => {
    const cell = make(kind === "th" && content !== "" ? "th" : "td", undefined, i === cells.length - 1 ? "bar" : "");
    if (cell.localName === "th") cell.scope = "col";
    cell.append(content);
    line.append(cell);
  });
  return line;
}

// Negative to the left of the middle, positive to the right of it.
function bar(number, largest) {
  const value = Number(number), part = largest > 0 ? Math.min(1, Math.abs(value) / largest) * 50 : 0;
  const element = make("i", undefined, value < 0 ? "against" : "for");
  element.style.marginLeft = `${value < 0 ? 50 - part : 50}%`;
  element.style.width = `${part}%`;
  return element;
}

// Where a term's value comes from: a button, if the page can write that unit out in turn.
function source(layer, index) {
  const text = name(layer.inputs, index);
  if (layer.source === null || !Object.hasOwn(data.layers[layer.source].units, index)) return make("code", text);
  const button = make("button", text);
  button.type = "button";
  button.addEventListener("click", () => choose(layer.source, index, { focus: true }));
  return button;
}

function typed() {
  const layer = Number(layerField.value), size = data.layers[layer].size, unit = unitField.value === "" ? NaN : Number(unitField.value);
  if (Number.isInteger(unit) && unit >= 0 && unit < size) {
    choose(layer, unit, { replace: true });
  } else {
    unitField.setAttribute("aria-invalid", "true");
    refuse(`Enter a whole number from 0 to ${size - 1}: ${data.layers[layer].name} has ${size === 1 ? "one unit" : `${size} units`}.`);
  }
}

function addressed() {
  const [, layer, unit] = /^#u(\d+)\.(\d+)$/.exec(location.hash) ?? [];
  if (location.hash !== shown && layer < data.layers.length && unit < data.layers[layer].size) {
    choose(Number(layer), Number(unit), { address: false });
    return true;
  }
  return false;
}

// ---- maps ----

// The numbers of a map, asked for by a pointer or by the arrow keys.
function liven(element) {
  const map = data.maps[element.dataset.map], output = element.closest("figure").querySelector("output");
  const bytes = Uint8Array.from(atob(map.values), letter => letter.charCodeAt(0)), numbers = new DataView(bytes.buffer);
  const width = map.across * (map.columns + 1) - 1, height = Math.ceil(map.tiles / map.across) * (map.rows + 1) - 1;
  const cursor = make("b");
  cursor.style.width = `${100 / width}%`;
  cursor.style.height = `${100 / height}%`;
  cursor.hidden = true;
  element.append(cursor);
  let [x, y] = [0, 0];

  const at = (x, y) => {
    const [column, row] = [x % (map.columns + 1), y % (map.rows + 1)], [tileX, tileY] = [Math.floor(x / (map.columns + 1)), Math.floor(y / (map.rows + 1))];
    const tile = tileY * map.across + tileX, index = (row * map.columns + column) * map.depth + tile;
    return x >= 0 && y >= 0 && x < width && y < height && column < map.columns && row < map.rows && tile < map.tiles && index < map.count ? index : -1;
  };
  const show = () => {
    const index = at(x, y);
    cursor.hidden = index < 0;
    cursor.style.left = `${x * 100 / width}%`;
    cursor.style.top = `${y * 100 / height}%`;
    const values = index < 0 ? [] : Array.from({ length: map.together }, (_, i) => short(numbers.getFloat32((index + i) * 4, true)));
    output.textContent = index < 0 ? "" : `${name(map.places, index / map.together)}: ${values.join(", ")}`;
  };
  const write = () => {
    const index = at(x, y);
    if (index >= 0 && map.layer !== null) choose(map.layer, index, { focus: true });
  };
  const point = event => {
    const box = element.getBoundingClientRect();
    [x, y] = [Math.floor((event.clientX - box.left) / box.width * width), Math.floor((event.clientY - box.top) / box.height * height)];
    show();
  };
  const step = (dx, dy) => {
    // Over the line between two tiles.
    for (const far of [1, 2]) {
      if (at(x + far * dx, y + far * dy) >= 0) {
        [x, y] = [x + far * dx, y + far * dy];
        break;
      }
    }
    show();
  };

  element.addEventListener("pointermove", point);
  element.addEventListener("pointerleave", () => { if (document.activeElement !== element) cursor.hidden = true; });
  element.addEventListener("focus", show);
  element.addEventListener("blur", () => { cursor.hidden = true; });
  element.addEventListener("click", event => { point(event); write(); });
  element.addEventListener("keydown", event => {
    const keys = {
      ArrowLeft: () => step(-1, 0), ArrowRight: () => step(1, 0), ArrowUp: () => step(0, -1), ArrowDown: () => step(0, 1), Enter: write, " ": write,
    };
    if (Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  });
}

for (const element of document.querySelectorAll("[data-map]")) liven(element);
if (data.layers.length > 0) {
  layerField.addEventListener("change", () => choose(Number(layerField.value), data.layers[layerField.value].first));
  unitField.addEventListener("input", typed);
  addEventListener("hashchange", addressed);
  if (!addressed()) choose(Number(layerField.value), data.layers[layerField.value].first, { address: false });
}
