/** Something to be done shortly before a time. */
export interface Due {
  /** Milliseconds of `performance.now()`. */
  readonly dueAt: number;
  onDue(): void;
}

const active = new Set<Due>();
let timer: NodeJS.Timeout | undefined;
let armedFor = Number.POSITIVE_INFINITY;

/**
 * Calls `onDue` at its time unless it is cancelled before. All share one timer that is not touched when something is
 * cancelled, because invocations mostly end long before their limit and a timer for each would be most of their cost.
 */
export function schedule(due: Due): void {
  active.add(due);
  if (timer === undefined || due.dueAt < armedFor) arm(due.dueAt);
  else if (active.size === 1) timer.ref();
}

export function cancel(due: Due): void {
  if (active.delete(due) && active.size === 0) timer?.unref();
}

function arm(at: number): void {
  clearTimeout(timer);
  armedFor = at;
  timer = setTimeout(fire, Math.max(0, at - performance.now()));
}

function fire(): void {
  timer = undefined;
  armedFor = Number.POSITIVE_INFINITY;
  const now = performance.now();
  let next = Number.POSITIVE_INFINITY;
  for (const due of active) {
    if (due.dueAt <= now) {
      active.delete(due);
      due.onDue();
    } else if (due.dueAt < next) {
      next = due.dueAt;
    }
  }
  if (next !== Number.POSITIVE_INFINITY) arm(next);
}
