import { partitionOf, urlSuffixOf } from "../kernel/arn.ts";
import type { Cloud } from "../kernel/cloud.ts";
import type { CreatedResource } from "../kernel/resource-type.ts";
import { ServiceError } from "../kernel/service-error.ts";
import type { AbsentValues } from "./absent-values.ts";
import { NO_VALUE, type Scope } from "./functions/template-function.ts";
import type { Template } from "./template.ts";

/** What the values of a stack are made of. */
export interface ScopeParts {
  readonly cloud: Cloud;
  readonly stackName: string;
  readonly stackId: string;
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, unknown>;
  /** What is made already, by logical id. */
  readonly resources: ReadonlyMap<string, CreatedResource>;
  /** Value that another stack exports; undefined when none does. */
  readonly importing: (name: string) => unknown;
  /** Outputs of another stack; undefined when it is not there. */
  readonly outputsOf: (stackName: string) => Readonly<Record<string, unknown>> | undefined;
  /** What stands for values that are not here. @default they are missing */
  readonly absent?: AbsentValues | undefined;
}

/** Where the values of a stack's references come from. */
export function stackScope({
  cloud,
  stackName,
  stackId,
  template,
  parameters,
  resources,
  importing,
  outputsOf,
  absent,
}: ScopeParts): Scope {
  const { region, accountId } = cloud;
  const pseudo: Record<string, unknown> = {
    "AWS::AccountId": accountId,
    "AWS::NoValue": NO_VALUE,
    "AWS::NotificationARNs": [],
    "AWS::Partition": partitionOf(region),
    "AWS::Region": region,
    "AWS::StackId": stackId,
    "AWS::StackName": stackName,
    "AWS::URLSuffix": urlSuffixOf(region),
  };
  return {
    template,
    ref: (name) => (name in pseudo ? pseudo[name] : (parameters.get(name) ?? resources.get(name)?.id)),
    attribute: (id, attribute) => resources.get(id)?.attributes[attribute],
    imported: (name) => importing(name) ?? absent?.standIn(`the export "${name}"`, name),
    output: (from, name, where = region) =>
      (where === region ? outputsOf(from)?.[name] : undefined) ??
      absent?.standIn(`the output "${name}" of the stack ${from}`, name),
    dynamic: async (service, reference) => {
      try {
        return await resolveReference(cloud, service, reference);
      } catch (error) {
        if (!absent || !(error instanceof ServiceError)) throw error;
        return absent.standIn(`{{resolve:${service}:${reference}}}`, reference);
      }
    },
  };
}

/** `name-or-arn[:SecretString[:json-key[:…]]]`; an ARN has six colons of its own. */
const SECRET_REFERENCE = /^(arn:(?:[^:]*:){5}[^:]+|[^:]+)(?::SecretString)?(?::([^:]+))?/;

async function resolveReference(cloud: Cloud, service: string, reference: string): Promise<string> {
  if (service === "secretsmanager") {
    const [, SecretId, key] = SECRET_REFERENCE.exec(reference) ?? [];
    const { SecretString } = await cloud.call<{ SecretString: string }>("secretsmanager", "GetSecretValue", {
      SecretId,
    });
    return key ? String((JSON.parse(SecretString) as Record<string, unknown>)[key]) : SecretString;
  }
  // A version stands behind the name, as the operation takes it.
  const input = { Name: reference, WithDecryption: true };
  const { Parameter } = await cloud.call<{ Parameter: { Value: string } }>("ssm", "GetParameter", input);
  return Parameter.Value;
}
