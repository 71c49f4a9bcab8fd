import { bucketArnOf, urlSuffixOf } from "../../kernel/arn.ts";
import {
  changes,
  type Properties,
  policyType,
  type ResourceContext,
  type ResourceType,
  unlessExists,
  unlessGone,
} from "../../kernel/resource-type.ts";

/** Properties that are put on a bucket by an operation of their own: operation, and the input that it takes. */
const SETTINGS: Readonly<Record<string, (value: unknown) => readonly [operation: string, input: object]>> = {
  BucketEncryption: (value) => [
    "PutBucketEncryption",
    {
      ServerSideEncryptionConfiguration: {
        Rules: (
          value as { ServerSideEncryptionConfiguration: { ServerSideEncryptionByDefault: object }[] }
        ).ServerSideEncryptionConfiguration.map((rule) => ({
          ApplyServerSideEncryptionByDefault: rule.ServerSideEncryptionByDefault,
        })),
      },
    },
  ],
  PublicAccessBlockConfiguration: (value) => [
    "PutPublicAccessBlock",
    { PublicAccessBlockConfiguration: value },
  ],
  VersioningConfiguration: (value) => ["PutBucketVersioning", { VersioningConfiguration: value }],
  Tags: (value) => ["PutBucketTagging", { Tagging: { TagSet: value } }],
  NotificationConfiguration: (value) => [
    "PutBucketNotificationConfiguration",
    { NotificationConfiguration: notificationOf(value as Properties) },
  ],
};

/** The template says `Function`, `Queue`, `Topic` and `Event`; the API says ARNs and lists of events. */
function notificationOf(properties: Properties): object {
  const list = (name: string, target: string, arn: string) =>
    ((properties[name] ?? []) as Record<string, unknown>[]).map(({ Event, [target]: to, Filter }) => ({
      [arn]: to,
      Events: [Event],
      ...(Filter !== undefined && { Filter: { Key: { FilterRules: rulesOf(Filter) } } }),
    }));
  return {
    LambdaFunctionConfigurations: list("LambdaConfigurations", "Function", "LambdaFunctionArn"),
    QueueConfigurations: list("QueueConfigurations", "Queue", "QueueArn"),
    TopicConfigurations: list("TopicConfigurations", "Topic", "TopicArn"),
    ...(properties["EventBridgeConfiguration"] !== undefined && { EventBridgeConfiguration: {} }),
  };
}

/** Templates write the names of rules in any case. */
function rulesOf(filter: unknown): unknown {
  const rules = (filter as { S3Key?: { Rules?: { Name?: string; Value?: string }[] } }).S3Key?.Rules ?? [];
  return rules.map(({ Name = "", Value }) => ({ Name: Name.toLowerCase(), Value }));
}

async function applySettings(
  Bucket: string,
  properties: Properties,
  { call }: ResourceContext,
): Promise<void> {
  for (const [name, setting] of Object.entries(SETTINGS)) {
    if (properties[name] === undefined) continue;
    const [operation, input] = setting(properties[name]);
    await call("s3", operation, { Bucket, ...input });
  }
}

const bucket: ResourceType = {
  async create(properties, context) {
    const Bucket = String(properties["BucketName"] ?? context.generateName(63).toLowerCase());
    if (await unlessExists(context.call("s3", "CreateBucket", { Bucket }), "BucketAlreadyOwnedByYou"))
      context.made({ id: Bucket, attributes: {} });
    await applySettings(Bucket, properties, context);
    const { region } = context.cloud;
    const suffix = urlSuffixOf(region);
    const domain = `${Bucket}.s3.${suffix}`;
    return {
      id: Bucket,
      attributes: {
        Arn: bucketArnOf(context.cloud, Bucket),
        DomainName: domain,
        RegionalDomainName: `${Bucket}.s3.${region}.${suffix}`,
        DualStackDomainName: `${Bucket}.s3.dualstack.${region}.${suffix}`,
        WebsiteURL: `http://${Bucket}.s3-website-${region}.${suffix}`,
      },
    };
  },
  replaces: changes("BucketName"),
  async update(properties, existing, context) {
    await applySettings(existing.id, properties, context);
    return existing;
  },
  delete: (existing, { call }) =>
    unlessGone(call("s3", "DeleteBucket", { Bucket: existing.id }).catch(unlessMissing)),
};

function unlessMissing(error: unknown): void {
  if ((error as { code?: string }).code !== "NoSuchBucket") throw error;
}

const bucketPolicy: ResourceType = {
  ...policyType(async ({ Bucket, PolicyDocument }, { call }) => {
    await call("s3", "PutBucketPolicy", { Bucket, Policy: JSON.stringify(PolicyDocument) });
  }),
  replaces: changes("Bucket"),
  delete: (_existing, { call }, { Bucket }) =>
    unlessGone(call("s3", "DeleteBucketPolicy", { Bucket }).catch(unlessMissing)),
};

/** What CDK's construct for notifications makes, whose function is written in Python: it puts the configuration as it is. */
const bucketNotifications: ResourceType = {
  ...policyType(async ({ BucketName, NotificationConfiguration, SkipDestinationValidation }, { call }) => {
    await call("s3", "PutBucketNotificationConfiguration", {
      Bucket: BucketName,
      NotificationConfiguration,
      SkipDestinationValidation,
    });
  }),
  replaces: changes("BucketName"),
  delete: (_existing, { call }, { BucketName: Bucket }) =>
    unlessGone(
      call("s3", "PutBucketNotificationConfiguration", { Bucket, NotificationConfiguration: {} }).catch(
        unlessMissing,
      ),
    ),
};

export const S3_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::S3::Bucket": bucket,
  "AWS::S3::BucketPolicy": bucketPolicy,
  "Custom::S3BucketNotifications": bucketNotifications,
};
