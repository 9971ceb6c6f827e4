import { expect, test } from "vitest";
import { cppStatements } from "../../../generator/targets/cpp-statements.js";

const code = `// A file in the manner of Chromium's, written for this test.
#include "nothing.h"

namespace content {
const char kName[] = "a { string; }";  // not a block

bool Host::Attach(Session* session) {
  session->Add<A>();
  if (session->IsTrusted()) {
    session->Add<B>([](Host* self) { self->Go(); });
    /* a comment; with { things } */
  } else {
    session->Add<C>();
  }
#if !BUILDFLAG(IS_ANDROID)  // phones
  if (IsMain() && Has(1))
    session->Add<D>();
  else
    session->Add<E>();
#else
  session->Add<F>();
#endif
  for (auto* one : Other::ForHost(this)) session->Add<G>(one);
  for (auto* one : Other::ForHost(this)) {
    session->Add<H>(one);
  }
  return true;
}

Host::Host(int id) : id_(id), map_{id} {
  Start();
}
}  // namespace content
`;

test("statements have their function, conditions and line", () => {
  const found = cppStatements(code)
    .filter(({ text }) => text.startsWith("session->Add"))
    .map(({ text, line, inFunction, conditions }) =>
      [text.slice(12, 15), line, inFunction, ...conditions].join(" | "),
    );
  expect(found).toEqual([
    "<A> | 8 | Host::Attach",
    "<B> | 10 | Host::Attach | session->IsTrusted()",
    "<C> | 13 | Host::Attach | not (session->IsTrusted())",
    "<D> | 16 | Host::Attach | #if !BUILDFLAG(IS_ANDROID) | IsMain() && Has(1)",
    "<E> | 18 | Host::Attach | #if !BUILDFLAG(IS_ANDROID) | not (IsMain() && Has(1))",
    "<F> | 21 | Host::Attach | #if not (!BUILDFLAG(IS_ANDROID))",
    "<H> | 25 | Host::Attach | for each: auto* one : Other::ForHost(this)",
  ]);
});

test("strings are no code, and constructors are functions", () => {
  const found = cppStatements(code);
  expect(found.map(({ text }) => text)).toContain('const char kName[] = "a { string; }"');
  expect(found.find(({ text }) => text === "Start()")?.inFunction).toBe("Host::Host");
});
