import { abortAt } from "../shared/deadline.ts";
import type { EventSource, OutgoingEvent } from "./event.ts";
import type { AlertRule } from "./rules.ts";

const EVENTS_SHOWN = 10;
const MESSAGE_CHARACTERS = 2_000;

/** Events that one rule wants people to see, gathered into one message per invocation. */
export class PendingAlerts {
  readonly #source: EventSource;
  readonly #found = new Map<AlertRule, { readonly events: OutgoingEvent[]; count: number }>();

  constructor(source: EventSource) {
    this.#source = source;
  }

  add(rule: AlertRule, event: OutgoingEvent): void {
    const found = this.#found.get(rule) ?? { events: [], count: 0 };
    this.#found.set(rule, found);
    found.count += 1;
    if (found.events.length < EVENTS_SHOWN) found.events.push(event);
  }

  /** Rules with alerts to publish. */
  get rules(): readonly AlertRule[] {
    return [...this.#found.keys()];
  }

  /** Publishes the alert of a rule to its topic, in the form that the alert notifier reads. */
  async publish(rule: AlertRule, region: string | undefined, deadline: number): Promise<void> {
    const { events, count } = this.#found.get(rule)!;
    const { SNSClient, PublishCommand } = await import("../shared/clients/sns.ts");
    const message = {
      cumulogAlert: 1,
      rule: rule.name,
      pattern: rule.pattern,
      description: rule.description,
      accountId: this.#source.owner,
      region,
      logGroup: this.#source.logGroup,
      logStream: this.#source.logStream,
      count,
      // A time of the events, not of the clock: a repetition is the same alert.
      at: new Date(events[0]!.timestamp).toISOString(),
      events: events.map(({ timestamp, rawMessage }) => ({
        timestamp,
        message: (JSON.parse(rawMessage) as string).slice(0, MESSAGE_CHARACTERS),
      })),
    };
    await new SNSClient({ maxAttempts: 5 }).send(
      new PublishCommand({
        TopicArn: rule.topicArn,
        Subject: `${rule.name}: ${count} log events`.replace(/[^\x20-\x7e]/g, "?").slice(0, 100),
        Message: JSON.stringify(message),
      }),
      { abortSignal: abortAt(deadline) },
    );
  }
}
