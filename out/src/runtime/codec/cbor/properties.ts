// Copied by cdplex-codegen from templates/runtime/codec/cbor/properties.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What all objects have already: these names are not to be set by assignment, which may mean something else, or be forbidden. */
const inherited: ReadonlySet<string> = /* @__PURE__ */ new Set(
  /* @__PURE__ */ Object.getOwnPropertyNames(Object.prototype),
);

/** Whether `object[key] = value` makes a property of any plain object. */
export function isAssignable(key: string): boolean {
  return !inherited.has(key);
}

/** Sets a property as `JSON.parse` does: an own one, whatever its name. */
export function defineProperty(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key in Object.prototype) {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}
