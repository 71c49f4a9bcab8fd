import { type EventPattern, parseEventPattern } from "cumulog/semantics";
import { arnOf } from "#kernel/arn.ts";
import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Collection } from "#kernel/storage/storage.ts";
import { StoredMap } from "#kernel/storage/stored-map.ts";
import type { BusEvent } from "./event.ts";

/** Events that an archive keeps at most here; the oldest go first. */
const MOST_EVENTS = 10_000;
const DAY = 86_400_000;

/** An archive as it is kept. Moments are milliseconds since the epoch. */
export interface Archive {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly description?: string | undefined;
  readonly eventPattern?: string | undefined;
  /** 0 keeps events for ever. */
  readonly retentionDays: number;
  readonly created: number;
}

interface ArchivedEvent {
  readonly archive: string;
  readonly time: number;
  readonly order: number;
  readonly event: BusEvent;
}

/** The archives of one cloud, and the events that they have kept. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html */
export class Archives {
  readonly #cloud: Cloud;
  readonly #archives: StoredMap<Archive>;
  readonly #stored: Collection<ArchivedEvent>;
  /** By archive and order, the oldest first. */
  readonly #events = new Map<string, Map<number, ArchivedEvent>>();
  readonly #patterns = new WeakMap<Archive, EventPattern>();
  #order = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#archives = new StoredMap(cloud.storage.collection("events.archives"));
    this.#stored = cloud.storage.collection("events.archived");
    const stored = [...this.#stored.entries()].map(([, kept]) => kept);
    for (const kept of stored.sort((one, other) => one.order - other.order)) {
      this.#order = kept.order;
      // Earlier releases left events of archives that are gone.
      if (this.#archives.has(kept.archive)) this.#eventsOf(kept.archive).set(kept.order, kept);
      else this.#stored.delete(keyOf(kept));
    }
  }

  all(): Archive[] {
    return [...this.#archives.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  find(name: string): Archive | undefined {
    return this.#archives.get(name);
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  get(name: string): Archive {
    const archive = this.find(name);
    if (archive) return archive;
    throw new ServiceError("ResourceNotFoundException", `Archive ${name} does not exist.`);
  }

  add(
    name: string,
    settings: Pick<Archive, "bus" | "description" | "eventPattern" | "retentionDays">,
  ): Archive {
    const arn = arnOf(this.#cloud, "events", `archive/${name}`);
    const archive = { ...settings, name, arn, created: this.#cloud.clock.now() };
    this.save(archive);
    return archive;
  }

  /** Keeps an archive as it is now; what has expired stays away, however long events are kept from now on. */
  save(archive: Archive): void {
    this.#removeExpired(archive.name);
    this.#archives.set(archive.name, archive);
  }

  remove(name: string): void {
    for (const kept of this.#eventsOf(name).values()) this.#removeEvent(kept);
    this.#events.delete(name);
    this.#archives.delete(name);
  }

  /** Keeps an event of a bus in each archive whose pattern it matches; what is replayed is in there already. */
  keep(bus: string, event: BusEvent): void {
    if (event["replay-name"] !== undefined) return;
    for (const archive of this.#archives.values()) {
      if (archive.bus !== bus || this.#patternOf(archive)?.matches(event) === false) continue;
      this.#makeRoom(archive.name);
      const order = ++this.#order;
      const time = this.#cloud.clock.now();
      const kept = { archive: archive.name, time, order, event };
      this.#eventsOf(archive.name).set(order, kept);
      this.#stored.set(keyOf(kept), kept);
    }
  }

  /** Lets go of what has expired, and of a tenth of what an archive has, the oldest, when it is full. */
  #makeRoom(name: string): void {
    this.#removeExpired(name);
    const events = this.#eventsOf(name);
    if (events.size < MOST_EVENTS) return;
    for (const kept of [...events.values()].slice(0, MOST_EVENTS / 10)) this.#removeEvent(kept);
  }

  #removeExpired(name: string): void {
    const { retentionDays = 0 } = this.find(name) ?? {};
    if (retentionDays === 0) return;
    const oldest = this.#cloud.clock.now() - retentionDays * DAY;
    for (const kept of this.#eventsOf(name).values()) {
      if (kept.time >= oldest) return;
      this.#removeEvent(kept);
    }
  }

  #removeEvent(kept: ArchivedEvent): void {
    this.#eventsOf(kept.archive).delete(kept.order);
    this.#stored.delete(keyOf(kept));
  }

  /** The events of an archive, the oldest first. */
  events(name: string): readonly { readonly time: number; readonly event: BusEvent }[] {
    this.#removeExpired(name);
    return [...this.#eventsOf(name).values()];
  }

  #eventsOf(name: string): Map<number, ArchivedEvent> {
    const events = this.#events.get(name) ?? new Map<number, ArchivedEvent>();
    this.#events.set(name, events);
    return events;
  }

  #patternOf(archive: Archive): EventPattern | undefined {
    if (archive.eventPattern === undefined) return undefined;
    const pattern = this.#patterns.get(archive) ?? parseEventPattern(archive.eventPattern);
    this.#patterns.set(archive, pattern);
    return pattern;
  }
}

const keyOf = ({ archive, order }: ArchivedEvent): string => `${archive}/${order}`;
