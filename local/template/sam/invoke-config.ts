import type { TemplateResource } from "../template.ts";
import { alike, type Expansion, getAtt, given, type Written } from "./expansion.ts";

const MADE = {
  SQS: { type: "AWS::SQS::Queue", suffix: "Queue" },
  SNS: { type: "AWS::SNS::Topic", suffix: "Topic" },
};

/** What happens after asynchronous invocations. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventinvokeconfiguration.html */
export function invokeConfig(logicalId: string, resource: TemplateResource, expansion: Expansion): void {
  const properties = resource.Properties ?? {};
  const settings = properties["EventInvokeConfig"] as Written | undefined;
  if (settings === undefined) return;
  const id = `${logicalId}EventInvokeConfig`;
  const destinations = Object.entries((settings["DestinationConfig"] ?? {}) as Record<string, Written>).map(
    ([name, { Type, Destination }]) => [
      name,
      {
        Destination:
          Destination ?? made(logicalId, `${id}${name}`, Type as keyof typeof MADE, resource, expansion),
      },
    ],
  );
  const alias = expansion.resolved(properties["AutoPublishAlias"]);
  const { Metadata } = resource;
  expansion.add(id, {
    ...alike(resource),
    ...(Metadata && { Metadata }),
    ...(alias !== undefined && { DependsOn: [expansion.names.get(`${logicalId}.Alias`)!] }),
    Type: "AWS::Lambda::EventInvokeConfig",
    Properties: {
      FunctionName: { Ref: logicalId },
      Qualifier: alias ?? "$LATEST",
      ...given(settings, "MaximumEventAgeInSeconds", "MaximumRetryAttempts"),
      ...(destinations.length > 0 && { DestinationConfig: Object.fromEntries(destinations) }),
    },
  });
}

/** Queues and topics that the template does not name are made. */
function made(
  logicalId: string,
  prefix: string,
  type: keyof typeof MADE,
  resource: TemplateResource,
  expansion: Expansion,
): unknown {
  const { type: Type, suffix } = MADE[type] ?? MADE.SQS;
  expansion.names.set(`${logicalId}.Destination${suffix}`, prefix + suffix);
  expansion.add(prefix + suffix, { ...alike(resource), Type, Properties: {} });
  return type === "SNS" ? { Ref: prefix + suffix } : getAtt(prefix + suffix, "Arn");
}
