/** Something that went wrong inside the library; never a record of the application. */
export interface InternalProblem {
  /** Stable name of the problem, for example `handler-write-failed`. */
  readonly code: string;
  /** What happened and what to do, in one line, without secrets and without log content. */
  readonly message: string;
  /** What caused it, if something was thrown. */
  readonly cause?: unknown;
}

/** Receives every problem that the library reports, without rate limit. */
export type InternalListener = (problem: InternalProblem) => void;

const LINES_PER_WINDOW = 10;
const WINDOW_MS = 60_000;

/** State is shared through the global registry, so that two copies of the package in one process use one channel. */
interface ChannelState {
  readonly listeners: Set<InternalListener>;
  readonly windows: Map<string, { startedAt: number; lines: number; suppressed: number }>;
  reporting: boolean;
}
const STATE_KEY = Symbol.for("cumulog.internal-channel");
const shared = globalThis as unknown as Record<symbol, ChannelState | undefined>;
shared[STATE_KEY] ??= { listeners: new Set(), windows: new Map(), reporting: false };
const state: ChannelState = shared[STATE_KEY];

/**
 * Listens to the library's own failures. While at least one listener is there, nothing is printed.
 *
 * @returns a function that ends the listening
 */
export function onInternal(listener: InternalListener): () => void {
  state.listeners.add(listener);
  return () => {
    state.listeners.delete(listener);
  };
}

/**
 * Tells the internal channel about a problem. Without a listener it prints one line on stderr, at most ten a
 * minute for each code. Never throws, never goes back into a handler.
 */
export function reportInternal(problem: InternalProblem): void {
  if (state.reporting) return;
  state.reporting = true;
  try {
    if (state.listeners.size === 0) printLimited(problem);
    else for (const listener of state.listeners) callListener(listener, problem);
  } finally {
    state.reporting = false;
  }
}

function callListener(listener: InternalListener, problem: InternalProblem): void {
  try {
    listener(problem);
  } catch {
    printLimited(problem);
  }
}

function printLimited(problem: InternalProblem): void {
  const now = Date.now();
  let window = state.windows.get(problem.code);
  let suffix = "";
  if (window === undefined || now - window.startedAt >= WINDOW_MS || now < window.startedAt) {
    if (window !== undefined && window.suppressed > 0) suffix = ` (${window.suppressed} more were not shown)`;
    window = { startedAt: now, lines: 0, suppressed: 0 };
    state.windows.set(problem.code, window);
  }
  if (window.lines >= LINES_PER_WINDOW) {
    window.suppressed += 1;
    return;
  }
  window.lines += 1;
  const text = `cumulog: ${problem.code}: ${problem.message}${causeText(problem.cause)}${suffix}`;
  try {
    process.stderr.write(text.replace(/[\r\n]+\s*/g, " ") + "\n");
  } catch {
    // Nowhere is left to say it.
  }
}

function causeText(cause: unknown): string {
  if (cause === undefined) return "";
  try {
    return cause instanceof Error ? ` (${cause.name}: ${cause.message})` : ` (${String(cause)})`;
  } catch {
    return "";
  }
}
