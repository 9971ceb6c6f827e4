/** Messages name files as people would from where they are. */
import { isAbsolute, relative } from "node:path";

/** From the working folder, where the path is inside of it; as it is otherwise. */
export function shownPath(path: string, workingFolder: string): string {
  if (!isAbsolute(path)) return path;
  const short = relative(workingFolder, path);
  return short === "" || short.startsWith("..") || isAbsolute(short) ? path : short;
}
