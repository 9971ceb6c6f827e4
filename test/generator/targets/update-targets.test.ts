import { describe, expect, test } from "vitest";
import { readTargets } from "../../../generator/load/targets.js";
import type { ProbeReport } from "../../../generator/targets/facts.js";
import { updateTargets } from "../../../generator/targets/update-targets.js";
import { report, session } from "./probe-reports.js";

const names = new Map([
  ["Page", ["close", "navigate", "reload", "stop"]],
  ["Log", ["clear", "enable"]],
  ["PWA", ["install"]],
]);

const page = {
  name: "Page",
  chromiumAgentHostType: "RenderFrameDevToolsAgentHost",
  supportedCdpTargets: ["page"],
  supportedDomainsInChromium: ["Page"],
  additionalSupportedDomains: ["Log"],
  description: "A page.",
  commands: { Page: { lacks: ["stop"] } },
  events: { Log: { only: [] } },
};

const measured = { browser: "Chrome/150.0.1.2", transport: "pipe" };

const all = {
  "Page.close": "yes",
  "Page.navigate": "yes",
  "Page.reload": "yes",
  "Page.stop": "yes",
  "Log.clear": "yes",
  "Log.enable": "yes",
  "PWA.install": "no",
};

function update(entry: object, probe: ProbeReport) {
  const entries = [entry] as Record<string, unknown>[];
  const {
    entries: updated,
    changes,
    kept,
  } = updateTargets(entries, readTargets(JSON.stringify(entries), "target_types.json"), probe, names);
  return {
    entry: updated[0] as Record<string, unknown>,
    said: [...changes, ...kept].map(({ target, what, why }) => `${target} ${what} (${why})`),
  };
}

describe("an update", () => {
  test("says what is answered, and keeps what is kept by hand", () => {
    const { entry, said } = update(page, report([session("page", all)]));
    expect(entry).toEqual({
      name: "Page",
      chromiumAgentHostType: "RenderFrameDevToolsAgentHost",
      supportedCdpTargets: ["page"],
      supportedDomainsInChromium: ["Page"],
      additionalSupportedDomains: ["Log"],
      description: "A page.",
      events: { Log: { only: [] } },
      measured: { browser: "Chrome/150.0.1.2", transport: "pipe" },
    });
    expect(said).toEqual([
      "Page now has Page.stop (answered)",
      "Page is measured: Chrome/150.0.1.2, pipe (it was not before)",
    ]);
  });

  test("a second time it changes nothing", () => {
    const probe = report([session("page", { ...all, "Page.stop": "Not allowed", "Page.close": "inferred" })]);
    const first = update(page, probe).entry;
    const second = update(first, probe);
    expect(second.said).toEqual([]);
    expect(second.entry).toEqual(first);
  });

  test("names refusals, conditions and what is inferred", () => {
    const probe = report(
      [
        session("page", {
          ...all,
          "Page.stop": "Not allowed",
          "Page.close": "inferred",
          "PWA.install": "yes",
        }),
      ],
      { conditions: { page: { pipe: ["PWA.install"], port: [], trusted: ["Page.reload", "PWA.install"] } } },
    );
    const { entry, said } = update(page, probe);
    expect(entry).toMatchObject({
      additionalSupportedDomains: ["Log", "PWA"],
      commands: {
        PWA: { requires: { "*": "pipe" } },
        Page: { refuses: { stop: "Not allowed" }, requires: { reload: "trusted" } },
      },
      measured: { browser: "Chrome/150.0.1.2", transport: "pipe", untrusted: "page" },
      evidence: { inferred: { "Page.close": "as most" } },
    });
    expect(said).toEqual([
      "Page now has PWA.install (answered)",
      "Page PWA.install takes a pipe (answered)",
      "Page Page.reload takes a trusted client (answered)",
      "Page now has Page.stop (answered)",
      "Page Page.stop refuses: Not allowed (answered)",
      "Page is measured: Chrome/150.0.1.2, pipe, trust as page (it was not before)",
    ]);
  });

  test("a domain of the source that answers nothing stays in the list, and has nothing", () => {
    const probe = report([
      session("page", {
        ...all,
        "Page.close": "no",
        "Page.navigate": "no",
        "Page.reload": "no",
        "Page.stop": "no",
      }),
    ]);
    const { entry, said } = update({ ...page, commands: {} }, probe);
    expect(entry).toMatchObject({ supportedDomainsInChromium: ["Page"], commands: { Page: { only: [] } } });
    expect(said).toContain(
      "Page has nothing of Page, which its source names (no command of it was answered)",
    );
  });

  test("a command that the browser has not heard of goes the way of most of its domain", () => {
    const { "Page.stop": _stop, "Log.clear": _clear, ...older } = all;
    const before = { ...page, supportedDomainsInChromium: [], additionalSupportedDomains: [], commands: {} };
    const { entry } = update(before, report([session("page", older)]));
    expect(entry).toMatchObject({ evidence: { newer: ["Page.stop"] } });
    expect(entry["commands"]).toEqual({ Log: { lacks: ["clear"] } });
  });

  test("or stays as it was, where its domain was there before", () => {
    const { "Page.stop": _stop, "Page.close": _close, ...older } = all;
    const { entry } = update(page, report([session("page", older)]));
    expect(entry).toMatchObject({
      commands: { Page: { lacks: ["stop"] } },
      evidence: { newer: ["Page.close"] },
    });
  });

  test("what somebody vouches for stays as it is", () => {
    const declared = {
      ...page,
      measured,
      evidence: { declared: { "Page.*": "seen in a build of one's own" } },
    };
    const { entry, said } = update(declared, report([session("page", { ...all, "Page.close": "no" })]));
    expect(entry).toMatchObject({
      commands: { Page: { lacks: ["stop"] } },
      evidence: { declared: { "Page.*": "seen in a build of one's own" } },
    });
    expect(said).toEqual([]);
  });

  test("what was never answered stays as it was, and is told", () => {
    const { entry, said } = update(
      { ...page, measured },
      report([session("page", { ...all, "Page.stop": "?", "Page.close": "?" })]),
    );
    expect(entry).toMatchObject({
      commands: { Page: { lacks: ["stop"] } },
      evidence: { inferred: { "Page.close": "never answered" } },
    });
    expect(said).toEqual([]);
  });

  test("a refusal is one only where all types of the entry refuse", () => {
    const two = { ...page, supportedCdpTargets: ["page", "other", "webview"], commands: {} };
    const probe = report([
      session("page", { ...all, "Page.stop": "Not allowed", "Page.close": "Not allowed" }),
      session("other", { ...all, "Page.stop": "Not allowed" }),
      session("other.late", { ...all, "Page.reload": "no" }, { executed: false, type: "other" }),
    ]);
    const { entry } = update(two, probe);
    expect(entry).toMatchObject({
      commands: { Page: { refuses: { stop: "Not allowed" } } },
      measured: { types: ["other", "page"] },
    });
  });

  test("trust that no extension was asked about stays known", () => {
    const known = { ...page, measured, commands: { Page: { requires: { "*": "trusted" } } } };
    const { entry, said } = update(known, report([session("page", all)]));
    expect(entry).toMatchObject({ commands: { Page: { requires: { "*": "trusted" } } } });
    expect(said).toEqual([]);
  });
});

