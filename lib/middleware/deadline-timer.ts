/** Something to be done shortly before a time. */
export interface Due {
  /** Milliseconds of `performance.now()`. */
  readonly dueAt: number;
  onDue(): void;
  /** Neighbours in the list of what is scheduled; kept by this module. */
  previousDue: Due | undefined;
  nextDue: Due | undefined;
}

let first: Due | undefined;
let timer: NodeJS.Timeout | undefined;
let armedFor = Number.POSITIVE_INFINITY;
let holdsProcess = false;

/**
 * Calls `onDue` at its time unless it is cancelled before. All share one timer that is not touched when something is
 * cancelled, because invocations mostly end long before their limit and a timer for each would be most of their cost.
 */
export function schedule(due: Due): void {
  due.nextDue = first;
  if (first !== undefined) first.previousDue = due;
  first = due;
  if (timer === undefined || due.dueAt < armedFor) arm(due.dueAt);
}

/** Does nothing for what is not scheduled. */
export function cancel(due: Due): void {
  const { previousDue: previous, nextDue: next } = due;
  if (previous !== undefined) previous.nextDue = next;
  else if (first === due) first = next;
  else return;
  if (next !== undefined) next.previousDue = previous;
  due.previousDue = undefined;
  due.nextDue = undefined;
  if (holdsProcess && first === undefined) hold(false);
}

function arm(at: number): void {
  if (timer === undefined) process.on("beforeExit", waitForDue);
  clearTimeout(timer);
  armedFor = at;
  timer = setTimeout(fire, Math.max(0, at - performance.now())).unref();
}

/** A handler that waits for what never comes leaves the event loop empty; its last records are still to be sent. */
function waitForDue(): void {
  if (first !== undefined) hold(true);
}

function hold(isHolding: boolean): void {
  holdsProcess = isHolding;
  if (isHolding) timer?.ref();
  else timer?.unref();
}

function fire(): void {
  process.off("beforeExit", waitForDue);
  timer = undefined;
  holdsProcess = false;
  armedFor = Number.POSITIVE_INFINITY;
  const now = performance.now();
  let soonest = Number.POSITIVE_INFINITY;
  for (let due = first; due !== undefined; ) {
    const next: Due | undefined = due.nextDue;
    if (due.dueAt <= now) {
      cancel(due);
      due.onDue();
    } else if (due.dueAt < soonest) {
      soonest = due.dueAt;
    }
    due = next;
  }
  if (soonest !== Number.POSITIVE_INFINITY) arm(soonest);
}
