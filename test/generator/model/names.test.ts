import { describe, expect, test } from "vitest";
import {
  docLink,
  domainFile,
  domainInterfaceName,
  eventName,
  freeName,
  identityByName,
  inlineEnums,
  narrowedDomainName,
  ownerName,
  requestName,
  responseName,
  targetFile,
  targetName,
} from "../../../generator/model/names.js";
import { commandOf, domainOf, eventOf, resolved, target, typeOf } from "./definitions-of.js";

const protocol = resolved(
  [
    {
      domain: "Storage",
      types: [
        { id: "Kind", type: "string", enum: ["cookies", "all"] },
        { id: "Bucket", type: "object", properties: [{ name: "name", type: "string" }] },
      ],
      commands: [
        {
          name: "clearDataForOrigin",
          parameters: [{ name: "origin", type: "string" }],
          returns: [
            {
              name: "all",
              type: "array",
              items: { type: "object", properties: [{ name: "in", type: "string" }] },
            },
          ],
        },
      ],
      events: [{ name: "indexedDBListUpdated", parameters: [{ name: "origin", type: "string" }] }],
    },
  ],
  [target("Worker", ["Storage"])],
);
const domain = domainOf(protocol, "Storage");
const command = commandOf(protocol, "Storage.clearDataForOrigin");
const event = eventOf(protocol, "Storage.indexedDBListUpdated");
const [worker] = protocol.targets;
if (worker === undefined) throw new Error("There is no target.");

test.each([
  [domainInterfaceName(domain), "StorageDomain"],
  [domainFile(domain), "domains/Storage.ts"],
  [requestName(command), "ClearDataForOriginRequest"],
  [responseName(command), "ClearDataForOriginResponse"],
  [eventName(event), "IndexedDBListUpdatedEvent"],
  [targetName(worker), "WorkerTarget"],
  [targetFile(worker), "targets/WorkerTarget.ts"],
  [narrowedDomainName(worker, domain), "WorkerStorageDomain"],
])("%s", (name, want) => {
  expect(name).toBe(want);
});

describe("the owner of a property", () => {
  const bucket = typeOf(protocol, "Storage.Bucket");
  const rows = command.returns[0];
  const nested =
    rows?.type.kind === "array" && rows.type.items.kind === "object"
      ? rows.type.items.properties[0]
      : undefined;
  test.each([
    { of: command.parameters[0], want: "ClearDataForOriginRequest" },
    { of: command.returns[0], want: "ClearDataForOriginResponse" },
    { of: nested, want: "ClearDataForOriginResponse" },
    { of: event.parameters[0], want: "IndexedDBListUpdatedEvent" },
    { of: bucket.kind === "object" ? bucket.properties[0] : undefined, want: "Bucket" },
  ])("$want", ({ of, want }) => {
    expect(of && ownerName(of)).toBe(want);
  });
});

test.each([
  [domain, ""],
  [command, "#method-clearDataForOrigin"],
  [event, "#event-indexedDBListUpdated"],
  [typeOf(protocol, "Storage.Kind"), "#type-Kind"],
  [typeOf(protocol, "Storage.Bucket"), "#type-Bucket"],
])("the page of %#", (of, want) => {
  expect(docLink(of)).toBe(`https://chromedevtools.github.io/devtools-protocol/tot/Storage/${want}`);
});

test.each([
  ["FrameId", "Page.FrameId"],
  ["BrowserContextID", "Page.BrowserContextID"],
  ["AXNodeId", "Page.AXNodeId"],
  ["ScriptIdentifier", "Page.ScriptIdentifier"],
  ["StreamHandle", "Page.StreamHandle"],
  ["Id", "Page.Id"],
  ["ID", "Page.ID"],
  ["Grid", undefined],
  ["VALID", undefined],
  ["NodeIds", undefined],
  ["Title", undefined],
  ["constructor", undefined],
])("the identity of Page.%s is %s", (alias, want) => {
  expect(identityByName("Page", alias)).toBe(want);
});

test.each([
  { name: "Domain", taken: [], want: "Domain" },
  { name: "Domain", taken: ["Domain"], want: "Domain_" },
  { name: "Domain", taken: ["Domain", "Domain_"], want: "Domain__" },
  { name: "constructor", taken: [], want: "constructor" },
])("$name beside $taken is imported as $want", ({ name, taken, want }) => {
  expect(freeName(name, new Set(taken))).toBe(want);
});

test("inline enums are named by owner and property, in the protocol's order", () => {
  const on = { type: "string", enum: ["on"] };
  const both = { type: "string", enum: ["a", "b"] };
  const { domains } = resolved([
    {
      domain: "A",
      events: [{ name: "changed", parameters: [{ name: "how", ...both }] }],
      commands: [
        {
          name: "set",
          parameters: [
            { name: "format", type: "string", enum: ["png", "jpeg"] },
            { name: "kinds", type: "array", items: { type: "string", enum: ["x", "y"] } },
          ],
          returns: [
            { name: "rows", type: "array", items: { type: "object", properties: [{ name: "cell", ...on }] } },
          ],
        },
      ],
      types: [
        { id: "List", type: "array", items: { type: "string", enum: ["l"] } },
        { id: "Box", type: "object", properties: [{ name: "lid", ...both }] },
      ],
    },
  ]);
  const rows = domains
    .flatMap(inlineEnums)
    .map(({ name, owner, path, property, values }) => [
      name,
      `${owner} ${path.join(" ")}`,
      property?.name,
      values.map(({ value }) => value).join(" "),
    ]);
  expect(rows).toEqual([
    ["ListItem", "List []", undefined, "l"],
    ["BoxLid", "Box lid", "lid", "a b"],
    ["SetRequestFormat", "SetRequest format", "format", "png jpeg"],
    ["SetRequestKinds", "SetRequest kinds []", "kinds", "x y"],
    ["SetResponseRowsCell", "SetResponse rows [] cell", "cell", "on"],
    ["ChangedEventHow", "ChangedEvent how", "how", "a b"],
  ]);
});
