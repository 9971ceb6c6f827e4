/** The definitions of npm's own settings, which come with its library for reading them, and without types. */
declare module "@npmcli/config/lib/definitions/index.js" {
  import type { DefinitionsObject, ShortFlags } from "@npmcli/config";

  interface Definition {
    /** Writes the setting as npm's other libraries take it. */
    flatten?(key: string, layer: object, flat: Record<string, unknown>): void;
  }

  const npm: {
    readonly definitions: DefinitionsObject & Readonly<Record<string, Definition>>;
    readonly nerfDarts: readonly string[];
    readonly shorthands: ShortFlags;
  };
  export default npm;
}
