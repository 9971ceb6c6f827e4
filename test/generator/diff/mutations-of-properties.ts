/** Changes of the small protocol: parameters, results, properties and values. */
import { command, drop, event, find, typeOf } from "./given.js";
import { P, a, b, enumOf, n, nav, row, type Mutation } from "./mutation.js";

export const propertiesMutations: readonly Mutation[] = [
  ...row(
    "parameter, property or result added, required",
    [
      "parameter",
      (g) => command(g, "navigate").parameters!.push({ name: "why", type: "string" }),
      `${nav}/parameters/why`,
      "added",
      b,
      n,
    ],
    [
      "result",
      (g) => command(g, "navigate").returns!.unshift({ name: "why", type: "string" }),
      `${nav}/returns/why`,
      "added",
      n,
      a,
    ],
    [
      "of an event",
      (g) => (event(g, "gone").parameters = [{ name: "why", type: "string" }]),
      `${P}/events/gone/parameters/why`,
      "added",
      n,
      a,
    ],
    [
      "property, both ways",
      (g) => typeOf(g, "Cookie").properties!.push({ name: "why", type: "string" }),
      `${P}/types/Cookie/properties/why`,
      "added",
      b,
      a,
    ],
  ),
  ...row(
    "parameter, property or result added, optional",
    [
      "parameter",
      (g) => (command(g, "stop").parameters = [{ name: "why", type: "string", optional: true }]),
      `${P}/commands/stop/parameters/why`,
      "added",
      a,
      n,
    ],
    [
      "property, both ways",
      (g) => typeOf(g, "Cookie").properties!.push({ name: "why", type: "string", optional: true }),
      `${P}/types/Cookie/properties/why`,
      "added",
      a,
      a,
    ],
  ),
  ...row(
    "parameter, property or result removed, renamed",
    [
      "parameter removed",
      (g) => drop(command(g, "navigate").parameters, "times"),
      `${nav}/parameters/times`,
      "removed",
      b,
      n,
    ],
    [
      "result removed",
      (g) => drop(command(g, "navigate").returns, "amount"),
      `${nav}/returns/amount`,
      "removed",
      n,
      b,
    ],
    [
      "property removed, both ways",
      (g) => drop(typeOf(g, "Cookie").properties, "rest"),
      `${P}/types/Cookie/properties/rest`,
      "removed",
      b,
      b,
    ],
    [
      "parameter renamed",
      (g) => {
        find(command(g, "navigate").parameters, "url").name = "urls";
      },
      `${nav}/parameters/url`,
      "renamed",
      b,
      n,
    ],
  ),
  ...row(
    "required becomes optional",
    [
      "parameter",
      (g) => {
        find(command(g, "navigate").parameters, "url").optional = true;
      },
      `${nav}/parameters/url`,
      "changed",
      a,
      n,
    ],
    [
      "result",
      (g) => {
        find(command(g, "navigate").returns, "amount").optional = true;
      },
      `${nav}/returns/amount`,
      "changed",
      n,
      b,
    ],
    [
      "property, both ways",
      (g) => {
        find(typeOf(g, "Cookie").properties, "rest").optional = true;
      },
      `${P}/types/Cookie/properties/rest`,
      "changed",
      a,
      b,
    ],
  ),
  ...row(
    "optional becomes required",
    [
      "parameter",
      (g) => {
        delete find(command(g, "navigate").parameters, "times").optional;
      },
      `${nav}/parameters/times`,
      "changed",
      b,
      n,
    ],
    [
      "property, both ways",
      (g) => {
        delete find(typeOf(g, "Cookie").properties, "days").optional;
      },
      `${P}/types/Cookie/properties/days`,
      "changed",
      b,
      a,
    ],
  ),
  ...row(
    "enum value added",
    [
      "that is sent",
      (g) => typeOf(g, "Level").enum!.push("none"),
      `${P}/types/Level/values/none`,
      "added",
      a,
      n,
    ],
    [
      "that is received",
      (g) => typeOf(g, "Tone").enum!.unshift("none"),
      `${P}/types/Tone/values/none`,
      "added",
      n,
      a,
    ],
    [
      "of an inline enum",
      (g) => enumOf(g, "mode").push("none"),
      `${nav}/parameters/mode/values/none`,
      "added",
      a,
      n,
    ],
  ),
  ...row(
    "enum value removed",
    ["that is sent", (g) => typeOf(g, "Level").enum!.shift(), `${P}/types/Level/values/low`, "removed", b, n],
    [
      "that is received",
      (g) => typeOf(g, "Tone").enum!.pop(),
      `${P}/types/Tone/values/loud`,
      "removed",
      n,
      n,
    ],
  ),
  ...row(
    "enum value renamed",
    [
      "that is sent",
      (g) => {
        typeOf(g, "Level").enum = ["Low", "high"];
      },
      `${P}/types/Level/values/low`,
      "renamed",
      b,
      n,
    ],
    [
      "that is received",
      (g) => {
        enumOf(g, "state")[0] = "Done";
      },
      `${nav}/returns/state/values/done`,
      "renamed",
      n,
      a,
    ],
  ),
];
