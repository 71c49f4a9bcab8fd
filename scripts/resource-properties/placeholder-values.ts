import { loadAwsServiceSpec } from "@aws-cdk/aws-service-spec";

/** What the schemas do not say: types whose `Ref` is an ARN although they have another identifier, and ARNs of more parts. */
const OTHER_ARNS: Readonly<Record<string, string>> = {
  "AWS::Batch::ComputeEnvironment": "batch:compute-environment/",
  "AWS::Batch::JobDefinition": "batch:job-definition/",
  "AWS::ECS::Service": "ecs:service/",
  "AWS::ECS::TaskDefinition": "ecs:task-definition/",
  "AWS::ElasticLoadBalancingV2::Listener": "elasticloadbalancing:listener/app/",
  "AWS::ElasticLoadBalancingV2::ListenerRule": "elasticloadbalancing:listener-rule/app/",
  "AWS::ElasticLoadBalancingV2::LoadBalancer": "elasticloadbalancing:loadbalancer/app/",
  "AWS::ElasticLoadBalancingV2::TargetGroup": "elasticloadbalancing:targetgroup/",
};

/** What a placeholder has to know of the types. */
export interface PlaceholderValues {
  /** By type whose `Ref` is an ARN: service and what stands before the name, or an empty text where the type's name says both. */
  readonly arns: Readonly<Record<string, string>>;
  /** By type: attributes that are lists of texts. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

/** What AWS's schemas say of the references to every type. */
export async function placeholderValues(): Promise<PlaceholderValues> {
  const arns: Record<string, string> = { ...OTHER_ARNS };
  const lists: Record<string, string[]> = {};
  for (const resource of (await loadAwsServiceSpec()).all("resource")) {
    const { cloudFormationType: type, primaryIdentifier = [], arnTemplate, attributes } = resource;
    const [identifier = "", ...others] = primaryIdentifier;
    if (others.length === 0 && /arn$/i.test(identifier)) arns[type] ??= beforeTheName(arnTemplate);
    const members = Object.entries(attributes).flatMap(([name, { type: value }]) =>
      value.type === "array" && value.element.type === "string" ? [name] : [],
    );
    if (members.length > 0) lists[type] = members.sort();
  }
  return { arns: sorted(arns), lists: sorted(lists) };
}

/** `service:what/`, of `arn:${Partition}:service:${Region}:${Account}:what/${Name}`. */
function beforeTheName(template = ""): string {
  const [, service, before] = /^arn:[^:]+:([a-z0-9-]+):[^:]*:[^:]*:([^$]*)\$/.exec(template) ?? [];
  return service === undefined ? "" : `${service}:${before}`;
}

const sorted = <Value>(values: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
