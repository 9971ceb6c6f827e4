/** Changes of the small protocol: domains, commands, events and types come, go, and get other names. */
import { command, drop, event, find, page, typeOf } from "./given.js";
import { P, a, b, n, nav, newCommand, row, type Mutation } from "./mutation.js";

export const membersMutations: readonly Mutation[] = [
  ...row(
    "domain added",
    [
      "with commands",
      (g) => g.domains.push({ domain: "New", commands: [{ name: "go" }] }),
      "domains/New",
      "added",
      a,
      n,
    ],
    [
      "with events",
      (g) => g.domains.unshift({ domain: "New", events: [{ name: "went" }] }),
      "domains/New",
      "added",
      n,
      a,
    ],
  ),
  ...row(
    "domain removed, renamed",
    [
      "removed",
      (g) => {
        drop(g.domains, "Net");
        delete page(g).dependencies;
        delete command(g, "stop").redirect;
      },
      "domains/Net",
      "removed",
      b,
      b,
    ],
    [
      "renamed",
      (g) => {
        find(g.domains, "Net").domain = "Network";
        page(g).dependencies = ["Network"];
        command(g, "stop").redirect = "Network";
        for (const each of g.targets)
          each.supportedDomainsInChromium = each.supportedDomainsInChromium.map((name) =>
            name === "Net" ? "Network" : name,
          );
      },
      "domains/Net",
      "renamed",
      b,
      b,
    ],
  ),
  ...row(
    "command added",
    [
      "that returns nothing",
      (g) => page(g).commands!.push(newCommand),
      `${P}/commands/reload`,
      "added",
      a,
      n,
    ],
    [
      "that returns something",
      (g) => page(g).commands!.unshift({ ...newCommand, returns: [{ name: "ok", type: "boolean" }] }),
      `${P}/commands/reload`,
      "added",
      a,
      a,
    ],
  ),
  ...row(
    "command removed, renamed, moved",
    ["removed", (g) => drop(page(g).commands, "stop"), `${P}/commands/stop`, "removed", b, n],
    [
      "removed with results",
      (g) => drop(page(g).commands, "getCookies"),
      `${P}/commands/getCookies`,
      "removed",
      b,
      b,
    ],
    [
      "renamed",
      (g) => {
        command(g, "navigate").name = "navigateTo";
      },
      nav,
      "renamed",
      b,
      b,
    ],
    [
      "moved",
      (g) => {
        const moved = command(g, "stop");
        drop(page(g).commands, "stop");
        find(g.domains, "Net").commands!.push(moved);
      },
      `${P}/commands/stop`,
      "moved",
      b,
      n,
    ],
  ),
  ...row("event added", [
    "",
    (g) => page(g).events!.push({ name: "moved" }),
    `${P}/events/moved`,
    "added",
    n,
    a,
  ]),
  ...row(
    "event removed, renamed, moved",
    ["removed", (g) => drop(page(g).events, "gone"), `${P}/events/gone`, "removed", n, b],
    [
      "renamed",
      (g) => {
        event(g, "loaded").name = "loadedAll";
      },
      `${P}/events/loaded`,
      "renamed",
      n,
      b,
    ],
    [
      "moved",
      (g) => {
        const moved = event(g, "loaded");
        drop(page(g).events, "loaded");
        moved.parameters![0]!.$ref = "Page.FrameId";
        find(g.domains, "Net").events!.push(moved);
      },
      `${P}/events/loaded`,
      "moved",
      n,
      b,
    ],
  ),
  ...row(
    "type added",
    [
      "that is received",
      (g) => {
        page(g).types!.push({ id: "Speed", type: "number" });
        event(g, "gone").parameters = [{ name: "speed", $ref: "Speed" }];
      },
      `${P}/types/Speed`,
      "added",
      n,
      a,
    ],
    [
      "that is sent",
      (g) => {
        page(g).types!.push({ id: "Speed", type: "number" });
        command(g, "stop").parameters = [{ name: "speed", $ref: "Speed", optional: true }];
      },
      `${P}/types/Speed`,
      "added",
      a,
      n,
    ],
    [
      "that nothing uses",
      (g) => page(g).types!.push({ id: "Speed", type: "number" }),
      `${P}/types/Speed`,
      "added",
      n,
      a,
    ],
  ),
  ...row(
    "type removed, renamed, moved",
    ["removed", (g) => drop(page(g).types, "Unused"), `${P}/types/Unused`, "removed", n, b],
    [
      "renamed, sent",
      (g) => {
        typeOf(g, "Options").id = "NavigateOptions";
        find(command(g, "navigate").parameters, "options").$ref = "NavigateOptions";
      },
      `${P}/types/Options`,
      "renamed",
      b,
      n,
    ],
    [
      "renamed, both ways",
      (g) => {
        typeOf(g, "Cookie").id = "CookieData";
        command(g, "setCookies").parameters![0]!.items = { $ref: "CookieData" };
        command(g, "getCookies").returns![0]!.items = { $ref: "CookieData" };
      },
      `${P}/types/Cookie`,
      "renamed",
      b,
      b,
    ],
    [
      "moved",
      (g) => {
        const moved = typeOf(g, "Result");
        drop(page(g).types, "Result");
        moved.properties![0]!.$ref = "Page.Tone";
        find(g.domains, "Net").types = [moved];
        find(command(g, "navigate").returns, "result").$ref = "Net.Result";
      },
      `${P}/types/Result`,
      "moved",
      n,
      b,
    ],
  ),
];
