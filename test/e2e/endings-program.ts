/**
 * A program that launches a browser and then ends, in the way that its argument names. It prints what it has launched, as one line of JSON a
 * browser. Started by `endings.test.ts`.
 */
import { launch } from "../../templates/runtime/client/launch.js";
import type { LaunchOptions } from "../../templates/runtime/client/launch.js";

const [, , ending = "", settings = "{}"] = process.argv;

async function main(): Promise<void> {
  // As programs do that have something to finish.
  if (ending === "survive") process.on("SIGINT", () => process.stdout.write("interrupted\n"));
  const browsers = await Promise.all(
    (JSON.parse(settings) as readonly LaunchOptions[]).map((options) => launch(options)),
  );
  // Somebody listens, so that the program has things to do.
  for (const { process: browser, connection } of browsers) {
    connection.on("*", () => undefined);
    const { pid, userDataDir, protocol } = browser;
    process.stdout.write(`${JSON.stringify({ pid, userDataDir, protocol })}\n`);
  }
  switch (ending) {
    case "close":
      await Promise.all(browsers.map((browser) => browser.close()));
      return;
    case "exit":
      process.exit(3);
      return;
    case "throw":
      setTimeout(() => {
        throw new Error("thrown on purpose");
      });
      return;
    case "reject":
      void Promise.reject(new Error("rejected on purpose"));
      return;
  }
}

void main();
