import { type Expansion, tagList, type Written } from "./expansion.ts";

/** Types that take a list of tags, of those that functions, state machines and APIs are made into. */
const TAGGED: ReadonlySet<string> = new Set([
  "AWS::ApiGateway::RestApi",
  "AWS::ApiGateway::Stage",
  "AWS::CodeDeploy::Application",
  "AWS::CodeDeploy::DeploymentGroup",
  "AWS::IAM::Role",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::Function",
  "AWS::SNS::Topic",
  "AWS::SQS::Queue",
  "AWS::StepFunctions::StateMachine",
]);

/**
 * Puts the tags of a serverless resource onto everything that was made for it, where it wants so.
 *
 * @param before logical ids that were there before
 */
export function propagateTags(
  { PropagateTags, Tags }: Written,
  before: ReadonlySet<string>,
  expansion: Expansion,
): void {
  if (String(PropagateTags ?? false) !== "true" || Tags === undefined) return;
  for (const [id, resource] of Object.entries(expansion.resources))
    if (!before.has(id) && TAGGED.has(resource.Type))
      expansion.add(id, { ...resource, Properties: { ...resource.Properties, Tags: tagList(Tags) } });
}
