/**
 * Holds that every name of the output names one thing, and is a name.
 *
 * Names come from definitions that anyone can write, and become identifiers, members of objects and paths of files. What
 * could not be all three is refused here, before anything is printed. Names that the runtime brings are no concern of this
 * file: they yield (see `freeName`).
 */
import { GeneratorError } from "../errors.js";
import type { Position } from "../errors.js";
import { place } from "./messages.js";
import type { Documentation, Domain, Property, Protocol, Target, Type } from "./model.js";
import * as names from "./names.js";
import {
  bookedFileNames,
  domainPrintedGlobals,
  generatedFunctions,
  maxNameLength,
  objectMembers,
  printedGlobals,
  reservedWords,
  sessionMembers,
} from "./reserved-names.js";

/** @throws GeneratorError naming both things and the places where they are declared. */
export function checkNames(protocol: Protocol): void {
  const files = new Claims("ignoring case, since some file systems do");
  for (const domain of protocol.domains) {
    checkDomainName(domain);
    files.claim(domain.name.toLowerCase(), domain.name, `the domain ${domain.name}`, domain.position);
    checkMembers(domain);
    checkTypeNames(domain);
  }
  const targetFiles = new Claims("ignoring case, since some file systems do");
  for (const target of protocol.targets) {
    checkIdentifier(target.name, `The target ${quote(target.name)}`, undefined);
    targetFiles.claim(target.name.toLowerCase(), target.name, `the target ${target.name}`, undefined);
    checkTargetModule(target);
  }
}

function checkDomainName(domain: Domain): void {
  const { name, position } = domain;
  const what = `The domain ${quote(name)}`;
  checkIdentifier(name, what, position);
  const refuse = (why: string): never => {
    throw new GeneratorError(`${what} ${why}.`, { position, hint: "Give the domain another name." });
  };
  if (reservedWords.has(name)) refuse("has a word of TypeScript as its name");
  if (name === "then") refuse("would make sessions promises to `await`");
  if (sessionMembers.has(name)) refuse("has the name of a member that every session has");
  if (objectMembers.has(name)) refuse("has the name of a member that every object has");
  if (printedGlobals.has(name) || domainPrintedGlobals.has(name) || generatedFunctions.has(name)) {
    refuse("has a name that the generated modules use for something else");
  }
  // Windows has no files of these names, whatever their extension.
  if (bookedFileNames.has(name.toLowerCase())) refuse("has a name that cannot be a file's on Windows");
}

/** Commands and events are the members of one interface. */
function checkMembers(domain: Domain): void {
  const members = new Claims(`a member of ${names.domainInterfaceName(domain)}`);
  for (const member of [...domain.commands, ...domain.events]) {
    const label = `the ${member.kind} ${member.method}`;
    const { name, position } = member;
    checkIdentifier(name, capitalized(label), position);
    if (name === "__proto__") refuseProto(capitalized(label), position);
    if (name === "then" || name === "new") {
      const would =
        name === "then" ? "make the domain a promise to `await`" : "be read as a constructor by TypeScript";
      throw new GeneratorError(`${capitalized(label)} would ${would}.`, {
        position,
        hint: `Give the ${member.kind} another name.`,
      });
    }
    members.claim(name, name, label, position);
    if (member.kind === "command") {
      checkProperties(member.parameters, label);
      checkProperties(member.returns, label);
    } else {
      checkProperties(member.parameters, label);
    }
  }
}

function checkProperties(properties: readonly Property[], owner: string): void {
  for (const { name, type, position } of properties) {
    const label = `${quote(name)} of ${owner}`;
    checkIdentifier(name, label, position);
    if (name === "__proto__") refuseProto(label, position);
    checkNestedProperties(type, label);
  }
}

function checkNestedProperties(type: Type, owner: string): void {
  if (type.kind === "array") checkNestedProperties(type.items, owner);
  else if (type.kind === "object") checkProperties(type.properties, owner);
}

