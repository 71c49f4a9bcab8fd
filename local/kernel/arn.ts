/** Where a resource is: what its ARN says beside the service and the name. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** Partitions by the beginning of their regions' names. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const PARTITIONS = [
  { regions: "cn-", partition: "aws-cn", first: "cn-north-1", urlSuffix: "amazonaws.com.cn" },
  { regions: "us-gov-", partition: "aws-us-gov", first: "us-gov-west-1", urlSuffix: "amazonaws.com" },
  { regions: "us-iso-", partition: "aws-iso", first: "us-iso-east-1", urlSuffix: "c2s.ic.gov" },
  { regions: "us-isob-", partition: "aws-iso-b", first: "us-isob-east-1", urlSuffix: "sc2s.sgov.gov" },
  { regions: "eusc-", partition: "aws-eusc", first: "eusc-de-east-1", urlSuffix: "amazonaws.eu" },
] as const;

const of = (region: string) => PARTITIONS.find(({ regions }) => region.startsWith(regions));

/** Partition of a region, as `AWS::Partition` gives it, for example `"aws-cn"`. */
export const partitionOf = (region: string): string => of(region)?.partition ?? "aws";

/** Domain of the services of a region, as `AWS::URLSuffix` gives it. */
export const urlSuffixOf = (region: string): string => of(region)?.urlSuffix ?? "amazonaws.com";

/** Region that requests to services without regions, such as IAM, are signed for. */
export const globalRegionOf = (region: string): string => of(region)?.first ?? "us-east-1";

/** ARN of a resource that belongs to a region and an account, as most do. */
export function arnOf({ region, accountId }: Place, service: string, resource: string): string {
  return `arn:${partitionOf(region)}:${service}:${region}:${accountId}:${resource}`;
}

/** ARN of a resource that belongs to an account in all regions, as those of IAM and dashboards do. */
export function globalArnOf({ region, accountId }: Place, service: string, resource: string): string {
  return `arn:${partitionOf(region)}:${service}::${accountId}:${resource}`;
}

/** ARN that stands for an account as a whole in policies; the account may be another than the cloud's. */
export function rootArnOf({ region }: Pick<Place, "region">, accountId: string): string {
  return globalArnOf({ region, accountId }, "iam", "root");
}

/** ARN of a bucket, or of objects in it: neither region nor account is said. */
export function bucketArnOf({ region }: Pick<Place, "region">, bucket: string): string {
  return `arn:${partitionOf(region)}:s3:::${bucket}`;
}

/** URL of a queue, from its ARN: queues are found by account and name, whatever the host. */
export function queueUrlOf(arn: string): string {
  const [, , , region = "", account, name] = arn.split(":");
  return `https://sqs.${region}.${urlSuffixOf(region)}/${account}/${name}`;
}
