import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sourcesText } from "../../../generator/commands/targets-extract.js";
import { readTargets } from "../../../generator/load/targets.js";
import { extractTargets } from "../../../generator/targets/chromium-sources.js";
import type { ChromiumSources, SourceHandler } from "../../../generator/targets/chromium-sources.js";
import { compareWithSources } from "../../../generator/targets/compare-sources.js";
import { temporaryFolder } from "../../support/temporary.js";
import type { TemporaryFolder } from "../../support/temporary.js";

/** Small files in the manner of Chromium's, written for this test. */
const files: Readonly<Record<string, string>> = {
  "content/browser/devtools/devtools_agent_host_impl.cc": `
namespace content {
const char DevToolsAgentHost::kTypeFrame[] = "iframe";
const char DevToolsAgentHost::kTypePage[] = "page";
const char DevToolsAgentHost::kTypeTab[] = "tab";
}
`,
  "content/browser/devtools/frame_devtools_agent_host.cc": `
std::string FrameDevToolsAgentHost::GetType() {
  if (IsChildFrame())
    return kTypeFrame;
  if (web_contents() && Delegate()) {
    std::string type = Delegate()->GetTargetType(web_contents());
    if (!type.empty())
      return type;
  }
  return kTypePage;
}

bool FrameDevToolsAgentHost::AttachSession(DevToolsSession* session) {
  auto emulation = std::make_unique<protocol::EmulationHandler>();
  session->CreateAndAddHandler<protocol::AuditsHandler>();
  session->AddHandler(std::move(emulation));
#if BUILDFLAG(USE_DEBUGGER)
  session->CreateAndAddHandler<protocol::VisualDebuggerHandler>();
#endif
  if (!IsChildFrame()) {
    session->CreateAndAddHandler<protocol::TracingHandler>(
        base::BindRepeating([](Host* self) { self->Update(); }, this));
  }
  session->AddHandler(MakeSomething());
  return true;
}
`,
  "content/browser/devtools/tab_devtools_agent_host.cc": `
std::string TabDevToolsAgentHost::GetType() { return DevToolsAgentHost::kTypeTab; }
bool TabDevToolsAgentHost::AttachSession(DevToolsSession* session) {
  session->CreateAndAddHandler<protocol::IOHandler>(GetIOContext());
  return true;
}
`,
  "content/browser/devtools/wrapping_devtools_agent_host.cc": `
std::string WrappingDevToolsAgentHost::GetType() { return inner_->GetType(); }
`,
  "content/browser/devtools/devtools_session.h": `
template <typename Handler>
bool IsDomainAvailableToUntrustedClient() {
  return std::disjunction_v<std::is_same<Handler, protocol::AuditsHandler>,
                            std::is_same<Handler, protocol::EmulationHandler>>;
}
`,
  "content/browser/devtools/protocol_config.json": `{ "protocol": { "options": [
  { "domain": "IO" },
  { "domain": "Network", "include": ["getCookies", "setCookie"], "include_events": [] }
] } }`,
  "chrome/browser/devtools/chrome_devtools_session.cc": `
template <typename Handler>
bool IsDomainAvailableToUntrustedClient() { return std::is_same<Handler, PageHandler>::value; }
ChromeDevToolsSession::ChromeDevToolsSession(Channel* channel) : dispatcher_(this) {
  if (host->GetType() == DevToolsAgentHost::kTypePage) {
    if (IsDomainAvailableToUntrustedClient<PageHandler>() || channel->GetClient()->IsTrusted()) {
      page_handler_ = std::make_unique<PageHandler>(host, &dispatcher_);
    }
  }
  if (IsDomainAvailableToUntrustedClient<BrowserHandler>() || channel->GetClient()->IsTrusted()) {
    browser_handler_ = std::make_unique<BrowserHandler>(&dispatcher_);
  }
}
`,
  "third_party/blink/renderer/core/inspector/worker_inspector_controller.cc": `
void WorkerInspectorController::AttachSession(DevToolsSession* session, bool restore) {
  session->CreateAndAppend<InspectorLogAgent>(storage);
  if (auto* scope = DynamicTo<WorkerGlobalScope>(thread_->GlobalScope())) {
    session->CreateAndAppend<InspectorNetworkAgent>(scope);
  }
}
`,
  "v8/src/inspector/v8-inspector-session-impl.cc": `
V8InspectorSessionImpl::V8InspectorSessionImpl() {
  protocol::Runtime::Dispatcher::wire(&m_dispatcher, m_runtimeAgent.get());
  if (m_clientTrustLevel == V8Inspector::kFullyTrusted) {
    protocol::HeapProfiler::Dispatcher::wire(&m_dispatcher,
                                             m_heapProfilerAgent.get());
  }
}
`,
};

