import { expect, test } from "vitest";
import { TemplateCloud } from "../template/deployed.ts";

const TEMPLATE = `
Resources:
  Archive: { Type: AWS::S3::Bucket, Properties: { BucketName: archive } }
  Stream: { Type: AWS::Kinesis::Stream, Properties: { ShardCount: 1 } }
  Source:
    Type: AWS::Logs::DeliverySource
    Properties: { Name: pages, ResourceArn: "arn:aws:cloudfront::123456789012:distribution/E1", LogType: ACCESS_LOGS }
  Target:
    Type: AWS::Logs::DeliveryDestination
    Properties: { Name: archive, DestinationResourceArn: !GetAtt Archive.Arn, OutputFormat: json, DeliveryDestinationPolicy: { DeliveryDestinationName: archive, DeliveryDestinationPolicy: { Version: "2012-10-17", Statement: [] } } }
  Delivery:
    Type: AWS::Logs::Delivery
    DependsOn: Source
    Properties: { DeliverySourceName: pages, DeliveryDestinationArn: !GetAtt Target.Arn, RecordFields: [date, "sc-status"], S3SuffixPath: "{yyyy}/{MM}" }
  Central:
    Type: AWS::Logs::Destination
    Properties: { DestinationName: central, TargetArn: !GetAtt Stream.Arn, RoleArn: "arn:aws:iam::123456789012:role/r", DestinationPolicy: "{}" }
Outputs:
  Service: { Value: !GetAtt Source.Service }
  Type: { Value: !GetAtt Delivery.DeliveryDestinationType }
  Central: { Value: !GetAtt Central.Arn }
`;

test("deliveries of a template are shown by the API, change in place and go", async () => {
  await using local = new TemplateCloud();

  const stack = await local.deploy(TEMPLATE);

  expect(stack.outputs).toEqual({
    Service: "cloudfront",
    Type: "S3",
    Central: "arn:aws:logs:us-east-1:123456789012:destination:central",
  });
  const delivery = {
    deliverySourceName: "pages",
    deliveryDestinationArn: "arn:aws:logs:us-east-1:123456789012:delivery-destination:archive",
    recordFields: ["date", "sc-status"],
    s3DeliveryConfiguration: { suffixPath: "{yyyy}/{MM}" },
  };
  expect(await local.call("logs", "DescribeDeliveries")).toEqual({
    deliveries: [expect.objectContaining(delivery)],
  });
  expect(await local.call("logs", "DescribeDeliverySources")).toMatchObject({
    deliverySources: [{ name: "pages", logType: "ACCESS_LOGS" }],
  });
  expect(
    await local.call("logs", "GetDeliveryDestinationPolicy", { deliveryDestinationName: "archive" }),
  ).toEqual({ policy: { deliveryDestinationPolicy: '{"Version":"2012-10-17","Statement":[]}' } });
  expect(await local.call("logs", "DescribeDestinations")).toMatchObject({
    destinations: [{ destinationName: "central", accessPolicy: "{}" }],
  });

  await local.deploy(TEMPLATE.replace('[date, "sc-status"]', "[date]"));
  expect(await local.call("logs", "DescribeDeliveries")).toMatchObject({
    deliveries: [{ recordFields: ["date"] }],
  });
  await stack.destroy();
  expect(await local.call("logs", "DescribeDeliveryDestinations")).toEqual({ deliveryDestinations: [] });
});

test("what a delivery uses cannot be deleted, and one pair has one delivery", async () => {
  await using local = new TemplateCloud();
  await local.call("logs", "PutDeliverySource", {
    name: "pages",
    resourceArn: "arn:aws:cloudfront::123456789012:distribution/E1",
    logType: "ACCESS_LOGS",
  });
  const { deliveryDestination } = await local.call<{ deliveryDestination: { arn: string } }>(
    "logs",
    "PutDeliveryDestination",
    { name: "traces", deliveryDestinationType: "XRAY" },
  );
  const pair = { deliverySourceName: "pages", deliveryDestinationArn: deliveryDestination.arn };
  await local.call("logs", "CreateDelivery", pair);

  await expect(local.call("logs", "CreateDelivery", pair)).rejects.toMatchObject({
    code: "ConflictException",
  });
  await expect(local.call("logs", "DeleteDeliverySource", { name: "pages" })).rejects.toMatchObject({
    code: "ConflictException",
  });
  await expect(local.call("logs", "GetDelivery", { id: "none" })).rejects.toMatchObject({
    code: "ResourceNotFoundException",
  });
});
