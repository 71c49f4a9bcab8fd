import { globalArnOf, type Place } from "#kernel/arn.ts";
import type { Stream, StreamRecord } from "../../kinesis/stream.ts";

/** A record as a function gets it. https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html#services-kinesis-event-example */
export function streamRecord(place: Place, stream: Stream, record: StreamRecord) {
  return {
    kinesis: {
      kinesisSchemaVersion: "1.0",
      partitionKey: record.partitionKey,
      sequenceNumber: record.sequence,
      data: record.data.toString("base64"),
      approximateArrivalTimestamp: record.arrived / 1_000,
    },
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventID: `${record.shard}:${record.sequence}`,
    eventName: "aws:kinesis:record",
    invokeIdentityArn: globalArnOf(place, "iam", "role/lambda"),
    awsRegion: place.region,
    eventSourceARN: stream.arn,
  };
}
