import type {
  CreatedResource,
  Properties,
  ResourceContext,
  ResourceType,
} from "../../kernel/resource-type.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { placeholderType } from "../placeholder.ts";
import { CustomResourceError, requestCustomResource } from "./request.ts";

/** Whether a type is one whose resources are made by functions or topics of one's own. */
export function isCustomResourceType(type: string): boolean {
  return type.startsWith("Custom::") || type === "AWS::CloudFormation::CustomResource";
}

/**
 * A type whose resources are made by a function or the subscribers of a topic.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
 */
export function customResourceType(ResourceType: string): ResourceType {
  const remove = (PhysicalResourceId: string, context: ResourceContext, ResourceProperties: Properties) =>
    requestCustomResource(context, {
      RequestType: "Delete",
      ResourceType,
      PhysicalResourceId,
      ResourceProperties,
    });
  return {
    async create(properties, context) {
      const reason = await cannotAsk(properties, context);
      if (reason !== undefined) return placeholderType(ResourceType, reason).create(properties, context);
      try {
        return asCreated(
          await requestCustomResource(context, {
            RequestType: "Create",
            ResourceType,
            ResourceProperties: properties,
          }),
        );
      } catch (error) {
        // What it may have made is taken away again.
        if (error instanceof CustomResourceError && error.physicalId !== undefined)
          await remove(error.physicalId, context, properties).catch(() => {});
        throw error;
      }
    },
    async update(properties, existing, context, former) {
      const reason = await cannotAsk(properties, context);
      if (reason !== undefined) return placeholderType(ResourceType, reason).create(properties, context);
      if (properties["ServiceToken"] !== former["ServiceToken"])
        throw new CustomResourceError("Modifying service token is not allowed.");
      const response = await requestCustomResource(context, {
        RequestType: "Update",
        ResourceType,
        PhysicalResourceId: existing.id,
        OldResourceProperties: former,
        ResourceProperties: properties,
      });
      // Another name is another resource, which stands in the place of the former.
      if (response.PhysicalResourceId !== existing.id) await remove(existing.id, context, former);
      return asCreated(response);
    },
    async delete(existing, context, properties) {
      await remove(existing.id, context, properties);
    },
  };
}

function asCreated({
  PhysicalResourceId,
  Data,
}: Awaited<ReturnType<typeof requestCustomResource>>): CreatedResource {
  // Numbers and booleans are texts for those who read them.
  const attributes = Object.entries(Data ?? {}).map(([name, value]) => [
    name,
    typeof value === "object" ? value : String(value),
  ]);
  return { id: PhysicalResourceId, attributes: Object.fromEntries(attributes) };
}

/** Why nobody can be asked here, though there may be somebody in AWS. */
async function cannotAsk(
  { ServiceToken }: Properties,
  { call, cloud, standsInForAbsent, placeholderOf }: ResourceContext,
): Promise<string | undefined> {
  const [, , service, region, account] = String(ServiceToken).split(":");
  if (service !== "lambda")
    return standsInForAbsent && service !== "sns"
      ? `Its service token ${String(ServiceToken)} is no function and no topic.`
      : undefined;
  if (region !== cloud.region || account !== cloud.accountId)
    return `Its function ${String(ServiceToken)} is of another account or region.`;
  const noCode = placeholderOf(String(ServiceToken));
  if (noCode !== undefined) return `Its function is a placeholder. ${noCode}`;
  try {
    const { Runtime = "none" } = await call<{ Runtime?: string }>("lambda", "GetFunctionConfiguration", {
      FunctionName: ServiceToken,
    });
    if (/^(nodejs|provided)/.test(Runtime)) return undefined;
    return `Its function has the runtime ${Runtime}, which does not run here.`;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return standsInForAbsent ? `Its function ${String(ServiceToken)} is not here.` : undefined;
  }
}
