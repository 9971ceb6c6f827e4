/**
 * One measurement of one contestant in a process of its own: `client.mjs <scenario> <contestant> <url> <target id>`. Sends what it
 * measured to the parent that forked it.
 */
import { loadContestant } from "./contestant.mjs";
import { measurements } from "./measurements.mjs";

const [scenario = "", contestant = "", url = "", targetId = ""] = process.argv.slice(2);
const measure = measurements[scenario];
if (measure === undefined) throw new Error(`There is no measurement ${scenario} in measurements.mjs.`);
const connect = await loadContestant(contestant);
const measured = await measure(() => connect(url, targetId));
process.send?.(measured, () => process.exit());
