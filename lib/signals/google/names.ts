/** What the resources of a signal on Google Cloud are called, and whose entries they look at. */
export interface GoogleSignalNames {
  /** Of the metrics; policies are called by it, too. */
  readonly name: string;
  /** A query that selects the entries of the signal's log, such as `log_id("aws/shop/api")`. */
  readonly logFilter: string;
  /** Type of the entries' monitored resource. @default "global" */
  readonly resourceType?: string;
  /** Stands in front of the metrics' names. @default "cumulog" */
  readonly prefix?: string;
}

/** Name of a log-based metric of a signal, or one of several. */
export function googleMetricName({ name, prefix = "cumulog" }: GoogleSignalNames, part?: string): string {
  const plain = `${prefix}/${name}${part === undefined ? "" : `-${part}`}`;
  return plain.replaceAll(/[^\w.,+!*'()%/-]/g, "-").slice(0, 100);
}

/** Several queries that must all match. */
export function bothFilters(first: string, second: string): string {
  return second === "" ? first : `${first} AND ${second}`;
}
