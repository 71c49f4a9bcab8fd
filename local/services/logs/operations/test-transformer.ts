import type { TestTransformerRequest } from "@aws-sdk/client-cloudwatch-logs";
import { compileTransformer, type TransformerProcessor } from "cumulog/semantics";
import type { Input } from "#kernel/service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TestTransformer.html */
export function testTransformer(input: Input<TestTransformerRequest>) {
  const transformer = compileTransformer(input.transformerConfig as readonly TransformerProcessor[]);
  const transformedLogs = input.logEventMessages.map((eventMessage, eventNumber) => {
    const result = transformer.transform({ message: eventMessage });
    return {
      eventNumber,
      eventMessage,
      ...("message" in result && { transformedEventMessage: result.message }),
    };
  });
  return { transformedLogs };
}