let folder: TemporaryFolder;
let sources: ChromiumSources;

beforeAll(async () => {
  folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder.path, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  sources = extractTargets(folder.path);
});

afterAll(() => folder?.[Symbol.asyncDispose]());

const told = (handlers: readonly SourceHandler[] = []): string[] =>
  handlers.map(({ domain, trusted, conditions, line }) =>
    [`${domain}:${line}`, ...(trusted ? ["trusted"] : []), ...conditions].join(" | "),
  );

describe("what is read", () => {
  test("hosts, their types and their handlers", () => {
    expect(sources.typeConstants).toEqual({ kTypeFrame: "iframe", kTypePage: "page", kTypeTab: "tab" });
    const [frame, tab, wrapping] = sources.hosts;
    expect(frame?.name).toBe("FrameDevToolsAgentHost");
    expect(frame?.types.map(({ type, line, conditions }) => [type, line, ...conditions])).toEqual([
      ["iframe", 3, "IsChildFrame()"],
      ["page", 10],
    ]);
    expect(told(frame?.handlers)).toEqual([
      "Emulation:14",
      "Audits:15",
      "VisualDebugger:18 | trusted | #if BUILDFLAG(USE_DEBUGGER)",
      "Tracing:21 | trusted | !IsChildFrame()",
    ]);
    expect(tab?.types.map(({ type }) => type)).toEqual(["tab"]);
    expect(wrapping).toMatchObject({ name: "WrappingDevToolsAgentHost", delegates: true, types: [] });
  });

  test("the embedder's session, by type and trust", () => {
    expect(
      told(sources.embedder["ChromeDevToolsSession"]).map((line) => line.replace(/ \| Is.*/, "")),
    ).toEqual(["Page:7 | host->GetType() == DevToolsAgentHost::kTypePage", "Browser:11 | trusted"]);
  });

  test("agents of Blink and V8, and subsets", () => {
    expect(told(sources.blink["WorkerInspectorController::AttachSession"])).toEqual([
      "Log:3",
      "Network:5 | auto* scope = DynamicTo<WorkerGlobalScope>(thread_->GlobalScope())",
    ]);
    expect(told(sources.v8)).toEqual([
      "Runtime:3",
      "HeapProfiler:5 | trusted | m_clientTrustLevel == V8Inspector::kFullyTrusted",
    ]);
    expect(sources.subsets).toEqual([
      {
        domain: "IO",
        include: undefined,
        includeEvents: undefined,
        file: "content/browser/devtools/protocol_config.json",
        line: 2,
      },
      {
        domain: "Network",
        include: ["getCookies", "setCookie"],
        includeEvents: [],
        file: "content/browser/devtools/protocol_config.json",
        line: 3,
      },
    ]);
  });
});

test("what could not be read is told with its place", () => {
  const lines = sources.unread.map(({ file, line, why }) => `${file}:${line}: ${why}`);
  expect(lines).toEqual(
    expect.arrayContaining([
      "content/browser/devtools/frame_devtools_agent_host.cc:7: a type that is worked out: return type",
      "content/browser/devtools/frame_devtools_agent_host.cc:24: what it adds is not plain: session->AddHandler(MakeSomething())",
      "third_party/blink/renderer/core/exported/web_dev_tools_agent_impl.cc:0: the file is not there",
    ]),
  );
  expect(sourcesText(sources)).toContain(
    "not read:\n  content/browser/devtools/frame_devtools_agent_host.cc:7",
  );
});

test("a folder that is no checkout is refused", () => {
  expect(() => extractTargets(join(folder.path, "chrome"))).toThrow("has no folder content/browser/devtools");
});

