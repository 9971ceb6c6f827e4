// Copied by cdplex-codegen from templates/runtime/codec/cbor/sized-objects.ts.
// Do not edit: change the file there and run `npx codegen`.

/**
 * Objects with room for as many properties as they will have, and no more. `{}` has room for four, and what comes after lies apart and
 * is moved as it grows; two properties, which is what most objects of messages have, leave half of it empty. `JSON.parse` sizes its
 * objects, and so is this done, or what a program keeps would take half as much memory again.
 *
 * An engine gives the objects of a constructor the room that the first of them needed. So there is a constructor for each size, and
 * a few objects are made with it ahead. An engine that does otherwise only saves nothing. The objects are plain: their prototype is
 * `Object.prototype`, and nothing tells them from `{}`.
 */

type Plain = Record<string, unknown>;
type Constructor = new () => Plain;

/** Larger objects are made as `{}`. */
export const MAX_SIZED_OBJECT = 24;

/** After how many objects V8 takes it that it has seen what they need. It is seven (`Map::kSlackTrackingCounterStart`). */
const SAMPLES = 8;

/** Never called with something, and without a name, which debuggers would show as that of a class. */
function newConstructor(): Constructor {
  return (() =>
    function (this: Plain, never?: true) {
      if (never === undefined) return;
      // V8 makes room for all that might be assigned, and then takes back what the first objects did not use.
      this["a"] = this["b"] = this["c"] = this["d"] = this["e"] = this["f"] = this["g"] = this["h"] = 0;
      this["i"] = this["j"] = this["k"] = this["l"] = this["m"] = this["n"] = this["o"] = this["p"] = 0;
      this["q"] = this["r"] = this["s"] = this["t"] = this["u"] = this["v"] = this["w"] = this["x"] = 0;
    })() as unknown as Constructor;
}

/** A constructor of plain objects of `size` properties. */
function constructorOf(size: number): Constructor {
  const constructor = newConstructor();
  constructor.prototype = Object.prototype;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const object = new constructor();
    for (let index = 0; index < size; index++) object[`property${index}`] = index;
  }
  return constructor;
}

const constructors: (Constructor | undefined)[] = [];

/** An object that is to have `size` properties. */
export function sizedObject(size: number): Plain {
  // A place for each size that is frequent: where always the same constructor is called, the call goes away.
  switch (size) {
    case 1:
      return new (constructors[1] ?? constructor(1))();
    case 2:
      return new (constructors[2] ?? constructor(2))();
    case 3:
      return new (constructors[3] ?? constructor(3))();
    case 0:
    case 4:
      return {};
    case 5:
      return new (constructors[5] ?? constructor(5))();
    case 6:
      return new (constructors[6] ?? constructor(6))();
    default:
      if (size > MAX_SIZED_OBJECT) return {};
      return new (constructors[size] ?? constructor(size))();
  }
}

function constructor(size: number): Constructor {
  return (constructors[size] = constructorOf(size));
}
