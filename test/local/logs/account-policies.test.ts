import { afterEach, beforeEach, expect, test } from "vitest";
import { RECEIVER, startStackCloud } from "./stack-cloud.ts";

const ARN = "arn:aws:dataprotection::aws:data-identifier/EmailAddress";
const PROTECTION = {
  Name: "p",
  Version: "2021-06-01",
  Statement: [
    { DataIdentifier: [ARN], Operation: { Audit: { FindingsDestination: {} } } },
    { DataIdentifier: [ARN], Operation: { Deidentify: { MaskConfig: {} } } },
  ],
};
const policy = (PolicyName: string, PolicyType: string, document: object, more: object = {}) => ({
  Type: "AWS::Logs::AccountPolicy",
  Properties: { PolicyName, PolicyType, PolicyDocument: JSON.stringify(document), Scope: "ALL", ...more },
});
const RECEIVER_ARN = "arn:aws:lambda:us-east-1:123456789012:function:receiver";
const RESOURCES = {
  ...RECEIVER,
  Protection: policy("protection", "DATA_PROTECTION_POLICY", PROTECTION),
  Transformer: policy("lines", "TRANSFORMER_POLICY", [{ parseKeyValue: { fieldDelimiter: " " } }], {
    SelectionCriteria: 'LogGroupNamePrefix = "/shop/"',
  }),
  Index: policy("index", "FIELD_INDEX_POLICY", { Fields: ["user"] }),
  Subscription: {
    ...policy(
      "copy",
      "SUBSCRIPTION_FILTER_POLICY",
      { DestinationArn: RECEIVER_ARN, FilterPattern: "user" },
      { SelectionCriteria: 'LogGroupName NOT IN ["/aws/lambda/receiver", "/shop/quiet"]' },
    ),
    DependsOn: ["Receiver", "Permission"],
  },
};

let stack: Awaited<ReturnType<typeof startStackCloud>>;
beforeEach(async () => {
  stack = await startStackCloud(RESOURCES);
  for (const logGroupName of ["/shop/a", "/shop/quiet", "/other"])
    await stack.logs.createLogGroup({ logGroupName });
});
afterEach(() => stack[Symbol.asyncDispose]());

test("policies of the account mask, transform, index and send what the groups that they select take", async () => {
  for (const name of ["/shop/a", "/shop/quiet", "/other"]) await stack.put(name, "user=kim@example.com n=1");

  const received = await stack.received();
  const transformed = await stack.query("/shop/a", "fields n, user | filter n = 1");
  const plain = await stack.query("/other", "fields n, @message");
  const indexed = await stack.query("/shop/a", "filterIndex user = '***************' | fields n");
  const { indexPolicies } = await stack.logs.describeIndexPolicies({ logGroupIdentifiers: ["/other"] });

  expect(received).toEqual(["user=*************** n=1", "user=*************** n=1"]);
  expect(transformed).toEqual([{ n: "1", user: "***************" }]);
  expect(plain).toEqual([{ "@message": "user=*************** n=1" }]);
  expect(indexed).toEqual([{ n: "1" }]);
  expect(indexPolicies).toMatchObject([{ source: "ACCOUNT", policyName: "index" }]);
});

test("a group's own transformer and index policy come first, its own masking comes in addition", async () => {
  const { logs } = stack;
  const logGroupIdentifier = "/shop/a";
  await logs.putTransformer({ logGroupIdentifier, transformerConfig: [{ csv: {} }] });
  await logs.putIndexPolicy({ logGroupIdentifier, policyDocument: '{"Fields":["column_1"]}' });
  const own = JSON.stringify(PROTECTION).replaceAll("EmailAddress", "IpAddress");
  await logs.putDataProtectionPolicy({ logGroupIdentifier, policyDocument: own });
  await stack.put("/shop/a", "kim@example.com,10.0.0.1");

  const rows = await stack.query("/shop/a", "fields column_1, column_2");
  const { indexPolicies } = await logs.describeIndexPolicies({ logGroupIdentifiers: ["/shop/a"] });

  expect(rows).toEqual([{ column_1: "***************", column_2: "********" }]);
  expect(indexPolicies!.map(({ source }) => source)).toEqual(["LOG_GROUP"]);
});

test("are described, deleted with the stack, and refused when they cannot be", async () => {
  const { logs, cloud } = stack;
  const described = await logs.describeAccountPolicies({ policyType: "TRANSFORMER_POLICY" });
  const put = (policyName: string, policyType: string, policyDocument: string, selectionCriteria?: string) =>
    logs.putAccountPolicy({
      policyName,
      policyType: policyType as "TRANSFORMER_POLICY",
      policyDocument,
      ...(selectionCriteria !== undefined && { selectionCriteria }),
    });

  await expect(put("second", "DATA_PROTECTION_POLICY", JSON.stringify(PROTECTION))).rejects.toMatchObject({
    name: "LimitExceededException",
  });
  await expect(
    put("b", "TRANSFORMER_POLICY", '[{"parseJSON":{}}]', 'LogGroupNamePrefix = "/shop/web"'),
  ).rejects.toThrow("overlap");
  await expect(put("c", "TRANSFORMER_POLICY", '[{"deleteKeys":{"withKeys":["a"]}}]')).rejects.toThrow(
    "parser",
  );
  await expect(put("d", "FIELD_INDEX_POLICY", '{"Fields":"a"}')).rejects.toThrow("list of names");
  await expect(put("e", "TRANSFORMER_POLICY", "[]", "everything")).rejects.toThrow("LogGroupNamePrefix");
  await expect(put("f", "METRIC_EXTRACTION_POLICY", "{}")).rejects.toThrow("METRIC_EXTRACTION_POLICY");
  for (const { name } of cloud.stacks) await cloud.destroy(name);
  const left = await logs.describeAccountPolicies({ policyType: "TRANSFORMER_POLICY" });

  expect(described.accountPolicies).toMatchObject([
    { policyName: "lines", scope: "ALL", accountId: "123456789012", policyType: "TRANSFORMER_POLICY" },
  ]);
  expect(left.accountPolicies).toEqual([]);
  await expect(
    logs.describeAccountPolicies({ policyType: "TRANSFORMER_POLICY", policyName: "lines" }),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("a group's indexed fields are listed with the events that have them", async () => {
  const { logs, cloud } = stack;
  await stack.put("/other", JSON.stringify({ user: "a" }), JSON.stringify({ other: 1 }));
  const first = cloud.clock.now();
  await cloud.clock.advance("1m");
  await stack.put("/other", JSON.stringify({ user: "b" }));

  const all = await logs.describeFieldIndexes({ logGroupIdentifiers: ["/other"] });
  const custom = await logs.describeFieldIndexes({
    logGroupIdentifiers: ["/other"],
    indexCategories: ["CUSTOM"],
  });

  expect(
    all.fieldIndexes?.map(({ fieldIndexName, indexCategory }) => [fieldIndexName, indexCategory]),
  ).toEqual(
    expect.arrayContaining([
      ["@logStream", "DEFAULT"],
      ["user", "CUSTOM"],
    ]),
  );
  expect(custom.fieldIndexes).toEqual([
    {
      logGroupIdentifier: "arn:aws:logs:us-east-1:123456789012:log-group:/other",
      fieldIndexName: "user",
      indexCategory: "CUSTOM",
      firstEventTime: first,
      lastEventTime: first + 60_000,
      lastScanTime: first + 60_000,
      type: "FIELD_INDEX",
    },
  ]);
  const unknown = logs.describeFieldIndexes({ logGroupIdentifiers: ["/nowhere"] });
  await expect(unknown).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});
