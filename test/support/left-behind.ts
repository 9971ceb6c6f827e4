/** What a browser that was launched may leave behind: processes and a folder. */
import { existsSync } from "node:fs";
import { vi } from "vitest";

/** Whether any process is left of the group that `pid` was the first of. Those that have ended and are not yet buried do not count. */
export function isGroupAlive(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}

export interface Remains {
  readonly pid: number;
  readonly userDataDir: string;
}

export function remainsOf({ pid, userDataDir }: Remains): { processes: boolean; folder: boolean } {
  return { processes: isGroupAlive(pid), folder: existsSync(userDataDir) };
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
