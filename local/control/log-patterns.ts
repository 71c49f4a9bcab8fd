import type { Anomaly } from "@aws-sdk/client-cloudwatch-logs";
import { continuesEvent, type PatternCount, PatternCounter } from "cumulog/analysis";
import type { Cloud } from "../kernel/cloud.ts";
import { ownerOf } from "../services/logs/anomalies/excluded-patterns.ts";
import { groupNameOf } from "../services/logs/group-identifier.ts";
import type { LogGroup } from "../services/logs/log-group.ts";
import type { LogsService } from "../services/logs/logs-service.ts";
import { mergedEvents } from "../services/logs/merged-events.ts";
import { openLogs } from "../services/logs/state.ts";
import { RequestRefusedError } from "./request-refused-error.ts";

/** Stored events that are counted when a group is first asked for: the newest of each stream. */
const MOST_STORED = 100_000;

/** A pattern of a group, and whether somebody has excluded it. */
export interface GroupPattern extends PatternCount {
  readonly excluded: boolean;
}

/** What the patterns of a log group are at this time of the cloud. */
export interface GroupPatterns {
  readonly group: string;
  /** Cloud time in milliseconds. */
  readonly now: number;
  /** Events that were counted. */
  readonly events: number;
  /** Time of the first event that was counted; undefined without events. */
  readonly from: number | undefined;
  /** Those with most events first. */
  readonly patterns: readonly GroupPattern[];
}

interface CountedGroup {
  readonly group: LogGroup;
  readonly counter: PatternCounter;
}

/** Counts the patterns of the log groups that somebody looks at: what is stored at the first look, then what comes. */
export class LogPatterns {
  readonly #cloud: Cloud;
  readonly #logs: LogsService;
  readonly #counted = new Map<string, CountedGroup>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#logs = cloud.state(openLogs);
    this.#logs.ingestionListeners.add((group, _stream, events) => {
      const counted = this.#counted.get(group.name);
      if (counted?.group === group) for (const event of events) count(counted.counter, event);
    });
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  list(name: unknown): GroupPatterns {
    const { group, counter } = this.#countedGroup(name);
    const left = new Set(this.#logs.excludedPatterns.of(ownerOf(group)).map((id) => counter.resolve(id)));
    const patterns = counter.counts().map((pattern) => ({ ...pattern, excluded: left.has(pattern.id) }));
    const from = patterns.reduce<number | undefined>(
      (first, { firstSeen }) =>
        firstSeen === undefined || (first !== undefined && first < firstSeen) ? first : firstSeen,
      undefined,
    );
    return { group: group.name, now: this.#cloud.clock.now(), events: counter.events, from, patterns };
  }

  /**
   * Takes a pattern out of what is looked at, or in again; the anomaly detectors of the group judge it no more, or again, and what
   * they have found of it is suppressed, or active again.
   *
   * @throws ServiceError `ResourceNotFoundException`
   * @throws RequestRefusedError when no pattern has this id
   */
  async exclude({ group: name, id, excluded }: Readonly<Record<string, unknown>>): Promise<GroupPatterns> {
    if (typeof excluded !== "boolean") throw new RequestRefusedError(400, "excluded must be true or false.");
    const { group, counter } = this.#countedGroup(name);
    const { excludedPatterns } = this.#logs;
    const known = typeof id === "string" ? counter.resolve(id) : "";
    if (!counter.counts().some((pattern) => pattern.id === known))
      throw new RequestRefusedError(404, `There is no pattern with the id ${JSON.stringify(id)}.`);
    const owner = ownerOf(group);
    for (const one of excludedPatterns.of(owner))
      if (counter.resolve(one) === known) excludedPatterns.set(owner, one, false);
    if (excluded) excludedPatterns.set(owner, known, true);
    this.#logs.anomalyWatching?.excludeFrom(group.name, known, excluded);
    for (const { anomalyDetectorArn, patternId } of this.#found(group, known))
      await this.#cloud.call("logs", "UpdateAnomaly", {
        anomalyDetectorArn,
        patternId,
        ...(excluded && { suppressionType: "INFINITE" }),
      });
    return this.list(group.name);
  }

  #found(group: LogGroup, patternKey: string): Anomaly[] {
    return [...this.#logs.anomalies.values()].filter(
      (anomaly) =>
        anomaly.patternKey === patternKey &&
        anomaly.logGroupArnList?.some((arn) => groupNameOf(arn) === group.name),
    );
  }

  #countedGroup(name: unknown): CountedGroup {
    if (typeof name !== "string" || name === "")
      throw new RequestRefusedError(400, "group must be the name of a log group.");
    const known = this.#counted.get(name);
    const group = this.#logs.store.groups.get(name);
    // A group that was made anew under its name has nothing of the one before.
    if (known !== undefined && known.group === group) return known;
    this.#counted.delete(name);
    const counted = { group: this.#logs.store.group(name), counter: new PatternCounter() };
    const streams = counted.group.streams.values();
    const newest = mergedEvents(streams, ({ events }) => [
      Math.max(0, events.length - MOST_STORED),
      events.length,
    ]);
    for (const { event } of newest) count(counted.counter, event);
    this.#counted.set(name, counted);
    return counted;
  }
}

function count(
  counter: PatternCounter,
  { message, timestamp }: { message: string; timestamp: number },
): void {
  if (!continuesEvent(message)) counter.add(message, timestamp);
}
