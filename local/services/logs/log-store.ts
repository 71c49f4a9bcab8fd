import type { SubscriptionFilter } from "@aws-sdk/client-cloudwatch-logs";
import { LOG_EVENT_OVERHEAD_BYTES } from "cumulog/semantics";
import { arnOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import type { Collection, Journal, Storage } from "../../kernel/storage/storage.ts";
import { logGroupMissing, logStreamMissing } from "./errors.ts";
import type { Batch, EventForms, StoredEvent } from "./log-event.ts";
import { LogGroup, type LogGroupSettings, LogStream, type MetricFilterRecord } from "./log-group.ts";

/** A group as the storage keeps it. */
interface GroupDocument {
  readonly settings: LogGroupSettings;
  readonly metricFilters: MetricFilterRecord[];
  readonly subscriptionFilters: SubscriptionFilter[];
}

/** One PutLogEvents call as the storage keeps it. */
interface BatchRow {
  readonly group: string;
  readonly stream: string;
  readonly ingestionTime: number;
  /** Timestamps and messages in turn. */
  readonly events: readonly (number | string)[];
  /** Of the events that have more than their own form, by position. */
  readonly forms?: Readonly<Record<number, EventForms>>;
}

interface Arrival {
  readonly group: LogGroup;
  readonly stream: LogStream;
  readonly batch: Batch;
  readonly count: number;
}

export interface NewEvent {
  readonly timestamp: number;
  readonly message: string;
  readonly forms?: EventForms;
}

/** Makes the other forms of an event that a stream takes; undefined when it has none. */
export type FormEvent = (
  stream: LogStream,
  message: string,
) => { readonly message: string; readonly forms: EventForms } | undefined;

const DEFAULT_MAX_EVENTS = 1_000_000;
const DAY = 86_400_000;

/** The log groups of one cloud, bounded in events, written through to the storage. */
export class LogStore {
  readonly groups = new Map<string, LogGroup>();
  readonly maxEvents: number;
  /** Events dropped because there were more than `maxEvents`. */
  droppedEvents = 0;
  /** What makes the forms of a group's events while they are stored. @default nothing */
  formsOf: (group: LogGroup) => FormEvent | undefined = () => undefined;
  #eventCount = 0;
  #arrivals: Arrival[] = [];
  #firstArrival = 0;
  readonly #cloud: Cloud;
  readonly #storage: Storage;
  readonly #groupDocuments: Collection<GroupDocument>;
  readonly #streamDocuments: Collection<{ creationTime: number }>;
  readonly #batches: Journal<BatchRow>;

  constructor(cloud: Cloud) {
    const { maxEvents = DEFAULT_MAX_EVENTS, storage } = cloud;
    this.#cloud = cloud;
    this.maxEvents = maxEvents;
    this.#storage = storage;
    this.#groupDocuments = storage.collection("logs.groups");
    this.#streamDocuments = storage.collection("logs.streams");
    this.#batches = storage.journal("logs.batches");
    this.#load();
  }

  get eventCount(): number {
    return this.#eventCount;
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  group(name: string): LogGroup {
    const group = this.groups.get(name);
    if (!group) throw logGroupMissing();
    return group;
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  stream(group: LogGroup, name: string): LogStream {
    const stream = group.streams.get(name);
    if (!stream) throw logStreamMissing();
    return stream;
  }

  addGroup(name: string, settings: LogGroupSettings): LogGroup {
    const group = new LogGroup(name, this.#arnOf(name), settings);
    this.groups.set(name, group);
    this.saveGroup(group);
    return group;
  }

  /** Writes a group's settings and filters to the storage. */
  saveGroup(group: LogGroup): void {
    this.#groupDocuments.set(group.name, {
      settings: group.settings,
      metricFilters: [...group.metricFilters.values()],
      subscriptionFilters: [...group.subscriptionFilters.values()],
    });
  }

  deleteGroup(group: LogGroup): void {
    this.#storage.transaction(() => {
      for (const stream of [...group.streams.values()]) this.deleteStream(group, stream);
      this.#groupDocuments.delete(group.name);
    });
    this.groups.delete(group.name);
  }

  addStream(group: LogGroup, name: string): LogStream {
    const stream = new LogStream(name, group.arn, this.#cloud.clock.now());
    group.streams.set(name, stream);
    this.#streamDocuments.set(ownerOf(group, stream), { creationTime: stream.creationTime });
    return stream;
  }

  deleteStream(group: LogGroup, stream: LogStream): void {
    this.#storage.transaction(() => {
      this.#streamDocuments.delete(ownerOf(group, stream));
      this.#batches.deleteOwner(ownerOf(group, stream));
    });
    this.#forget(group, stream.events.dropFront(stream.events.length));
    group.streams.delete(stream.name);
  }

  /** Stores the accepted events of one call, which are in order of time. */
  addEvents(group: LogGroup, stream: LogStream, accepted: readonly NewEvent[]): StoredEvent[] {
    const ingestionTime = this.#cloud.clock.now();
    const events = this.#formed(group, stream, accepted);
    let row = 0;
    const newest = events.at(-1);
    if (newest) {
      const values: (number | string)[] = [];
      if (this.#storage.durable) for (const { timestamp, message } of events) values.push(timestamp, message);
      row = this.#batches.append(
        { group: group.name, stream: stream.name, ingestionTime, events: values, ...formsRow(events) },
        ownerOf(group, stream),
        newest.timestamp,
      );
    }
    const batch: Batch = { sequence: row, ingestionTime, row };
    const stored = this.#insert(group, stream, batch, events);
    this.#dropExcess();
    return stored;
  }

  /** Documents of another kind, kept where the groups are. */
  collection<Value>(name: string): Collection<Value> {
    return this.#storage.collection<Value>(name);
  }

  /** Drops what every group's retention no longer covers. */
  expire(): void {
    const now = this.#cloud.clock.now();
    for (const group of this.groups.values()) {
      const { retentionInDays } = group.settings;
      if (retentionInDays === undefined) continue;
      const cutoff = now - retentionInDays * DAY;
      for (const stream of group.streams.values()) {
        const count = stream.events.indexOfTime(cutoff);
        if (count === 0) continue;
        this.#forget(group, stream.events.dropFront(count));
        this.#batches.deleteOlder(ownerOf(group, stream), cutoff);
      }
    }
  }

  #formed(group: LogGroup, stream: LogStream, events: readonly NewEvent[]): readonly NewEvent[] {
    const formEvent = this.formsOf(group);
    if (formEvent === undefined) return events;
    return events.map((event) => {
      const formed = formEvent(stream, event.message);
      return formed === undefined ? event : { ...event, ...formed };
    });
  }

  #insert(group: LogGroup, stream: LogStream, batch: Batch, events: readonly NewEvent[]): StoredEvent[] {
    const stored = events.map(({ timestamp, message, forms }, index) =>
      forms === undefined
        ? { timestamp, message, batch, index }
        : { timestamp, message, forms, batch, index },
    );
    stream.events.add(stored);
    stream.lastIngestionTime = batch.ingestionTime;
    stream.uploads += 1;
    for (const event of stored) group.storedBytes += sizeOf(event);
    this.#eventCount += stored.length;
    if (stored.length > 0) this.#arrivals.push({ group, stream, batch, count: stored.length });
    return stored;
  }

  #dropExcess(): void {
    while (this.#eventCount > this.maxEvents && this.#firstArrival < this.#arrivals.length - 1) {
      const { group, stream, batch, count } = this.#arrivals[this.#firstArrival]!;
      this.#firstArrival += 1;
      const dropped = stream.events.dropBatch(batch, count);
      this.#forget(group, dropped);
      this.droppedEvents += dropped.length;
      this.#batches.delete(batch.row);
    }
    if (this.#firstArrival > 1_000 && this.#firstArrival * 2 > this.#arrivals.length) {
      this.#arrivals = this.#arrivals.slice(this.#firstArrival);
      this.#firstArrival = 0;
    }
  }

  #forget(group: LogGroup, events: readonly StoredEvent[]): void {
    for (const event of events) group.storedBytes -= sizeOf(event);
    this.#eventCount -= events.length;
  }

  #load(): void {
    for (const [name, { settings, metricFilters, subscriptionFilters }] of this.#groupDocuments.entries()) {
      const group = new LogGroup(name, this.#arnOf(name), settings);
      for (const filter of metricFilters) group.metricFilters.set(filter.filterName, filter);
      for (const filter of subscriptionFilters) group.subscriptionFilters.set(filter.filterName!, filter);
      this.groups.set(name, group);
    }
    for (const [owner, { creationTime }] of this.#streamDocuments.entries()) {
      const [groupName, streamName] = owner.split(OWNER_SEPARATOR) as [string, string];
      const group = this.groups.get(groupName);
      group?.streams.set(streamName, new LogStream(streamName, group.arn, creationTime));
    }
    for (const { id, row } of this.#batches.rows()) {
      const group = this.groups.get(row.group);
      const stream = group?.streams.get(row.stream);
      if (!group || !stream) continue;
      const events: NewEvent[] = [];
      for (let index = 0; index < row.events.length; index += 2)
        events.push({
          timestamp: row.events[index] as number,
          message: row.events[index + 1] as string,
          ...(row.forms?.[index / 2] && { forms: row.forms[index / 2]! }),
        });
      this.#insert(group, stream, { sequence: id, ingestionTime: row.ingestionTime, row: id }, events);
    }
    this.expire();
    this.#dropExcess();
  }

  #arnOf(groupName: string): string {
    return arnOf(this.#cloud, "logs", `log-group:${groupName}`);
  }
}

function formsRow(events: readonly NewEvent[]): { forms?: Record<number, EventForms> } {
  const forms: Record<number, EventForms> = {};
  for (const [index, event] of events.entries()) if (event.forms) forms[index] = event.forms;
  return Object.keys(forms).length > 0 ? { forms } : {};
}

/** Neither a group's nor a stream's name can contain it. */
const OWNER_SEPARATOR = ":";

function ownerOf(group: LogGroup, stream: LogStream): string {
  return `${group.name}${OWNER_SEPARATOR}${stream.name}`;
}

function sizeOf({ message }: StoredEvent): number {
  return Buffer.byteLength(message) + LOG_EVENT_OVERHEAD_BYTES;
}
