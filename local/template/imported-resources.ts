import { globalArnOf } from "../kernel/arn.ts";
import type { Cloud } from "../kernel/cloud.ts";
import type { Properties } from "../kernel/resource-type.ts";
import { ServiceError } from "../kernel/service-error.ts";
import { placeholderCode } from "../services/lambda/placeholder-code.ts";

/** A resource that a template names and does not make: how to see that it is there, and how to make one like it. */
interface Import {
  readonly service: string;
  readonly find: readonly [operation: string, input: object];
  readonly make: readonly [operation: string, input: object];
  /** Kind of resource, for people, for example `topic`. */
  readonly what: string;
  readonly name: string;
}

const named = (
  what: string,
  name: string,
  service: string,
  find: Import["find"],
  make: Import["make"],
): Import => ({
  service,
  find,
  make,
  what,
  name,
});

const topic = (arn: string): Import => {
  const Name = arn.split(":")[5]!;
  const Attributes = Name.endsWith(".fifo") ? { FifoTopic: "true" } : {};
  return named(
    "topic",
    Name,
    "sns",
    ["GetTopicAttributes", { TopicArn: arn }],
    ["CreateTopic", { Name, Attributes }],
  );
};

const queue = (QueueName: string): Import => {
  const Attributes = QueueName.endsWith(".fifo") ? { FifoQueue: "true" } : {};
  return named(
    "queue",
    QueueName,
    "sqs",
    ["GetQueueUrl", { QueueName }],
    ["CreateQueue", { QueueName, Attributes }],
  );
};

const lambdaFunction = (cloud: Cloud, FunctionName: string): Import =>
  named(
    "function",
    FunctionName,
    "lambda",
    ["GetFunctionConfiguration", { FunctionName }],
    [
      "CreateFunction",
      {
        FunctionName,
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        Role: globalArnOf(cloud, "iam", "role/imported"),
        Code: { ZipFile: placeholderCode("The function is imported, and its code is not here.") },
      },
    ],
  );

const stream = (StreamName: string): Import =>
  named(
    "stream",
    StreamName,
    "kinesis",
    ["DescribeStreamSummary", { StreamName }],
    ["CreateStream", { StreamName, ShardCount: 1 }],
  );

const bucket = (Bucket: string): Import =>
  named("bucket", Bucket, "s3", ["HeadBucket", { Bucket }], ["CreateBucket", { Bucket }]);

/** Members that name identities, with the kind of identity that they name. */
const IDENTITIES: Readonly<Record<string, string>> = {
  Roles: "Role",
  RoleName: "Role",
  Users: "User",
  Groups: "Group",
};

