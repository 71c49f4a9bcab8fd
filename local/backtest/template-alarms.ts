import { type MuteRuleInput, readSelectionCriteria, type TransformerProcessor } from "cumulog/semantics";
import { arnOf } from "../kernel/arn.ts";
import { Cloud } from "../kernel/cloud.ts";
import { SERVICES } from "../services/list.ts";
import { processorsOf } from "../services/logs/account-policies.ts";
import { groupNameOf } from "../services/logs/group-identifier.ts";
import { readStacks, type StackSource } from "../template/cloud-assembly.ts";
import type { KeptStack } from "../template/kept-stack.ts";
import { ResourceTypes } from "../template/resource-types.ts";
import { Stack } from "../template/stack.ts";
import { StackExports } from "../template/stack-exports.ts";
import type { AlarmInput, AlarmSet, FilterDefinition } from "./alarm-definition.ts";
import { withServiceMetrics } from "./service-metrics.ts";

/**
 * Finds the metric filters and alarms of a `cdk.out` folder or template file. Nothing is deployed: the stacks' own calls
 * are recorded, with every reference resolved.
 *
 * @throws TemplateError when the template cannot be read or resolved
 */
export async function alarmsOfTemplate(
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<AlarmSet> {
  return alarmsOfStacks(
    readStacks(path).map((source) => ({ ...source, parameters: { ...source.parameters, ...parameters } })),
  );
}

/** As {@link alarmsOfTemplate}, for stacks that are read already. */
export async function alarmsOfStacks(sources: readonly StackSource[]): Promise<AlarmSet> {
  const filters: FilterDefinition[] = [];
  const alarms: AlarmInput[] = [];
  const transformers = new Map<string, readonly TransformerProcessor[]>();
  const accountTransformers: AccountTransformer[] = [];
  const muteRules: MuteRuleInput[] = [];
  const cloud = recordingCloud({ filters, alarms, muteRules, transformers, accountTransformers });
  const types = new ResourceTypes(cloud);
  const exports = new StackExports();
  const kept = cloud.storage.collection<KeptStack>("stacks");
  for (const source of sources) {
    const unknown: string[] = [];
    for (const { Type } of Object.values(source.template.Resources))
      if (!(await types.find(Type))) unknown.push(Type);
    const stack = new Stack(source.name, { cloud, exports, kept, stacks: new Map() });
    await stack.deploy(source, { skipTypes: unknown });
  }
  await cloud.close();
  return withServiceMetrics({
    filters: filters.map((filter) => {
      const group = filter.logGroupName ?? "";
      const transformer =
        transformers.get(group) ?? accountTransformers.find(({ selects }) => selects(group))?.processors;
      return filter.applyOnTransformedLogs && transformer ? { ...filter, transformer } : filter;
    }),
    alarms,
    muteRules,
  });
}

/** What the calls of stacks say. */
interface Recorded {
  readonly filters: FilterDefinition[];
  readonly alarms: AlarmInput[];
  readonly muteRules: MuteRuleInput[];
  readonly transformers: Map<string, readonly TransformerProcessor[]>;
  readonly accountTransformers: AccountTransformer[];
}

/** A transformer of the account, for the groups without one of their own. */
interface AccountTransformer {
  readonly processors: readonly TransformerProcessor[];
  readonly selects: (logGroupName: string) => boolean;
}

/** A cloud whose services answer every call with what names the resource, and keep filters and alarms. */
function recordingCloud({ filters, alarms, muteRules, transformers, accountTransformers }: Recorded): Cloud {
  const cloud = new Cloud({ clock: { speed: 0 } });
  cloud.list(SERVICES);
  const arn = (service: string, name: unknown) => arnOf(cloud, service, String(name));
  const nothing = () => ({});
  const answers = (service: Parameters<Cloud["register"]>[0], names: readonly string[]) =>
    cloud.register(service, Object.fromEntries(names.map((name) => [name, nothing])));
  answers("logs", [
    "CreateLogGroup",
    "CreateLogStream",
    "PutRetentionPolicy",
    "PutDataProtectionPolicy",
    "PutIndexPolicy",
    "PutLogGroupDeletionProtection",
    "PutSubscriptionFilter",
    "PutResourcePolicy",
  ]);
  answers("monitoring", ["PutDashboard", "PutAnomalyDetector"]);
  answers("sns", ["SetTopicAttributes"]);
  answers("sqs", ["SetQueueAttributes"]);
  answers("lambda", ["PutFunctionConcurrency", "AddPermission", "PutFunctionEventInvokeConfig"]);
  answers("ssm", ["PutParameter"]);
  cloud.register("logs", {
    PutMetricFilter: (input: FilterDefinition) => {
      filters.push(input);
      return {};
    },
    PutTransformer: (input: {
      logGroupIdentifier: string;
      transformerConfig: readonly TransformerProcessor[];
    }) => {
      transformers.set(groupNameOf(input.logGroupIdentifier), input.transformerConfig);
      return {};
    },
    PutAccountPolicy: ({
      policyType,
      policyDocument,
      selectionCriteria,
    }: {
      policyType: string;
      policyDocument: string;
      selectionCriteria?: string;
    }) => {
      if (policyType === "TRANSFORMER_POLICY")
        accountTransformers.push({
          processors: processorsOf(policyDocument),
          selects: readSelectionCriteria(policyType, selectionCriteria).selects,
        });
      return {};
    },
    PutQueryDefinition: () => ({ queryDefinitionId: "query" }),
    CreateLogAnomalyDetector: () => ({ anomalyDetectorArn: arn("logs", "anomaly-detector:detector") }),
  });
  const keepAlarm = (input: AlarmInput) => {
    alarms.push(input);
    return {};
  };
  cloud.register("monitoring", {
    PutMetricAlarm: keepAlarm,
    PutCompositeAlarm: keepAlarm,
    PutLogAlarm: keepAlarm,
    PutAlarmMuteRule: (input: MuteRuleInput) => {
      muteRules.push(input);
      return {};
    },
    GetAlarmMuteRule: ({ AlarmMuteRuleName }: { AlarmMuteRuleName: string }) => ({
      AlarmMuteRuleArn: arn("cloudwatch", `alarm-mute-rule:${AlarmMuteRuleName}`),
    }),
  });
  cloud.register("sns", {
    CreateTopic: ({ Name }: { Name: string }) => ({ TopicArn: arn("sns", Name) }),
    Subscribe: ({ TopicArn }: { TopicArn: string }) => ({ SubscriptionArn: `${TopicArn}:subscription` }),
  });
  cloud.register("sqs", {
    CreateQueue: ({ QueueName }: { QueueName: string }) => ({ QueueUrl: `https://queue/${QueueName}` }),
  });
  cloud.register("lambda", {
    CreateFunction: ({ FunctionName }: { FunctionName: string }) => ({
      FunctionArn: arn("lambda", `function:${FunctionName}`),
    }),
    PublishVersion: ({ FunctionName }: { FunctionName: string }) => ({
      FunctionArn: arn("lambda", `function:${FunctionName}:1`),
      Version: "1",
    }),
    CreateAlias: ({ FunctionName, Name }: { FunctionName: string; Name: string }) => ({
      AliasArn: arn("lambda", `function:${FunctionName}:${Name}`),
    }),
    PublishLayerVersion: ({ LayerName }: { LayerName: string }) => ({
      LayerVersionArn: arn("lambda", `layer:${LayerName}:1`),
    }),
  });
  cloud.register("ssm", {
    GetParameter: ({ Name }: { Name: string }) => ({ Parameter: { Name, Value: Name } }),
  });
  cloud.register("secretsmanager", {
    CreateSecret: ({ Name }: { Name: string }) => ({ ARN: arn("secretsmanager", `secret:${Name}`) }),
    GetSecretValue: () => ({ SecretString: "{}" }),
  });
  return cloud;
}
