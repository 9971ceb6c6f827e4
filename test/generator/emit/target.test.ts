import { describe, expect, test } from "vitest";
import { targetStatements } from "../../../generator/emit/target.js";
import type { Target } from "../../../generator/model/model.js";
import { printed, protocolOf, targetOf, want } from "./given.js";

const pdl = `
  domain Runtime
    command enable
    event consoleAPICalled

  domain Storage
    command clear
    command getUsage
    command getQuota
    event changed
    event cleared

  domain Target
    command attach
    command close

  domain PWA
    command install
    command launch

  domain Inspector
    command enable
    event crashed
    event reloaded

  domain Empty
`;

function worker(domains: readonly string[], more: object = {}): Target {
  const { targets } = protocolOf(pdl, { targets: [targetOf("Worker", domains, more)] });
  return targets[0]!;
}

const valueDoc = "/** The kind of target to attach to, or to take a session as: see {@link Session}. */";

describe("a target's file", () => {
  const cases: [title: string, given: Target, want: string][] = [
    [
      "whole domains, nothing measured",
      worker(["Runtime"]),
      `
      import { defineTarget } from "../runtime/codegen.js";
      import type { TargetMark, TargetType } from "../runtime/codegen.js";
      import type { Session } from "../session.js";
      import { Runtime, type RuntimeDomain } from "../domains/Runtime.js";

      /**
       * A session on a target of the protocol's type \`worker\`, which Chromium serves by
       * \`WorkerDevToolsAgentHost\`.
       *
       * What it has is declared, not measured.
       */
      export interface WorkerTarget extends Session, TargetMark<"WorkerTarget"> {
        /** Whole: 1 command, 1 event. */
        readonly Runtime: RuntimeDomain;
      }

      ${valueDoc}
      export const WorkerTarget: TargetType<WorkerTarget> = /* @__PURE__ */ defineTarget(
        "WorkerTarget",
        ["worker"],
        [Runtime],
      );
      `,
    ],
    [
      "what is known otherwise than by measuring",
      worker(["Target", "PWA"], {
        supportedCdpTargets: ["worker", "other"],
        measured: { browser: "Chrome/156.0", transport: "pipe", types: ["worker"] },
        evidence: {
          inferred: { "Target.close": "never answered" },
          declared: { "PWA.*": "seen elsewhere" },
          newer: ["Target.attach"],
        },
      }),
      `
      import { defineTarget } from "../runtime/codegen.js";
      import type { TargetMark, TargetType } from "../runtime/codegen.js";
      import type { Session } from "../session.js";
      import { PWA, type PWADomain } from "../domains/PWA.js";
      import { Target, type TargetDomain } from "../domains/Target.js";

      /**
       * A session on a target of the protocol's types \`worker\`, \`other\`, which Chromium serves by
       * \`WorkerDevToolsAgentHost\`.
       *
       * Its domains and commands were measured on Chrome/156.0 (pipe) for \`worker\`; its events are declared.
       */
      export interface WorkerTarget extends Session, TargetMark<"WorkerTarget"> {
        /**
         * Whole: 2 commands.
         * - Declared (seen elsewhere): all of them.
         */
        readonly PWA: PWADomain;

        /**
         * Whole: 2 commands.
         * - Newer than the measured browser: \`attach\`.
         * - Not measured (never answered): \`close\`.
         */
        readonly Target: TargetDomain;
      }

      ${valueDoc}
      export const WorkerTarget: TargetType<WorkerTarget> = /* @__PURE__ */ defineTarget(
        "WorkerTarget",
        ["worker", "other"],
        [PWA, Target],
      );
      `,
    ],
    [
      "domains in part, refusals and needs, all measured",
      worker(["Target", "Storage", "PWA", "Empty"], {
        supportedCdpTargets: ["worker", "other"],
        description: "A dedicated worker.",
        commands: {
          Storage: { only: ["clear", "getQuota"] },
          Target: {
            refuses: { attach: "Not allowed", close: "Not allowed" },
            requires: { attach: "trusted" },
          },
          PWA: { requires: { "*": "pipe" } },
        },
        events: { Storage: { only: ["changed"] }, Inspector: { only: ["reloaded"] } },
        measured: { browser: "Chrome/156.0", transport: "pipe" },
      }),
      `
      import { defineTarget } from "../runtime/codegen.js";
      import type { TargetMark, TargetType } from "../runtime/codegen.js";
      import type { Session } from "../session.js";
      import { Inspector, type InspectorDomain } from "../domains/Inspector.js";
      import { PWA, type PWADomain } from "../domains/PWA.js";
      import { Storage, type StorageDomain } from "../domains/Storage.js";
      import { Target, type TargetDomain } from "../domains/Target.js";

      /**
       * A dedicated worker.
       *
       * A session on a target of the protocol's types \`worker\`, \`other\`, which Chromium serves by
       * \`WorkerDevToolsAgentHost\`.
       *
       * Its domains and commands were measured on Chrome/156.0 (pipe); its events are declared.
       */
      export interface WorkerTarget extends Session, TargetMark<"WorkerTarget"> {
        /** 0 of 1 command, 1 of 2 events. */
        readonly Inspector: WorkerInspectorDomain;

        /**
         * Whole: 2 commands.
         * - Over a debugging pipe only: all of them.
         */
        readonly PWA: PWADomain;

        /** 2 of 3 commands, 1 of 2 events. */
        readonly Storage: WorkerStorageDomain;

        /**
         * Whole: 2 commands.
         * - Refuses \`attach\`, \`close\`: "Not allowed".
         * - Not for an extension's \`chrome.debugger\`: \`attach\`.
         */
        readonly Target: TargetDomain;
      }

      /** What a session on a WorkerTarget has of Inspector. */
      export interface WorkerInspectorDomain extends Pick<InspectorDomain, "reloaded"> {}

      /** What a session on a WorkerTarget has of Storage. */
      export interface WorkerStorageDomain extends Pick<StorageDomain, "clear" | "getQuota" | "changed"> {}

      ${valueDoc}
      export const WorkerTarget: TargetType<WorkerTarget> = /* @__PURE__ */ defineTarget(
        "WorkerTarget",
        ["worker", "other"],
        [Inspector, PWA, Storage, Target],
      );
      `,
    ],
    [
      "nothing at all",
      worker([]),
      `
      import { defineTarget } from "../runtime/codegen.js";
      import type { TargetMark, TargetType } from "../runtime/codegen.js";
      import type { Session } from "../session.js";

      /**
       * A session on a target of the protocol's type \`worker\`, which Chromium serves by
       * \`WorkerDevToolsAgentHost\`.
       *
       * What it has is declared, not measured.
       */
      export interface WorkerTarget extends Session, TargetMark<"WorkerTarget"> {}

      ${valueDoc}
      export const WorkerTarget: TargetType<WorkerTarget> = /* @__PURE__ */ defineTarget(
        "WorkerTarget",
        ["worker"],
        [],
      );
      `,
    ],
  ];
  test.each(cases)("%s", async (_title, given, wanted) => {
    expect(await printed(targetStatements(given))).toBe(want(wanted));
  });
});
