import { onlyIf, referenced } from "../expansion.ts";
import { type FunctionEvent, permit } from "./event-source.ts";

/** Notifications of a bucket of the same template. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-s3.html */
export function s3(event: FunctionEvent): readonly string[] {
  const { properties, target, rest, expansion } = event;
  const bucket = referenced(properties["Bucket"])!;
  const configurations = ([properties["Events"]].flat() as unknown[]).map((Event) =>
    onlyIf(rest.Condition, {
      Event,
      Function: target,
      ...(properties["Filter"] !== undefined && { Filter: properties["Filter"] }),
    }),
  );
  const permission = permit(event, "s3.amazonaws.com", { SourceAccount: { Ref: "AWS::AccountId" } });
  const known = expansion.notifications.get(bucket);
  expansion.notifications.set(bucket, {
    configurations: [...(known?.configurations ?? []), ...configurations],
    permissions: [...(known?.permissions ?? []), permission],
  });
  return [];
}
