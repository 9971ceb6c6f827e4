/**
 * What the mock browser says: its answers to the commands that clients send when they connect, and ten types of events as
 * Chromium writes them, in its order of keys and about its sizes.
 */

/** The one page that the mock has. */
export const pageTargetId = "0F3C6A1E9B2D4587A1C0E4B7D9F21365";
export const browserTargetId = "b7a1c0e4-3f52-4a86-9d0b-5c6e7f801234";

const userAgent =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36";

export const version = {
  protocolVersion: "1.3",
  product: "Chrome/156.0.8078.79",
  revision: "@0123456789abcdef0123456789abcdef01234567",
  userAgent,
  jsVersion: "15.6.80.7",
};

const browserTarget = {
  targetId: browserTargetId,
  type: "browser",
  title: "",
  url: "",
  attached: true,
  canAccessOpener: false,
};

const pageTarget = {
  targetId: pageTargetId,
  type: "page",
  title: "about:blank",
  url: "about:blank",
  attached: false,
  canAccessOpener: false,
  browserContextId: "9D2C41B7E8F05A63C1D4E7A2B5F80936",
};

const frameTree = {
  frame: {
    id: pageTargetId,
    loaderId: "5E1F0A7B3C9D2E4F6A8B0C1D2E3F4A5B",
    url: "about:blank",
    domainAndRegistry: "",
    securityOrigin: "://",
    mimeType: "text/html",
    secureContextType: "InsecureScheme",
    crossOriginIsolatedContextType: "NotIsolated",
    gatedAPIFeatures: [],
  },
};

/**
 * The result of a command, and the events that leave before it.
 * @param {{ method: string, params?: any, sessionId?: string }} command
 * @param {() => string} newSession names a session that the command opens
 * @returns {{ result: object, events?: readonly { method: string, params: object }[] }}
 */
export function respond({ method, params }, newSession) {
  switch (method) {
    case "Runtime.evaluate":
      return { result: { result: { type: "number", value: 2, description: "2" } } };
    case "Browser.getVersion":
      return { result: version };
    case "Target.getTargets":
      return { result: { targetInfos: [pageTarget] } };
    case "Target.getTargetInfo":
      return { result: { targetInfo: targetOf(params?.targetId) } };
    case "Target.getBrowserContexts":
      return { result: { browserContextIds: [] } };
    case "Target.setDiscoverTargets":
      return params?.discover === true
        ? { result: {}, events: [{ method: "Target.targetCreated", params: { targetInfo: browserTarget } }] }
        : { result: {} };
    case "Target.attachToTarget":
    case "Target.attachToBrowserTarget": {
      const sessionId = newSession();
      const targetInfo = { ...targetOf(params?.targetId), attached: true };
      return {
        result: { sessionId },
        events: [
          { method: "Target.attachedToTarget", params: { sessionId, targetInfo, waitingForDebugger: false } },
        ],
      };
    }
    case "Page.getFrameTree":
      return { result: { frameTree } };
    default:
      return { result: {} };
  }
}

/** @param {string | undefined} targetId */
function targetOf(targetId) {
  return targetId === pageTargetId ? pageTarget : browserTarget;
}

/** The type of event that is subscribed to where one of ten is. */
export const subscribedEvent = "Runtime.consoleAPICalled";

const url = "https://www.example.com/assets/scripts/application.bundle.js?v=20240611";
const loaderId = "5E1F0A7B3C9D2E4F6A8B0C1D2E3F4A5B";

const timing = {
  requestTime: 11234.501873,
  proxyStart: -1,
  proxyEnd: -1,
  dnsStart: 0.201,
  dnsEnd: 4.893,
  connectStart: 4.893,
  connectEnd: 41.277,
  sslStart: 18.64,
  sslEnd: 41.263,
  workerStart: -1,
  workerReady: -1,
  workerFetchStart: -1,
  workerRespondWithSettled: -1,
  sendStart: 41.402,
  sendEnd: 41.611,
  pushStart: 0,
  pushEnd: 0,
  receiveHeadersStart: 77.309,
  receiveHeadersEnd: 78.015,
};

const securityDetails = {
  protocol: "TLS 1.3",
  keyExchange: "",
  keyExchangeGroup: "X25519MLKEM768",
  cipher: "AES_128_GCM",
  certificateId: 0,
  subjectName: "www.example.com",
  sanList: ["www.example.com", "example.com"],
  issuer: "Example Intermediate CA 3",
  validFrom: 1714521600,
  validTo: 1746057599,
  signedCertificateTimestampList: [],
  certificateTransparencyCompliance: "unknown",
  serverSignatureAlgorithm: 1027,
  encryptedClientHello: false,
};

