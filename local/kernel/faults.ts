import { parseDuration } from "cumulog/semantics/duration";

/** What goes wrong, how often. Rates are from 0 to 1 and are drawn independently of each other for each request. */
export interface FaultRule {
  /** Requests refused for their rate. */
  readonly throttle?: number;
  /** Requests answered with a server error. */
  readonly error?: number;
  /** Share of the failing requests that take effect before the error is answered. */
  readonly stored?: number;
  /** Requests whose connection is cut without an answer. */
  readonly cut?: number;
  /** Added before each answer: milliseconds or text such as `"50ms"`. */
  readonly latency?: number | string;
  /** Start of the random sequence; the same seed gives the same faults. @default 1 */
  readonly seed?: number;
}

/** Members of a rule. */
export const FAULT_MEMBERS = [
  "throttle",
  "error",
  "stored",
  "cut",
  "latency",
  "seed",
] as const satisfies readonly (keyof FaultRule)[];

/** The fate of one request. */
export interface Fault {
  readonly kind: "none" | "throttle" | "error" | "cut";
  /** Whether the request takes effect although it fails. Never with `throttle`. */
  readonly stored: boolean;
  /** Real milliseconds to wait before the answer. */
  readonly latency: number;
}

const NO_FAULT: Fault = { kind: "none", stored: true, latency: 0 };

/** Faults by operation, as `service:Operation`, `service:*` or `*`; the most specific rule wins. */
export class Faults {
  readonly #rules = new Map<string, { rule: FaultRule; random: () => number }>();

  /** @throws RangeError naming the member that is out of range */
  set(operation: string, rule: FaultRule): void {
    for (const name of ["throttle", "error", "stored", "cut"] as const) {
      const rate = rule[name];
      if (rate !== undefined && !(typeof rate === "number" && rate >= 0 && rate <= 1))
        throw new RangeError(`fault ${name} of ${operation} is ${rate}: expected a rate from 0 to 1`);
    }
    if (rule.seed !== undefined && !Number.isSafeInteger(rule.seed))
      throw new RangeError(`fault seed of ${operation} is ${rule.seed}: expected a whole number`);
    parseDuration(rule.latency ?? 0);
    this.#rules.set(operation, { rule, random: randomFrom(rule.seed ?? 1) });
  }

  /** Removes the rule of one operation, or all of them. */
  clear(operation?: string): void {
    if (operation === undefined) this.#rules.clear();
    else this.#rules.delete(operation);
  }

  list(): Readonly<Record<string, FaultRule>> {
    return Object.fromEntries([...this.#rules].map(([operation, { rule }]) => [operation, rule]));
  }

  /** Draws the fate of the next request of an operation. */
  next(service: string, operation: string): Fault {
    const entry =
      this.#rules.get(`${service}:${operation}`) ?? this.#rules.get(`${service}:*`) ?? this.#rules.get("*");
    if (!entry) return NO_FAULT;
    const { rule, random } = entry;
    const [throttle, error, cut, stored] = [random(), random(), random(), random()];
    const latency = parseDuration(rule.latency ?? 0);
    if (throttle < (rule.throttle ?? 0)) return { kind: "throttle", stored: false, latency };
    if (error < (rule.error ?? 0)) return { kind: "error", stored: stored < (rule.stored ?? 0), latency };
    if (cut < (rule.cut ?? 0)) return { kind: "cut", stored: stored < (rule.stored ?? 0), latency };
    return { kind: "none", stored: true, latency };
  }
}

/** Numbers from 0 (inclusive) to 1 (exclusive), the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
