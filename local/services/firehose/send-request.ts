import { randomUUID } from "node:crypto";
import type { Cloud } from "#kernel/cloud.ts";
import type { DeliveryStream } from "./delivery-stream.ts";
import type { OutsideDestination } from "./destination.ts";

/**
 * Shows in the inbox what an endpoint would be sent: nothing leaves the machine.
 * https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html
 */
export function showRequest(
  cloud: Cloud,
  { name, arn }: DeliveryStream,
  { to, shownAs }: OutsideDestination,
  records: readonly Buffer[],
): void {
  const requestId = randomUUID();
  const timestamp = cloud.clock.now();
  // Splunk's collector takes the events one after the other, as they are.
  const body = shownAs.startsWith("Splunk")
    ? Buffer.concat(records).toString("utf8")
    : JSON.stringify({
        requestId,
        timestamp,
        records: records.map((record) => ({ data: record.toString("base64") })),
      });
  cloud.events.emit("notification", {
    id: requestId,
    timestamp,
    protocol: "webhook",
    to,
    subject: `${records.length === 1 ? "1 record" : `${records.length} records`} of the delivery stream ${name}`,
    body,
    from: arn,
  });
}
