import type { TemplateResource } from "../template.ts";
import { attributesOf, type Expansion, given, tagList } from "./expansion.ts";

/**
 * A nested stack, of a template beside the one that it is in, in a bucket, or of an application of the Serverless Application Repository.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-application.html
 */
export function expandApplication(logicalId: string, resource: TemplateResource, expansion: Expansion): void {
  const { Properties = {} } = resource;
  const { Location, Tags } = Properties;
  expansion.add(logicalId, {
    ...attributesOf(resource),
    Type: "AWS::CloudFormation::Stack",
    Properties: {
      ...given(Properties, "Parameters", "NotificationARNs", "TimeoutInMinutes"),
      TemplateURL: typeof Location === "string" ? Location : addressOf(Location),
      Tags: tagList(Tags, { Key: "lambda:createdBy", Value: "SAM" }),
    },
  });
}

/** The repository is not here; what it would be asked for says which application it is. */
function addressOf(location: unknown): unknown {
  const { ApplicationId } = (location ?? {}) as { readonly ApplicationId?: unknown };
  return ApplicationId ?? location;
}
