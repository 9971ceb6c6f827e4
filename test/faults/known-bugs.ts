/**
 * What is known to have bitten users of other clients, by its public report, and the test that shows that it does not happen here: a
 * cell of the matrix, a test elsewhere, or one of those in `known-bugs.test.ts`.
 */
import type { Stage } from "./faults.js";

/** Where it is shown. */
export type Shown =
  | { readonly cell: readonly [Stage, fault: string] }
  | { readonly file: string; readonly test: string }
  /** A test of `known-bugs.test.ts`, by the name of its function there. */
  | { readonly here: string };

export interface KnownBug {
  readonly reports: string;
  readonly bug: string;
  readonly shown: Shown;
}

const sessions = "test/runtime/client/sessions.test.ts";
const children = "test/runtime/client/children.test.ts";
const events = "test/runtime/client/events.test.ts";
const discovery = "test/runtime/client/discovery.test.ts";
const settling = "test/runtime/client/settling.test.ts";
const stress = "test/e2e/stress.test.ts";

export const knownBugs: readonly KnownBug[] = [
  // Hangs.
  {
    reports: "cyrus-and/chrome-remote-interface#304, #489",
    bug: "commands never settle when the browser dies",
    shown: { cell: ["in flight", "browser killed with SIGKILL"] },
  },
  {
    reports: "cyrus-and/chrome-remote-interface#194, puppeteer/puppeteer#11535",
    bug: "no timeout for a single command",
    shown: { cell: ["in flight", "timeout"] },
  },
  {
    reports: "puppeteer/puppeteer#1456",
    bug: "no timeout for all commands",
    shown: {
      file: "test/runtime/client/timeouts.test.ts",
      test: "of the connection bound what consists of several commands",
    },
  },
  {
    reports: "puppeteer/puppeteer#5331",
    bug: "close() hangs after the socket has died",
    shown: { here: "closeAfterDeath" },
  },
  {
    reports: "GoogleChromeLabs/chromium-bidi#2665",
    bug: "commands of a destroyed session never end",
    shown: { cell: ["in flight", "session detached by the browser"] },
  },
  {
    reports: "browser-use/browsercode#154",
    bug: "commands that had not been sent are forgotten when their session ends",
    shown: { cell: ["queued", "session detached by the browser"] },
  },
  {
    reports: "browserbase/stagehand#2288",
    bug: "commands of a closed target never end",
    shown: { cell: ["in flight", "target closed"] },
  },
  {
    reports: "kklisura/chrome-devtools-java-client#70, joffrey-bion/chrome-devtools-kotlin#222",
    bug: "commands and waits for events hang when the page crashes",
    shown: { cell: ["in flight", "target crashed"] },
  },
  {
    reports: "browser-use/browser-use#4579, #4135",
    bug: "a call to a half-open peer cannot be given up",
    shown: { cell: ["in flight", "half-open peer (SIGSTOP)"] },
  },
  {
    reports: "browser-use/cdp-use#25, SeleniumHQ/selenium#8322",
    bug: "a keepalive of the client ends a connection that is only busy",
    shown: { here: "noKeepalive" },
  },
  {
    reports: "microsoft/playwright#42730, vercel-labs/agent-browser#1713",
    bug: "one frozen tab keeps the client from connecting",
    shown: { here: "connectsToNobodyElse" },
  },
  {
    reports: "different-ai/openwork#3443",
    bug: "an endpoint that accepts and never answers hangs discovery",
    shown: { here: "silentDiscovery" },
  },
  {
    reports: "vercel-labs/agent-browser#1133",
    bug: "targets that wait for a debugger are never resumed",
    shown: { file: children, test: "are resumed when their setup never ends" },
  },
  {
    reports: "joffrey-bion/chrome-devtools-kotlin#221, #516",
    bug: "waits for events hang when the connection is lost",
    shown: { cell: ["during event delivery", "socket reset"] },
  },
  {
    reports: "joffrey-bion/chrome-devtools-kotlin#465",
    bug: "a wrong address hangs",
    shown: { file: discovery, test: "a websocket's address that is no websocket" },
  },
  // Rejections and errors.
  {
    reports: "puppeteer/puppeteer#13300, #507, GoogleChrome/lighthouse#16036, browserbase/stagehand#1390",
    bug: "abandoned commands end the process when the connection closes",
    shown: { file: settling, test: "$end, with nobody waiting" },
  },
  {
    reports: "GoogleChromeLabs/chromium-bidi#2606, browser-use/cdp-use#22",
    bug: "callers cannot tell that a session is gone from a command that failed",
    shown: { cell: ["before send", "session detached by the browser"] },
  },
  {
    reports: "joffrey-bion/chrome-devtools-kotlin#273",
    bug: "the error of closing hides the user's own",
    shown: { here: "ownErrorFirst" },
  },
  // Order.
  {
    reports: "microsoft/vscode-js-debug#49",
    bug: "events of a new session arrive before anybody can listen",
    shown: { file: sessions, test: "loses no event that comes with the answer" },
  },
  {
    reports: "chromedp/chromedp#822, mxschmitt/playwright-go#603",
    bug: "to wait for a command in an event handler deadlocks",
    shown: { here: "commandsInHandlers" },
  },
  {
    reports: "grafana/xk6-browser#524",
    bug: "events arrive out of order, or stop behind small buffers",
    shown: {
      file: stress,
      test: "100,000 console events: every one is counted, in order, by listener and by stream",
    },
  },
  {
    reports: "microsoft/vscode-js-debug#511",
    bug: "messages for a session that has just ended throw",
    shown: { here: "messagesForTheDead" },
  },
  {
    reports: "GoogleChrome/lighthouse#14093",
    bug: "two users of auto-attach lose each other's settings",
    shown: { file: children, test: "get what both need, and do not undo each other" },
  },
  {
    reports: "joffrey-bion/chrome-devtools-kotlin#32, #247",
    bug: "to send while others close gives any error",
    shown: { here: "sendingWhileClosing" },
  },
  // Payloads.
  {
    reports: "puppeteer/puppeteer#4543, FundingCircle/fc4-framework#180, ai-ecoverse/slicc#474",
    bug: "a message over the client's limit is a silent hang, or a close that does not say why",
    shown: { cell: ["in flight", "message over the limit"] },
  },
  {
    reports: "puppeteer/puppeteer#7417, lightpanda-io/browser#2716",
    bug: "what is too large for the browser kills the connection and hangs its command",
    shown: { here: "tooLargeForTheBrowser" },
  },
  {
    reports:
      "vercel-labs/agent-browser#1667, nlohmann/json#3903, SeleniumHQ/selenium#14972, chrome-php/chrome#666",
    bug: "a lone surrogate makes a message unreadable",
    shown: { here: "loneSurrogates" },
  },
  {
    reports: "microsoft/playwright#33810, kernel/kernel-images#256",
    bug: "compression slows everything down",
    shown: { file: "test/runtime/transports/websocket.test.ts", test: "offers no compression" },
  },
  {
    reports: "cyrus-and/chrome-remote-interface#340, puppeteer/puppeteer#2242, chromedp/chromedp#505",
    bug: "remote hosts are refused by their Host header, or lead to the wrong address",
    shown: { file: discovery, test: "asks again as localhost where the browser refuses its name" },
  },
  // Transports and sessions.
  {
    reports: "oven-sh/bun#9911, denoland/deno#16899",
    bug: "the client does not run on Bun and Deno",
    shown: { file: "test/platforms/platforms.test.ts", test: "the same program" },
  },
  {
    reports: "cyrus-and/chrome-remote-interface#475, GoogleChromeLabs/chromium-bidi#28",
    bug: "sessions over one socket have to be told apart by hand",
    shown: { file: "test/e2e/pages.test.ts", test: "two at once, each with its own events and answers" },
  },
  {
    reports: "puppeteer/puppeteer#6756, nottelabs/notte#951",
    bug: "a reconnection sends commands a second time",
    shown: {
      file: "test/runtime/client/reconnect.test.ts",
      test: "in flight reject and say that they had been sent, and are not sent again",
    },
  },
  {
    reports: "microsoft/playwright#39552",
    bug: "no way to hear all events",
    shown: { file: events, test: '"*" gives all events of a session, and of a connection' },
  },
  {
    reports: "puppeteer/puppeteer#3560, #9195, #12187",
    bug: "warnings of too many listeners",
    shown: { here: "noListenerWarning" },
  },
  {
    reports: "anomalyco/opencode#50026",
    bug: "a burst of one turn overflows a small queue",
    shown: { here: "burstsFit" },
  },
];
