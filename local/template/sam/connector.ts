import type { TemplateResource } from "../template.ts";
import { alike, type Expansion, getAtt, sub, type Written } from "./expansion.ts";

const EVENTS = "events.amazonaws.com";
const TOPICS = "sns.amazonaws.com";
const API = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/*";

/** Services that call functions and are let in by the function's policy, by type of the source. */
const CALLERS: Readonly<
  Record<string, { readonly service: string; readonly source: (id: string) => Written }>
> = {
  "AWS::ApiGateway::RestApi": { service: "apigateway.amazonaws.com", source: apiOf },
  "AWS::ApiGatewayV2::Api": { service: "apigateway.amazonaws.com", source: apiOf },
  "AWS::Events::Rule": { service: EVENTS, source: (id) => ({ SourceArn: getAtt(id, "Arn") }) },
  "AWS::S3::Bucket": {
    service: "s3.amazonaws.com",
    source: (id) => ({ SourceArn: getAtt(id, "Arn"), SourceAccount: { Ref: "AWS::AccountId" } }),
  },
  "AWS::SNS::Topic": { service: TOPICS, source: (id) => ({ SourceArn: { Ref: id } }) },
};

function apiOf(id: string): Written {
  return { SourceArn: sub(API, { __ApiId__: { Ref: id } }) };
}

/**
 * Lets what a connector begins at into what it leads to, where the policy of the latter says who may. What roles may do is not
 * written out: it is shown and not enforced.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-connector.html
 */
export function expandConnector(logicalId: string, resource: TemplateResource, expansion: Expansion): void {
  const { Source, Destination } = (resource.Properties ?? {}) as Record<string, Written | Written[]>;
  const from = (Source as Written | undefined)?.["Id"];
  const destinations = [Destination ?? []].flat();
  for (const [index, { Id }] of destinations.entries()) {
    const suffix = destinations.length > 1 ? `Destination${index}` : "";
    if (typeof from === "string" && typeof Id === "string")
      connect(logicalId + suffix, { from, to: Id }, alike(resource), expansion);
  }
}

/** The connectors that stand in a resource itself. */
export function embeddedConnectors(id: string, resource: TemplateResource, expansion: Expansion): void {
  const { Connectors } = resource as TemplateResource & {
    readonly Connectors?: Record<string, Written | null> | null;
  };
  for (const [name, connector] of Object.entries(Connectors ?? {})) {
    const properties = { ...(connector?.["Properties"] as Written | undefined), Source: { Id: id } };
    expandConnector(
      id + name,
      { ...alike(resource), Type: resource.Type, Properties: properties },
      expansion,
    );
  }
}

function connect(
  id: string,
  { from, to }: { readonly from: string; readonly to: string },
  rest: Partial<TemplateResource>,
  expansion: Expansion,
): void {
  const source = expansion.resources[from]?.Type ?? "";
  const destination = expansion.resources[to]?.Type;
  if (destination === "AWS::Lambda::Function" && Object.hasOwn(CALLERS, source)) {
    const { service, source: sourceOf } = CALLERS[source]!;
    expansion.add(`${id}WriteLambdaPermission`, {
      ...rest,
      Type: "AWS::Lambda::Permission",
      Properties: {
        Action: "lambda:InvokeFunction",
        FunctionName: getAtt(to, "Arn"),
        Principal: service,
        ...sourceOf(from),
      },
    });
    return;
  }
  const Principal = { "AWS::Events::Rule": EVENTS, "AWS::SNS::Topic": TOPICS }[source];
  if (Principal === undefined) return;
  const statement = (Action: string, Resource: Written): Written => ({
    Effect: "Allow",
    Principal: { Service: Principal },
    Resource,
    Action,
    Condition: {
      ArnEquals: { "aws:SourceArn": source === "AWS::SNS::Topic" ? { Ref: from } : getAtt(from, "Arn") },
    },
  });
  if (destination === "AWS::SQS::Queue")
    expansion.add(`${id}QueuePolicy`, {
      ...rest,
      Type: "AWS::SQS::QueuePolicy",
      Properties: policy("Queues", to, statement("sqs:SendMessage", getAtt(to, "Arn"))),
    });
  if (destination === "AWS::SNS::Topic" && Principal === EVENTS)
    expansion.add(`${id}TopicPolicy`, {
      ...rest,
      Type: "AWS::SNS::TopicPolicy",
      Properties: policy("Topics", to, statement("sns:Publish", { Ref: to })),
    });
}

const policy = (member: "Queues" | "Topics", to: string, statement: Written): Written => ({
  PolicyDocument: { Version: "2012-10-17", Statement: [statement] },
  [member]: [{ Ref: to }],
});