/** All types that a domain's module and its part of `Protocol` export. */
function checkTypeNames(domain: Domain): void {
  const types = new Claims(`a type of ${domain.name}`);
  const claim = (name: string, label: string, of: Documentation): void => {
    const { position } = of;
    if (reservedWords.has(name) || printedGlobals.has(name)) {
      throw new GeneratorError(
        `${capitalized(label)} cannot be called ${name}, which TypeScript has a use for.`,
        {
          position,
          hint: "Give the type another name.",
        },
      );
    }
    types.claim(name, name, label, position);
  };

  claim(names.domainInterfaceName(domain), `the interface of the domain ${domain.name}`, domain);
  for (const type of domain.types) {
    const label = `the type ${domain.name}.${type.name}`;
    checkIdentifier(type.name, capitalized(label), type.position);
    if (type.kind === "object") checkProperties(type.properties, label);
    if (type.kind === "alias") checkNestedProperties(type.type, label);
    claim(type.name, label, type);
  }
  for (const command of domain.commands) {
    if (command.parameters.length > 0) {
      claim(names.requestName(command), `what the command ${command.method} takes`, command);
    }
    if (command.returns.length > 0) {
      claim(names.responseName(command), `what the command ${command.method} gives back`, command);
    }
  }
  for (const event of domain.events) {
    if (event.parameters.length > 0) {
      claim(names.eventName(event), `what the event ${event.method} carries`, event);
    }
  }
  for (const inline of names.inlineEnums(domain)) {
    const path = [inline.owner, ...inline.path.filter((segment) => segment !== "[]")].join(".");
    claim(inline.name, `the enum of ${domain.name}.${path}`, inline.property ?? domain);
  }
}

/** The module of a target imports its domains by their names, and declares what the target has of them beside them. */
function checkTargetModule(target: Target): void {
  const module = new Claims(`a name in ${names.targetFile(target)}`);
  const claim = (name: string, label: string, position: Position | undefined): void =>
    module.claim(name, name, label, position);
  claim(names.targetName(target), `the target ${target.name}`, undefined);
  for (const { domain } of target.domains) {
    claim(domain.name, `the domain ${domain.name}`, domain.position);
    claim(names.domainInterfaceName(domain), `the interface of the domain ${domain.name}`, domain.position);
  }
  for (const { domain, commands, events, refuses, requires, doubts = [] } of target.domains) {
    // What is there whole, and of which there is nothing to say, may go without a name of its own.
    const isWhole = commands.length === domain.commands.length && events.length === domain.events.length;
    if (isWhole && refuses.length + requires.length + doubts.length === 0) continue;
    const label = `the part of ${domain.name} that the target ${target.name} has`;
    claim(names.narrowedDomainName(target, domain), label, domain.position);
  }
}

/** Names that are taken, with what took them. */
class Claims {
  readonly #scope: string;
  readonly #taken = new Map<string, { readonly label: string; readonly position: Position | undefined }>();

  /** @param scope - what a name would have to be twice, for messages. */
  constructor(scope: string) {
    this.#scope = scope;
  }

  claim(key: string, name: string, label: string, position: Position | undefined): void {
    const first = this.#taken.get(key);
    if (first === undefined) {
      this.#taken.set(key, { label, position });
      return;
    }
    const where =
      first.position === undefined ? "" : `${capitalized(first.label)} is at ${place(first.position)}. `;
    throw new GeneratorError(
      `${capitalized(first.label)} and ${label} would both be called ${name} (${this.#scope}).`,
      { position: position ?? first.position, hint: `${where}Rename one of the two.` },
    );
  }
}

/** Plain ASCII: what passes is an identifier, a property path's segment and, with an extension, a file's name anywhere. */
function checkIdentifier(name: string, what: string, position: Position | undefined): void {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) {
    throw new GeneratorError(`${capitalized(what)} has a name that is no identifier.`, {
      position,
      hint: "A name starts with a letter and has letters, digits and _ only.",
    });
  }
  if (name.length > maxNameLength) {
    throw new GeneratorError(`${capitalized(what)} has a name of ${name.length} characters.`, {
      position,
      hint: `At most ${maxNameLength} are allowed, since names become file names and are joined into longer ones.`,
    });
  }
}

function refuseProto(what: string, position: Position): never {
  throw new GeneratorError(`${capitalized(what)} cannot be an ordinary member of a JavaScript object.`, {
    position,
    hint: "Give it another name: writing to __proto__ changes an object's prototype.",
  });
}

function capitalized(text: string): string {
  return names.capitalize(text);
}

/** In quotes, and short even where the name is not. */
function quote(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}...` : name);
}
