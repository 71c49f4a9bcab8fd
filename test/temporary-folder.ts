import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NAMES = ["TMPDIR", "TMP", "TEMP"] as const;

/**
 * Gives a run of the tests, and all processes that it starts, a folder of its own for temporary files, which goes with everything in it
 * when the run ends: workers are ended by a signal, so what removes its files at the end of a process has no say there. Runs that were
 * killed are cleared up by the next.
 */
export default function temporaryFolder(): () => void {
  const system = realpathSync(tmpdir());
  // Each project of the configuration asks for one; they share the first.
  if (system.includes("cumulog-tests-")) return () => {};
  for (const name of readdirSync(system)) {
    const [, processId] = /^cumulog-tests-(\d+)-/.exec(name) ?? [];
    if (processId !== undefined && !isRunning(Number(processId))) remove(join(system, name));
  }
  const folder = mkdtempSync(join(system, `cumulog-tests-${process.pid}-`));
  for (const name of NAMES) process.env[name] = folder;
  return () => remove(folder);
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
