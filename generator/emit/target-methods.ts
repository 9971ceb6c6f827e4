/** Methods that a session has beside its domains, where its target answers the command that they are made of. */
import { StructureKind, type MethodSignatureStructure } from "ts-morph";
import type { Command, Target } from "../model/model.js";
import { typeNames } from "./domain.js";
import type { Imports } from "./imports.js";
import { docs, printType, sentOnly } from "./structures.js";

/** A function of the runtime that takes a session, then what the command takes, each by itself, and then the options of a call. */
export interface TargetMethod {
  /** Of the function, and of the method. */
  readonly name: string;
  /** What it is made of, as `Network.getResponseBody`. */
  readonly method: string;
  /** What it gives: a type of the runtime. */
  readonly returns: string;
  readonly paragraphs: readonly string[];
}

export const targetMethods: readonly TargetMethod[] = [
  {
    name: "responseBody",
    method: "Network.getResponseBody",
    returns: "Body",
    paragraphs: [
      "The body of a response, as bytes and as text. The browser keeps it while `Network` is enabled and the document exists; wait for\n`Network.loadingFinished` first, because the body may be incomplete until then.",
    ],
  },
];

/** The methods that a target has, each with its command. */
export function methodsOf(target: Target): (TargetMethod & { readonly command: Command })[] {
  const commands = target.domains.flatMap((support) => support.commands);
  return targetMethods.flatMap((method) => {
    const command = commands.find((each) => each.method === method.method);
    return command === undefined || !hasBody(command) ? [] : [{ ...method, command }];
  });
}

/**
 * Whether a command gives a body: one string, and whether that is base64. What the runtime makes of it depends on no name but that of
 * the flag.
 */
export function hasBody({ returns }: Command): boolean {
  const strings = returns.filter(({ type }) => type.kind === "primitive" && type.name === "string");
  const isFlagged = returns.some(
    ({ name, type }) => name === "base64Encoded" && type.kind === "primitive" && type.name === "boolean",
  );
  return isFlagged && strings.length === 1;
}

export function methodStructure(
  { name, returns, paragraphs, command }: TargetMethod & { readonly command: Command },
  imports: Imports,
): MethodSignatureStructure {
  const names = typeNames(undefined, imports);
  return {
    kind: StructureKind.MethodSignature,
    leadingTrivia: "\n",
    docs: docs({ paragraphs }),
    name,
    parameters: [
      ...command.parameters
        .filter(({ optional }) => !optional)
        .map((parameter) => ({ name: parameter.name, type: printType(parameter.type, sentOnly, names) })),
      { name: "options", hasQuestionToken: true, type: imports.runtimeType("CallOptions") },
    ],
    returnType: `Promise<${imports.runtimeType(returns)}>`,
  };
}
