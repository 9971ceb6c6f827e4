/** What the soak does with the browser, in turns that can be held between two of them. */

const commandsAtOnce = 100;
const eventsAtOnce = 500;
const eventsDeadline = 10_000;
const title = "a page of the soak";
const address = `data:text/html,<title>${title}</title>`;

/**
 * @typedef {object} Counts what has been done so far
 * @property {number} commands
 * @property {number} aborted commands that were given up while in flight
 * @property {number} events
 * @property {number} sessions attached and detached again
 * @property {number} pages opened and closed again
 *
 * @param {any} cdplex the package
 * @param {any} browser a connection to a browser
 */
export async function work(cdplex, browser) {
  /** @type {Counts} */
  const counts = { commands: 0, aborted: 0, events: 0, sessions: 0, pages: 0 };
  const [page, loud] = [await browser.newPage(), await browser.newPage()];
  const turns = [
    await commandTurns(page, counts),
    await abortTurns(page, counts),
    await eventTurns(loud, counts),
    sessionTurns(cdplex, browser, page, counts),
    pageTurns(browser, counts),
  ];
  return new Load(turns, counts, [page, loud]);
}

/** Turns of several kinds, each kind one after the other, all kinds at once. */
class Load {
  counts;
  /** @type {Error | undefined} */
  failure;
  /** Resolves when a turn has failed. @type {Promise<void>} */
  failed;
  #running;
  #pages;
  #isOver = false;
  /** @type {Promise<void> | undefined} */
  #held;
  #release = () => {};
  #busy = 0;
  #idle = () => {};
  #fail = () => {};

  /**
   * @param {readonly (() => Promise<void>)[]} turns
   * @param {Counts} counts
   * @param {readonly AsyncDisposable[]} pages that the work goes on in
   */
  constructor(turns, counts, pages) {
    this.counts = counts;
    this.#pages = pages;
    this.failed = new Promise((resolve) => (this.#fail = resolve));
    this.#running = turns.map((turn) => this.#run(turn));
  }

  /** Lets the turns that are under way end, and begins no other. */
  async hold() {
    this.#held = new Promise((resolve) => (this.#release = resolve));
    if (this.#busy > 0) await new Promise((resolve) => (this.#idle = () => resolve(undefined)));
  }

  goOn() {
    this.#held = undefined;
    this.#release();
  }

  /** Ends the work. @returns {Promise<string[]>} what went wrong */
  async stop() {
    this.#isOver = true;
    this.goOn();
    await Promise.all(this.#running);
    await Promise.all(this.#pages.map((page) => page[Symbol.asyncDispose]()));
    return this.failure === undefined ? [] : [this.failure.stack ?? this.failure.message];
  }

  /** @param {() => Promise<void>} turn */
  async #run(turn) {
    while (!this.#isOver && this.failure === undefined) {
      await this.#held;
      if (this.#held !== undefined) continue;
      this.#busy++;
      try {
        await turn();
      } catch (error) {
        this.failure ??= error instanceof Error ? error : new Error(String(error));
        this.#fail();
      }
      if (--this.#busy === 0) this.#idle();
    }
  }
}

/**
 * Many commands at once, each with its own answer, under one signal that lives as long as the program.
 * @param {any} page
 * @param {Counts} counts
 */
async function commandTurns(page, counts) {
  const { signal } = new AbortController();
  return async () => {
    const first = counts.commands;
    const answers = await Promise.all(
      Array.from({ length: commandsAtOnce }, (_, index) =>
        page.Runtime.evaluate({ expression: String(first + index) }, { signal, timeout: 60_000 }),
      ),
    );
    for (const [index, { result }] of answers.entries()) {
      if (result.value !== first + index)
        throw new Error(`Command ${first + index} got the answer of ${result.value}.`);
    }
    counts.commands += answers.length;
  };
}

/**
 * Commands that are given up while they wait.
 * @param {any} page
 * @param {Counts} counts
 */
async function abortTurns(page, counts) {
  return async () => {
    const controller = new AbortController();
    const expression = "new Promise((resolve) => setTimeout(resolve, 20))";
    const waiting = Array.from({ length: 10 }, () =>
      page.Runtime.evaluate({ expression, awaitPromise: true }, { signal: controller.signal }),
    );
    const settled = Promise.allSettled(waiting);
    await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort(new Error("The soak gave it up."));
    for (const { status } of await settled) if (status === "rejected") counts.aborted++;
  };
}

/**
 * Console calls, taken by a listener, by `once` and by a stream, and every one counted.
 * @param {any} page
 * @param {Counts} counts
 */
async function eventTurns(page, counts) {
  await page.Runtime.enable();
  let listened = 0;
  page.Runtime.consoleAPICalled.on(() => listened++);
  return async () => {
    listened = 0;
    const last = page.Runtime.consoleAPICalled.once({
      where: (/** @type {any} */ { args }) => args[0].value === eventsAtOnce - 1,
      timeout: eventsDeadline,
    });
    const stream = page.Runtime.consoleAPICalled.stream();
    await page.Runtime.evaluate({ expression: `for (let n = 0; n < ${eventsAtOnce}; n++) console.log(n)` });
    await last;
    let streamed = 0;
    while (stream.tryNext() !== undefined) streamed++;
    stream[Symbol.dispose]();
    if (listened !== eventsAtOnce || streamed !== eventsAtOnce) {
      throw new Error(`Of ${eventsAtOnce} events a listener got ${listened}, and a stream ${streamed}.`);
    }
    counts.events += eventsAtOnce;
    await page.Runtime.discardConsoleEntries();
  };
}

/**
 * Second sessions on a page.
 * @param {any} cdplex
 * @param {any} browser
 * @param {any} page
 * @param {Counts} counts
 */
function sessionTurns(cdplex, browser, page, counts) {
  return async () => {
    const session = await browser.attach(cdplex.PageTarget, page.targetId);
    const subscription = session.Page.frameNavigated.on(() => {});
    await session.Page.enable();
    await session.detach();
    subscription[Symbol.dispose]();
    counts.sessions++;
  };
}

/**
 * Pages that come, load something and go.
 * @param {any} browser
 * @param {Counts} counts
 */
function pageTurns(browser, counts) {
  return async () => {
    const page = await browser.newPage();
    await page.Page.enable();
    const loaded = page.Page.loadEventFired.once({ timeout: eventsDeadline });
    await page.Page.navigate({ url: address });
    await loaded;
    const { result } = await page.Runtime.evaluate({ expression: "document.title" });
    if (result.value !== title) throw new Error(`The page is called ${result.value}.`);
    const { data } = await page.Page.captureScreenshot({ format: "png" });
    if (data[0] !== 0x89) throw new Error("The screenshot is no PNG.");
    await page[Symbol.asyncDispose]();
    counts.pages++;
  };
}
