import { eventId, type Position, parseEventId, positionOf, type StoredEvent } from "../log-event.ts";
import type { LogGroup, LogStream } from "../log-group.ts";
import { discoverFields } from "./discovered-fields.ts";
import { Timestamp, type Value } from "./values.ts";

/** One row of a query: an event with its fields, or a group of aggregates. */
export interface Row {
  get(name: string): Value;
  set(name: string, value: Value): void;
  /** Where the event is kept, for GetLogRecord; a row of aggregates has none. */
  readonly pointer: string | undefined;
}

/** A log event as queries see it. Its own fields are discovered when first asked for. */
export class EventRow implements Row {
  readonly event: StoredEvent;
  readonly #group: LogGroup;
  readonly #stream: LogStream;
  readonly #accountId: string;
  #discovered: Map<string, Value> | undefined;
  #ephemeral: Map<string, Value> | undefined;

  constructor(event: StoredEvent, group: LogGroup, stream: LogStream, accountId: string) {
    this.event = event;
    this.#group = group;
    this.#stream = stream;
    this.#accountId = accountId;
  }

  get(name: string): Value {
    if (this.#ephemeral?.has(name)) return this.#ephemeral.get(name);
    switch (name) {
      case "@message":
        return this.event.message;
      case "@timestamp":
        return new Timestamp(this.event.timestamp);
      case "@ingestionTime":
        return new Timestamp(this.event.batch.ingestionTime);
      case "@logStream":
        return this.#stream.name;
      case "@log":
        return `${this.#accountId}:${this.#group.name}`;
      case "@ptr":
        return this.pointer;
      default:
        return this.discovered.get(name);
    }
  }

  set(name: string, value: Value): void {
    this.#ephemeral ??= new Map();
    this.#ephemeral.set(name, value);
  }

  get discovered(): ReadonlyMap<string, Value> {
    this.#discovered ??= discoverFields(this.event.message, this.#group.name);
    return this.#discovered;
  }

  get pointer(): string {
    const id = eventId(positionOf(this.event));
    return Buffer.from(JSON.stringify([this.#group.name, this.#stream.name, id])).toString("base64");
  }
}

/** What a pointer names, or undefined when the text is no pointer. */
export function parsePointer(
  text: string,
): { logGroupName: string; logStreamName: string; position: Position } | undefined {
  try {
    const [logGroupName, logStreamName, id] = JSON.parse(Buffer.from(text, "base64").toString());
    if (typeof logGroupName !== "string" || typeof logStreamName !== "string") return undefined;
    const position = typeof id === "string" ? parseEventId(id) : undefined;
    return position && { logGroupName, logStreamName, position };
  } catch {
    return undefined;
  }
}

/** A row of aggregates. */
export class AggregateRow implements Row {
  readonly pointer = undefined;
  readonly #values: Map<string, Value>;

  constructor(values: Map<string, Value>) {
    this.#values = values;
  }

  get(name: string): Value {
    return this.#values.get(name);
  }

  set(name: string, value: Value): void {
    this.#values.set(name, value);
  }
}
