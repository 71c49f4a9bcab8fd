import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DescribeParametersCommand,
  type DescribeParametersCommandInput,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
  UnlabelParameterVersionCommand,
} from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { startTestServer, type TestServer } from "./test-server.ts";

function prepare(server: TestServer) {
  const ssm = new SSMClient(server.client);
  const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
    ssm.send(new PutParameterCommand({ Name, Value, Type: "String", ...more }));
  const value = async (Name: string, WithDecryption?: boolean) =>
    (await ssm.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter?.Value;
  const names = async (ParameterFilters: DescribeParametersCommandInput["ParameterFilters"]) => {
    const { Parameters } = await ssm.send(new DescribeParametersCommand({ ParameterFilters }));
    return Parameters!.map(({ Name }) => Name).sort();
  };
  return { ssm, put, value, names };
}

test("a parameter is found by its versions, labels and ARN, with and without its slash", async () => {
  await using server = await startTestServer();
  const { ssm, put, value } = prepare(server);
  await put("/plain", "one");
  await put("/plain", "two", { Overwrite: true });
  await ssm.send(new LabelParameterVersionCommand({ Name: "plain", ParameterVersion: 1, Labels: ["first"] }));

  const arn = "arn:aws:ssm:us-east-1:123456789012:parameter/plain";

  expect(
    await Promise.all(["/plain", "plain", "plain:1", "plain:first", arn].map((name) => value(name))),
  ).toEqual(["two", "two", "one", "one", "two"]);
  await expect(value("plain:7")).rejects.toMatchObject({ name: "ParameterVersionNotFound" });
  await expect(value("plain:1:2")).rejects.toMatchObject({ name: "ParameterNotFound" });
  const { Parameters, InvalidParameters } = await ssm.send(
    new GetParametersCommand({ Names: ["plain", "plain", "plain:7", "none"] }),
  );
  expect([Parameters?.length, InvalidParameters]).toEqual([1, ["plain:7", "none"]]);
});

test("a secure value is plain only for who asks to decrypt it", async () => {
  await using server = await startTestServer();
  const { put, value } = prepare(server);

  await put("secret", "text", { Type: "SecureString" });

  expect([await value("secret"), await value("secret", true)]).toEqual(["kms:alias/aws/ssm:text", "text"]);
});

test("history keeps a hundred versions with their labels, which move and go", async () => {
  await using server = await startTestServer();
  const { ssm, put } = prepare(server);
  for (let version = 1; version <= 101; version += 1)
    await put("name", `value ${version}`, { Overwrite: true, Description: `version ${version}` });
  const label = (ParameterVersion: number, ...Labels: string[]) =>
    ssm.send(new LabelParameterVersionCommand({ Name: "name", ParameterVersion, Labels }));

  const { InvalidLabels } = await label(2, "good", "9bad", "awsbad");
  await label(3, "good");
  await label(2, "held");
  const { Parameters, NextToken } = await ssm.send(new GetParameterHistoryCommand({ Name: "name" }));
  const rest = await ssm.send(new GetParameterHistoryCommand({ Name: "name", NextToken }));

  expect(InvalidLabels).toEqual(["9bad", "awsbad"]);
  expect(Parameters).toHaveLength(50);
  expect(rest.Parameters).toHaveLength(50);
  expect(rest.NextToken).toBeUndefined();
  expect(Parameters!.slice(0, 2)).toMatchObject([
    { Version: 2, Value: "value 2", Labels: ["held"] },
    { Version: 3, Description: "version 3", Labels: ["good"] },
  ]);
  await expect(put("name", "more", { Overwrite: true })).rejects.toMatchObject({
    name: "ParameterMaxVersionLimitExceeded",
  });
  await ssm.send(
    new UnlabelParameterVersionCommand({ Name: "name", ParameterVersion: 2, Labels: ["held", "none"] }),
  );
  await expect(put("name", "more", { Overwrite: true })).resolves.toMatchObject({ Version: 102 });
});

test("parameters are described by filters", async () => {
  await using server = await startTestServer();
  const { ssm, put, names } = prepare(server);
  await put("/foo/name1", "a");
  await put("/foo/deep/name2", "b", { Type: "StringList" });
  await put("bare", "c", { Tier: "Advanced" });
  await ssm.send(
    new AddTagsToResourceCommand({
      ResourceType: "Parameter",
      ResourceId: "bare",
      Tags: [{ Key: "team", Value: "ops" }],
    }),
  );

  expect(await names([{ Key: "Path", Values: ["/foo"] }])).toEqual(["/foo/name1"]);
  expect(await names([{ Key: "Path", Option: "Recursive", Values: ["/foo"] }])).toHaveLength(2);
  expect(await names([{ Key: "Name", Option: "Contains", Values: ["name"] }])).toHaveLength(2);
  expect(await names([{ Key: "Type", Values: ["StringList"] }])).toEqual(["/foo/deep/name2"]);
  expect(await names([{ Key: "Tier", Values: ["Advanced"] }])).toEqual(["bare"]);
  expect(await names([{ Key: "tag:team", Values: ["ops"] }])).toEqual(["bare"]);
  expect(await names([{ Key: "tag:team" }])).toEqual(["bare"]);
  const root = await ssm.send(new GetParametersByPathCommand({ Path: "/" }));
  expect(root.Parameters?.map(({ Name }) => Name)).toEqual(["bare"]);
});

test.each<[DescribeParametersCommandInput["ParameterFilters"], string]>([
  [[{ Key: "Label", Values: ["x"] }], "The following filter key is not valid: Label."],
  [[{ Key: "Name" }], "The following filter values are missing : null for filter key Name"],
  [[{ Key: "Path", Values: ["/aws"] }], "can't be prefixed with"],
  [[{ Key: "Path", Values: ["//"] }], "The parameter doesn't meet the parameter name requirements."],
  [[{ Key: "Path", Option: "Equals", Values: ["/a"] }], "Valid options include: [Recursive, OneLevel]"],
  [[{ Key: "Type", Values: ["test"] }], "Valid values include: [String, StringList, SecureString]"],
  [
    [
      { Key: "Name", Values: ["a"] },
      { Key: "Name", Values: ["b"] },
    ],
    "The following filter is duplicated in the request: Name.",
  ],
])("the filters %j are refused", async (filters, message) => {
  await using server = await startTestServer();
  const { names } = prepare(server);

  await expect(names(filters)).rejects.toThrow(message);
});

test.each<[string, Partial<PutParameterCommandInput>, string]>([
  ["a name of AWS", { Name: "aws_name" }, "ValidationException"],
  ["a path of AWS", { Name: "/aws/name" }, "AccessDeniedException"],
  ["a path that is too deep", { Name: "/a".repeat(16) }, "HierarchyLevelLimitExceededException"],
  ["an unknown data type", { DataType: "number" as "text" }, "ValidationException"],
  ["a value over 4 KB in the standard tier", { Value: "x".repeat(4_097) }, "ValidationException"],
  ["a value that its pattern forbids", { AllowedPattern: "^\\d+$" }, "ParameterPatternMismatchException"],
  ["a pattern that is none", { AllowedPattern: "(" }, "InvalidAllowedPatternException"],
  [
    "tags together with overwriting",
    { Overwrite: true, Tags: [{ Key: "k", Value: "v" }] },
    "ValidationException",
  ],
])("%s is refused", async (_what, input, name) => {
  await using server = await startTestServer();
  const { put } = prepare(server);

  await expect(put("name", "value", input)).rejects.toMatchObject({ name });
});

test("tags of a parameter that is gone are not there", async () => {
  await using server = await startTestServer();
  const { ssm, put } = prepare(server);
  await put("name", "value", { Tags: [{ Key: "k", Value: "v" }] });
  const list = () =>
    ssm.send(new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: "/name" }));

  expect((await list()).TagList).toEqual([{ Key: "k", Value: "v" }]);
  await ssm.send(new DeleteParameterCommand({ Name: "/name" }));
  await expect(list()).rejects.toMatchObject({ name: "InvalidResourceId" });
});
