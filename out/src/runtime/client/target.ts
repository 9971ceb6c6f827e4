// Copied by cdplex-codegen from templates/runtime/client/target.ts.
// Do not edit: change the file there and run `npx codegen`.

import { UsageError } from "../core/errors.js";
import { openChildren } from "./children.js";
import type { Domain } from "./domain.js";
import { definitionOf } from "./domain.js";
import type { FlatSession } from "./flat-session.js";
import type { TargetType } from "./target-type.js";
import { wakeWorker } from "./wake-worker.js";

export type { TargetType };

/** Makes a kind of target that has these domains, and perhaps methods that other kinds have not. */
export function defineTarget<T>(
  name: string,
  types: readonly string[],
  domains: readonly Domain<unknown>[],
  methods: TargetMethods = {},
): TargetType<T> {
  return new TargetDefinition(name, types, domains, methods, { openChildren, wakeWorker });
}

/** By the names that they have on a session: functions that take the session first. */
export type TargetMethods = Readonly<Record<string, (session: FlatSession, ...args: never[]) => unknown>>;

/** What a view of a session has to offer to be given domains. */
interface Uses {
  use<T>(domain: Domain<T>): T;
}

/** What sessions need for targets alone: it comes with their definitions, so that who names none bundles none of it. */
interface TargetTools {
  readonly openChildren: typeof openChildren;
  readonly wakeWorker: typeof wakeWorker;
}

export class TargetDefinition implements TargetType<unknown> {
  readonly name: string;
  readonly types: readonly string[];
  readonly domains: readonly Domain<unknown>[];
  readonly tools: TargetTools;
  readonly #methods: TargetMethods;
  #view: unknown;

  constructor(
    name: string,
    types: readonly string[],
    domains: readonly Domain<unknown>[],
    methods: TargetMethods,
    tools: TargetTools,
  ) {
    this.name = name;
    this.types = types;
    this.domains = domains;
    this.tools = tools;
    this.#methods = methods;
  }

  /** The class of sessions on such a target: `base`, a getter for each domain, and its methods. Made once. */
  view<A extends unknown[], S extends Uses>(base: new (...args: A) => S): new (...args: A) => S {
    this.#view ??= withMethods(withDomains(base, this.domains), this.#methods);
    return this.#view as new (...args: A) => S;
  }
}

/** The definition behind a target. */
export function targetOf(target: TargetType<unknown>): TargetDefinition {
  if (target instanceof TargetDefinition) return target;
  throw new UsageError("this target was not made by this copy of cdplex; is the package installed twice?");
}

function withMethods<View extends new (...args: never[]) => unknown>(
  view: View,
  methods: TargetMethods,
): View {
  for (const [name, method] of Object.entries(methods)) {
    Object.defineProperty(view.prototype, name, {
      configurable: true,
      writable: true,
      value(this: FlatSession, ...args: never[]): unknown {
        return method(this, ...args);
      },
    });
  }
  return view;
}

/** A class of sessions with a getter for each of the domains. */
export function withDomains<A extends unknown[], S extends Uses>(
  base: new (...args: A) => S,
  domains: readonly Domain<unknown>[],
): new (...args: A) => S {
  const view = class extends (base as unknown as new (...args: never[]) => Uses) {};
  for (const domain of domains) {
    const { name } = definitionOf(domain);
    Object.defineProperty(view.prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: Uses): unknown {
        return this.use(domain);
      },
    });
  }
  return view as unknown as new (...args: A) => S;
}