const identity = (kind: string, name: string): Import => {
  const input = { [`${kind}Name`]: name };
  const trust =
    kind === "Role" ? { AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' } : {};
  return named(
    kind.toLowerCase(),
    name,
    "iam",
    [`Get${kind}`, input],
    [`Create${kind}`, { ...input, ...trust }],
  );
};

const eventBus = (Name: string): Import =>
  named("event bus", Name, "events", ["DescribeEventBus", { Name }], ["CreateEventBus", { Name }]);

/** Members that name a resource by its ARN, its URL or its name, by type of the resource that has them. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  "AWS::SNS::Subscription": ["TopicArn", "RedrivePolicy"],
  "AWS::SNS::TopicPolicy": ["Topics"],
  "AWS::SQS::Queue": ["RedrivePolicy"],
  "AWS::SQS::QueuePolicy": ["Queues"],
  "AWS::S3::BucketPolicy": ["Bucket"],
  "AWS::S3::Bucket": ["NotificationConfiguration"],
  "AWS::Lambda::Permission": ["FunctionName"],
  "AWS::Lambda::EventInvokeConfig": ["FunctionName"],
  "AWS::Lambda::Version": ["FunctionName"],
  "AWS::Lambda::Alias": ["FunctionName"],
  "AWS::Lambda::Url": ["TargetFunctionArn"],
  "AWS::Lambda::EventSourceMapping": ["FunctionName", "EventSourceArn"],
  "AWS::Logs::SubscriptionFilter": ["DestinationArn"],
  "AWS::Logs::Destination": ["TargetArn"],
  "AWS::Logs::AccountPolicy": ["PolicyDocument"],
  "AWS::Events::Rule": ["EventBusName"],
  "AWS::Events::EventBusPolicy": ["EventBusName"],
  "AWS::IAM::InstanceProfile": ["Roles"],
  "AWS::IAM::ManagedPolicy": ["Roles", "Users", "Groups"],
  "AWS::IAM::Policy": ["Roles", "Users", "Groups"],
  "AWS::IAM::RolePolicy": ["RoleName"],
  "AWS::KinesisFirehose::DeliveryStream": [
    "S3DestinationConfiguration",
    "ExtendedS3DestinationConfiguration",
    "HttpEndpointDestinationConfiguration",
    "SplunkDestinationConfiguration",
    "KinesisStreamSourceConfiguration",
  ],
};

/** Every text in a value, and in the JSON that a text may be. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") {
    if (!value.startsWith("{")) return [value];
    try {
      return textsIn(JSON.parse(value));
    } catch {
      return [value];
    }
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

const NAME = /^[A-Za-z0-9_.-]{1,140}$/;

/** Undefined of an ARN that names no resource of a kind that can be made here. */
function importOfArn(cloud: Cloud, arn: string): Import | undefined {
  const [, , service, region, account, resource = "", second = "", ...more] = arn.split(":");
  const [kind = "", name = ""] = resource.split("/");
  if (service === "s3") return NAME.test(kind) ? bucket(kind) : undefined;
  if (region !== cloud.region || account !== cloud.accountId || more.length > 1) return undefined;
  if (service === "lambda")
    return resource === "function" && NAME.test(second) ? lambdaFunction(cloud, second) : undefined;
  if (second !== "") return undefined;
  if (service === "sns") return NAME.test(resource) ? topic(arn) : undefined;
  if (service === "sqs") return NAME.test(resource) ? queue(resource) : undefined;
  if (!NAME.test(name)) return undefined;
  if (service === "kinesis" && kind === "stream") return stream(name);
  return service === "events" && kind === "event-bus" ? eventBus(name) : undefined;
}

function importOf(cloud: Cloud, member: string, text: string): Import | undefined {
  if (text.startsWith("arn:")) return importOfArn(cloud, text);
  if (member === "Queues") {
    const [name] = text.split("/").slice(-1);
    return NAME.test(name!) ? queue(name!) : undefined;
  }
  if (!NAME.test(text)) return undefined;
  if (Object.hasOwn(IDENTITIES, member)) return identity(IDENTITIES[member]!, text);
  if (member === "FunctionName") return lambdaFunction(cloud, text);
  if (member === "Bucket") return bucket(text);
  return member === "EventBusName" ? eventBus(text) : undefined;
}

/**
 * Makes what a resource names and what is not there: topics, queues, functions, streams, buckets, event buses and identities of
 * another stack or made by hand. Functions that it makes fail when they are called.
 *
 * @param ownNames of what the template makes itself, perhaps later
 * @returns what it made, in words for people
 */
export async function makeImportedResources(
  cloud: Cloud,
  type: string,
  properties: Properties,
  ownNames: ReadonlySet<string>,
): Promise<string[]> {
  const members = Object.hasOwn(MEMBERS, type) ? MEMBERS[type]! : [];
  const made: string[] = [];
  for (const member of members)
    for (const text of textsIn(properties[member])) {
      const wanted = importOf(cloud, member, text);
      if (!wanted || ownNames.has(wanted.name) || (await isThere(cloud, wanted))) continue;
      await cloud.call(wanted.service, wanted.make[0], wanted.make[1]);
      made.push(`the ${wanted.what} ${wanted.name}`);
    }
  return made;
}

async function isThere(cloud: Cloud, { service, find: [operation, input] }: Import): Promise<boolean> {
  try {
    await cloud.call(service, operation, input);
    return true;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return false;
  }
}
