import { checkFilter } from "../configuration/checks.ts";
import type { LogExclusion } from "../configuration/exclusion.ts";
import type { LogSink } from "../configuration/sink.ts";
import type { LoggingFilter } from "../filter/compile.ts";
import type { LogEntry } from "../log-entry.ts";

/** A sink with the resource that it is of. */
export interface RoutedSink {
  /** For example `projects/shop`. */
  readonly parent: string;
  readonly sink: LogSink;
}

/** What sinks an entry may reach besides those of its own project. */
export interface RouterOptions {
  /** Folders and organizations above a project, for example `["folders/1", "organizations/9"]`. @default none */
  readonly ancestors?: (project: string) => readonly string[];
  /** Exclusions of a project, which count for its sink `_Default`. @default none */
  readonly exclusions?: (parent: string) => readonly LogExclusion[];
}

/** The name of the sink that only gets what must be kept, and that nothing excludes from. */
const REQUIRED = "_Required";

/**
 * Decides which sinks get an entry: those of the resource that its log is of, and those above it that include their
 * children. A sink gets what its filter matches and none of its exclusions does; an exclusion of one sink means nothing
 * to another.
 *
 * @see https://cloud.google.com/logging/docs/routing/overview
 */
export class LogRouter {
  readonly #options: RouterOptions;
  /** Compiled filters by their texts' owners, so that a change of a sink is a new sink here. */
  readonly #filters = new WeakMap<object, LoggingFilter>();

  constructor(options: RouterOptions = {}) {
    this.#options = options;
  }

  /** The sinks, of those given, that get the entry, in their order. */
  route<Sink extends RoutedSink>(entry: LogEntry, sinks: readonly Sink[]): readonly Sink[] {
    const parent = parentOf(entry);
    const above = this.#options.ancestors?.(parent) ?? [];
    return sinks.filter(
      (one) =>
        (one.parent === parent ||
          (one.sink.includeChildren === true &&
            !one.parent.startsWith("projects/") &&
            above.includes(one.parent))) &&
        this.takes(entry, one),
    );
  }

  /** Whether a sink gets an entry that has come to its parent. */
  takes(entry: LogEntry, { parent, sink }: RoutedSink): boolean {
    if (sink.disabled && sink.name !== REQUIRED) return false;
    if (!this.#filterOf(sink).matches(entry)) return false;
    if (sink.name === REQUIRED) return true;
    const shared = sink.name === "_Default" ? (this.#options.exclusions?.(parent) ?? []) : [];
    return !this.#excludes(sink.exclusions ?? [], entry) && !this.#excludes(shared, entry);
  }

  #excludes(exclusions: readonly LogExclusion[], entry: LogEntry): boolean {
    return exclusions.some((one) => !one.disabled && this.#filterOf(one).matches(entry));
  }

  #filterOf(owner: LogSink | LogExclusion): LoggingFilter {
    const present = this.#filters.get(owner);
    if (present) return present;
    const filter = checkFilter(owner.filter);
    this.#filters.set(owner, filter);
    return filter;
  }
}

/** The resource that an entry's log is of, for example `projects/shop`. */
export function parentOf({ logName = "" }: LogEntry): string {
  const at = logName.indexOf("/logs/");
  return at === -1 ? "" : logName.slice(0, at);
}
