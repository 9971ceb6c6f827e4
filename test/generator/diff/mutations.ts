/** Every kind of change, with what it is to senders and receivers. */
import type { Mutation } from "./mutation.js";
import { membersMutations } from "./mutations-of-members.js";
import { propertiesMutations } from "./mutations-of-properties.js";
import { targetsMutations } from "./mutations-of-targets.js";
import { typesMutations } from "./mutations-of-types.js";

export const mutations: readonly Mutation[] = [
  ...membersMutations,
  ...propertiesMutations,
  ...typesMutations,
  ...targetsMutations,
];
