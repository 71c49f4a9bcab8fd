import { RemovalPolicy, Validations } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { EbsDeviceVolumeType } from "aws-cdk-lib/aws-ec2";
import type { IRole } from "aws-cdk-lib/aws-iam";
import { type CfnDomain, Domain, EngineVersion, TLSSecurityPolicy } from "aws-cdk-lib/aws-opensearchservice";
import { Construct } from "constructs";
import { arnOf } from "./arn.ts";

/** Properties of {@link SearchDomain}. */
export interface SearchDomainProps {
  /** @default "t3.small.search" */
  readonly instanceType?: string | undefined;
  /** Data nodes. @default 1 */
  readonly nodes?: number | undefined;
  /** GiB of each node's volume. @default 20 */
  readonly volumeGb?: number | undefined;
  /** ARNs of roles that may search and see the dashboards. @default none */
  readonly readers?: readonly string[] | undefined;
  /** Whether the domain stays when the stack is removed. @default true */
  readonly keepWhenRemoved?: boolean | undefined;
}

const SLOW_LOGS = "Slow logs are for the tuning of a larger domain.";
/** A share of the volume below which the server refuses to write. */
const FREE_MEGABYTES_PER_GB = 0.2 * 1024;

/**
 * A small domain of Amazon OpenSearch Service: encrypted at rest and between its nodes, HTTPS only, open to nobody but the roles that are
 * named.
 *
 * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/bp.html
 */
export class SearchDomain extends Construct {
  readonly url: string;
  readonly domainArn: string;
  readonly replicas: number;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: SearchDomainProps & { readonly writerRole: IRole }) {
    super(scope, id);
    const { instanceType = "t3.small.search", nodes = 1, volumeGb = 20, readers = [], writerRole } = props;
    const domain = new Domain(this, "Domain", {
      version: EngineVersion.openSearch("2.19"),
      capacity: { dataNodes: nodes, dataNodeInstanceType: instanceType, multiAzWithStandbyEnabled: false },
      ebs: { volumeSize: volumeGb, volumeType: EbsDeviceVolumeType.GP3 },
      zoneAwareness:
        nodes > 1 ? { enabled: true, availabilityZoneCount: nodes % 3 === 0 ? 3 : 2 } : { enabled: false },
      encryptionAtRest: { enabled: true },
      nodeToNodeEncryption: true,
      enforceHttps: true,
      tlsSecurityPolicy: TLSSecurityPolicy.TLS_1_2_PFS,
      enableAutoSoftwareUpdate: true,
      removalPolicy: props.keepWhenRemoved === false ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    this.url = `https://${domain.domainEndpoint}`;
    this.domainArn = domain.domainArn;
    this.replicas = nodes > 1 ? 1 : 0;
    // The domain's own ARN cannot stand in its own policy; the policy holds for this domain only.
    const resource = arnOf("es", "domain/*");
    const allow = (principals: readonly string[], actions: readonly string[]) => ({
      Effect: "Allow",
      Principal: { AWS: principals },
      Action: actions,
      Resource: resource,
    });
    (domain.node.defaultChild as CfnDomain).accessPolicies = {
      Version: "2012-10-17",
      Statement: [
        allow([writerRole.roleArn], ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"]),
        ...(readers.length === 0 ? [] : [allow(readers, ["es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost"])]),
      ],
    };
    this.#acknowledge(domain);
    const high = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;
    const low = ComparisonOperator.LESS_THAN_THRESHOLD;
    this.alarms = [
      this.#alarm("Red", domain.metricClusterStatusRed(), 1, high),
      this.#alarm("WritesBlocked", domain.metricClusterIndexWritesBlocked(), 1, high),
      this.#alarm("FreeStorage", domain.metricFreeStorageSpace(), volumeGb * FREE_MEGABYTES_PER_GB, low),
    ];
  }

  #alarm(name: string, metric: Metric, threshold: number, comparisonOperator: ComparisonOperator): Alarm {
    return new Alarm(this, name, {
      metric,
      threshold,
      comparisonOperator,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${this.node.path}: ${name}`,
    });
  }

  #acknowledge(domain: Domain): void {
    const reasons: Readonly<Record<string, string>> = {
      "AwsSolutions-OS1":
        "The access policy lets in named roles only, by signed requests; a VPC would need one for its readers too.",
      "AwsSolutions-OS3": "Access is by signed requests of named roles, from wherever they run.",
      "AwsSolutions-OS4": "A small domain; dedicated masters pay from ten nodes on.",
      "AwsSolutions-OS7": "One node by default; two or more are spread over zones.",
      "AwsSolutions-OS9[LogExport::SEARCH_SLOW_LOGS]": SLOW_LOGS,
      "AwsSolutions-OS9[LogExport::INDEX_SLOW_LOGS]": SLOW_LOGS,
    };
    for (const [id, reason] of Object.entries(reasons)) Validations.of(domain).acknowledge({ id, reason });
  }
}
