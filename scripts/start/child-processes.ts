import type { ChildProcess } from "node:child_process";

const running = new Set<ChildProcess>();

/** Whatever ends this process also ends the child and, if it leads a group, what the child has started. */
export function endWithThisProcess(child: ChildProcess): void {
  running.add(child);
  child.once("exit", () => running.delete(child));
}

process.on("exit", () => {
  for (const child of running) kill(child);
});

function kill(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}
