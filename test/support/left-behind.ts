/** What a browser that was launched may leave behind: processes and a folder. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { vi } from "vitest";

/** Whether any process is left of the group that `pid` was the first of. */
export function isGroupAlive(pid: number): boolean {
  if (process.platform === "linux") return linuxProcesses().some(({ group }) => group === pid);
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}

interface LinuxProcess {
  readonly group: number;
  /** Its command line. */
  readonly args: string;
}

/** Those that run. Who has ended is listed until its parent, or who stands in for it, has asked how; in a container that may take its time. */
function linuxProcesses(): LinuxProcess[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const status = readFileSync(`/proc/${name}/stat`, "utf8");
      // Behind the name, which may hold anything: the state, the parent and the group.
      const [state, , group] = status.slice(status.lastIndexOf(")") + 2).split(" ");
      if (state === "Z" || state === "X") return [];
      return [{ group: Number(group), args: readFileSync(`/proc/${name}/cmdline`, "utf8") }];
    } catch {
      // It has gone meanwhile.
      return [];
    }
  });
}

export interface Remains {
  readonly pid: number;
  readonly userDataDir: string;
}

/** What is left: processes of its group, on Linux others too that were told of its folder, and the folder. */
export function remainsOf({ pid, userDataDir }: Remains): { processes: boolean; folder: boolean } {
  const isTold =
    process.platform === "linux" && linuxProcesses().some(({ args }) => args.includes(userDataDir));
  return { processes: isTold || isGroupAlive(pid), folder: existsSync(userDataDir) };
}

/** Waits until nothing is left, and throws where something stays. */
export async function untilGone(remains: Remains, timeout = 10_000): Promise<void> {
  await vi.waitFor(
    () => {
      const { processes, folder } = remainsOf(remains);
      if (processes) throw new Error(`Processes of the group ${remains.pid} are left.`);
      if (folder) throw new Error(`The folder ${remains.userDataDir} is left.`);
    },
    { timeout, interval: 20 },
  );
}
