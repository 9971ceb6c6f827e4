/** Changes of the small protocol: types, marks and words. */
import { command, event, find, page, typeOf } from "./given.js";
import { P, a, b, n, nav, row, type Mutation } from "./mutation.js";

export const typesMutations: readonly Mutation[] = [
  ...row(
    "type takes more than before (`integer` to `number`, anything to `any`)",
    [
      "parameter",
      (g) => {
        find(command(g, "navigate").parameters, "times").type = "number";
      },
      `${nav}/parameters/times`,
      "changed",
      a,
      n,
    ],
    [
      "result",
      (g) => {
        find(command(g, "navigate").returns, "amount").type = "number";
      },
      `${nav}/returns/amount`,
      "changed",
      n,
      b,
    ],
    [
      "anything",
      (g) => {
        find(typeOf(g, "Cookie").properties, "value").type = "any";
      },
      `${P}/types/Cookie/properties/value`,
      "changed",
      a,
      b,
    ],
  ),
  ...row(
    "what was an enum of its own becomes anything else",
    [
      "that is sent",
      (g) => {
        delete find(command(g, "navigate").parameters, "mode").enum;
      },
      `${nav}/parameters/mode`,
      "changed",
      b,
      n,
    ],
    [
      "that is received",
      (g) => {
        delete find(command(g, "navigate").returns, "state").enum;
      },
      `${nav}/returns/state`,
      "changed",
      n,
      b,
    ],
    [
      "that is declared with others now",
      (g) => {
        page(g).types!.push({ id: "Mode", type: "string", enum: ["fast", "slow"] });
        Object.assign(find(command(g, "navigate").parameters, "mode"), { $ref: "Mode" });
        delete find(command(g, "navigate").parameters, "mode").type;
        delete find(command(g, "navigate").parameters, "mode").enum;
      },
      `${nav}/parameters/mode`,
      "changed",
      b,
      n,
    ],
  ),
  ...row(
    "declared enum becomes `string`",
    [
      "that is sent",
      (g) => {
        delete typeOf(g, "Level").enum;
      },
      `${P}/types/Level`,
      "changed",
      a,
      n,
    ],
    [
      "that is received",
      (g) => {
        delete typeOf(g, "Tone").enum;
      },
      `${P}/types/Tone`,
      "changed",
      n,
      n,
    ],
  ),
  ...row(
    "what was of a declared enum becomes `string`",
    [
      "and is sent",
      (g) => {
        typeOf(g, "Options").properties![0] = { name: "level", type: "string" };
      },
      `${P}/types/Options/properties/level`,
      "changed",
      a,
      n,
    ],
    [
      "and is received",
      (g) => {
        typeOf(g, "Result").properties![0] = { name: "tone", type: "string" };
      },
      `${P}/types/Result/properties/tone`,
      "changed",
      n,
      b,
    ],
  ),
  ...row(
    "type takes less than before",
    [
      "parameter",
      (g) => {
        find(command(g, "navigate").parameters, "url").enum = ["a", "b"];
      },
      `${nav}/parameters/url`,
      "changed",
      b,
      n,
    ],
    [
      "of an event",
      (g) => {
        find(event(g, "loaded").parameters, "at").type = "integer";
      },
      `${P}/events/loaded/parameters/at`,
      "changed",
      n,
      a,
    ],
  ),
  ...row(
    "type is another",
    [
      "parameter",
      (g) => {
        find(command(g, "navigate").parameters, "url").type = "boolean";
      },
      `${nav}/parameters/url`,
      "changed",
      b,
      n,
    ],
    [
      "both ways",
      (g) => {
        const { properties } = typeOf(g, "Cookie");
        properties![0] = { name: "value", type: "array", items: { type: "string" } };
      },
      `${P}/types/Cookie/properties/value`,
      "changed",
      b,
      b,
    ],
    [
      "an id of another kind",
      (g) => {
        find(command(g, "navigate").parameters, "script").$ref = "FrameId";
      },
      `${nav}/parameters/script`,
      "changed",
      b,
      n,
    ],
  ),
  ...row("type is another by name, and the same by structure", [
    "",
    (g) => {
      Object.assign(find(command(g, "navigate").parameters, "times"), { $ref: "Count", type: undefined });
    },
    `${nav}/parameters/times`,
    "changed",
    n,
    n,
  ]),
  ...row("type travels another way, and is declared otherwise for it", [
    "received, and now sent too",
    (g) => {
      command(g, "stop").parameters = [{ name: "result", $ref: "Result", optional: true }];
    },
    `${P}/types/Result`,
    "turned",
    n,
    b,
  ]),
  ...row(
    "marks, words, redirect, dependencies, order, version, revision",
    [
      "experimental",
      (g) => {
        command(g, "navigate").experimental = true;
      },
      nav,
      "changed",
      n,
      n,
    ],
    [
      "deprecated",
      (g) => {
        find(typeOf(g, "Cookie").properties, "value").deprecated = true;
      },
      `${P}/types/Cookie/properties/value`,
      "changed",
      n,
      n,
    ],
    [
      "description",
      (g) => {
        find(command(g, "navigate").parameters, "url").description = "Whither.";
      },
      `${nav}/parameters/url`,
      "changed",
      n,
      n,
    ],
    [
      "description of a domain, lost",
      (g) => {
        delete page(g).description;
      },
      P,
      "changed",
      n,
      n,
    ],
    [
      "redirect",
      (g) => {
        delete command(g, "stop").redirect;
      },
      `${P}/commands/stop`,
      "changed",
      n,
      n,
    ],
    [
      "dependencies",
      (g) => {
        page(g).dependencies = ["Net", "Old"];
      },
      P,
      "changed",
      n,
      n,
    ],
    [
      "order of parameters",
      (g) => {
        command(g, "navigate").parameters!.reverse();
      },
      nav,
      "reordered",
      n,
      n,
    ],
    [
      "order of domains",
      (g) => {
        g.domains.reverse();
      },
      "",
      "reordered",
      n,
      n,
    ],
    [
      "version",
      (g) => {
        g.version = { major: "2", minor: "0.1" };
      },
      "",
      "changed",
      n,
      n,
    ],
    [
      "revision",
      (g) => {
        g.revision = "100001";
      },
      "",
      "changed",
      n,
      n,
    ],
    [
      "a target's words",
      (g) => {
        g.targets[1]!.description = "Does the work.";
      },
      "targets/Worker",
      "changed",
      n,
      n,
    ],
    [
      "how a target is known",
      (g) => {
        g.targets[1]!.measured = { browser: "Chrome/1", transport: "pipe" };
      },
      "targets/Worker",
      "changed",
      n,
      n,
    ],
  ),
];
