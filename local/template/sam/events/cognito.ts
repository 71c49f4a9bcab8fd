import { TemplateError } from "../../template-error.ts";
import { getAtt, referenced, type Written } from "../expansion.ts";
import { type FunctionEvent, permit } from "./event-source.ts";

/** A trigger of a user pool of the same template. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-cognito.html */
export function cognito(event: FunctionEvent): readonly string[] {
  const { functionId, properties, target, expansion } = event;
  const pool = referenced(properties["UserPool"]) ?? "";
  const resource = expansion.resources[pool];
  if (resource?.Type !== "AWS::Cognito::UserPool")
    throw new TemplateError(
      `The event ${event.id} names the user pool ${pool}, which the template does not have.`,
    );
  // The triggers of a function share one permission.
  permit({ ...event, id: `${functionId}Cognito` }, "cognito-idp.amazonaws.com", {
    SourceArn: getAtt(pool, "Arn"),
  });
  const { LambdaConfig = {}, ...others } = resource.Properties ?? {};
  const triggers = ([properties["Trigger"]].flat() as string[]).map((name) => [name, target]);
  expansion.add(pool, {
    ...resource,
    Properties: {
      ...others,
      LambdaConfig: { ...(LambdaConfig as Written), ...Object.fromEntries(triggers) },
    },
  });
  return [];
}
