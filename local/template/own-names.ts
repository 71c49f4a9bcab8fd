import type { Scope } from "./functions/template-function.ts";
import { evaluate } from "./intrinsics.ts";
import type { Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";

/** Property that gives a resource its name, by type. */
const NAMED_BY: Readonly<Record<string, string>> = {
  "AWS::Events::EventBus": "Name",
  "AWS::IAM::Group": "GroupName",
  "AWS::IAM::Role": "RoleName",
  "AWS::IAM::User": "UserName",
  "AWS::Kinesis::Stream": "Name",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::S3::Bucket": "BucketName",
  "AWS::SNS::Topic": "TopicName",
  "AWS::SQS::Queue": "QueueName",
};

/** Names that the resources of a template give themselves, as far as they can be known before they are made. */
export async function namesIn({ Resources }: Template, scope: Scope): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const { Type, Properties = {} } of Object.values(Resources)) {
    const member = Object.hasOwn(NAMED_BY, Type) ? NAMED_BY[Type]! : undefined;
    const value = member === undefined ? undefined : Properties[member];
    if (value !== undefined) names.add(String(await known(value, scope)));
  }
  return names;
}

async function known(value: unknown, scope: Scope): Promise<unknown> {
  try {
    return await evaluate(value, scope, "");
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return undefined;
  }
}
