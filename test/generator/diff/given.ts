/** A small protocol in which everything occurs. */
import type { RawCommandSupport, RawTarget } from "../../../generator/load/raw.js";
import type { Draft } from "../../../generator/model/drafts.js";
import type { Protocol } from "../../../generator/model/model.js";
import { resolution, target, json } from "../model/definitions-of.js";

export interface Thing {
  name?: string;
  id?: string;
  domain?: string;
  description?: string;
  experimental?: boolean;
  deprecated?: boolean;
  optional?: boolean;
  type?: string;
  $ref?: string;
  enum?: string[];
  items?: Thing;
  properties?: Thing[];
  parameters?: Thing[];
  returns?: Thing[];
  redirect?: string;
  dependencies?: string[];
  types?: Thing[];
  commands?: Thing[];
  events?: Thing[];
}

/** What a mutation changes: definitions and targets, as they are read. */
export interface Given {
  domains: Thing[];
  targets: Draft<RawTarget>[];
  version: { major: string; minor: string };
  revision: string;
}

export function base(): Given {
  return {
    version: { major: "1", minor: "3" },
    revision: "100000",
    domains: [
      {
        domain: "Page",
        description: "Watches a page.",
        dependencies: ["Net"],
        types: [
          { id: "FrameId", type: "string" },
          { id: "ScriptId", type: "string" },
          { id: "Count", type: "integer" },
          { id: "Level", type: "string", enum: ["low", "high"] },
          { id: "Tone", type: "string", enum: ["soft", "loud"] },
          {
            id: "Options",
            type: "object",
            properties: [
              { name: "level", $ref: "Level" },
              { name: "depth", type: "integer", optional: true },
            ],
          },
          {
            id: "Result",
            type: "object",
            properties: [
              { name: "tone", $ref: "Tone" },
              { name: "note", type: "string", optional: true },
              { name: "size", type: "integer" },
            ],
          },
          {
            id: "Cookie",
            type: "object",
            properties: [
              { name: "value", type: "string" },
              { name: "days", type: "integer", optional: true },
              { name: "rest", type: "integer" },
            ],
          },
          { id: "Unused", type: "object", properties: [{ name: "nothing", type: "boolean" }] },
        ],
        commands: [
          {
            name: "navigate",
            description: "Goes somewhere.",
            parameters: [
              { name: "url", type: "string", description: "Where to." },
              { name: "options", $ref: "Options", optional: true },
              { name: "mode", type: "string", enum: ["fast", "slow"], optional: true },
              { name: "times", type: "integer", optional: true },
              { name: "script", $ref: "ScriptId", optional: true },
            ],
            returns: [
              { name: "frameId", $ref: "FrameId" },
              { name: "result", $ref: "Result", optional: true },
              { name: "amount", type: "integer" },
              { name: "state", type: "string", enum: ["done", "failed"] },
            ],
          },
          { name: "stop", redirect: "Net" },
          { name: "setCookies", parameters: [{ name: "cookies", type: "array", items: { $ref: "Cookie" } }] },
          { name: "getCookies", returns: [{ name: "cookies", type: "array", items: { $ref: "Cookie" } }] },
        ],
        events: [
          {
            name: "loaded",
            parameters: [
              { name: "frameId", $ref: "FrameId" },
              { name: "at", type: "number" },
            ],
          },
          { name: "gone" },
        ],
      },
      {
        domain: "Net",
        commands: [
          { name: "enable", parameters: [{ name: "id", $ref: "Page.FrameId", optional: true }] },
          { name: "disable" },
        ],
        events: [{ name: "sent", parameters: [{ name: "body", type: "any" }] }],
      },
      {
        domain: "Old",
        types: [
          {
            id: "Thing",
            type: "object",
            properties: [
              { name: "a", type: "string" },
              { name: "b", type: "string" },
            ],
          },
        ],
      },
    ],
    targets: [
      { ...target("Page", ["Page", "Net", "Old"]) },
      { ...target("Worker", ["Net"]), supportedCdpTargets: ["worker", "service_worker"] },
    ],
  };
}

/** The model of what is given. */
export function modelOf({ domains, targets, version, revision }: Given): Protocol {
  const raw = json(domains as unknown as Parameters<typeof json>[0]);
  return { ...resolution([{ ...raw, version }], targets).protocol, revision };
}

export const find = (things: readonly Thing[] | undefined, name: string): Thing => {
  const found = things?.find((each) => (each.domain ?? each.id ?? each.name) === name);
  if (found === undefined) throw new Error(`The base has no ${name}.`);
  return found;
};
export const page = ({ domains }: Given): Thing => find(domains, "Page");
export const typeOf = (given: Given, name: string): Thing => find(page(given).types, name);
export const command = (given: Given, name: string): Thing => find(page(given).commands, name);
export const event = (given: Given, name: string): Thing => find(page(given).events, name);
export const drop = (things: Thing[] | undefined, name: string): void => {
  things?.splice(things.indexOf(find(things, name)), 1);
};
export const support = (more: Partial<RawCommandSupport>): RawCommandSupport => ({
  only: undefined,
  lacks: undefined,
  refuses: new Map(),
  requires: new Map(),
  ...more,
});
