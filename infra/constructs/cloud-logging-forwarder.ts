import { Duration } from "aws-cdk-lib";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { forwarderSchema } from "../../functions/cloud-logging-forwarder/configuration.ts";
import type { AlarmReceiver } from "./alarm-receiver.ts";
import { ConstructError } from "./construct-error.ts";
import { CumulogFunction } from "./cumulog-function.ts";
import { FunctionAlarms } from "./function-alarms.ts";
import { LogSubscription } from "./log-subscription.ts";
import { secretPermissions } from "./secret-permissions.ts";

/** Properties of {@link CloudLoggingForwarder}. */
export interface CloudLoggingForwarderProps {
  /** Groups whose events are copied to Cloud Logging. */
  readonly logGroups: readonly ILogGroup[];
  /**
   * Project, log, credentials and labels as in `functions/cloud-logging-forwarder/configuration.ts`. Credentials are a
   * reference: `ssm:/path` or `secretsmanager:name`.
   */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Events that are copied. @default every event */
  readonly pattern?: string;
  /** Where the forwarder's own troubles are reported. @default nowhere */
  readonly channels?: readonly AlarmReceiver[];
}

/** Copies log events to Google Cloud Logging, once each, with their times, severities and traces. */
export class CloudLoggingForwarder extends Construct {
  readonly forwarder: CumulogFunction;
  readonly subscriptions: readonly LogSubscription[];

  /** @throws ConstructError when the configuration is not usable */
  constructor(scope: Construct, id: string, props: CloudLoggingForwarderProps) {
    super(scope, id);
    const { configuration, pattern } = props;
    const checked = forwarderSchema.safeParse(configuration);
    if (!checked.success) {
      const problems = checked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
      throw new ConstructError(this, `the configuration is not usable: ${problems.join("; ")}`);
    }
    this.forwarder = new CumulogFunction(this, "Forwarder", {
      code: "cloud-logging-forwarder",
      description: "Copies log events to Google Cloud Logging",
      timeout: Duration.minutes(2),
      environment: {
        CLOUD_LOGGING_CONFIGURATION: JSON.stringify(configuration),
      },
    });
    for (const { actions, resources } of secretPermissions(configuration))
      this.forwarder.allow(actions, resources);
    this.subscriptions = props.logGroups.map(
      (logGroup, index) =>
        new LogSubscription(this, `Subscription${index}`, {
          logGroup,
          destination: this.forwarder.function,
          ...(pattern !== undefined && { pattern }),
        }),
    );
    new FunctionAlarms(this, "ForwarderAlarms", { of: this.forwarder, channels: props.channels ?? [] });
  }
}
