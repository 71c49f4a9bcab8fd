import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { StackSource } from "../../template/cloud-assembly.ts";
import { parseTemplate } from "../../template/read-template.ts";
import type { Template } from "../../template/template.ts";
import { bucketAndKey } from "../../template/template-address.ts";
import { TemplateError } from "../../template/template-error.ts";
import { openBuckets } from "../s3/state.ts";

export const validationError = (message: string): ServiceError =>
  new ServiceError("ValidationError", message, { statusCode: 400 });

/** The template's text, from the request or from a bucket. @throws ServiceError `ValidationError` */
export function templateText(
  cloud: Cloud,
  {
    TemplateBody,
    TemplateURL,
  }: { readonly TemplateBody?: string | undefined; readonly TemplateURL?: string | undefined },
): string | undefined {
  if (TemplateBody !== undefined && TemplateURL !== undefined)
    throw validationError("Specify exactly one of 'TemplateBody' or 'TemplateUrl'");
  if (TemplateURL === undefined) return TemplateBody;
  const place = /^https?:/.test(TemplateURL) ? placeOf(TemplateURL) : undefined;
  if (!place) throw validationError("TemplateURL must be a supported URL.");
  const buckets = cloud.state(openBuckets);
  const object = buckets.find(place.bucket)?.objects.get(place.key);
  if (!object) throw validationError(`S3 error: The specified key does not exist. ${TemplateURL}`);
  return buckets.content(object).toString("utf8");
}

function placeOf(url: string): ReturnType<typeof bucketAndKey> {
  try {
    return bucketAndKey(url);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw validationError(error.message);
  }
}

/** @throws ServiceError `ValidationError` when the text is no template */
export function readSource(
  name: string,
  text: string,
  parameters: Readonly<Record<string, string>>,
): StackSource {
  let template: Template;
  try {
    template = parseTemplate(text, "The template");
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw validationError(`Template format error: ${error.message.replace("The template: ", "")}`);
  }
  const unknown = Object.keys(parameters).filter((key) => !Object.hasOwn(template.Parameters ?? {}, key));
  if (unknown.length > 0)
    throw validationError(`Parameters: [${unknown.join(", ")}] do not exist in the template`);
  return { name, template, parameters, assets: new Map() };
}