/** @param {number} count */
function callFrames(count) {
  const names = ["tick", "runAnimationFrameCallbacks", ""];
  return names.slice(0, count).map((functionName, index) => ({
    functionName,
    scriptId: "41",
    url,
    lineNumber: 118 + index * 31,
    columnNumber: 12,
  }));
}

/** @type {readonly ((n: number) => { method: string, params: object })[]} */
const makers = [
  (n) => ({
    method: "Network.requestWillBeSent",
    params: {
      requestId: `1000.${n}`,
      loaderId,
      documentURL: "https://www.example.com/",
      request: {
        url,
        method: "GET",
        headers: {
          "sec-ch-ua-platform": '"Linux"',
          Referer: "https://www.example.com/",
          "User-Agent": userAgent,
          "sec-ch-ua": '"Chromium";v="156", "Not-A.Brand";v="24"',
          "sec-ch-ua-mobile": "?0",
        },
        mixedContentType: "none",
        initialPriority: "High",
        referrerPolicy: "strict-origin-when-cross-origin",
        isSameSite: true,
      },
      timestamp: 11234.5 + n / 1000,
      wallTime: 1718000000.25,
      initiator: { type: "script", stack: { callFrames: callFrames(3) } },
      redirectHasExtraInfo: false,
      type: "Script",
      frameId: pageTargetId,
      hasUserGesture: false,
    },
  }),
  (n) => ({
    method: "Network.responseReceived",
    params: {
      requestId: `1000.${n}`,
      loaderId,
      timestamp: 11234.75 + n / 1000,
      type: "Script",
      response: {
        url,
        status: 200,
        statusText: "OK",
        headers: {
          "cache-control": "public, max-age=604800, stale-while-revalidate=86400",
          "content-encoding": "gzip",
          "content-length": "81920",
          "content-type": "application/javascript; charset=utf-8",
          date: "Mon, 10 Jun 2024 06:13:20 GMT",
          etag: '"5e1f0a7b3c9d2e4f-gzip"',
          server: "nginx",
          vary: "Accept-Encoding",
        },
        mimeType: "application/javascript",
        charset: "utf-8",
        connectionReused: true,
        connectionId: 77,
        remoteIPAddress: "192.0.2.17",
        remotePort: 443,
        fromDiskCache: false,
        fromServiceWorker: false,
        fromPrefetchCache: false,
        encodedDataLength: 412,
        timing,
        responseTime: 1718000000312.5,
        protocol: "h2",
        securityState: "secure",
        securityDetails,
      },
      hasExtraInfo: true,
      frameId: pageTargetId,
    },
  }),
  (n) => ({
    method: "Network.dataReceived",
    params: {
      requestId: `1000.${n}`,
      timestamp: 11234.8 + n / 1000,
      dataLength: 65536,
      encodedDataLength: 16213,
    },
  }),
  (n) => ({
    method: "Network.loadingFinished",
    params: { requestId: `1000.${n}`, timestamp: 11234.9 + n / 1000, encodedDataLength: 81920 },
  }),
  (n) => ({
    method: subscribedEvent,
    params: {
      type: "log",
      args: [
        { type: "string", value: `tick ${n}` },
        { type: "number", value: n, description: String(n) },
      ],
      executionContextId: 3,
      timestamp: 1718000000312.5 + n,
      stackTrace: { callFrames: callFrames(3) },
    },
  }),
  (n) => ({
    method: "Debugger.scriptParsed",
    params: {
      scriptId: String(n),
      url,
      startLine: 0,
      startColumn: 0,
      endLine: 2210,
      endColumn: 1,
      executionContextId: 3,
      hash: "c2f8a9d6b1e04735f6a7c8d9e0b1a2c3d4e5f60718293a4b5c6d7e8f90a1b2c3",
      isLiveEdit: false,
      sourceMapURL: "",
      hasSourceURL: false,
      isModule: false,
      length: 88214,
      scriptLanguage: "JavaScript",
      embedderName: url,
    },
  }),
  (n) => ({
    method: "DOM.attributeModified",
    params: { nodeId: n, name: "class", value: "button button--primary is-active" },
  }),
  (n) => ({ method: "DOM.childNodeCountUpdated", params: { nodeId: n, childNodeCount: 12 } }),
  (n) => ({
    method: "Page.lifecycleEvent",
    params: { frameId: pageTargetId, loaderId, name: "networkAlmostIdle", timestamp: 11235 + n / 1000 },
  }),
  (n) => ({ method: "CSS.styleSheetChanged", params: { styleSheetId: `style-sheet-1000-${n}` } }),
];

/**
 * As many events of all types as are asked for, in turn.
 * @param {number} count
 * @param {string | undefined} sessionId
 * @returns {string[]} messages
 */
export function eventTexts(count, sessionId) {
  return Array.from({ length: count }, (_, index) => {
    const { method, params } = makers[index % makers.length](index);
    return JSON.stringify({ method, params, sessionId });
  });
}
