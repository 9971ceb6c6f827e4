/** Versions of browsers, as `Browser.getVersion` tells them: `Chrome/156.0.8078.79`, `HeadlessChrome/143.0.7499.0`. */

/** Whether the first is of an older version than the second. False where one of the two tells no version. */
export function isOlder(product: string, than: string): boolean {
  const one = numbersOf(product);
  const other = numbersOf(than);
  if (one === undefined || other === undefined) return false;
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function numbersOf(product: string): number[] | undefined {
  const version = /\/(\d+(?:\.\d+)*)/.exec(product)?.[1];
  return version?.split(".").map(Number);
}
