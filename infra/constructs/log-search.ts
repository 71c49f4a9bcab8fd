import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { CfnRule } from "aws-cdk-lib/aws-events";
import { CfnResourcePolicy, type ILogGroup, LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { checkIndexPattern } from "cumulog/search";
import type { AlarmReceiver } from "./alarm-receiver.ts";
import { ConstructError } from "./construct-error.ts";
import { LogPipeline } from "./log-pipeline.ts";
import { SearchDomain, type SearchDomainProps } from "./search-domain.ts";

/** How the log processor says who it is. Texts are references: `ssm:/path` or `secretsmanager:name#member`. */
export type LogSearchAuth =
  | { readonly type: "basic"; readonly username: string; readonly password: string }
  | { readonly type: "apiKey"; readonly key: string }
  /** The role of the log processor, which is given access to `domainArn`. */
  | {
      readonly type: "aws";
      readonly region?: string | undefined;
      readonly service?: "es" | "aoss" | undefined;
    };

/** Properties of {@link LogSearch}. */
export interface LogSearchProps {
  /** Groups whose events can be searched. */
  readonly logGroups: readonly ILogGroup[];
  /** Address of a server that is there. @default a domain of its own */
  readonly url?: string | undefined;
  /** ARN of that server's domain or collection, for `auth: { type: "aws" }`. */
  readonly domainArn?: string | undefined;
  /** @default aws for a domain of its own, else none */
  readonly auth?: LogSearchAuth | undefined;
  /** Certificate of the authority that signed the server's, in PEM form, or a reference to it. */
  readonly ca?: string | undefined;
  /** Size of the domain of its own. */
  readonly domain?: SearchDomainProps | undefined;
  /** Beginning of the index names. @default "logs-{service}" */
  readonly index?: string | undefined;
  /** Days that events are kept. @default 30 */
  readonly retentionDays?: number | undefined;
  /** Copies of each shard. @default 1, 0 on a domain of its own with one node */
  readonly replicas?: number | undefined;
  /** Brings changes of alarms' states into the index, for the dashboard's alarm history. @default false */
  readonly alarmHistory?: boolean | undefined;
  /** Processor that carries this destination too. @default one of its own */
  readonly pipeline?: LogPipeline | undefined;
  /** Where trouble with the delivery is reported. @default nowhere */
  readonly channels?: readonly AlarmReceiver[] | undefined;
}

/** Name of the destination in the log processor. */
const DESTINATION = "search";
const PRIVATE_HOST = /^https?:\/\/(localhost|127\.|\[::1\])/;

/**
 * Log groups → log processor → OpenSearch or Elasticsearch: a server that is there, or a small domain of its own. The processor installs
 * index template and retention policy before its first delivery; what the server refuses goes to the dead letters and raises an alarm.
 */
export class LogSearch extends Construct {
  readonly pipeline: LogPipeline;
  /** The domain of its own, if it has one. */
  readonly domain: SearchDomain | undefined;
  readonly alarm: Alarm;

  /** @throws ConstructError when the properties do not go together */
  constructor(scope: Construct, id: string, props: LogSearchProps) {
    super(scope, id);
    this.#check(props);
    const { channels = [], index, retentionDays, ca } = props;
    this.pipeline =
      props.pipeline ?? new LogPipeline(this, "Pipeline", { logGroups: [], configuration: {}, channels });
    const { function: processor } = this.pipeline.processor;
    this.domain =
      props.url === undefined
        ? new SearchDomain(this, "Domain", { ...props.domain, writerRole: processor.role! })
        : undefined;
    const auth: LogSearchAuth | undefined = this.domain ? { type: "aws" } : props.auth;
    const domainArn = this.domain?.domainArn ?? props.domainArn;
    if (auth?.type === "aws") this.#allow(domainArn!);
    const replicas = props.replicas ?? (this.domain ? this.domain.replicas : undefined);
    const destination = {
      type: "opensearch",
      name: DESTINATION,
      url: this.domain?.url ?? props.url!,
      setup: true,
      ...(auth !== undefined && { auth }),
      ...(ca !== undefined && { ca }),
      ...(index !== undefined && { index }),
      ...(retentionDays !== undefined && { retentionDays }),
      ...(replicas !== undefined && { replicas }),
    };
    this.pipeline.addDestination(destination, [
      ...props.logGroups,
      ...(props.alarmHistory ? [this.#alarmHistory()] : []),
    ]);
    this.alarm = this.pipeline.undeliveredAlarm(this, "RefusedAlarm", {
      destination: DESTINATION,
      place: "the search server",
    });
    for (const alarm of [this.alarm, ...(this.domain?.alarms ?? [])])
      for (const channel of channels) channel.notify(alarm);
  }

  #check({ url, auth, domainArn, domain, index }: LogSearchProps): void {
    if (url !== undefined && domain !== undefined)
      throw new ConstructError(
        this,
        "give url or domain, not both: a domain of its own has an address of its own",
      );
    if (url === undefined && auth !== undefined)
      throw new ConstructError(
        this,
        "auth goes with url: a domain of its own is written by the processor's role",
      );
    if (auth?.type === "aws" && domainArn === undefined)
      throw new ConstructError(
        this,
        "auth of type aws needs domainArn, so that the processor's role may write there",
      );
    if (url !== undefined && auth !== undefined && url.startsWith("http:") && !PRIVATE_HOST.test(url))
      throw new ConstructError(
        this,
        "url begins with http: and would send credentials unencrypted; use https:",
      );
    try {
      if (index !== undefined) checkIndexPattern(index);
    } catch (cause) {
      throw new ConstructError(this, (cause as Error).message, { cause });
    }
  }

  #allow(domainArn: string): void {
    const isServerless = domainArn.includes(":aoss:");
    if (isServerless) this.pipeline.processor.allow(["aoss:APIAccessAll"], [domainArn]);
    else
      this.pipeline.processor.allow(
        ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"],
        [`${domainArn}/*`],
        "Indices are made as their days come; the template and the policy have paths of their own.",
      );
  }

  /** Changes of alarms' states as events of a log group. */
  #alarmHistory(): ILogGroup {
    const logGroup = new LogGroup(this, "Alarms", { retention: RetentionDays.ONE_MONTH });
    const policy = new CfnResourcePolicy(this, "AlarmsPolicy", {
      policyName: `${this.node.addr}-alarms`,
      policyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: logGroup.logGroupArn,
          },
        ],
      }),
    });
    const rule = new CfnRule(this, "AlarmsRule", {
      description: "Changes of alarms' states, for the alarm history of the dashboard",
      eventPattern: { source: ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"] },
      targets: [{ id: "LogGroup", arn: logGroup.logGroupArn }],
    });
    rule.addResourceDependency(policy);
    return logGroup;
  }
}
