import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";
import { ServiceError } from "../../kernel/service-error.ts";

/** Members of a line by the names that the prefix uses. */
export type PartitionKeys = ReadonlyMap<string, string>;

const PAIR = /^\s*(\w+)\s*:\s*\.(\w+)\s*$/;

/**
 * The keys by which a stream divides its lines. Of jq, `{name:.member,…}` is understood.
 * https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-partitioning-keys.html
 *
 * @throws ServiceError `InvalidArgumentException` for another query
 */
export function partitionKeys(destination: ExtendedS3DestinationConfiguration): PartitionKeys | undefined {
  const processor = destination.ProcessingConfiguration?.Processors?.find(
    ({ Type }) => Type === "MetadataExtraction",
  );
  const query = processor?.Parameters?.find(
    ({ ParameterName }) => ParameterName === "MetadataExtractionQuery",
  )?.ParameterValue;
  if (query === undefined) return undefined;
  const pairs = query
    .trim()
    .replace(/^\{|\}$/g, "")
    .split(",")
    .map((pair) => PAIR.exec(pair));
  if (pairs.every((pair) => pair !== null)) return new Map(pairs.map((pair) => [pair[1]!, pair[2]!]));
  throw new ServiceError(
    "InvalidArgumentException",
    `The local cloud understands queries such as {day:.day}, not ${query}.`,
  );
}

/** Lines by the folders of the bucket that they belong to. Lines that are no JSON, or without a key, go to the errors. */
export function partitionsOf(
  lines: readonly string[],
  destination: ExtendedS3DestinationConfiguration,
  keys: PartitionKeys | undefined,
  now: number,
): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  const { Prefix = "" } = destination;
  for (const line of lines) {
    if (line === "") continue;
    const values = keys === undefined ? new Map<string, string>() : valuesIn(line, keys);
    const folder =
      values === undefined
        ? errorFolder(destination, "metadata-extraction-failed", now)
        : filled(Prefix, values, now);
    const found = folders.get(folder);
    if (found === undefined) folders.set(folder, [line]);
    else found.push(line);
  }
  return folders;
}

/** Folder of records that a stream could not deliver, by what went wrong. */
export function errorFolder(
  { ErrorOutputPrefix = "errors/" }: ExtendedS3DestinationConfiguration,
  reason: string,
  now: number,
): string {
  return filled(ErrorOutputPrefix.replaceAll("!{firehose:error-output-type}", reason), new Map(), now);
}

/** Folder of records that nobody looks into: by the hour, unless the prefix says otherwise. */
export function plainFolder({ Prefix = "" }: ExtendedS3DestinationConfiguration, now: number): string {
  const timed = Prefix.includes("!{") ? Prefix : `${Prefix}!{timestamp:yyyy/MM/dd/HH/}`;
  return filled(timed, new Map(), now);
}

function valuesIn(line: string, keys: PartitionKeys): Map<string, string> | undefined {
  let document: Record<string, unknown>;
  try {
    document = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const values = new Map<string, string>();
  for (const [name, member] of keys) {
    const value = document[member];
    if (value === null || value === undefined || typeof value === "object") return undefined;
    values.set(name, String(value));
  }
  return values;
}

/** https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html */
function filled(prefix: string, values: ReadonlyMap<string, string>, now: number): string {
  const time = new Date(now).toISOString();
  return prefix
    .replaceAll(/!\{partitionKeyFromQuery:(\w+)\}/g, (_, name: string) => values.get(name) ?? "")
    .replaceAll(/!\{timestamp:([^}]*)\}/g, (_, format: string) =>
      format
        .replaceAll("yyyy", time.slice(0, 4))
        .replaceAll("MM", time.slice(5, 7))
        .replaceAll("dd", time.slice(8, 10))
        .replaceAll("HH", time.slice(11, 13))
        .replaceAll("'", ""),
    );
}
