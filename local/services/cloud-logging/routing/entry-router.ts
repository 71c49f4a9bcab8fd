import {
  type LogEntry,
  type LogExclusion,
  LogRouter,
  parentOf,
  parseSinkDestination,
  type RoutedSink,
  type SinkDestination,
} from "cumulog/semantics";
import type { ResourceStore } from "#kernel/google/resource-store.ts";
import type { SinkRecord } from "../configuration/kinds.ts";
import type { SinkExports } from "./sink-exports.ts";

/** A sink, ready to be routed to. */
interface ReadySink extends RoutedSink {
  /** Full name. */
  readonly name: string;
  readonly destination: SinkDestination;
}

/** What the router is told. */
export interface EntryRouterParts {
  readonly sinks: ResourceStore<SinkRecord>;
  readonly exclusions: ResourceStore<LogExclusion>;
  readonly exports: SinkExports;
  /** Whether a bucket, by its full name, is there to store entries. */
  readonly stores: (bucket: string) => boolean;
}

/**
 * Sends entries to the sinks of their projects. The local cloud knows no hierarchy: sinks of folders and organizations
 * that include their children get the entries of all projects.
 */
export class EntryRouter {
  readonly #parts: EntryRouterParts;
  readonly #router: LogRouter;
  /** Ready sinks by parent, made anew after a change. */
  #ready = new Map<string, readonly ReadySink[]>();
  #above: readonly ReadySink[] = [];

  constructor(parts: EntryRouterParts) {
    this.#parts = parts;
    const exclusions = new Map<string, readonly LogExclusion[]>();
    this.#router = new LogRouter({
      ancestors: () => this.#above.map(({ parent }) => parent),
      exclusions: (parent) => {
        const present = exclusions.get(parent) ?? parts.exclusions.of(parent).map(([, one]) => one);
        exclusions.set(parent, present);
        return present;
      },
    });
    this.changed = () => {
      exclusions.clear();
      this.#ready = new Map();
      this.#above = this.#sinksAbove();
    };
    this.changed();
  }

  /** To be called when a sink or an exclusion has changed. */
  readonly changed: () => void;

  /** Sends an entry where its sinks say. @returns full names of the buckets that are to store it */
  route(entry: LogEntry): readonly string[] {
    const parent = parentOf(entry);
    const buckets = new Set<string>();
    for (const sink of this.#router.route(entry, [...this.#sinksOf(parent), ...this.#above]))
      this.#send(entry, sink, buckets, true);
    return [...buckets];
  }

  /** An entry that came from another project is not sent on to a third. */
  #send(entry: LogEntry, sink: ReadySink, buckets: Set<string>, onwards: boolean): void {
    const { destination, name } = sink;
    switch (destination.kind) {
      case "bucket":
        if (this.#parts.stores(destination.bucket)) buckets.add(destination.bucket);
        else this.#parts.exports.fail(name, sink.sink.destination!, "bucket_not_found");
        return;
      case "project":
        if (!onwards) return;
        for (const further of this.#sinksOf(destination.parent))
          if (this.#router.takes(entry, further)) this.#send(entry, further, buckets, false);
        return;
      default: {
        const { usePartitionedTables = false } = sink.sink.bigqueryOptions ?? {};
        this.#parts.exports.take(
          { name, destination: sink.sink.destination!, usePartitionedTables },
          destination,
          entry,
        );
      }
    }
  }

  #sinksOf(parent: string): readonly ReadySink[] {
    const present = this.#ready.get(parent);
    if (present) return present;
    const sinks = this.#parts.sinks.of(parent).map(([name, { sink }]) => ready(name, sink));
    this.#ready.set(parent, sinks);
    return sinks;
  }

  #sinksAbove(): readonly ReadySink[] {
    return this.#parts.sinks.made
      .filter(([name, { sink }]) => sink.includeChildren && !name.startsWith("projects/"))
      .map(([name, { sink }]) => ready(name, sink));
  }
}

function ready(name: string, sink: SinkRecord["sink"]): ReadySink {
  return {
    name,
    parent: name.slice(0, name.indexOf("/sinks/")),
    sink,
    destination: parseSinkDestination(sink.destination!),
  };
}
