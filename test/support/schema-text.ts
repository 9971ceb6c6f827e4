/** The text of a generated schema. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { out } from "./paths.js";

export function readSchemaText(domain: string): string {
  const file = readFileSync(join(out, "src/schemas", `${domain}.ts`), "utf8");
  const text = /`\n([^`]*)`/.exec(file)?.[1];
  if (text === undefined) throw new Error(`there is no schema of ${domain}`);
  return text;
}
