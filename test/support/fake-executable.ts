/** Programs that stand in for a browser's: each does one thing that browsers do, or should not. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What programs may use: the pipe, the messages on it, and the profile's folder. */
const prelude = `
const fs = require("node:fs");
const net = require("node:net");
const { spawn } = require("node:child_process");
const profile = process.argv.find((arg) => arg.startsWith("--user-data-dir=")).slice("--user-data-dir=".length);
fs.mkdirSync(profile, { recursive: true });
fs.writeFileSync(profile + "/Preferences", "{}");
const input = new net.Socket({ fd: 3, readable: true, writable: false });
const output = new net.Socket({ fd: 4, readable: false, writable: true });
input.on("error", () => {}).on("end", () => process.exit());
output.on("error", () => {});
const say = (message) => output.write(JSON.stringify(message) + "\\0");
// As Chromium answers in JSON.
const answer = (text) => {
  let command;
  try {
    command = JSON.parse(text);
  } catch (error) {
    say({ error: { code: -32700, message: "JSON: " + error.message } });
    return;
  }
  if (command.method === "Browser.close") {
    say({ id: command.id, result: {} });
    output.end(() => process.exit());
    return;
  }
  const result = command.method === "Browser.getVersion" ? { product: "Fake/1.0" } : { argv: process.argv.slice(2), env: { MINE: process.env.MINE, PATH: process.env.PATH, HOME: process.env.HOME } };
  say({ id: command.id, result });
};
const speakJson = () => {
  let text = "";
  input.on("data", (chunk) => {
    text += chunk.toString("latin1");
    const messages = text.split("\\0");
    text = messages.pop();
    messages.forEach(answer);
  });
};
`;

/** Writes a program of that body, and gives its path. */
export async function fakeExecutable(folder: string, name: string, body: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!${process.execPath}\n${prelude}${body}`, { mode: 0o755 });
  return path;
}
