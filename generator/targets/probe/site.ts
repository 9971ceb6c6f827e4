/** The pages, served on loopback, that bring every kind of target to life. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Site {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** The same server under another name, and so another site to the browser. */
  readonly otherOrigin: string;
  close(): Promise<void>;
}

/** What a page can be asked to bring to life: `/scene?worker&shared_worker`. */
export const ingredients = {
  iframe: (site: Origins) =>
    `document.body.append(Object.assign(document.createElement("iframe"),{src:"${site.other}/frame"}));`,
  worker: () => `keep.push(new Worker("/worker.js"));`,
  shared_worker: () => `keep.push(new SharedWorker("/shared.js"));`,
  service_worker: () => `void navigator.serviceWorker.register("/service.js");`,
  audio: () => `
    const audio = new AudioContext();
    keep.push(audio);
    void audio.audioWorklet.addModule("/audio.js").then(() => {
      const node = new AudioWorkletNode(audio, "probe");
      keep.push(node);
      node.connect(audio.destination);
    });`,
  paint: () => `
    document.getElementById("box").style.background = "paint(probe)";
    void CSS.paintWorklet?.addModule("/paint.js");`,
  animation: () => `
    void CSS.animationWorklet?.addModule("/animation.js").then(() => {
      const frames = [{ opacity: 1 }, { opacity: 0.5 }];
      const timing = { duration: 1000, iterations: Infinity };
      const animation = new WorkletAnimation("probe", new KeyframeEffect(document.getElementById("box"), frames, timing));
      keep.push(animation);
      animation.play();
    });`,
  shared_storage: () => `void window.sharedStorage?.worklet.addModule("/shared-storage.js").catch(() => {});`,
  fenced: () => `document.body.append(document.createElement("fencedframe"));`,
} satisfies Readonly<Record<string, (site: Origins) => string>>;

export type Ingredient = keyof typeof ingredients;

interface Origins {
  readonly other: string;
}

const forever = "setInterval(() => {}, 1000);";

const scripts: Readonly<Record<string, string>> = {
  "/worker.js": `self.nested = new Worker("/nested.js"); ${forever}`,
  "/nested.js": forever,
  "/in-frame.js": forever,
  "/shared.js": `onconnect = () => {}; ${forever}`,
  "/service.js":
    "oninstall = () => skipWaiting(); onactivate = (e) => e.waitUntil(clients.claim()); onfetch = () => {};",
  "/audio.js":
    'registerProcessor("probe", class extends AudioWorkletProcessor { process() { return true; } });',
  "/paint.js":
    'registerPaint("probe", class { paint(context, size) { context.fillRect(0, 0, size.width, size.height); } });',
  "/animation.js": 'registerAnimator("probe", class { animate(time, effect) { effect.localTime = time; } });',
  "/shared-storage.js": 'register("probe", class { async run() {} });',
};

const prerender = JSON.stringify({ prerender: [{ urls: ["/plain.html"], eagerness: "immediate" }] });

function page(path: string, wanted: readonly string[], site: Origins): string | undefined {
  const title = `<!doctype html><title>${path.slice(1)}</title>`;
  switch (path) {
    case "/scene": {
      const code = Object.entries(ingredients)
        .filter(([name]) => wanted.includes(name))
        .map(([, make]) => `try {${make(site)}} catch (error) { console.error(error); }`)
        .join("\n");
      return `${title}<style>#box { width: 50px; height: 50px }</style><body><div id="box"></div><input id="text"><script>
const keep = (window.keep = []);
${code}
</script>`;
    }
    case "/frame":
      return `${title}a frame<script>window.worker = new Worker("/in-frame.js");</script>`;
    case "/plain.html":
      return `${title}a plain page`;
    case "/prerender.html":
      return `${title}<script type="speculationrules">${prerender}</script>`;
    default:
      return undefined;
  }
}

export async function serveSite(): Promise<Site> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const { port } = server.address() as AddressInfo;
    const script = scripts[pathname];
    const body = script ?? page(pathname, [...searchParams.keys()], { other: `http://localhost:${port}` });
    response.writeHead(body === undefined ? 404 : 200, {
      "cache-control": "no-store",
      "content-type": script === undefined ? "text/html" : "text/javascript",
      "supports-loading-mode": "fenced-frame",
    });
    response.end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    otherOrigin: `http://localhost:${port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
