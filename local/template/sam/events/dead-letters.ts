import type { TemplateResource } from "../../template.ts";
import { type Expansion, getAtt, given, type Written } from "../expansion.ts";

/**
 * A queue for what cannot be delivered; one is made when only its type is named.
 *
 * @param id of what delivers
 * @param rest what the queue takes over
 */
export function deadLetters(
  id: string,
  settings: Written | undefined,
  expansion: Expansion,
  rest: Partial<TemplateResource> = {},
): { readonly target: Written; readonly queue: string | undefined } {
  if (settings === undefined) return { target: {}, queue: undefined };
  if (settings["Arn"] !== undefined)
    return { target: { DeadLetterConfig: given(settings, "Arn") }, queue: undefined };
  const queue = String(settings["QueueLogicalId"] ?? `${id}Queue`);
  expansion.add(queue, { ...rest, Type: "AWS::SQS::Queue", Properties: {} });
  return { target: { DeadLetterConfig: { Arn: getAtt(queue, "Arn") } }, queue };
}

/** Lets a rule put into the queue that was made for it. */
export function permitRule(
  id: string,
  queue: string,
  expansion: Expansion,
  rest: Partial<TemplateResource>,
): void {
  const statement = {
    Action: "sqs:SendMessage",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Resource: getAtt(queue, "Arn"),
    Condition: { ArnEquals: { "aws:SourceArn": getAtt(id, "Arn") } },
  };
  expansion.add(`${id}QueuePolicy`, {
    ...rest,
    Type: "AWS::SQS::QueuePolicy",
    Properties: {
      PolicyDocument: { Version: "2012-10-17", Statement: [statement] },
      Queues: [{ Ref: queue }],
    },
  });
}
