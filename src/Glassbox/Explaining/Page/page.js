// The sum of the unit that is chosen. The numbers are those of the page's data; nothing is computed here but the layout.
const data = JSON.parse(document.getElementById("neurons").textContent);
const layer = document.getElementById("layer"), unit = document.getElementById("unit"), sum = document.getElementById("sum");

const short = v => v === 0 ? "0" : (Math.abs(v) >= 1e-3 && Math.abs(v) < 1e5 ? String(Number(v.toPrecision(4))) : v.toExponential(2)).replace("-", "−");
const factor = v => v < 0 ? `(${short(v)})` : short(v);

function coordinates(shape, index) {
  const places = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    places.unshift(index % shape[axis]);
    index = Math.floor(index / shape[axis]);
  }
  return places.join(",");
}

function place(from, index) {
  if (from.source !== null) return `${from.source}[${coordinates(from.sourceShape, index)}]`;
  const [, width, channels = 1] = data.picture;
  if (width === undefined) return `input ${index}`;
  const pixel = Math.floor(index / channels);
  return `pixel ${Math.floor(pixel / width)},${pixel % width}` + (channels > 1 ? `,${index % channels}` : "");
}

function show() {
  const chosen = data.layers[layer.value], neuron = chosen.units[unit.value];
  unit.max = chosen.size - 1;
  if (!neuron) {
    sum.textContent = `The page has no sum for unit ${unit.value}: units go from 0 to ${chosen.size - 1}, and of large layers only the ${Object.keys(chosen.units).length} with the largest values are here.`;
    return;
  }
  const terms = neuron.terms.map(([index, value, weight]) => `${short(value)}·${factor(weight)} (${place(chosen, index)})`);
  if (neuron.rest[0] > 0) terms.push(`${neuron.rest[0]} smaller terms (${short(neuron.rest[1])})`);
  terms.push(`bias ${short(neuron.bias)}`);
  sum.textContent = `${chosen.name}[${coordinates(chosen.shape, Number(unit.value))}] = ${terms.join(" + ")} = ${short(neuron.sum)}` + neuron.then.map(([name, value]) => ` → ${name}: ${short(value)}`).join("");
}

layer.addEventListener("change", () => { unit.value = data.layers[layer.value].first; show(); });
unit.addEventListener("input", show);
unit.value = data.layers[layer.value].first;
show();
