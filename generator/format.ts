/** Formats files in threads of their own, so that the formatting of one file overlaps the making of the next. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** A file as an emitter made it. */
export interface UnformattedFile {
  /** Where it goes, from the output folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Which formatter it goes through; `none` leaves it as it is. */
  readonly format: "typescript" | "json" | "markdown" | "none";
}

/**
 * On two cores one thread is best, for the other core emits for as long as this one formats. With more, a second thread is
 * worth its memory (it loads the formatter again, and learns it again). More than that would not pay: the whole output takes
 * them a second.
 */
const MOST_THREADS = 2;

interface Job {
  readonly file: UnformattedFile;
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}

/** Made when there is something to format. It holds threads: close it. */
export class Formatter implements AsyncDisposable {
  readonly #threads: Thread[];

  constructor(threads: number = Math.max(1, Math.min(availableParallelism() - 1, MOST_THREADS))) {
    this.#threads = Array.from({ length: threads }, () => new Thread());
  }

  /** The formatted text. Rejects where the text is not of the form that the file says it is, which is an emitter's bug. */
  format(file: UnformattedFile): Promise<string> {
    if (file.format === "none") return Promise.resolve(file.text);
    const idlest = this.#threads.reduce((best, thread) => (thread.waiting < best.waiting ? thread : best));
    return idlest.format(file);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

class Thread {
  readonly #worker = new Worker(new URL("./format-worker.js", import.meta.url));
  readonly #jobs = new Map<number, Job>();
  #lastId = 0;
  /** How many characters it was given that have not come back. */
  waiting = 0;

  constructor() {
    this.#worker.on("message", (answer: { id: number; text?: string; error?: string }) => {
      const job = this.#take(answer.id);
      if (job === undefined) return;
      if (answer.text !== undefined) job.resolve(answer.text);
      else
        job.reject(new Error(`${job.file.path} cannot be formatted: ${answer.error ?? "no reason given"}`));
    });
    const fail = (error: Error): void => {
      for (const id of this.#jobs.keys()) this.#take(id)?.reject(error);
    };
    this.#worker.on("error", fail);
    this.#worker.on("exit", () => fail(new Error("the formatting thread ended before it was done")));
    // A run that fails elsewhere must not be kept alive by a thread that waits for work.
    this.#worker.unref();
  }

  format(file: UnformattedFile): Promise<string> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#jobs.set(id, { file, resolve, reject });
      this.waiting += file.text.length;
      this.#worker.ref();
      this.#worker.postMessage({ id, text: file.text, parser: file.format });
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #take(id: number): Job | undefined {
    const job = this.#jobs.get(id);
    if (job === undefined) return undefined;
    this.#jobs.delete(id);
    this.waiting -= job.file.text.length;
    if (this.#jobs.size === 0) this.#worker.unref();
    return job;
  }
}
