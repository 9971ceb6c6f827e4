/** A protocol of two domains and two targets, for tests that need one to be generated and no more of it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The definitions, as an object to make variants of. */
export function smallProtocol(): { version: object; domains: { domain: string; [key: string]: unknown }[] } {
  return {
    version: { major: "1", minor: "3" },
    domains: [
      {
        domain: "Page",
        description: "Watches a page.",
        types: [{ id: "FrameId", type: "string", description: "Names a frame." }],
        commands: [
          {
            name: "navigate",
            parameters: [{ name: "url", type: "string" }],
            returns: [{ name: "frameId", $ref: "FrameId" }],
          },
        ],
        events: [{ name: "frameDetached", parameters: [{ name: "frameId", $ref: "FrameId" }] }],
      },
      {
        domain: "Network",
        types: [
          {
            id: "Request",
            type: "object",
            properties: [{ name: "frameId", $ref: "Page.FrameId", optional: true }],
          },
        ],
        commands: [{ name: "enable" }],
        events: [{ name: "requestWillBeSent", parameters: [{ name: "request", $ref: "Request" }] }],
      },
    ],
  };
}

export const smallTargets: readonly object[] = [
  {
    name: "Browser",
    chromiumAgentHostType: "BrowserDevToolsAgentHost",
    supportedCdpTargets: ["browser"],
    supportedDomainsInChromium: ["Network"],
    additionalSupportedDomains: [],
  },
  {
    name: "Page",
    chromiumAgentHostType: "FrameDevToolsAgentHost",
    supportedCdpTargets: ["page"],
    supportedDomainsInChromium: ["Network", "Page"],
    additionalSupportedDomains: [],
  },
];

export interface SmallInput {
  readonly protocol: string;
  readonly targets: string;
}

/** Writes both files into the folder, which is made. */
export function writeSmallInput(folder: string, protocol: unknown = smallProtocol()): SmallInput {
  mkdirSync(folder, { recursive: true });
  const input = { protocol: join(folder, "protocol.json"), targets: join(folder, "target_types.json") };
  writeFileSync(input.protocol, typeof protocol === "string" ? protocol : JSON.stringify(protocol, null, 2));
  writeFileSync(input.targets, JSON.stringify(smallTargets, null, 2));
  return input;
}
