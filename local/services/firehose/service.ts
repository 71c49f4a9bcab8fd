import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import model from "./model.json" with { type: "json" };
import { createDeliveryStream } from "./operations/create-delivery-stream.ts";
import { deleteDeliveryStream } from "./operations/delete-delivery-stream.ts";
import { describeDeliveryStream } from "./operations/describe-delivery-stream.ts";
import { listDeliveryStreams } from "./operations/list-delivery-streams.ts";
import { putRecord } from "./operations/put-record.ts";
import { putRecordBatch } from "./operations/put-record-batch.ts";
import { FIREHOSE_RESOURCES } from "./resources.ts";
import { type DeliveryStreams, openDeliveryStreams } from "./state.ts";

/** Firehose: records become files in S3, as Parquet by a table's schema. */
export const service: Service<DeliveryStreams> = {
  name: "firehose",
  signedAs: "firehose",
  model: modelOf(model),
  // Four megabytes of records are longer in base64.
  bodyLimit: 8_388_608,
  faults: { throttled: { code: "ServiceUnavailableException", statusCode: 500 } },
  state: openDeliveryStreams,
  operations: {
    CreateDeliveryStream: createDeliveryStream,
    DeleteDeliveryStream: deleteDeliveryStream,
    DescribeDeliveryStream: describeDeliveryStream,
    ListDeliveryStreams: listDeliveryStreams,
    PutRecord: putRecord,
    PutRecordBatch: putRecordBatch,
  },
  resources: FIREHOSE_RESOURCES,
};
