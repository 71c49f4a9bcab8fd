import type { PutTransformerRequest } from "@aws-sdk/client-cloudwatch-logs";
import { compileTransformer, type TransformerProcessor } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutTransformer.html */
export function putTransformer(
  input: Input<PutTransformerRequest>,
  { state: service, cloud }: Call<LogsService>,
) {
  const group = service.groupOf(input);
  compileTransformer(input.transformerConfig as readonly TransformerProcessor[]);
  if (group.settings.logGroupClass !== "STANDARD")
    throw new ServiceError(
      "InvalidOperationException",
      "Transformers are supported by log groups of the STANDARD class only.",
    );
  const now = cloud.clock.now();
  const former = group.settings.transformer;
  group.settings.transformer = {
    transformerConfig: input.transformerConfig,
    creationTime: former?.creationTime ?? now,
    lastModifiedTime: now,
  };
  service.store.saveGroup(group);
  service.changed("AWS::Logs::Transformer", group.name, former ? "updated" : "created");
}
