import { Stack, Token, Validations } from "aws-cdk-lib";
import { Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  type Function as LambdaFunction,
  LayerVersion,
  Runtime,
  RuntimeFamily,
} from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import {
  CONFIGURATION_VARIABLE,
  checkExtension,
  type ExtensionConfiguration,
  type ExtensionHandler,
} from "../../functions/log-extension/configuration.ts";
import { logGroupArnOf } from "./arn.ts";
import { ConstructError } from "./construct-error.ts";
import { shownResource } from "./cumulog-function.ts";
import { extensionCode } from "./function-bundle.ts";
import { secretPermissions } from "./secret-permissions.ts";

/** Properties of {@link LogExtension}. */
export interface LogExtensionProps extends ExtensionConfiguration {
  /** Domains or collections of OpenSearch that handlers with `auth: { type: "aws" }` write to. @default none */
  readonly searchDomainArns?: readonly string[];
  /**
   * Forbids the functions to write to any log group but those that the extension delivers to, so that Lambda's own copy is neither
   * stored nor paid for. Then START, END and REPORT lines, and what the extension says of its own troubles, are nowhere but where the
   * extension delivers.
   *
   * @default false: Lambda writes its copy too
   */
  readonly stopFunctionLogs?: boolean;
}

const LAYER_ID = "CumulogLogExtension";
/** Lambda's limit of all variables together. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LARGEST_ENVIRONMENT = 4_096;
/** The oldest Node.js that runs the extension. */
const OLDEST_NODE = 22;
const WRITE = ["logs:CreateLogStream", "logs:PutLogEvents"];

/**
 * Delivers what functions write, and how Lambda says that their invocations ended, from outside of the handler: by an extension in a layer,
 * which takes lines by the Telemetry API and delivers them to CloudWatch Logs, Cloud Logging, a search server or OTLP. A function that is
 * killed at its time limit, or ends its process, is delivered too, and no request waits for a delivery.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api.html
 */
export class LogExtension extends Construct {
  readonly #configuration: ExtensionConfiguration;
  readonly #domains: readonly string[];
  readonly #stopsFunctionLogs: boolean;

  /** @throws ConstructError when the configuration is not usable */
  constructor(scope: Construct, id: string, props: LogExtensionProps) {
    super(scope, id);
    const { searchDomainArns = [], stopFunctionLogs = false, ...configuration } = props;
    try {
      checkExtension(withoutTokens(configuration));
    } catch (cause) {
      throw new ConstructError(this, (cause as Error).message.replace(/^LogExtension: /, ""), { cause });
    }
    const needsDomain = Object.values(configuration.handlers).some(
      ({ type, auth }) => type === "opensearch" && (auth as { type?: string } | undefined)?.type === "aws",
    );
    if (needsDomain && searchDomainArns.length === 0)
      throw new ConstructError(
        this,
        "auth of type aws needs searchDomainArns, so that the functions' roles may write there",
      );
    this.#configuration = configuration;
    this.#domains = searchDomainArns;
    this.#stopsFunctionLogs = stopFunctionLogs;
  }

