import {
  defaultBuckets,
  defaultSinks,
  defaultViews,
  type LogBucket,
  type LogExclusion,
  type LogLink,
  type LogMetric,
  type LogSink,
  type LogView,
} from "cumulog/semantics";
import type { ResourceKind } from "#kernel/google/resource-store.ts";

const OWNER = "(?:projects|organizations|folders|billingAccounts)/[^/]+";
const BUCKET = `${OWNER}/locations/[^/]+/buckets/[^/]+`;

/** A sink, and what `uniqueWriterIdentity` said of it, which the API does not tell. */
export interface SinkRecord {
  readonly sink: LogSink;
  readonly unique: boolean;
}

export const SINKS: ResourceKind<SinkRecord> = {
  collection: "sinks",
  title: "Sink",
  parents: new RegExp(`^${OWNER}$`),
  defaults: (parent) => new Map(defaultSinks(parent).map((sink) => [sink.name, { sink, unique: false }])),
};

export const EXCLUSIONS: ResourceKind<LogExclusion> = {
  collection: "exclusions",
  title: "Exclusion",
  parents: new RegExp(`^${OWNER}$`),
};

export const METRICS: ResourceKind<LogMetric> = {
  collection: "metrics",
  title: "Metric",
  parents: /^projects\/[^/]+$/,
};

export const BUCKETS: ResourceKind<LogBucket> = {
  collection: "buckets",
  title: "Bucket",
  parents: new RegExp(`^${OWNER}/locations/[^/]+$`),
  defaults(parent) {
    const [, owner, location] = /^(.+)\/locations\/([^/]+)$/.exec(parent)!;
    return new Map(
      location === "global" ? defaultBuckets(owner!).map((bucket) => [idOf(bucket), bucket]) : [],
    );
  },
};

export const VIEWS: ResourceKind<LogView> = {
  collection: "views",
  title: "View",
  parents: new RegExp(`^${BUCKET}$`),
  defaults: (bucket) => new Map(defaultViews(bucket).map((view) => [idOf(view), view])),
};

export const LINKS: ResourceKind<LogLink> = {
  collection: "links",
  title: "Link",
  parents: new RegExp(`^${BUCKET}$`),
};

/** The last part of a resource's full name. */
export function idOf({ name }: { readonly name: string }): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
