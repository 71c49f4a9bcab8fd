/** What the functions call of Firehose. Imported when it is needed; named here, so that a bundle has no more of it. */
export { FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose";
