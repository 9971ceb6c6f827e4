/** Changes of the small protocol: targets, and what they have. */
import { target } from "../model/definitions-of.js";
import { support } from "./given.js";
import { a, b, n, row, type Mutation } from "./mutation.js";

export const targetsMutations: readonly Mutation[] = [
  ...row("target added", [
    "",
    (g) => g.targets.unshift(target("Tab", ["Net"])),
    "targets/Tab",
    "added",
    a,
    a,
  ]),
  ...row("target removed", ["", (g) => g.targets.pop(), "targets/Worker", "removed", b, b]),
  ...row(
    "target gains a command, or an event",
    [
      "a command",
      (g) => {
        g.targets[1]!.supportedDomainsInChromium = ["Net", "Page"];
      },
      "targets/Worker/supports/Page.navigate",
      "added",
      a,
      n,
    ],
    [
      "an event",
      (g) => {
        g.targets[1]!.events = new Map([["Page", { only: ["gone"], lacks: undefined }]]);
      },
      "targets/Worker/supports/Page.gone",
      "added",
      n,
      a,
    ],
  ),
  ...row(
    "target loses a command, or an event",
    [
      "a command",
      (g) => {
        g.targets[1]!.commands = new Map([["Net", support({ lacks: ["enable"] })]]);
      },
      "targets/Worker/supports/Net.enable",
      "removed",
      b,
      n,
    ],
    [
      "an event",
      (g) => {
        g.targets[1]!.events = new Map([["Net", { only: [], lacks: undefined }]]);
      },
      "targets/Worker/supports/Net.sent",
      "removed",
      n,
      b,
    ],
  ),
  ...row(
    "target refuses a command, or a requirement comes or changes",
    [
      "refuses",
      (g) => {
        g.targets[1]!.commands = new Map([
          ["Net", support({ refuses: new Map([["enable", "Not allowed"]]) })],
        ]);
      },
      "targets/Worker/supports/Net.enable",
      "changed",
      b,
      n,
    ],
    [
      "requires",
      (g) => {
        g.targets[1]!.commands = new Map([["Net", support({ requires: new Map([["*", "pipe"]]) })]]);
      },
      "targets/Worker/supports/Net.enable",
      "changed",
      b,
      n,
    ],
  ),
  ...row("target loses a protocol type", [
    "",
    (g) => {
      g.targets[1]!.supportedCdpTargets = ["worker"];
    },
    "targets/Worker",
    "changed",
    n,
    b,
  ]),
  ...row("target gains a protocol type", [
    "",
    (g) => {
      g.targets[1]!.supportedCdpTargets = ["worker", "service_worker", "shared_worker"];
    },
    "targets/Worker",
    "changed",
    n,
    a,
  ]),
];
