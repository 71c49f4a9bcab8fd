import { expect, test } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { SERVICES } from "../../../local/services/list.ts";
import { Deployment } from "../../../local/template/deployment.ts";
import { parseTemplate } from "../../../local/template/read-template.ts";

const TEMPLATE = `
Resources:
  Group: { Type: AWS::Logs::LogGroup }
  Topic: { Type: AWS::SNS::Topic }
  Queue: { Type: AWS::SQS::Queue }
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }
  Bucket: { Type: AWS::S3::Bucket }
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties: { MetricName: m, Namespace: n, Period: 60, Statistic: Sum, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold }
  Function:
    Type: AWS::Lambda::Function
    Properties: { Role: !GetAtt Role.Arn, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: "exports.handler = async () => 1" } }
Outputs:
  Partition: { Value: !Ref AWS::Partition }
  Domain: { Value: !Ref AWS::URLSuffix }
  Group: { Value: !GetAtt Group.Arn }
  Topic: { Value: !Ref Topic }
  Queue: { Value: !GetAtt Queue.Arn }
  QueueUrl: { Value: !Ref Queue }
  Role: { Value: !GetAtt Role.Arn }
  Bucket: { Value: !GetAtt Bucket.Arn }
  BucketDomain: { Value: !GetAtt Bucket.DomainName }
  Alarm: { Value: !GetAtt Alarm.Arn }
  Function: { Value: !GetAtt Function.Arn }
  Stack: { Value: !Ref AWS::StackId }
`;

async function outputsIn(region: string, address?: string): Promise<Record<string, string>> {
  const cloud = new Cloud({
    region,
    clock: { speed: 0 },
    variables: (): Record<string, string> => (address === undefined ? {} : { AWS_ENDPOINT_URL: address }),
  });
  cloud.list(SERVICES);
  const template = parseTemplate(TEMPLATE, "partition.yaml");
  const source = { name: "one", template, parameters: {}, assets: new Map() };
  const { outputs } = await new Deployment(cloud).deployStack(source);
  await cloud.close();
  return outputs as Record<string, string>;
}

test.each([
  ["eu-central-1", "aws", "amazonaws.com"],
  ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
  ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
])("ARNs in %s are of the partition %s", async (region, partition, domain) => {
  const { Partition, Domain, QueueUrl, BucketDomain, ...arns } = await outputsIn(region);

  expect([Partition, Domain]).toEqual([partition, domain]);
  expect(QueueUrl).toMatch(new RegExp(`^https://sqs\\.${region}\\.${domain}/\\d{12}/`));
  expect(BucketDomain).toMatch(new RegExp(`\\.s3\\.${domain}$`));
  for (const arn of Object.values(arns)) expect(arn).toMatch(new RegExp(`^arn:${partition}:\\w+:`));
});

test("the Ref of a queue is an address of the local cloud", async () => {
  const { QueueUrl } = await outputsIn("us-east-1", "http://127.0.0.1:4600");

  expect(QueueUrl).toMatch(/^http:\/\/127\.0\.0\.1:4600\/123456789012\/one-Queue-/);
});
