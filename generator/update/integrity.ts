/** Hashes in the form in which npm writes them: `sha512-` and base64. */
import { createHash, timingSafeEqual } from "node:crypto";
import { GeneratorError } from "../errors.js";

const form = /^(sha512|sha384|sha256)-([A-Za-z0-9+/]+={0,2})$/;

/**
 * @param stated one hash
 * @throws GeneratorError where the bytes have another
 */
export function checkIntegrity(bytes: Uint8Array, stated: string, name: string): void {
  const [, algorithm = "", digest = ""] = form.exec(stated) ?? [];
  if (algorithm === "") {
    throw new GeneratorError(`${JSON.stringify(stated)} is no hash.`, {
      hint: "The form is sha512-, and the hash in base64: what `npm view devtools-protocol dist.integrity` prints.",
    });
  }
  const found = createHash(algorithm).update(bytes).digest();
  const wanted = Buffer.from(digest, "base64");
  if (found.length === wanted.length && timingSafeEqual(found, wanted)) return;
  throw new GeneratorError(`${name} is not what its hash says.`, {
    hint: "It was changed or damaged on the way. Nothing was changed here.",
  });
}
