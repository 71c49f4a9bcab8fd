import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { patched } from "../../../local/services/cloud-control/json-patch.ts";
import { idsOf, TemplateCloud } from "../template/deployed.ts";

const TEMPLATE = `
Resources:
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      {
        AlarmName: errors,
        Namespace: Shop,
        MetricName: Errors,
        Statistic: Sum,
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: GreaterThanThreshold,
      }
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: jobs, VisibilityTimeout: 30 } }
`;

let local: TemplateCloud;
beforeEach(() => {
  local = new TemplateCloud();
});
afterEach(() => local[Symbol.asyncDispose]());

const update = (TypeName: string, Identifier: string, ...steps: object[]) =>
  local.call<{ ProgressEvent: { RequestToken: string } }>("cloudcontrolapi", "UpdateResource", {
    TypeName,
    Identifier,
    PatchDocument: JSON.stringify(steps),
  });

describe("Cloud Control", () => {
  test("shows and changes the resources of stacks in place, until their template is deployed again", async () => {
    const queue = idsOf(await local.deploy(TEMPLATE))["Queue"]!;

    const { ProgressEvent } = await update("AWS::CloudWatch::Alarm", "errors", {
      op: "replace",
      path: "/Threshold",
      value: 5,
    });
    await update(
      "AWS::SQS::Queue",
      queue,
      { op: "remove", path: "/VisibilityTimeout" },
      { op: "add", path: "/DelaySeconds", value: 3 },
    );

    const alarms = () => local.call<{ MetricAlarms: object[] }>("monitoring", "DescribeAlarms");
    expect((await alarms()).MetricAlarms).toMatchObject([{ AlarmName: "errors", Threshold: 5 }]);
    const { ResourceDescription } = await local.call<{ ResourceDescription: { Properties: string } }>(
      "cloudcontrolapi",
      "GetResource",
      { TypeName: "AWS::SQS::Queue", Identifier: queue },
    );
    expect(JSON.parse(ResourceDescription.Properties)).toMatchObject({ QueueName: "jobs", DelaySeconds: 3 });
    const { RequestToken } = ProgressEvent;
    expect(await local.call("cloudcontrolapi", "GetResourceRequestStatus", { RequestToken })).toMatchObject({
      ProgressEvent: { OperationStatus: "SUCCESS", Identifier: "errors" },
    });
    const listed = await local.call("cloudcontrolapi", "ListResources", { TypeName: "AWS::SQS::Queue" });
    expect(listed).toMatchObject({ ResourceDescriptions: [{ Identifier: queue }] });

    await local.deploy(TEMPLATE);
    expect((await alarms()).MetricAlarms).toMatchObject([{ Threshold: 1 }]);
  });

  test("refuses what needs a new resource, what is not there, and what the service refuses", async () => {
    const queue = idsOf(await local.deploy(TEMPLATE))["Queue"]!;

    const renamed = update("AWS::SQS::Queue", queue, { op: "replace", path: "/QueueName", value: "other" });
    await expect(renamed).rejects.toMatchObject({ code: "NotUpdatableException" });
    const gone = update("AWS::SQS::Queue", "nowhere");
    await expect(gone).rejects.toMatchObject({ code: "ResourceNotFoundException" });
    const wrong = update("AWS::CloudWatch::Alarm", "errors", {
      op: "replace",
      path: "/ComparisonOperator",
      value: "Nonsense",
    });
    await expect(wrong).rejects.toMatchObject({ code: "InvalidRequestException" });
  });

  test("says which properties need a new resource, as CloudFormation's registry does", async () => {
    const { Schema } = await local.call<{ Schema: string }>("cloudformation", "DescribeType", {
      Type: "RESOURCE",
      TypeName: "AWS::SQS::Queue",
    });

    expect(JSON.parse(Schema)).toEqual({
      typeName: "AWS::SQS::Queue",
      createOnlyProperties: ["/properties/FifoQueue", "/properties/QueueName"],
    });
  });
});

describe("a patch", () => {
  test.each<[object[], object]>([
    [[{ op: "add", path: "/b", value: 2 }], { a: [1], b: 2 }],
    [[{ op: "add", path: "/a/-", value: 2 }], { a: [1, 2] }],
    [[{ op: "add", path: "/a/0", value: 0 }], { a: [0, 1] }],
    [[{ op: "remove", path: "/a/0" }], { a: [] }],
    [[{ op: "copy", from: "/a", path: "/b~1c" }], { a: [1], "b/c": [1] }],
    [[{ op: "move", from: "/a", path: "/b" }], { b: [1] }],
    [
      [
        { op: "test", path: "/a/0", value: 1 },
        { op: "replace", path: "", value: {} },
      ],
      {},
    ],
    [[{ op: "add", path: "/__proto__", value: 1 }], JSON.parse('{"a":[1],"__proto__":1}') as object],
  ])("%j", (steps, expected) => {
    expect(JSON.stringify(patched({ a: [1] }, JSON.stringify(steps)))).toBe(JSON.stringify(expected));
  });

  test.each([
    ["{", /^Invalid patch document/],
    ['[{"op":"grow","path":"/a"}]', /^Invalid patch document/],
    ['[{"op":"replace","path":"/b","value":1}]', /there is nothing at \/b\./],
    ['[{"op":"add","path":"/a/7","value":1}]', /there is nothing at \/a\/7\./],
    ['[{"op":"remove","path":"/a/0/b"}]', /there is nothing at/],
    ['[{"op":"test","path":"/a","value":[2]}]', /the value at \/a is another one/],
  ])("%s is refused", (text, message) => {
    expect(() => patched({ a: [1] }, text)).toThrow(message);
  });
});
