import { Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Architecture, type CfnFunction, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { type FunctionName, functionCode } from "./function-bundle.ts";

/** Properties of one of the package's Lambda functions. */
export interface CumulogFunctionProps {
  /** Folder under `functions/` with the code. */
  readonly code: FunctionName;
  /** Function of the code that is called. @default index.handler */
  readonly handler?: string;
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Megabytes. @default 512 */
  readonly memorySize?: number;
  /** @default one minute */
  readonly timeout?: Duration;
  /** Invocations at the same time at most. @default the account's limit */
  readonly reservedConcurrency?: number;
  /** Encrypts the function's own log. @default the service's own key */
  readonly encryptionKey?: IKey;
}

/**
 * Events live for milliseconds. With the default young generation a process that handles payload after payload grows by
 * 100 MB before it collects; with this one it needs no more time.
 */
const NODE_OPTIONS = ["--enable-source-maps", "--max-semi-space-size=4"];

/**
 * One of the project's Lambda functions with its own log group, a role that may write there and nowhere else, and a
 * dead-letter queue for what it could not do.
 */
export class CumulogFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: CumulogFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, "LogGroup", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(props.encryptionKey && { encryptionKey: props.encryptionKey }),
    });
    this.deadLetterQueue = new Queue(this, "DeadLetterQueue", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.deadLetterQueue).acknowledge({
      id: "AwsSolutions-SQS3",
      reason:
        "This is the dead-letter queue: Lambda's failure destination and the function itself write to it.",
    });
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    this.logGroup.grantWrite(role);
    this.function = new LambdaFunction(this, "Function", {
      code: functionCode(props.code),
      handler: props.handler ?? "index.handler",
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 512,
      timeout: props.timeout ?? Duration.minutes(1),
      role,
      logGroup: this.logGroup,
      environment: {
        ...props.environment,
        DEAD_LETTER_QUEUE_URL: this.deadLetterQueue.queueUrl,
        NODE_OPTIONS: NODE_OPTIONS.join(" "),
      },
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      onFailure: new SqsDestination(this.deadLetterQueue),
      retryAttempts: 2,
    });
    this.deadLetterQueue.grantSendMessages(role);
    // CDK names the role as a dependency although its ARN is used: redundant, and harmless.
    (this.function.node.defaultChild as CfnFunction).addMetadata("cfn-lint", {
      config: { ignore_checks: ["W3005"] },
    });
  }

  /**
   * Lets the function do these things.
   *
   * @param reason why resources with a `*` are not narrower, for checks of the template
   */
  allow(actions: readonly string[], resources: readonly string[], reason = ""): void {
    this.function.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    for (const resource of resources.filter((arn) => arn.includes("*"))) {
      const shown = shownResource(Stack.of(this).resolve(resource));
      Validations.of(this).acknowledge({ id: `AwsSolutions-IAM5[Resource::${shown}]`, reason });
    }
  }
}

/** A resource as checks of the template name it: `<AWS::Partition>` for a reference, `<Domain.Arn>` for an attribute. */
export function shownResource(resolved: unknown): string {
  if (typeof resolved === "string") return resolved;
  const { "Fn::Join": joined, "Fn::GetAtt": attribute, Ref: reference } = resolved as Record<string, unknown>;
  if (joined !== undefined) return (joined as [string, unknown[]])[1].map(shownResource).join("");
  return `<${attribute === undefined ? reference : (attribute as string[]).join(".")}>`;
}
