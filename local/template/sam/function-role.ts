import { given, sub, type Written } from "./expansion.ts";

const MANAGED = "arn:${AWS::Partition}:iam::aws:policy/";

/**
 * The role of a function that names none. The statements of SAM's policy templates are not written out: policies are shown
 * and not enforced.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
 *
 * @param more names of managed policies that event sources need
 */
export function functionRole(logicalId: string, properties: Written, more: readonly string[]): Written {
  const { AssumeRolePolicyDocument, DeadLetterQueue, RolePath, Tracing, VpcConfig } = properties;
  const managed = [
    "service-role/AWSLambdaBasicExecutionRole",
    ...(Tracing === undefined || Tracing === "Disabled" ? [] : ["AWSXrayWriteOnlyAccess"]),
    ...(VpcConfig === undefined ? [] : ["service-role/AWSLambdaVPCAccessExecutionRole"]),
  ];
  const own = DeadLetterQueue === undefined ? [] : [deadLetterPolicy(DeadLetterQueue as Written)];
  return {
    AssumeRolePolicyDocument: AssumeRolePolicyDocument ?? assumedBy("lambda.amazonaws.com"),
    ...policiesOf(logicalId, properties, { first: managed, last: more, own }),
    ...given(properties, "PermissionsBoundary"),
    ...(RolePath !== undefined && { Path: RolePath }),
    Tags: [{ Key: "lambda:createdBy", Value: "SAM" }],
  };
}

/**
 * The policies of a role, from the property `Policies` of a function or a state machine.
 *
 * @param more names of managed policies that stand before and behind those of the property, and policies that stand before
 */
export function policiesOf(
  logicalId: string,
  properties: Written,
  {
    first,
    last = [],
    own = [],
  }: {
    readonly first: readonly string[];
    readonly last?: readonly string[];
    readonly own?: readonly Written[];
  },
): Written {
  const policies = [properties["Policies"] ?? []].flat() as unknown[];
  const inline = policies.flatMap((policy, index) =>
    isManaged(policy)
      ? []
      : [{ PolicyName: `${logicalId}RolePolicy${index}`, PolicyDocument: documentOf(policy as Written) }],
  );
  const arns = [
    ...first.map((name) => sub(MANAGED + name)),
    ...policies
      .filter(isManaged)
      .map((policy) =>
        typeof policy === "string" && !policy.startsWith("arn:") ? sub(MANAGED + policy) : policy,
      ),
    ...last.map((name) => sub(MANAGED + name)),
  ];
  const all = [...own, ...inline];
  return {
    ...(arns.length > 0 && { ManagedPolicyArns: arns }),
    ...(all.length > 0 && { Policies: all }),
  };
}

/** A policy that lets a service take on a role. */
export function assumedBy(service: string): Written {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: [service] }, Action: ["sts:AssumeRole"] }],
  };
}

function deadLetterPolicy({ Type, TargetArn }: Written): Written {
  const Action = Type === "SNS" ? "sns:Publish" : "sqs:SendMessage";
  const Statement = [{ Action, Resource: TargetArn, Effect: "Allow" }];
  return { PolicyName: "DeadLetterQueuePolicy", PolicyDocument: { Version: "2012-10-17", Statement } };
}

const isManaged = (policy: unknown): boolean =>
  typeof policy === "string" ||
  ["Ref", "Fn::Sub", "Fn::Join", "Fn::ImportValue", "Fn::GetAtt"].some((name) =>
    Object.hasOwn(policy as object, name),
  );

const documentOf = (policy: Written): Written =>
  policy["Statement"] === undefined ? { Version: "2012-10-17", Statement: [] } : policy;
