import { type EventPattern, parseEventPattern } from "cumulog/semantics";
import { arnOf } from "#kernel/arn.ts";
import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
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
  readonly #events: StoredMap<ArchivedEvent>;
  readonly #patterns = new WeakMap<Archive, EventPattern>();
  #order = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#archives = new StoredMap(cloud.storage.collection("events.archives"));
    this.#events = new StoredMap(cloud.storage.collection("events.archived"));
    for (const { order } of this.#events.values()) this.#order = Math.max(this.#order, order);
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

  save(archive: Archive): void {
    this.#archives.set(archive.name, archive);
  }

  remove(name: string): void {
    for (const { key } of this.#kept(name)) this.#events.delete(key);
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
      this.#events.set(`${archive.name}/${order}`, { archive: archive.name, time, order, event });
    }
  }

  /** Lets go of a tenth of what an archive has, the oldest, when it is full: that is seldom, and takes time in proportion. */
  #makeRoom(name: string): void {
    if (this.#events.size < MOST_EVENTS) return;
    const kept = this.#kept(name);
    if (kept.length >= MOST_EVENTS)
      for (const { key } of kept.slice(0, MOST_EVENTS / 10)) this.#events.delete(key);
  }

  /** The events of an archive, the oldest first. */
  events(name: string): readonly { readonly time: number; readonly event: BusEvent }[] {
    return this.#kept(name).map(({ kept }) => kept);
  }

  #kept(name: string): { readonly key: string; readonly kept: ArchivedEvent }[] {
    const { retentionDays = 0 } = this.find(name) ?? {};
    const oldest = retentionDays === 0 ? 0 : this.#cloud.clock.now() - retentionDays * DAY;
    return [...this.#events.values()]
      .filter((kept) => kept.archive === name && kept.time >= oldest)
      .sort((one, other) => one.order - other.order)
      .map((kept) => ({ key: `${name}/${kept.order}`, kept }));
  }

  #patternOf(archive: Archive): EventPattern | undefined {
    if (archive.eventPattern === undefined) return undefined;
    const pattern = this.#patterns.get(archive) ?? parseEventPattern(archive.eventPattern);
    this.#patterns.set(archive, pattern);
    return pattern;
  }
}
