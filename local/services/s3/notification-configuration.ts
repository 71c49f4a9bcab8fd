import type { NotificationConfiguration } from "@aws-sdk/client-s3";
import type { Input } from "../../kernel/service.ts";

/** Where notifications of a bucket go, and of what. */
export interface NotificationTarget {
  readonly id: string;
  readonly arn: string;
  /** For example `"s3:ObjectCreated:*"`. */
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

interface AnyConfiguration {
  readonly Id?: string | undefined;
  readonly Events?: readonly string[] | undefined;
  readonly Filter?:
    | {
        readonly Key?:
          | {
              readonly FilterRules?:
                | readonly { readonly Name?: string; readonly Value?: string }[]
                | undefined;
            }
          | undefined;
      }
    | undefined;
}

/** The targets of a configuration: functions, queues and topics. */
export function targetsOf(configuration: Input<NotificationConfiguration> = {}): NotificationTarget[] {
  const {
    LambdaFunctionConfigurations = [],
    QueueConfigurations = [],
    TopicConfigurations = [],
  } = configuration;
  return [
    ...LambdaFunctionConfigurations.map((one) => targetOf(one as AnyConfiguration, one.LambdaFunctionArn)),
    ...QueueConfigurations.map((one) => targetOf(one as AnyConfiguration, one.QueueArn)),
    ...TopicConfigurations.map((one) => targetOf(one as AnyConfiguration, one.TopicArn)),
  ];
}

function targetOf(
  { Id = "", Events = [], Filter }: AnyConfiguration,
  arn: string | undefined,
): NotificationTarget {
  const rules = Filter?.Key?.FilterRules ?? [];
  const rule = (name: string) => rules.find(({ Name }) => Name?.toLowerCase() === name)?.Value ?? "";
  return { id: Id, arn: arn ?? "", events: Events, prefix: rule("prefix"), suffix: rule("suffix") };
}

/** Whether a target is told of an event such as `"ObjectCreated:Put"` of an object. */
export function wants({ events, prefix, suffix }: NotificationTarget, event: string, key: string): boolean {
  if (!key.startsWith(prefix) || !key.endsWith(suffix)) return false;
  const [kind] = event.split(":");
  return events.some((wanted) => wanted === `s3:${event}` || wanted === `s3:${kind}:*`);
}
