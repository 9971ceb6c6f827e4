/** Every way in which a line of PDL can be wrong. */
import { expect, test } from "vitest";
import { readPdlProtocol } from "../../../generator/load/pdl.js";
import { failureOf } from "./failure.js";

test.each(errors())("%j", (text, want) => {
  const include = (path: string): never => {
    throw new Error(`Nothing includes ${path}.`);
  };
  expect(failureOf(() => readPdlProtocol(text, "a.pdl", include))).toBe(want);
});

function errors(): [text: string, want: string][] {
  const level =
    "Two spaces make a level. A line that is deeper belongs to the one above, which takes none here.";
  const inDomain = (text: string): string => `domain A\n${text}`;
  const inCommand = (text: string): string => inDomain(`  command c\n${text}`);
  const inParameters = (text: string): string => inCommand(`    parameters\n${text}`);
  return [
    // The file.
    ["dmain A", 'a.pdl:1:1 "dmain" means nothing in the file.\nDid you mean "domain"?'],
    ["{}", 'a.pdl:1:1 "{}" means nothing in the file.\nWhat may stand here: version, include, domain.'],
    [
      "experimental",
      "a.pdl:1:1 The line says nothing in the file.\nWhat may stand here: version, include, domain.",
    ],
    [
      "experimental event e",
      'a.pdl:1:14 "event" means nothing in the file.\nWhat may stand here: version, include, domain.',
    ],
    ["domain", 'a.pdl:1:7 "domain" has no name.'],
    ["domain A B", 'a.pdl:1:10 Unexpected "B" at the end of a line.'],
    [
      "deprecated experimental domain A",
      'a.pdl:1:12 "experimental" has to stand before "deprecated".\nThe order is: experimental, deprecated.',
    ],
    [
      "  command c",
      `a.pdl:1:3 The line is indented by 2 spaces, where a line of the file is by 0 spaces.\n${level}`,
    ],
    [
      "\tdomain A",
      "a.pdl:1:1 A line is indented with something that is no space.\nPDL is indented with spaces, two for each level.",
    ],
    ["version\n  major 1", 'a.pdl:1:1 The version lacks "major" or "minor".\nBoth are needed.'],
    ["version 1.3", 'a.pdl:1:9 Unexpected "1.3" at the end of a line.'],
    ["version\n  major one\n  minor 3", 'a.pdl:2:9 "major" takes a number.'],
    ["version\n  major\n  minor 3", 'a.pdl:2:8 "major" has no number.'],
    ["version\n  major 1\n  major 1", 'a.pdl:3:3 "major" is stated twice.'],
    ["version\n  mayor 1", 'a.pdl:2:3 "mayor" means nothing in the version.\nDid you mean "major"?'],
    [
      "version\n  major 1\n  minor 3\nversion\n  major 1\n  minor 3",
      "a.pdl:4:1 The version is stated twice.\nRemove one of the two.",
    ],
    // A domain.
    [
      inDomain(" command c"),
      `a.pdl:2:2 The line is indented by 1 space, where a line of the file is by 0 spaces.\n${level}`,
    ],
    [
      inDomain("   command c"),
      `a.pdl:2:4 The line is indented by 3 spaces, where a line of domain A is by 2 spaces.\n${level}`,
    ],
    [inDomain("  comand c"), 'a.pdl:2:3 "comand" means nothing in domain A.\nDid you mean "command"?'],
    [
      inDomain("  optional command c"),
      'a.pdl:2:3 "optional" means nothing in domain A.\nWhat may stand here: depends on, type, command, event.',
    ],
    [
      inDomain("  experimental"),
      "a.pdl:2:3 The line says nothing in domain A.\nWhat may stand here: depends on, type, command, event.",
    ],
    [inDomain("  depends B"), 'a.pdl:2:3 "depends" is followed by "on" and a domain.'],
    [inDomain("  depends on"), 'a.pdl:2:13 "depends on" names no domain.'],
    [inDomain("  depends on B, C"), 'a.pdl:2:17 Unexpected "C" at the end of a line.'],
    // A type.
    [inDomain("  type"), 'a.pdl:2:7 "type" has no name.'],
    [inDomain("  type T"), "a.pdl:2:9 What type A.T extends is missing.\nWrite: type T extends string"],
    [
      inDomain("  type T extends"),
      "a.pdl:2:17 What type A.T extends is missing.\nWrite: type T extends string",
    ],
    [
      inDomain("  type T extends array of"),
      "a.pdl:2:26 What type A.T extends is missing.\nWrite: type T extends string",
    ],
    [
      inDomain("  type T is string"),
      'a.pdl:2:10 Expected "extends", found "is".\nWrite: type T extends string',
    ],
    [
      inDomain("  type T extends enum"),
      'a.pdl:2:18 Type A.T extends "enum".\nIt extends string, with a line "enum" below and the values below that.',
    ],
    [
      inDomain("  type T extends string # text"),
      'a.pdl:2:25 Unexpected "#" at the end of a line.\nA comment takes a line of its own, above what it describes.',
    ],
    [
      inDomain("  type T extends integer\n    enum\n      a"),
      'a.pdl:3:5 Type A.T extends no string, and so takes no "enum".',
    ],
    [
      inDomain("  type T extends string\n    properties"),
      'a.pdl:3:5 Type A.T extends no object, and so takes no "properties".',
    ],
    [
      inDomain("  type T extends array of object\n    properties"),
      'a.pdl:3:5 Type A.T extends no object, and so takes no "properties".',
    ],
    [
      inDomain("  type T extends string\n    enum"),
      "a.pdl:3:5 The enum of type A.T has no values.\nValues stand below it, one a line, indented by 6 spaces.",
    ],
    [
      inDomain("  type T extends string\n    enum\n      a\n    enum\n      b"),
      'a.pdl:5:5 Type A.T has "enum" twice.',
    ],
    [
      inDomain("  type T extends string\n    enum\n      a b"),
      'a.pdl:4:9 Unexpected "b" at the end of a line.',
    ],
    [
      inDomain("  type T extends string\n    enum\n      a\n      a"),
      'a.pdl:5:7 The value "a" occurs twice in type A.T.',
    ],
    [
      inDomain("  type T extends object\n    parameters"),
      'a.pdl:3:5 "parameters" means nothing in type A.T.\nWhat may stand here: enum, properties.',
    ],
    [
      inDomain("  type T extends object\n    property"),
      'a.pdl:3:5 "property" means nothing in type A.T.\nWhat may stand here: enum, properties.',
    ],
    // A command, an event.
    [inDomain("  command"), 'a.pdl:2:10 "command" has no name.'],
    [inDomain("  command c d"), 'a.pdl:2:13 Unexpected "d" at the end of a line.'],
    [
      inCommand("    properties"),
      'a.pdl:3:5 "properties" means nothing in command A.c.\nWhat may stand here: parameters, returns, redirect.',
    ],
    [inCommand("    parameters string p"), 'a.pdl:3:16 Unexpected "string" at the end of a line.'],
    [inCommand("    parameters\n    parameters"), 'a.pdl:4:5 Command A.c has "parameters" twice.'],
    [inCommand("    returns\n    parameters\n    returns"), 'a.pdl:5:5 Command A.c has "returns" twice.'],
    [inCommand("    redirect"), 'a.pdl:3:13 "redirect" names no domain.'],
    [inCommand("    redirect B C"), 'a.pdl:3:16 Unexpected "C" at the end of a line.'],
    [inCommand("    redirect B\n    redirect C"), 'a.pdl:4:5 Command A.c has "redirect" twice.'],
    [inDomain("  event"), 'a.pdl:2:8 "event" has no name.'],
    [
      inDomain("  event e\n    returns"),
      'a.pdl:3:5 "returns" means nothing in event A.e.\nWhat may stand here: parameters.',
    ],
    [inDomain("  event e\n    parameters\n    parameters"), 'a.pdl:4:5 Event A.e has "parameters" twice.'],
    // A parameter.
    [inParameters("      string"), "a.pdl:4:13 A parameter of command A.c needs a type and a name."],
    [inParameters("      optional p"), "a.pdl:4:17 A parameter of command A.c needs a type and a name."],
    [inParameters("      optional"), "a.pdl:4:15 A parameter of command A.c needs a type and a name."],
    [inParameters("      array of p"), "a.pdl:4:17 A parameter of command A.c needs a type and a name."],
    [inParameters("      string p q"), 'a.pdl:4:16 Unexpected "q" at the end of a line.'],
    [
      inParameters("      optional experimental string p"),
      'a.pdl:4:16 "experimental" has to stand before "optional".\nThe order is: experimental, deprecated, optional.',
    ],
    [
      inParameters("      optional optional string p"),
      'a.pdl:4:16 "optional" stands here twice.\nThe order is: experimental, deprecated, optional.',
    ],
    [
      inParameters("      enum p"),
      "a.pdl:4:7 The enum of parameter p of command A.c has no values.\nValues stand below it, one a line, indented by 8 spaces.",
    ],
    [
      inParameters("      enum p\n        a\n        a"),
      'a.pdl:6:9 The value "a" occurs twice in parameter p of command A.c.',
    ],
    [
      inParameters("      string p\n        a"),
      `a.pdl:5:9 The line is indented by 8 spaces, where a line of command A.c is by 6 spaces.\n${level}`,
    ],
    [
      inParameters("      enum p\n          a"),
      `a.pdl:5:11 The line is indented by 10 spaces, where a line of parameter p of command A.c is by 8 spaces.\n${level}`,
    ],
    [
      inParameters("     string p"),
      `a.pdl:4:6 The line is indented by 5 spaces, where a line of command A.c is by 4 spaces.\n${level}`,
    ],
    [
      inCommand("      string p"),
      `a.pdl:3:7 The line is indented by 6 spaces, where a line of command A.c is by 4 spaces.\n${level}`,
    ],
    [
      inCommand("    returns\n      string"),
      "a.pdl:4:13 A return value of command A.c needs a type and a name.",
    ],
    [
      inDomain("  type T extends object\n    properties\n      string"),
      "a.pdl:4:13 A property of type A.T needs a type and a name.",
    ],
    [
      inParameters("      \tstring p"),
      "a.pdl:4:7 A line is indented with something that is no space.\nPDL is indented with spaces, two for each level.",
    ],
  ];
}
