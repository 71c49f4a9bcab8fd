import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { CreatedResource, Properties, ResourceContext, ResourceType } from "../kernel/resource-type.ts";
import type { StackSource } from "./cloud-assembly.ts";
import { placeholderType } from "./placeholder.ts";
import { parseTemplate } from "./read-template.ts";
import { stackIdOf } from "./stack-id.ts";
import type { Template } from "./template.ts";
import { bucketAndKey } from "./template-address.ts";
import { TemplateError } from "./template-error.ts";

/** Type of resources that are stacks themselves. */
export const NESTED_STACK = "AWS::CloudFormation::Stack";

/** A stack inside another. */
export interface NestedStack {
  readonly stackId: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What nested stacks are made with. */
export interface NestedStacks {
  /** Makes the stack, or brings it to what its source says. */
  deploy(source: StackSource): Promise<NestedStack>;
  /** Brings the stack back to what it was before the deployment that is undone, or else to its source. */
  restore(source: StackSource): Promise<NestedStack>;
  destroy(stackName: string): Promise<void>;
}

/**
 * Stacks of a template of their own, which lies in a bucket, in the assembly, or beside the template before it is packaged.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html
 *
 * @param assets of the stack that they are in
 */
export function nestedStackType(nested: NestedStacks, assets: StackSource["assets"]): ResourceType {
  const bring = async (properties: Properties, context: ResourceContext): Promise<CreatedResource> => {
    const name = context.generateName(128);
    const file = templateFile(String(properties["TemplateURL"]), context);
    if (file === undefined) {
      if (!context.standsInForAbsent)
        throw new TemplateError(
          `${context.stackName}.${context.logicalId} (${NESTED_STACK}): there is no template at ${String(properties["TemplateURL"])}`,
        );
      const reason = `Its template ${String(properties["TemplateURL"])} is not here.`;
      return placeholderType(NESTED_STACK, reason).create(properties, context);
    }
    const template = readNested(file, context);
    const id = stackIdOf(context.cloud, name);
    context.made({ id, attributes: { Arn: id } });
    const { stackId, outputs } = await nested[context.undoing ? "restore" : "deploy"]({
      name,
      template,
      parameters: parametersOf(properties),
      assets,
      // Beside a template in a bucket lies nothing: it may name no file of this machine.
      ...(bucketAndKey(String(properties["TemplateURL"])) === undefined && { folder: dirname(file) }),
    });
    const attributes = Object.entries(outputs).map(([key, value]) => [`Outputs.${key}`, value]);
    return { id: stackId, attributes: { Arn: stackId, ...Object.fromEntries(attributes) } };
  };
  return {
    create: bring,
    follows: true,
    update: (properties, _existing, context) => bring(properties, context),
    delete: (_existing, context) => nested.destroy(context.generateName(128)),
  };
}

/** Lists are one text with commas for the stack that takes them. */
function parametersOf({ Parameters = {} }: Properties): Record<string, string> {
  const given = Object.entries(Parameters as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    given.map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : String(value)]),
  );
}

function templateFile(address: string, { asset }: ResourceContext): string | undefined {
  const place = bucketAndKey(address);
  const path = place ? (asset(place.key, place.bucket) ?? asset(place.key)) : asset(address);
  return path !== undefined && statSync(path).isFile() ? path : undefined;
}

function readNested(file: string, { stackName, logicalId }: ResourceContext): Template {
  return parseTemplate(readFileSync(file, "utf8"), `The template of ${stackName}.${logicalId}`);
}
