import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { SERVICES } from "../../../local/services/list.ts";

/** A list of three, how a page of it is asked for, and where the token of the next stands. */
interface Listing {
  readonly service: string;
  readonly operation: string;
  readonly input?: object;
  readonly items: string;
  readonly size: string;
  readonly token: string;
  readonly next: string;
  /** The error that answers a token of nobody. */
  readonly refused: string;
}

const FUNCTION = { FunctionName: "f0" };
const PARAMETERS = { Path: "/", Recursive: true };

const LISTINGS: readonly Listing[] = [
  ...["ListFunctions", "ListAliases", "ListVersionsByFunction"].map((operation, index) => ({
    ...{ service: "lambda", operation, input: index === 0 ? {} : FUNCTION, size: "MaxItems" },
    items: ["Functions", "Aliases", "Versions"][index]!,
    ...{ token: "Marker", next: "NextMarker", refused: "InvalidParameterValueException" },
  })),
  ...["Roles", "Users", "Groups"].map((items) => ({
    ...{ service: "iam", operation: `List${items}`, items, size: "MaxItems" },
    ...{ token: "Marker", next: "Marker", refused: "ValidationError" },
  })),
  ...["GetParametersByPath", "DescribeParameters"].map((operation, index) => ({
    ...{ service: "ssm", operation, input: index === 0 ? PARAMETERS : {}, items: "Parameters" },
    ...{ size: "MaxResults", token: "NextToken", next: "NextToken", refused: "InvalidNextToken" },
  })),
  {
    ...{ service: "sqs", operation: "ListQueues", items: "QueueUrls", size: "MaxResults" },
    ...{ token: "NextToken", next: "NextToken", refused: "InvalidParameterValue" },
  },
  {
    ...{ service: "events", operation: "ListRules", items: "Rules", size: "Limit" },
    ...{ token: "NextToken", next: "NextToken", refused: "ValidationException" },
  },
  {
    ...{ service: "monitoring", operation: "DescribeAlarms", items: "MetricAlarms", size: "MaxRecords" },
    ...{ token: "NextToken", next: "NextToken", refused: "InvalidNextToken" },
  },
  {
    ...{ service: "athena", operation: "ListNamedQueries", items: "NamedQueryIds", size: "MaxResults" },
    ...{ token: "NextToken", next: "NextToken", refused: "InvalidRequestException" },
  },
];

let cloud: Cloud;
beforeAll(async () => {
  cloud = new Cloud({ clock: { speed: 0 } });
  cloud.list(SERVICES);
  const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  for (const index of [0, 1, 2]) {
    await cloud.call("lambda", "CreateFunction", {
      FunctionName: `f${index}`,
      Runtime: "nodejs24.x",
      Role: "arn:aws:iam::123456789012:role/r",
      Handler: "index.handler",
      Code: { InlineSource: "exports.handler = async () => {}" },
    });
    await cloud.call("iam", "CreateRole", { RoleName: `r${index}`, AssumeRolePolicyDocument: trust });
    await cloud.call("iam", "CreateUser", { UserName: `u${index}` });
    await cloud.call("iam", "CreateGroup", { GroupName: `g${index}` });
    await cloud.call("ssm", "PutParameter", { Name: `/p${index}`, Value: "v", Type: "String" });
    await cloud.call("sqs", "CreateQueue", { QueueName: `q${index}` });
    await cloud.call("events", "PutRule", { Name: `r${index}`, ScheduleExpression: "rate(1 hour)" });
    await cloud.call("monitoring", "PutMetricAlarm", {
      ...{ AlarmName: `a${index}`, Namespace: "N", MetricName: "m", Statistic: "Sum", Period: 60 },
      ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: "GreaterThanThreshold" },
    });
    await cloud.call("athena", "CreateNamedQuery", {
      ...{ Name: `n${index}`, Database: "d", QueryString: "select 1" },
    });
  }
  for (const index of [0, 1, 2]) {
    if (index > 0) await cloud.call("lambda", "PublishVersion", { ...FUNCTION, Description: `${index}` });
    await cloud.call("lambda", "CreateAlias", { ...FUNCTION, Name: `a${index}`, FunctionVersion: "$LATEST" });
  }
});
afterAll(() => cloud.close());

describe("the pages of a list", () => {
  test.each(LISTINGS)("of $service:$operation, one item each, are the list", async (listing) => {
    const { service, operation, input = {}, items, size, token, next } = listing;
    const ask = (more: object) =>
      cloud.call<Record<string, unknown[]>>(service, operation, { ...input, ...more });
    const whole = (await ask({}))[items]!;

    const found: unknown[] = [];
    let at: unknown;
    do {
      const page = await ask({ [size]: 1, ...(at !== undefined && { [token]: at }) });
      expect(page[items]).toHaveLength(1);
      found.push(...page[items]!);
      at = page[next];
    } while (at !== undefined && found.length <= whole.length);

    expect(whole.length).toBeGreaterThanOrEqual(2);
    expect(found).toEqual(whole);
  });

  test.each(LISTINGS)("of $service:$operation have no page of a token of nobody", async (listing) => {
    const { service, operation, input = {}, token, refused } = listing;

    const asked = cloud.call(service, operation, { ...input, [token]: "nobody" });

    await expect(asked).rejects.toMatchObject({ code: refused });
  });
});