test("a list is held against them", () => {
  const entry = (name: string, host: string, types: string[], domains: string[], more: object = {}) => ({
    name,
    chromiumAgentHostType: host,
    supportedCdpTargets: types,
    supportedDomainsInChromium: domains,
    ...more,
  });
  const targets = readTargets(
    JSON.stringify([
      entry("Page", "FrameDevToolsAgentHost", ["page", "webview"], ["Audits", "Memory"], {
        additionalSupportedDomains: ["Emulation"],
      }),
      entry("Lost", "LostDevToolsAgentHost", ["lost"], []),
    ]),
    "target_types.json",
  );
  const lines = compareWithSources(targets, sources)
    .filter(({ what }) => what !== "was not read in the sources")
    .map(({ kind, target, what, names }) => `${kind}: ${target ?? "-"} ${what}: ${names.join(", ")}`);
  expect(lines).toEqual([
    "unproven: Page has among additional domains what its own source adds: Emulation",
    "unproven: Page lacks what its source adds where #if BUILDFLAG(USE_DEBUGGER): VisualDebugger",
    "unproven: Page lacks what its source adds where !IsChildFrame(): Tracing",
    "wrong: Page has from its source what that does not add: Memory",
    "wrong: Lost names an agent host that the sources lack: LostDevToolsAgentHost",
    "wrong: Page lacks types that its host returns: iframe",
    "unproven: Page has types that its host does not name: webview",
    "wrong: - no target has the agent host: TabDevToolsAgentHost",
  ]);
});

describe("handlers that are not added in plain sight", () => {
  const host = "content/browser/devtools/zoned_devtools_agent_host.cc";
  const base = "content/browser/devtools/based_devtools_agent_host.cc";
  const embedder = "chrome/browser/devtools/chrome_devtools_session.cc";
  const own: Readonly<Record<string, string>> = {
    [host]: `
std::string ZonedDevToolsAgentHost::GetType() { return "zone"; }
bool ZonedDevToolsAgentHost::AttachSession(DevToolsSession* session, bool lock) {
  if (!ShouldAllowSession(session))
    return false;
  switch (kind_) {
    case Kind::kA:
    case Kind::kB:
      session->CreateAndAddHandler<protocol::AuditsHandler>();
      break;
    default:
      session->CreateAndAddHandler<protocol::LogHandler>();
  }
  if (HasFrames())
    MaybeAddTracing(session);
  return BasedDevToolsAgentHost::AttachSession(session, lock);
}
void ZonedDevToolsAgentHost::MaybeAddTracing(DevToolsSession* session) {
  if (is_quiet_) {
    return;
  }
  session->CreateAndAddHandler<protocol::TracingHandler>();
}
void ZonedDevToolsAgentHost::Elsewhere() {
  session_->CreateAndAddHandler<protocol::PageHandler>();
}
`,
    [base]: `
bool BasedDevToolsAgentHost::AttachSession(DevToolsSession* session, bool lock) {
  session->CreateAndAddHandler<protocol::IOHandler>();
  return LostDevToolsAgentHost::AttachSession(session, lock);
}
`,
    [embedder]: `
template <typename Handler>
bool IsDomainAvailableToUntrustedClient() { return std::is_same<Handler, PageHandler>::value; }
ChromeDevToolsSession::ChromeDevToolsSession(Channel* channel) {
  window_manager_handler_ = std::make_unique<WindowManagerHandler>(&dispatcher_);
}
`,
  };

  let read: ChromiumSources;
  beforeAll(async () => {
    await using other = await temporaryFolder();
    for (const [name, text] of Object.entries(own)) {
      const path = join(other.path, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    read = extractTargets(other.path);
  });

  test("are found under a label, in a helper and in what the host comes from", () => {
    expect(told(read.hosts.find(({ name }) => name === "ZonedDevToolsAgentHost")?.handlers)).toEqual([
      "Audits:9 | kind_ is Kind::kA or Kind::kB",
      "Log:12 | kind_ is another",
      "Tracing:22 | HasFrames() | not (is_quiet_)",
      "IO:3",
    ]);
  });

  test("are told with their place where nobody is seen to add them", () => {
    const lines = read.unread.map(({ file, line, why }) => `${file}:${line}: ${why}`);
    expect(lines).toEqual(
      expect.arrayContaining([
        `${host}:25: a handler that AttachSession was not seen to add: session_->CreateAndAddHandler<protocol::PageHandler>()`,
        `${base}:4: what LostDevToolsAgentHost::AttachSession adds was not read`,
      ]),
    );
  });

  test("are for everybody where nobody asks for trust", () => {
    expect(told(read.embedder["ChromeDevToolsSession"])).toEqual(["WindowManager:5"]);
  });

  test("whom they trust is not known without the file that says so", () => {
    expect(read.unread).toContainEqual({
      file: "content/browser/devtools/devtools_session.h",
      line: 0,
      why: "the file is not there, and so nobody says who is trusted",
    });
  });
});
