import { arnOf } from "../arn.ts";
import type { CumulogFunction } from "../cumulog-function.ts";
import type { LogLake } from "./log-lake.ts";

/** Lets a function ask a lake in Athena, and read nothing else. */
export function letAskLake(reader: CumulogFunction, { bucket, database, workgroup }: LogLake): void {
  reader.allow(
    [
      "athena:GetQueryExecution",
      "athena:GetQueryResults",
      "athena:StartQueryExecution",
      "athena:StopQueryExecution",
    ],
    [arnOf("athena", `workgroup/${workgroup}`)],
  );
  // https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
  reader.allow(
    ["glue:GetDatabase", "glue:GetTable", "glue:GetPartition", "glue:GetPartitions"],
    [
      arnOf("glue", "catalog"),
      arnOf("glue", "database/default"),
      arnOf("glue", `database/${database}`),
      ...["logs", "logs_raw"].map((table) => arnOf("glue", `table/${database}/${table}`)),
    ],
  );
  reader.allow(["s3:GetBucketLocation", "s3:ListBucket"], [bucket.bucketArn]);
  reader.allow(
    ["s3:GetObject"],
    [bucket.arnForObjects("logs/*"), bucket.arnForObjects("results/*")],
    "Athena reads the files of the lake, and keeps results, in the name of who asks.",
  );
  reader.allow(
    ["s3:AbortMultipartUpload", "s3:PutObject"],
    [bucket.arnForObjects("results/*")],
    "Each query has a result of its own.",
  );
}
