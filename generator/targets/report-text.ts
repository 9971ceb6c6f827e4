/** A probe's report for people: a table of what each session has of each domain, and lists of what is out of the ordinary. */
import type { Fact, ProbeReport, ProbedSession } from "./facts.js";
import { namesOf } from "./support.js";

/** A report in Markdown. */
export function reportMarkdown(report: ProbeReport): string {
  const executed = report.sessions.filter((session) => session.executed);
  const shown = executed.length > 0 ? executed : report.sessions;
  const domains = namesOf(report.schema);
  const rows = [...domains].map(([domain, names]) => [
    domain,
    String(names.length),
    ...shown.map((session) => extent(session, domain, names)),
  ]);
  const totals = [
    "all",
    String(report.schema.length),
    ...shown.map(({ commands }) => String(Object.values(commands).filter(({ has }) => has === true).length)),
  ];
  return [
    `# What the targets of ${report.browser} answer`,
    "",
    `Measured over a ${report.transport}, by the ${report.schema.length} commands of the browser's own protocol ${report.protocolVersion}.`,
    "A number is how many commands of the domain the session has, `all` that it has them all.",
    "",
    table(["domain", "commands", ...shown.map(({ label }) => label)], [...rows, totals]),
    "",
    "## Sessions",
    "",
    table(
      ["session", "path", "present", "refuses", "absent", "inferred", "unknown"],
      report.sessions.map((session) => [
        session.label,
        session.path,
        ...(["present", "refuses", "absent", "inferred", "unknown"] as const).map((verdict) =>
          String(Object.values(session.commands).filter((fact) => fact.verdict === verdict).length),
        ),
      ]),
    ),
    "",
    ...section(
      "Refusals",
      shown.flatMap((session) => linesBy(session, refusalOf)),
    ),
    ...section(
      "Inferred and unknown",
      executed.flatMap((session) => linesBy(session, doubtOf)),
    ),
    ...section("Conditions", conditionLines(report)),
    ...section(
      "Unlike the others of their type",
      report.sessions.flatMap((session) => differences(session, executed)),
    ),
    ...section(
      "Answers for a person to judge",
      report.unclassified.map(({ method, label, answer }) => `- ${label}: \`${method}\`: ${answer}`),
    ),
    ...section("Not reached", report.unreached.length === 0 ? [] : [`- ${report.unreached.join(", ")}`]),
  ].join("\n");
}

function extent({ commands }: ProbedSession, domain: string, names: readonly string[]): string {
  const has = names.filter((name) => commands[`${domain}.${name}`]?.has === true).length;
  if (has === 0) return "";
  return has === names.length ? "all" : String(has);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, "", ...lines, ""];
}

function refusalOf({ verdict, reason }: Fact): string | undefined {
  return verdict === "refuses" ? reason : undefined;
}

function doubtOf({ verdict, has, how }: Fact): string | undefined {
  if (verdict === "inferred") return `taken to be ${has === true ? "there" : "absent"}: ${how}`;
  return verdict === "unknown" ? how : undefined;
}

/** A line for each thing that is said of commands of a session, with all commands that it is said of. */
function linesBy({ label, commands }: ProbedSession, say: (fact: Fact) => string | undefined): string[] {
  const groups = new Map<string, string[]>();
  for (const [method, fact] of Object.entries(commands)) {
    const text = say(fact);
    if (text !== undefined) groups.set(text, [...(groups.get(text) ?? []), method]);
  }
  return [...groups].map(
    ([text, methods]) => `- ${label}: ${methods.map((method) => `\`${method}\``).join(", ")}: ${text}`,
  );
}

function conditionLines(report: ProbeReport): string[] {
  return Object.entries(report.conditions).flatMap(([label, { pipe, port, trusted }]) =>
    [
      { words: "over a pipe only", methods: pipe },
      { words: "over a port only", methods: port },
      { words: "not for an extension's `chrome.debugger`", methods: trusted ?? [] },
    ]
      .filter(({ methods }) => methods.length > 0)
      .map(({ words, methods }) => `- ${label}: ${words}: ${methods.join(", ")}`),
  );
}

/** What a session has otherwise than the one of its type that stands for it. */
function differences(session: ProbedSession, executed: readonly ProbedSession[]): string[] {
  const model = executed.find(({ type }) => type === session.type);
  if (model === undefined || model === session || session.executed) return [];
  const unlike = Object.entries(session.commands)
    .filter(([method, { has }]) => has !== undefined && has !== model.commands[method]?.has)
    .map(([method, { has }]) => `${has === true ? "has" : "lacks"} ${method}`);
  return unlike.length === 0 ? [] : [`- ${session.label}, beside ${model.label}: ${unlike.join(", ")}`];
}
