import type { Path } from "../syntax/tree.ts";
import { Timestamp, type Value } from "../values.ts";
import { discoverFields, documentIn } from "./discovered-fields.ts";
import type { Row } from "./row.ts";
import { reach } from "./structure.ts";

/** A log event, as far as queries read it. */
export interface InsightsEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/** What is known of all events of a log stream. */
export interface EventOrigin<Event extends InsightsEvent = InsightsEvent> {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly accountId: string;
  /** Of the log group, for `@aws.tag.…`. */
  readonly tags?: Readonly<Record<string, string>>;
  ingestionTime(event: Event): number | undefined;
  /** What GetLogRecord takes: `@ptr`. */
  pointer(event: Event): string | undefined;
  /** The document that a transformer made of the event; its fields are discovered instead of the message's. @default none */
  transformed?(event: Event): string | undefined;
  /** Why a transformer made no document: `@transformationError`. @default undefined */
  transformationError?(event: Event): string | undefined;
  /** Whether a field index of the group holds the field of this event, for `filterIndex`. @default every field is indexed */
  isIndexed?(field: string, event: Event): boolean;
}

const TAG = "@aws.tag.";

/** A log event as queries see it. Its own fields are discovered when first asked for. */
export class EventRow<Event extends InsightsEvent = InsightsEvent> implements Row {
  readonly event: Event;
  readonly #origin: EventOrigin<Event>;
  #discovered: Map<string, Value> | undefined;
  #ephemeral: Map<string, Value> | undefined;

  constructor(event: Event, origin: EventOrigin<Event>) {
    this.event = event;
    this.#origin = origin;
  }

  get(name: string): Value {
    if (this.#ephemeral?.has(name)) return this.#ephemeral.get(name);
    switch (name) {
      case "@message":
        return this.event.message;
      case "@timestamp":
        return new Timestamp(this.event.timestamp);
      case "@ingestionTime": {
        const time = this.#origin.ingestionTime(this.event);
        return time === undefined ? undefined : new Timestamp(time);
      }
      case "@logStream":
        return this.#origin.logStreamName;
      case "@log":
        return `${this.#origin.accountId}:${this.#origin.logGroupName}`;
      case "@ptr":
        return this.pointer;
      case "@transformationError":
        return this.#origin.transformationError?.(this.event);
      default: {
        const found = this.discovered.get(name);
        if (found === undefined && name.startsWith(TAG)) return this.#origin.tags?.[name.slice(TAG.length)];
        return found;
      }
    }
  }

  set(name: string, value: Value): void {
    this.#ephemeral ??= new Map();
    this.#ephemeral.set(name, value);
  }

  *names(): Iterable<string> {
    yield* this.discovered.keys();
    for (const name of this.#ephemeral?.keys() ?? []) if (!this.discovered.has(name)) yield name;
  }

  document(path: Path): unknown {
    if (this.#ephemeral?.has(String(path[0]))) return undefined;
    const document = documentIn(this.#source, this.#origin.logGroupName);
    return document && reach(document, path);
  }

  isIndexed(field: string): boolean {
    return this.#origin.isIndexed?.(field, this.event) ?? true;
  }

  get discovered(): ReadonlyMap<string, Value> {
    this.#discovered ??= discoverFields(this.#source, this.#origin.logGroupName);
    return this.#discovered;
  }

  get #source(): string {
    return this.#origin.transformed?.(this.event) ?? this.event.message;
  }

  get pointer(): string | undefined {
    return this.#origin.pointer(this.event);
  }
}
