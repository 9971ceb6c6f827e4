// A thread that formats. Plain JavaScript, so that it starts the same way from the sources and from generator/dist/.
import { parentPort } from "node:worker_threads";

import { format } from "prettier";

/** All that decides how the output looks. No configuration file is read, so that the same input gives the same bytes anywhere. */
const STYLE = { printWidth: 110, endOfLine: "lf", embeddedLanguageFormatting: "auto" };

parentPort?.on(
  "message",
  (/** @type {{ id: number; text: string; parser: string }} */ { id, text, parser }) => {
    format(text, { ...STYLE, parser }).then(
      (formatted) => parentPort?.postMessage({ id, text: formatted }),
      (error) =>
        parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) }),
    );
  },
);
