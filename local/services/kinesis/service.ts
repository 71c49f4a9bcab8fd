import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import model from "./model.json" with { type: "json" };
import { addTagsToStream } from "./operations/add-tags-to-stream.ts";
import { createStream } from "./operations/create-stream.ts";
import { decreaseStreamRetentionPeriod } from "./operations/decrease-stream-retention-period.ts";
import { deleteStream } from "./operations/delete-stream.ts";
import { describeStream } from "./operations/describe-stream.ts";
import { describeStreamSummary } from "./operations/describe-stream-summary.ts";
import { getRecords } from "./operations/get-records.ts";
import { getShardIterator } from "./operations/get-shard-iterator.ts";
import { increaseStreamRetentionPeriod } from "./operations/increase-stream-retention-period.ts";
import { listShards } from "./operations/list-shards.ts";
import { listStreams } from "./operations/list-streams.ts";
import { listTagsForStream } from "./operations/list-tags-for-stream.ts";
import { putRecord } from "./operations/put-record.ts";
import { putRecords } from "./operations/put-records.ts";
import { removeTagsFromStream } from "./operations/remove-tags-from-stream.ts";
import { KINESIS_RESOURCES } from "./resources.ts";
import { type DataStreams, openDataStreams } from "./state.ts";

/** Kinesis: data streams, as subscriptions write them and functions read them. */
export const service: Service<DataStreams> = {
  name: "kinesis",
  signedAs: "kinesis",
  model: modelOf(model),
  // 10 MB of records are longer in JSON.
  bodyLimit: 16_777_216,
  faults: { throttled: { code: "LimitExceededException", statusCode: 400 } },
  state: openDataStreams,
  operations: {
    AddTagsToStream: addTagsToStream,
    CreateStream: createStream,
    DecreaseStreamRetentionPeriod: decreaseStreamRetentionPeriod,
    DeleteStream: deleteStream,
    DescribeStream: describeStream,
    DescribeStreamSummary: describeStreamSummary,
    GetRecords: getRecords,
    GetShardIterator: getShardIterator,
    IncreaseStreamRetentionPeriod: increaseStreamRetentionPeriod,
    ListShards: listShards,
    ListStreams: listStreams,
    ListTagsForStream: listTagsForStream,
    PutRecord: putRecord,
    PutRecords: putRecords,
    RemoveTagsFromStream: removeTagsFromStream,
  },
  resources: KINESIS_RESOURCES,
};