test("what was measured otherwise is told", () => {
  const two = { ...page, supportedCdpTargets: ["page", "other"], commands: {} };
  const before = { ...two, measured: { browser: "Chrome/149.0.0.1", transport: "pipe", types: ["page"] } };
  const probe = report([session("page", all), session("other", all)]);
  const { entry, said } = update(before, probe);
  expect(entry).toMatchObject({ measured: { browser: "Chrome/150.0.1.2", transport: "pipe" } });
  expect(said).toEqual([
    "Page is measured: Chrome/150.0.1.2, pipe (before: Chrome/149.0.0.1, pipe, types page)",
  ]);
});

describe("an entry is left as it is", () => {
  test("where no session of its types was had", () => {
    const { entry, said } = update(page, report([session("worker", all)]));
    expect(entry).toBe(entry);
    expect(said).toEqual(["Page is left as it is (no session of its types was had)"]);
  });

  test("where nothing was executed", () => {
    const { said } = update(page, report([session("page", all, { executed: false })]));
    expect(said).toEqual(["Page is left as it is (no valid calls were made to a session of its types)"]);
  });

  test("where it was measured on more types", () => {
    const two = { ...page, supportedCdpTargets: ["page", "other"], measured };
    const { entry, said } = update(
      two,
      report([session("page", all), session("other", all, { executed: false })]),
    );
    expect(entry).toEqual(two);
    expect(said).toEqual([
      "Page is left as it is (it was measured on other, too, to which no valid calls were made)",
    ]);
  });

  test("where a newer browser has been asked", () => {
    const newer = { ...page, measured: { browser: "Chrome/151.0.0.1", transport: "pipe" } };
    const { entry, said } = update(newer, report([session("page", all)]));
    expect(entry).toEqual(newer);
    expect(said).toEqual(["Page is left as it is (it was measured on Chrome/151.0.0.1, which is newer)"]);
  });
});
