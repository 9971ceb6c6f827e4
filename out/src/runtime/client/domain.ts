// Copied by cdplex-codegen from templates/runtime/client/domain.ts.
// Do not edit: change the file there and run `npx codegen`.

import { MarkCompiler } from "../codec/marks.js";
import type { MarkTexts, Marks } from "../codec/marks.js";
import { UsageError } from "../core/errors.js";
import type { CallOptions, Channel } from "./channel.js";
import { ChannelEvent } from "./events.js";
import type { EventSource } from "./events.js";

declare const type: unique symbol;

/** A domain of the protocol, to be opened on a session: `session.use(Page)`. `T` is the type of the opened domain. */
export interface Domain<T> {
  /** As on the wire. */
  readonly name: string;
  readonly [type]?: T;
}

/** What the types of a domain cannot say: the names on the wire, and which fields are bytes. Lists are separated by spaces. */
export interface DomainWire {
  readonly commands?: string;
  readonly events?: string;
  /** Paths of binary parameters, by command. */
  readonly sends?: MarkTexts;
  /** Paths of binary fields in results and events, by command or event. */
  readonly receives?: MarkTexts;
  /** Paths within types that contain themselves. */
  readonly shapes?: MarkTexts;
}

/** Makes a domain of its table. The table is read when the domain is first opened. */
export function defineDomain<T>(name: string, wire: DomainWire): Domain<T> {
  return new DomainDefinition<T>(name, wire);
}

/** The definition behind a domain. */
export function definitionOf<T>(domain: Domain<T>): DomainDefinition<T> {
  if (domain instanceof DomainDefinition) return domain as DomainDefinition<T>;
  throw new UsageError("this domain was not made by this copy of cdplex; is the package installed twice?");
}

type OpenDomainClass = new (channel: Channel) => OpenDomain;

export class DomainDefinition<T> implements Domain<T> {
  readonly name: string;
  readonly #wire: DomainWire;
  #marks: ReadonlyMap<string, Marks> | undefined;
  #openDomain: OpenDomainClass | undefined;

  constructor(name: string, wire: DomainWire) {
    this.name = name;
    this.#wire = wire;
  }

  /** The marks of commands and events that have any, by method. */
  get marks(): ReadonlyMap<string, Marks> {
    this.#marks ??= compileMarks(this.name, this.#wire);
    return this.#marks;
  }

  open(channel: Channel): T {
    this.#openDomain ??= buildClass(this.name, this.#wire, this.marks);
    return new this.#openDomain(channel) as T;
  }
}

/** Marks that say that nothing is bytes, so that nobody looks for any. */
const NO_MARKS: Marks = { sends: undefined, receives: undefined };

function compileMarks(domain: string, { sends = {}, receives = {}, shapes }: DomainWire): Map<string, Marks> {
  const compiler = new MarkCompiler(shapes);
  const marks = new Map<string, Marks>();
  for (const name of new Set([...Object.keys(sends), ...Object.keys(receives)])) {
    const sent = Object.hasOwn(sends, name) ? sends[name] : undefined;
    const received = Object.hasOwn(receives, name) ? receives[name] : undefined;
    marks.set(`${domain}.${name}`, {
      sends: sent === undefined ? undefined : compiler.compile(sent),
      receives: received === undefined ? undefined : compiler.compile(received),
    });
  }
  return marks;
}

/**
 * One domain on one channel. It has no members of its own but those of the protocol, whatever their names: each definition has a class
 * of its own, and its methods are defined rather than assigned, so that `constructor` or `__proto__` would be names like others.
 */
class OpenDomain {
  readonly #channel: Channel;
  readonly #events = new Map<string, EventSource<unknown>>();

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  static command(method: string, marks: Marks): PropertyDescriptor {
    return {
      configurable: true,
      writable: true,
      value(this: OpenDomain, params?: object, options?: CallOptions): Promise<unknown> {
        return this.#channel.send(method, params, options, marks);
      },
    };
  }

  static event(method: string, marks: Marks): PropertyDescriptor {
    return {
      configurable: true,
      get(this: OpenDomain): EventSource<unknown> {
        let event = this.#events.get(method);
        if (event === undefined) {
          event = new ChannelEvent(this.#channel, method, marks);
          this.#events.set(method, event);
        }
        return event;
      },
    };
  }
}

function buildClass(name: string, wire: DomainWire, marks: ReadonlyMap<string, Marks>): OpenDomainClass {
  const built = class extends OpenDomain {};
  const define = (member: string, make: (method: string, marks: Marks) => PropertyDescriptor): void => {
    const method = `${name}.${member}`;
    Object.defineProperty(built.prototype, member, make(method, marks.get(method) ?? NO_MARKS));
  };
  for (const command of words(wire.commands)) define(command, OpenDomain.command);
  for (const event of words(wire.events)) define(event, OpenDomain.event);
  return built;
}

function words(list: string | undefined): readonly string[] {
  return list === undefined || list === "" ? [] : list.split(" ");
}
