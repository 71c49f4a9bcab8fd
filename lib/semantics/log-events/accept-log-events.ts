import {
  LOG_BATCH_MAX_BYTES,
  LOG_BATCH_MAX_EVENTS,
  LOG_BATCH_MAX_SPAN_MS,
  LOG_EVENT_MAX_AGE_MS,
  LOG_EVENT_MAX_BYTES,
  LOG_EVENT_MAX_FUTURE_MS,
  LOG_EVENT_OVERHEAD_BYTES,
} from "../limits.ts";
import { Constraints } from "./constraints.ts";
import { InvalidParameterException } from "./service-errors.ts";
import { utf8Length } from "./utf8-length.ts";

/** An event as PutLogEvents gets it. */
export interface InputLogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/**
 * Which events of an accepted call were dropped for their age. End indexes are exclusive, the start index inclusive.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_RejectedLogEventsInfo.html
 */
export interface RejectedLogEventsInfo {
  tooNewLogEventStartIndex?: number;
  tooOldLogEventEndIndex?: number;
  expiredLogEventEndIndex?: number;
}

/** What the rules of PutLogEvents depend on. */
export interface AcceptOptions {
  /** The service's clock, in milliseconds since the epoch. */
  readonly now: number;
  /** The log group's retention. @default never expires */
  readonly retentionDays?: number | undefined;
}

/** What PutLogEvents takes of a batch, and what it refuses. */
export interface AcceptedLogEvents<Event extends InputLogEvent> {
  readonly accepted: Event[];
  readonly rejectedLogEventsInfo?: RejectedLogEventsInfo;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * What PutLogEvents does with a list of events.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 *
 * @throws InvalidParameterException when the service would refuse the whole call.
 */
export function acceptLogEvents<Event extends InputLogEvent>(
  events: readonly Event[],
  options: AcceptOptions,
): AcceptedLogEvents<Event> {
  checkMembers(events);
  checkSizes(events);
  checkOrder(events);

  const tooOldBefore = options.now - LOG_EVENT_MAX_AGE_MS;
  const expiredBefore =
    options.retentionDays === undefined
      ? Number.NEGATIVE_INFINITY
      : options.now - options.retentionDays * DAY_MS;
  const tooOldEnd = firstAtOrAfter(events, tooOldBefore);
  const expiredEnd = firstAtOrAfter(events, expiredBefore);
  const tooNewStart = firstAtOrAfter(events, options.now + LOG_EVENT_MAX_FUTURE_MS + 1);

  const accepted = events.slice(Math.max(tooOldEnd, expiredEnd), tooNewStart);
  checkSpan(accepted);

  const info: RejectedLogEventsInfo = {};
  if (tooNewStart < events.length) info.tooNewLogEventStartIndex = tooNewStart;
  if (tooOldEnd > 0) info.tooOldLogEventEndIndex = tooOldEnd;
  // An event past both bounds is reported as too old.
  if (expiredEnd > tooOldEnd) info.expiredLogEventEndIndex = expiredEnd;
  return Object.keys(info).length === 0 ? { accepted } : { accepted, rejectedLogEventsInfo: info };
}

function checkMembers(events: readonly InputLogEvent[]): void {
  const constraints = new Constraints();
  if (constraints.present("logEvents", events)) {
    constraints.length("logEvents", events, 1, LOG_BATCH_MAX_EVENTS);
  }
  constraints.enforce();
  for (const [index, event] of events.entries()) {
    const path = `logEvents.${index + 1}.member`;
    if (constraints.present(path, event)) {
      if (constraints.present(`${path}.timestamp`, event.timestamp)) {
        constraints.range(`${path}.timestamp`, event.timestamp, 0);
      }
      if (constraints.present(`${path}.message`, event.message) && event.message === "") {
        constraints.length(`${path}.message`, event.message, 1, LOG_EVENT_MAX_BYTES);
      }
    }
    constraints.enforce();
  }
}

function checkSizes(events: readonly InputLogEvent[]): void {
  let total = 0;
  for (const event of events) {
    const bytes = utf8Length(event.message) + LOG_EVENT_OVERHEAD_BYTES;
    if (bytes > LOG_EVENT_MAX_BYTES) {
      throw new InvalidParameterException(
        `Log event too large: ${bytes} bytes exceeds limit of ${LOG_EVENT_MAX_BYTES}`,
      );
    }
    total += bytes;
  }
  if (total > LOG_BATCH_MAX_BYTES) {
    throw new InvalidParameterException(
      `Upload too large: ${total} bytes exceeds limit of ${LOG_BATCH_MAX_BYTES}`,
    );
  }
}

function checkOrder(events: readonly InputLogEvent[]): void {
  for (let index = 1; index < events.length; index++) {
    if (events[index]!.timestamp < events[index - 1]!.timestamp) {
      throw new InvalidParameterException(
        "Log events in a single PutLogEvents request must be in chronological order.",
      );
    }
  }
}

function checkSpan(events: readonly InputLogEvent[]): void {
  const first = events.at(0);
  const last = events.at(-1);
  if (first && last && last.timestamp - first.timestamp > LOG_BATCH_MAX_SPAN_MS) {
    throw new InvalidParameterException(
      "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
    );
  }
}

function firstAtOrAfter(events: readonly InputLogEvent[], time: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (events[middle]!.timestamp < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
