/** Names that the protocol cannot have, since the output needs them for something else. */

/** Three times the longest of today's (`SelectivePermissionsInterventionIssueDetails`). */
export const maxNameLength = 128;

/** Members of the runtime's session, of targets and of browsers, which domains stand beside. A test holds the list equal to the interface. */
export const sessionMembers: ReadonlySet<string> = new Set([
  "adopt",
  "as",
  "attach",
  "children",
  "close",
  "closed",
  "connection",
  "detach",
  "id",
  "is",
  "newPage",
  "on",
  "once",
  "process",
  "responseBody",
  "send",
  "sessionForFrame",
  "stream",
  "supports",
  "targetId",
  "targetInfo",
  "targets",
  "use",
]);

/** What every object has already. */
export const objectMembers: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Global types that the modules of domains and targets print, and that a declared type would hide from them. */
export const printedGlobals: ReadonlySet<string> = new Set([
  "NonNullable",
  "Pick",
  "Promise",
  "Readonly",
  "Record",
  "Uint8Array",
]);

/** Global types that modules print which import domains, but no types of domains. */
export const domainPrintedGlobals: ReadonlySet<string> = new Set(["Disposable", "URL"]);

/** Functions that generated modules define beside the domains that they import. */
export const generatedFunctions: ReadonlySet<string> = new Set(["connect", "launch", "unsafe"]);

/** Devices of DOS, which Windows still sees in a file's name before its first dot. */
export const bookedFileNames: ReadonlySet<string> = new Set([
  "aux",
  "con",
  "nul",
  "prn",
  ...Array.from({ length: 10 }, (_, digit) => [`com${digit}`, `lpt${digit}`]).flat(),
]);

/** Words that cannot name a type or a value in a module, or that would be read as something else in a type. */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    "any arguments asserts async await bigint boolean break case catch class const continue debugger default delete do " +
    "else enum eval export extends false finally for function if implements import in infer instanceof interface " +
    "intrinsic keyof let never new null number object package private protected public readonly return static string " +
    "super switch symbol this throw true try typeof undefined unique unknown var void while with yield"
  ).split(" "),
);
