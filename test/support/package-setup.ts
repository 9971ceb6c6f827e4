/** Runs once before the tests of the generated package: makes sure that it is there and built. */
import { requireBuiltPackage } from "./paths.js";

export function setup(): void {
  requireBuiltPackage();
}
