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
  const policies = [properties["Policies"] ?? []].flat() as unknown[];
  const inline = policies
    .filter((policy) => !isManaged(policy))
    .map((policy, index) => ({
      PolicyName: `${logicalId}RolePolicy${index}`,
      PolicyDocument: documentOf(policy as Written),
    }));
  const managed = [
    "service-role/AWSLambdaBasicExecutionRole",
    ...(properties["Tracing"] === undefined || properties["Tracing"] === "Disabled"
      ? []
      : ["AWSXRayDaemonWriteAccess"]),
    ...(properties["VpcConfig"] === undefined ? [] : ["service-role/AWSLambdaVPCAccessExecutionRole"]),
    ...more,
  ];
  return {
    AssumeRolePolicyDocument: properties["AssumeRolePolicyDocument"] ?? assumedBy("lambda.amazonaws.com"),
    ManagedPolicyArns: [
      ...managed.map((name) => sub(MANAGED + name)),
      ...policies
        .filter(isManaged)
        .map((policy) =>
          typeof policy === "string" && !policy.startsWith("arn:") ? sub(MANAGED + policy) : policy,
        ),
    ],
    ...(inline.length > 0 && { Policies: inline }),
    ...given(properties, "PermissionsBoundary"),
    ...(properties["RolePath"] !== undefined && { Path: properties["RolePath"] }),
    Tags: [{ Key: "lambda:createdBy", Value: "SAM" }],
  };
}

/** A policy that lets a service take on a role. */
export function assumedBy(service: string): Written {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: [service] }, Action: ["sts:AssumeRole"] }],
  };
}

const isManaged = (policy: unknown): boolean =>
  typeof policy === "string" ||
  ["Ref", "Fn::Sub", "Fn::Join", "Fn::ImportValue", "Fn::GetAtt"].some((name) =>
    Object.hasOwn(policy as object, name),
  );

const documentOf = (policy: Written): Written =>
  policy["Statement"] === undefined ? { Version: "2012-10-17", Statement: [] } : policy;
