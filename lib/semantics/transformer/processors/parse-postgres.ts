import { putFields } from "../document.ts";
import { TransformationError } from "../transformation-error.ts";
import type { Step } from "../types.ts";

/** RDS's prefix of every line: `%t:%r:%u@%d:[%p]:`. @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.overview.parameter-groups.html */
const LINE =
  /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [A-Z]+):([^:]*(?:::[^(]*)?(?:\(\d+\))?):([^:@]*)@([^:]*):\[(\d+)\]:([A-Z]+\d?): /;
const FIELDS = ["logTime", "srcIp", "userName", "dbName", "processId", "logLevel"];

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-BuiltIn.html#CloudWatch-Logs-Transformation-parsePostGres */
export function parsePostgres(): Step {
  return ({ message, document }) => {
    const found = LINE.exec(message);
    if (!found) throw new TransformationError("parsePostgres: the message is no line of RDS for PostgreSQL");
    putFields(
      document,
      undefined,
      FIELDS.map((name, index) => [name, found[index + 1]!] as const),
    );
  };
}
