import { type FunctionEvent, permit } from "./event-source.ts";

/** Lets a skill of Alexa call the function. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-alexaskill.html */
export function alexaSkill(event: FunctionEvent): readonly string[] {
  const { SkillId } = event.properties;
  permit(event, "alexa-appkit.amazon.com", SkillId === undefined ? {} : { EventSourceToken: SkillId });
  return [];
}
