/**
 * The rule by which cdplex's types and `devtools-protocol`'s are held to be the same.
 *
 * `Plain` is applied to both sides and takes out what is meant to differ: bytes for base64, open enums, `const enum` members,
 * `readonly`, `| undefined` on what is sent, flavoured ids, and `unknown` for `any`. What is left has to be identical. The
 * rule names no type of the protocol.
 */

/** A value of any form. */
interface Anything {
  readonly anything: true;
}

/** Literals without a string of any text beside them: an open enum is closed, a `const enum` is its values. */
type Literals<T> = T extends string ? ({} extends Record<T, true> ? never : `${T}`) : never;

/** A string is bytes, an id, or text where it is not one of a few words. */
type Text<T> = [Literals<T>] extends [never] ? string : Literals<T>;

type PlainObject<T> = { -readonly [K in keyof T]: Plain<Exclude<T[K], undefined>> };

type PlainPart<T> = T extends boolean
  ? T
  : T extends number
    ? number
    : T extends Uint8Array
      ? string
      : T extends readonly (infer Item)[]
        ? Plain<Item>[]
        : string extends keyof T
          ? Anything
          : PlainObject<T>;

/** A type without the intended differences. */
export type Plain<T> = unknown extends T
  ? Anything
  : ([Extract<T, string>] extends [never] ? never : Text<Extract<T, string>>) | PlainPart<Exclude<T, string>>;

/** Identical, not only assignable: a missing optional field counts. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

export type Assert<T extends true> = T;

/** What a method of a domain takes and gives, in `devtools-protocol`'s form of a command. */
export type CommandOf<F> = F extends (params: infer P, options?: never) => Promise<infer R>
  ? {
      readonly params: Params<P>;
      readonly required: undefined extends P ? false : true;
      readonly returns: Returns<R>;
    }
  : never;

type Params<P> = string extends keyof Exclude<P, undefined> ? Anything : Plain<Exclude<P, undefined>>;
type Returns<R> = [R] extends [void] ? void : Plain<R>;

/** The same, from an entry of `ProtocolMapping.Commands`. */
export type MappedCommand<C extends { paramsType: unknown[]; returnType: unknown }> = {
  readonly params: C["paramsType"] extends [] ? Anything : Plain<Exclude<C["paramsType"][0], undefined>>;
  readonly required: C["paramsType"] extends [] ? false : undefined extends C["paramsType"][0] ? false : true;
  readonly returns: Returns<C["returnType"]>;
};

/** What an event of a domain carries. */
export type PayloadOf<S> = S extends { once(): Promise<infer E> } ? Params<E> : never;

/** The same, from an entry of `ProtocolMapping.Events`. */
export type MappedPayload<E extends unknown[]> = E extends [] ? Anything : Plain<E[0]>;
