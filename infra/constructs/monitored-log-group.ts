import { Aws, RemovalPolicy } from "aws-cdk-lib";
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type IKey, Key } from "aws-cdk-lib/aws-kms";
import {
  CustomDataIdentifier,
  DataIdentifier,
  DataProtectionPolicy,
  FieldIndexPolicy,
  type ILogGroup,
  LogGroup,
  LogGroupClass,
  LogStream,
  RetentionDays,
} from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { readDataProtectionPolicy } from "cumulog/semantics";
import type { LogParsing } from "../config/parse.ts";
import { logGroupArnOf } from "./arn.ts";
import { ConstructError } from "./construct-error.ts";
import { LogSubscription, type LogSubscriptionProps } from "./log-subscription.ts";
import { LogTransformer } from "./log-transformer.ts";
import { LogSignal, type LogSignalProps } from "./signal/log-signal.ts";

/** The name of a managed data identifier, or one of your own. */
export type MaskedData = string | { readonly name: string; readonly regex: string };

/** Properties of {@link MonitoredLogGroup}. */
export interface MonitoredLogGroupProps {
  /** @default a name made by CloudFormation */
  readonly logGroupName?: string;
  /**
   * Whether the group is there already: it is found by its name, and nothing of it is made, changed or removed. Then only
   * `logGroupClass` may be set besides.
   *
   * @default false
   */
  readonly existing?: boolean;
  /** @default three months */
  readonly retention?: RetentionDays;
  /**
   * Key that encrypts the events: a key of your own, or `true` for a new one that rotates. The grant that CloudWatch
   * Logs needs is added.
   *
   * @default the service's own key
   */
  readonly encryption?: IKey | true;
  /** @default STANDARD */
  readonly logGroupClass?: LogGroupClass;
  /**
   * Sensitive data that is masked: managed data identifiers such as `"EmailAddress"`, or own ones.
   *
   * @default none
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL-managed-data-identifiers.html
   */
  readonly mask?: readonly MaskedData[];
  /** Where a report of each event with sensitive data is written. @default nowhere */
  readonly maskFindings?: ILogGroup;
  /** Fields that queries find without a scan. @default none */
  readonly indexedFields?: readonly string[];
  /**
   * How events become documents while they come in: a format such as `"apache"`, or processors of CloudWatch Logs. The alarms, and
   * subscriptions with `transformed` look at the documents then; the events keep their own form beside. @default as they come
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation.html
   */
  readonly parse?: LogParsing;
  /** Whether CloudWatch Logs refuses to delete the group. @default false */
  readonly deletionProtection?: boolean;
  /** Log streams to create beforehand. @default none; the library creates its own */
  readonly streams?: readonly string[];
  /** What becomes of the events when the stack is removed. @default RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** A log group with safe defaults, or one that is there already, from which alarms and subscriptions are made. */
export class MonitoredLogGroup extends Construct {
  readonly logGroup: ILogGroup;
  readonly encryptionKey: IKey | undefined;
  readonly #class: LogGroupClass;

