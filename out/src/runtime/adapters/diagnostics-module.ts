// Copied by cdplex-codegen from templates/runtime/adapters/diagnostics-module.ts.
// Do not edit: change the file there and run `npx codegen`.

/** What is used of `node:diagnostics_channel`, without an import that a bundler for browsers would stumble over. */

export interface DiagnosticsChannel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

export interface DiagnosticsModule {
  channel(name: string): DiagnosticsChannel;
  subscribe(name: string, onMessage: (message: unknown) => void): void;
}

interface Process {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stderr?: { write(text: string): unknown };
  getBuiltinModule?(name: string): unknown;
}

export function platformProcess(): Process | undefined {
  return (globalThis as { readonly process?: Process }).process;
}

/** Undefined where the platform has none. */
export function diagnosticsChannel(): DiagnosticsModule | undefined {
  return platformProcess()?.getBuiltinModule?.("node:diagnostics_channel") as DiagnosticsModule | undefined;
}
