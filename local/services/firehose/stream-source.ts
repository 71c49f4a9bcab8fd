import type { Cloud } from "#kernel/cloud.ts";
import { openDataStreams } from "../kinesis/state.ts";

/** The data stream that a delivery stream reads, and how far it has read. */
export interface StreamSource {
  readonly arn: string;
  readonly roleArn: string | undefined;
  /** Sequence number of the record that was read last. */
  readonly after: string;
}

/** Where a delivery stream begins that is made now: at what is put from now on. */
export function sourceFromNow(
  cloud: Cloud,
  { KinesisStreamARN, RoleARN }: { readonly KinesisStreamARN: string; readonly RoleARN?: string | undefined },
): StreamSource {
  return { arn: KinesisStreamARN, roleArn: RoleARN, after: cloud.state(openDataStreams).latest };
}

/**
 * Reads a data stream for as long as it is not stopped, what was put before first.
 *
 * @param take gets each record, and then how far was read
 * @returns stops it
 */
export function readSource(
  cloud: Cloud,
  source: StreamSource,
  take: (records: readonly Buffer[], after: string) => void,
): () => void {
  const streams = cloud.state(openDataStreams);
  let after = BigInt(source.after);
  const read = () => {
    const stream = streams.find(source.arn);
    if (!stream) return;
    const kept = streams.records(stream);
    const records = kept.slice(kept.findLastIndex(({ sequence }) => BigInt(sequence) <= after) + 1);
    const last = records.at(-1);
    if (!last) return;
    after = BigInt(last.sequence);
    take(
      records.map(({ data }) => data),
      last.sequence,
    );
  };
  read();
  return streams.watch((name) => {
    if (source.arn.endsWith(`/${name}`)) read();
  });
}