  /** @throws ConstructError when options exclude each other */
  constructor(scope: Construct, id: string, props: MonitoredLogGroupProps = {}) {
    super(scope, id);
    const { mask = [], indexedFields = [], streams = [], logGroupClass = LogGroupClass.STANDARD } = props;
    this.#class = logGroupClass;
    if (props.existing) {
      this.logGroup = this.#existing(props);
      return;
    }
    if (
      logGroupClass !== LogGroupClass.STANDARD &&
      (mask.length > 0 || indexedFields.length > 0 || props.parse !== undefined)
    )
      throw new ConstructError(
        this,
        `a log group of class ${logGroupClass} takes no masked data, no indexed fields and no transformer`,
      );
    this.encryptionKey = props.encryption === true ? this.#newKey(props.logGroupName) : props.encryption;
    const logGroup = new LogGroup(this, "LogGroup", {
      retention: props.retention ?? RetentionDays.THREE_MONTHS,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
      logGroupClass,
      ...(props.deletionProtection && { deletionProtectionEnabled: true }),
      ...(props.logGroupName !== undefined && { logGroupName: props.logGroupName }),
      ...(this.encryptionKey && { encryptionKey: this.encryptionKey }),
      ...(mask.length > 0 && { dataProtectionPolicy: this.#maskPolicy(mask, props.maskFindings) }),
      ...(indexedFields.length > 0 && {
        fieldIndexPolicies: [new FieldIndexPolicy({ fields: [...indexedFields] })],
      }),
    });
    this.logGroup = logGroup;
    if (props.parse !== undefined) new LogTransformer(this, "Transformer", { logGroup, parse: props.parse });
    for (const name of streams)
      new LogStream(this, `Stream${name}`, {
        logGroup,
        logStreamName: name,
        removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
      });
  }

  /** A group that is there already: made by another stack, by hand, or by the service that logs to it. */
  static fromExisting(
    scope: Construct,
    id: string,
    logGroupName: string,
    { logGroupClass }: Pick<MonitoredLogGroupProps, "logGroupClass"> = {},
  ): MonitoredLogGroup {
    return new MonitoredLogGroup(scope, id, {
      logGroupName,
      existing: true,
      ...(logGroupClass && { logGroupClass }),
    });
  }

  /** Adds an alarm on what is logged here. @throws ConstructError for the infrequent-access class, too */
  addAlarm(id: string, props: Omit<LogSignalProps, "logGroup">): LogSignal {
    this.#expectStandard("metric filters, and so no alarms");
    return new LogSignal(this, id, { ...props, logGroup: this.logGroup });
  }

  /** Sends what is logged here to a function. @throws ConstructError for the infrequent-access class, too */
  addSubscription(id: string, props: Omit<LogSubscriptionProps, "logGroup">): LogSubscription {
    this.#expectStandard("subscriptions");
    return new LogSubscription(this, id, { ...props, logGroup: this.logGroup });
  }

  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html */
  #expectStandard(what: string): void {
    if (this.#class !== LogGroupClass.STANDARD)
      throw new ConstructError(this, `a log group of class ${this.#class} takes no ${what}`);
  }

  #existing({
    logGroupName,
    existing: _existing,
    logGroupClass: _class,
    ...others
  }: MonitoredLogGroupProps): ILogGroup {
    if (logGroupName === undefined)
      throw new ConstructError(this, "an existing log group is found by its name: expected logGroupName");
    const set = Object.entries(others).filter(([, value]) => value !== undefined);
    if (set.length > 0)
      throw new ConstructError(
        this,
        `the log group ${logGroupName} exists already, so ${set.map(([option]) => option).join(", ")} cannot be set here: expected logGroupName and logGroupClass only`,
      );
    return LogGroup.fromLogGroupName(this, "LogGroup", logGroupName);
  }

  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
  #newKey(logGroupName: string | undefined): Key {
    const key = new Key(this, "Key", {
      enableKeyRotation: true,
      description: `Log events of ${this.node.path}`,
    });
    const group = logGroupArnOf(logGroupName ?? "*");
    key.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
        actions: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        resources: ["*"],
        conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": group } },
      }),
    );
    return key;
  }

  /** What CloudWatch Logs would refuse at deployment fails at synth. */
  #maskPolicy(mask: readonly MaskedData[], findings: ILogGroup | undefined): DataProtectionPolicy {
    const [managed, custom] = [
      mask.filter((one) => typeof one === "string"),
      mask.filter((one) => typeof one !== "string"),
    ];
    const identifiers = [
      ...managed.map((name) => `arn:aws:dataprotection::aws:data-identifier/${name}`),
      ...custom.map(({ name }) => name),
    ];
    const own = custom.map(({ name, regex }) => ({ Name: name, Regex: regex }));
    const statement = { DataIdentifier: identifiers, Operation: { Deidentify: { MaskConfig: {} } } };
    try {
      readDataProtectionPolicy(
        JSON.stringify({ Configuration: { CustomDataIdentifier: own }, Statement: [statement] }),
      );
    } catch (cause) {
      throw new ConstructError(this, (cause as Error).message, { cause });
    }
    return new DataProtectionPolicy({
      identifiers: [
        ...managed.map((name) => new DataIdentifier(name)),
        ...custom.map(({ name, regex }) => new CustomDataIdentifier(name, regex)),
      ],
      ...(findings && { logGroupAuditDestination: findings }),
    });
  }
}
