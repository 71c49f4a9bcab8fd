/** What something took. */
export interface Cost {
  readonly wall: number;
  /** Of the whole process, user and system. */
  readonly cpu: number;
}

/** Milliseconds of the clock and of the processor since its making. */
export class CpuTime {
  readonly #start = performance.now();
  readonly #cpu = process.cpuUsage();

  read(): Cost {
    const wall = performance.now() - this.#start;
    const { user, system } = process.cpuUsage(this.#cpu);
    return { wall, cpu: (user + system) / 1_000 };
  }
}

/** Since the process began. */
export function sinceStart(): Cost {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1_000 };
}

/** Tells the bench what was measured, as the last line of the standard error: the standard output may be what is measured. */
export function report(costs: Readonly<Record<string, Cost>>): void {
  process.stderr.write(`\n${JSON.stringify(costs)}\n`);
}
