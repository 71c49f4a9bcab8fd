import type { SubscriptionFilter } from "@aws-sdk/client-cloudwatch-logs";
import type { SubscriptionLogEvent } from "cumulog/semantics";
import type { CompiledPattern } from "cumulog/semantics/pattern";
import { ServiceError } from "../../kernel/service-error.ts";
import { compileFilterPattern } from "./filter-pattern.ts";
import { eventId, positionOf, type StoredEvent } from "./log-event.ts";
import type { LogGroup, LogStream } from "./log-group.ts";
import type { LogsService } from "./logs-service.ts";
import { sendToDestination } from "./subscription-destination.ts";

const SECOND = 1_000;
const LONGEST_WAIT = 300 * SECOND;
/** How long delivery is tried again. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html */
const GIVE_UP_AFTER = 24 * 3_600 * SECOND;

interface Delivery {
  readonly group: LogGroup;
  readonly stream: LogStream;
  readonly filter: SubscriptionFilter;
  readonly events: readonly SubscriptionLogEvent[];
  /** Cloud time of the first try. */
  readonly since: number;
}

/** Delivers what matches a group's subscription filters to their destinations, in the order it was ingested. */
export class SubscriptionDelivery {
  /** Events given up on. */
  undeliveredEvents = 0;
  readonly #service: LogsService;
  readonly #patterns = new WeakMap<SubscriptionFilter, CompiledPattern>();

  constructor(service: LogsService) {
    this.#service = service;
    service.ingestionListeners.add((group, stream, events) => {
      for (const filter of group.subscriptionFilters.values()) this.#match(group, stream, filter, events);
      const ofAccount = service.accountPolicies.subscriptionOf(group);
      if (ofAccount) this.#match(group, stream, ofAccount, events);
    });
  }

  #match(
    group: LogGroup,
    stream: LogStream,
    filter: SubscriptionFilter,
    ingested: readonly StoredEvent[],
  ): void {
    const pattern = this.#patternOf(filter);
    const events: SubscriptionLogEvent[] = [];
    for (const event of ingested) {
      const message = (filter.applyOnTransformedLogs && event.forms?.transformed) || event.message;
      const fields = pattern.match(message);
      if (!fields) continue;
      events.push({
        id: eventId(positionOf(event)),
        timestamp: event.timestamp,
        message,
        ...(pattern.kind === "space" && { extractedFields: withoutDollar(fields) }),
      });
    }
    if (events.length === 0) return;
    const { cloud } = this.#service;
    cloud.track(this.#deliver({ group, stream, filter, events, since: cloud.clock.now() }, 0));
  }

  #patternOf(filter: SubscriptionFilter): CompiledPattern {
    let pattern = this.#patterns.get(filter);
    if (!pattern) {
      pattern = compileFilterPattern(filter.filterPattern!);
      this.#patterns.set(filter, pattern);
    }
    return pattern;
  }

  async #deliver(delivery: Delivery, attempt: number): Promise<void> {
    const { group, stream, filter, events } = delivery;
    try {
      const sent = await sendToDestination(this.#service, {
        destinationArn: filter.destinationArn!,
        distribution: filter.distribution,
        sourceArn: `${group.arn}:*`,
        payload: {
          owner: this.#service.cloud.accountId,
          logGroup: group.name,
          logStream: stream.name,
          subscriptionFilters: [filter.filterName!],
          logEvents: events,
        },
      });
      if (sent) return;
    } catch (error) {
      this.#failed(delivery, attempt, error);
      return;
    }
    const middle = events.length >> 1;
    await this.#deliver({ ...delivery, events: events.slice(0, middle) }, attempt);
    await this.#deliver({ ...delivery, events: events.slice(middle) }, attempt);
  }

  #failed(delivery: Delivery, attempt: number, error: unknown): void {
    const { clock } = this.#service.cloud;
    const retryable = error instanceof ServiceError && (error.statusCode === 429 || error.statusCode >= 500);
    const wait = Math.min(SECOND * 2 ** attempt, LONGEST_WAIT);
    if (!retryable || clock.now() + wait - delivery.since > GIVE_UP_AFTER) {
      this.undeliveredEvents += delivery.events.length;
      return;
    }
    clock.after(wait, () => this.#deliver(delivery, attempt + 1));
  }
}

function withoutDollar(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name.startsWith("$") ? name.slice(1) : name, value]),
  );
}
