/** The model while it is being built. Only the stages of `resolve.ts` and `subset.ts` write to it. */
export type Draft<T> = { -readonly [Key in keyof T]: T[Key] };