  /**
   * Puts the extension beside a function: layer, configuration, and what its role must be allowed.
   *
   * @throws ConstructError for a function that has no Node.js 22 or newer, or no room for the configuration
   */
  addTo(target: LambdaFunction): void {
    const problem = obstacle(target);
    if (problem !== undefined)
      throw new ConstructError(target, `LogExtension ${this.node.path} cannot run here: ${problem}`);
    const stack = Stack.of(target);
    const text = stack.toJsonString(this.#configuration);
    if (!Token.isUnresolved(text) && text.length > LARGEST_ENVIRONMENT)
      throw new ConstructError(
        this,
        `the configuration has ${text.length} characters: expected ${LARGEST_ENVIRONMENT} at most, as Lambda's environment`,
      );
    target.addLayers(layerIn(stack));
    target.addEnvironment(CONFIGURATION_VARIABLE, text);
    for (const statement of this.#statements()) this.#allow(target, statement);
  }

  /** Whether {@link addTo} would take a function. */
  static supports(target: LambdaFunction): boolean {
    return obstacle(target) === undefined;
  }

  #statements(): PolicyStatement[] {
    const handlers = Object.values(this.#configuration.handlers);
    const groups = handlers.flatMap((handler) => logGroupOf(handler) ?? []);
    const making = handlers.flatMap((handler) => (makesGroup(handler) ? (logGroupOf(handler) ?? []) : []));
    const statements =
      groups.length === 0
        ? []
        : [new PolicyStatement({ actions: WRITE, resources: groups.flatMap(({ streams }) => streams) })];
    if (making.length > 0)
      statements.push(
        new PolicyStatement({
          actions: ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:TagResource"],
          resources: making.flatMap(({ group, streams }) => [group, ...streams]),
        }),
      );
    for (const arn of this.#domains)
      statements.push(
        new PolicyStatement(
          arn.includes(":aoss:")
            ? { actions: ["aoss:APIAccessAll"], resources: [arn] }
            : { actions: ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"], resources: [`${arn}/*`] },
        ),
      );
    for (const { actions, resources } of secretPermissions(this.#configuration))
      statements.push(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    if (this.#stopsFunctionLogs) {
      const denied = { effect: Effect.DENY, actions: ["logs:CreateLogGroup", ...WRITE] };
      const kept = groups.flatMap(({ group, streams }) => [group, ...streams]);
      statements.push(
        new PolicyStatement(
          kept.length > 0 ? { ...denied, notResources: kept } : { ...denied, resources: ["*"] },
        ),
      );
    }
    return statements;
  }

  #allow(target: LambdaFunction, statement: PolicyStatement): void {
    target.addToRolePolicy(statement);
    if (statement.effect === Effect.DENY) return;
    for (const resource of statement.resources.filter((arn) => arn.includes("*")))
      Validations.of(target.role ?? target).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${shownResource(Stack.of(target).resolve(resource))}]`,
        reason: "Streams of the log group, and indices of the domain, are made as they come.",
      });
  }
}

/** What keeps the extension from running beside a function; undefined for one that it runs beside. */
function obstacle({ runtime }: LambdaFunction): string | undefined {
  if (runtime === Runtime.FROM_IMAGE)
    return "the function is a container image, which takes no layers; expected a function of a runtime nodejs22.x or newer";
  const version = Number(/^nodejs(\d+)/.exec(runtime.name)?.[1]);
  if (runtime.family === RuntimeFamily.NODEJS && !(version < OLDEST_NODE)) return undefined;
  return `the runtime ${runtime.name} has no Node.js ${OLDEST_NODE}, in which the extension runs; subscribe the log group of the function instead (LogPipeline, CloudLoggingForwarder, LogSearch)`;
}

/** One layer for all functions of a stack: others would be bound to the stack that has it. */
function layerIn(stack: Stack): LayerVersion {
  const made = stack.node.tryFindChild(LAYER_ID) as LayerVersion | undefined;
  return (
    made ??
    new LayerVersion(stack, LAYER_ID, {
      code: extensionCode(),
      description: "Delivers what the function writes, from outside of the handler",
      license: "Apache-2.0",
      compatibleRuntimes: [Runtime.NODEJS_22_X, Runtime.NODEJS_24_X],
    })
  );
}

function logGroupOf({
  type,
  logGroupName,
  region,
}: ExtensionHandler): { readonly group: string; readonly streams: string[] } | undefined {
  if ((type !== "cloudwatch" && type !== "otlp") || logGroupName === undefined) return undefined;
  const group = logGroupArnOf(String(logGroupName), region === undefined ? undefined : String(region));
  return { group, streams: [`${group}:*`] };
}

/** Whether a handler's options say how a group is to be made. */
const makesGroup = ({ type, retentionInDays, tags, kmsKeyId, logGroupClass }: ExtensionHandler): boolean =>
  type === "cloudwatch" &&
  [retentionInDays, tags, kmsKeyId, logGroupClass].some((option) => option !== undefined);

/** What is known at deployment only stands for itself. */
function withoutTokens(value: unknown, name = ""): unknown {
  if (typeof value === "string" && Token.isUnresolved(value))
    return /url|endpoint/i.test(name) ? "https://known.at.deployment" : "known-at-deployment";
  if (Array.isArray(value)) return value.map((one) => withoutTokens(one, name));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutTokens(member, key)]));
}
