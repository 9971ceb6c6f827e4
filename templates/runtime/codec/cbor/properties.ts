/** Sets a property as `JSON.parse` does: an own one, whatever its name, even where `Object.prototype` has something of that name. */
export function defineProperty(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key in Object.prototype) {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}
