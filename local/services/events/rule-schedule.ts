import { parseSchedule, ScheduleSyntaxError, scheduleTimes } from "cumulog/semantics";
import type { Clock, Timer } from "../../kernel/clock.ts";
import { isEnabled, type Rule } from "./rule.ts";

/** Whether a text is a schedule: `rate(5 minutes)` or `cron(0 12 * * ? *)`. */
export function isSchedule(expression: string): boolean {
  try {
    parseSchedule(expression);
    return true;
  } catch (error) {
    if (error instanceof ScheduleSyntaxError) return false;
    throw error;
  }
}

/** Tells when rules with a schedule are due, on the cloud's clock. */
export class RuleSchedule {
  readonly #clock: Clock;
  readonly #run: (rule: Rule, due: number) => void;
  readonly #timers = new Map<string, Timer>();

  constructor(clock: Clock, run: (rule: Rule, due: number) => void) {
    this.#clock = clock;
    this.#run = run;
  }

  /** Waits for the next time of a rule that was made, changed or restored. */
  watch(rule: Rule): void {
    this.forget(rule.arn);
    if (rule.scheduleExpression === undefined || !isEnabled(rule)) return;
    const [next] = scheduleTimes(rule.scheduleExpression, { after: this.#clock.now(), anchor: rule.since });
    if (next === undefined) return;
    const timer = this.#clock.at(next, () => {
      this.watch(rule);
      this.#run(rule, this.#clock.now());
    });
    this.#timers.set(rule.arn, timer);
  }

  forget(arn: string): void {
    this.#timers.get(arn)?.cancel();
    this.#timers.delete(arn);
  }
}
