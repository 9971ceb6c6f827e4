import { describe, expect, test } from "vitest";
import { targetStatements } from "../../../generator/emit/target.js";
import type { Target } from "../../../generator/model/model.js";
import { printed, protocolOf, targetOf, want } from "./given.js";

const pdl = `
  domain Runtime
    command enable
    event consoleAPICalled

  # Measures and clears what is stored.
  experimental domain Storage
    command clear
    command getUsage
    # Says how much may be stored.
    deprecated command getQuota
      redirect Storage
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

  domain WorkerRuntime
    command pause

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
        /** A WorkerTarget has the one command and the one event of Runtime. */
        readonly Runtime: WorkerRuntimeDomain;
      }

      /** What a session on a WorkerTarget has of Runtime. */
      export type WorkerRuntimeDomain = RuntimeDomain;

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
         * A WorkerTarget has both commands of PWA.
         * - Declared (seen elsewhere): all of them.
         */
        readonly PWA: WorkerPWADomain;

        /**
         * A WorkerTarget has both commands of Target.
         * - Newer than the measured browser: \`attach\`.
         * - Not measured (never answered): \`close\`.
         */
        readonly Target: WorkerTargetDomain;
      }

      /** What a session on a WorkerTarget has of PWA. */
      export type WorkerPWADomain = PWADomain;

      /** What a session on a WorkerTarget has of Target. */
      export interface WorkerTargetDomain extends TargetDomain {
        /** Newer than the measured browser. */
        readonly attach: TargetDomain["attach"];

        /** Not measured (never answered). */
        readonly close: TargetDomain["close"];
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
          Storage: {
            only: ["clear", "getQuota"],
            refuses: { getQuota: "Not */ here" },
            requires: { "*": "trusted" },
          },
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
        /** A WorkerTarget has no commands and 1 of 2 events of Inspector. */
        readonly Inspector: WorkerInspectorDomain;

        /**
         * A WorkerTarget has both commands of PWA.
         * - Over a debugging pipe only: all of them.
         */
        readonly PWA: WorkerPWADomain;

        /**
         * Measures and clears what is stored.
         *
         * A WorkerTarget has 2 of 3 commands and 1 of 2 events of Storage.
         * - Refuses \`getQuota\`: "Not *\\/ here".
         * - Not for an extension's \`chrome.debugger\`: all of them.
         * @experimental
         */
        readonly Storage: WorkerStorageDomain;

        /**
         * A WorkerTarget has both commands of Target.
         * - Refuses \`attach\`, \`close\`: "Not allowed".
         * - Not for an extension's \`chrome.debugger\`: \`attach\`.
         */
        readonly Target: WorkerTargetDomain;
      }

      /** What a session on a WorkerTarget has of Inspector. */
      export interface WorkerInspectorDomain extends Pick<InspectorDomain, "reloaded"> {}

      /** What a session on a WorkerTarget has of PWA. */
      export interface WorkerPWADomain extends PWADomain {
        /** Over a debugging pipe only. */
        readonly install: PWADomain["install"];

        /** Over a debugging pipe only. */
        readonly launch: PWADomain["launch"];
      }

      /** What a session on a WorkerTarget has of Storage. */
      export interface WorkerStorageDomain extends Pick<StorageDomain, "clear" | "getQuota" | "changed"> {
        /**
         * Says how much may be stored.
         *
         * Redirected to \`Storage\`.
         *
         * On a WorkerTarget it is refused: "Not *\\/ here".
         * @deprecated
         */
        readonly getQuota: StorageDomain["getQuota"];
      }

      /** What a session on a WorkerTarget has of Target. */
      export interface WorkerTargetDomain extends TargetDomain {
        /** On a WorkerTarget it is refused: "Not allowed". Not for an extension's \`chrome.debugger\`. */
        readonly attach: TargetDomain["attach"];

        /** On a WorkerTarget it is refused: "Not allowed". */
        readonly close: TargetDomain["close"];
      }

      ${valueDoc}
      export const WorkerTarget: TargetType<WorkerTarget> = /* @__PURE__ */ defineTarget(
        "WorkerTarget",
        ["worker", "other"],
        [Inspector, PWA, Storage, Target],
      );
      `,
    ],
    [
      "a whole domain whose part would be called as another domain is",
      worker(["Runtime", "WorkerRuntime"]),
      `
      import { defineTarget } from "../runtime/codegen.js";
      import type { TargetMark, TargetType } from "../runtime/codegen.js";
      import type { Session } from "../session.js";
      import { Runtime, type RuntimeDomain } from "../domains/Runtime.js";
      import { WorkerRuntime, type WorkerRuntimeDomain } from "../domains/WorkerRuntime.js";

      /**
       * A session on a target of the protocol's type \`worker\`, which Chromium serves by
       * \`WorkerDevToolsAgentHost\`.
       *
       * What it has is declared, not measured.
       */
      export interface WorkerTarget extends Session, TargetMark<"WorkerTarget"> {
        /** A WorkerTarget has the one command and the one event of Runtime. */
        readonly Runtime: RuntimeDomain;

        /** A WorkerTarget has the one command of WorkerRuntime. */
        readonly WorkerRuntime: WorkerWorkerRuntimeDomain;
      }

      /** What a session on a WorkerTarget has of WorkerRuntime. */
      export type WorkerWorkerRuntimeDomain = WorkerRuntimeDomain;

      ${valueDoc}
      export const WorkerTarget: TargetType<WorkerTarget> = /* @__PURE__ */ defineTarget(
        "WorkerTarget",
        ["worker"],
        [Runtime, WorkerRuntime],
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
