import { realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename } from "node:path";
import { temporaryFolder } from "../lib/temporary-folder.ts";

const NAMES = ["TMPDIR", "TMP", "TEMP"] as const;
const PURPOSE = "tests";

/**
 * Gives a run of the tests, and all processes that it starts, a folder of its own for temporary files, which goes with everything in it
 * when the run ends: workers are ended by a signal, so what removes its files at the end of a process has no say there.
 */
export default function folderOfRun(): () => void {
  // Each project of the configuration asks for one; they share the first.
  if (basename(tmpdir()).startsWith(`${PURPOSE}-`)) return () => {};
  const folder = realpathSync(temporaryFolder(PURPOSE));
  for (const name of NAMES) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
