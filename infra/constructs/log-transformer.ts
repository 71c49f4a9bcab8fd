import { CfnTransformer, type ILogGroup } from "aws-cdk-lib/aws-logs";
import { Construct, type IConstruct } from "constructs";
import { type TransformerProcessor, validateTransformer } from "cumulog/semantics";
import { type LogParsing, processorsOf } from "../config/parse.ts";
import { ConstructError } from "./construct-error.ts";

/** Properties of {@link LogTransformer}. */
export interface LogTransformerProps {
  readonly logGroup: ILogGroup;
  /** A format such as `"apache"`, or processors of CloudWatch Logs. */
  readonly parse: LogParsing;
}

/** CDK's names of processors that have capitals of their own. */
const NAMES: Readonly<Record<string, string>> = {
  parseJSON: "parseJson",
  parseVPC: "parseVpc",
  parseWAF: "parseWaf",
  parseToOCSF: "parseToOcsf",
};

const transformers = new WeakMap<IConstruct, CfnTransformer>();

/**
 * Makes documents of a group's events while they come in. What a transformer would not be deployed for fails at synth.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation.html
 */
export class LogTransformer extends Construct {
  readonly transformer: CfnTransformer;

  /** @throws ConstructError when the processors are wrong, or the group has a transformer */
  constructor(scope: Construct, id: string, { logGroup, parse }: LogTransformerProps) {
    super(scope, id);
    if (transformers.has(logGroup))
      throw new ConstructError(this, `the log group ${logGroup.node.path} has a transformer already`);
    const processors = processorsOf(parse);
    try {
      validateTransformer(processors);
    } catch (cause) {
      throw new ConstructError(this, (cause as Error).message, { cause });
    }
    this.transformer = new CfnTransformer(this, "Transformer", {
      logGroupIdentifier: logGroup.logGroupName,
      transformerConfig: processors.map(
        (processor: TransformerProcessor) =>
          Object.fromEntries(
            Object.entries(processor).map(([name, options]) => [NAMES[name] ?? name, options]),
          ) as CfnTransformer.ProcessorProperty,
      ),
    });
    transformers.set(logGroup, this.transformer);
  }
}

/** The transformer that this app gives a group. */
export function transformerOf(logGroup: ILogGroup): CfnTransformer | undefined {
  return transformers.get(logGroup);
}
