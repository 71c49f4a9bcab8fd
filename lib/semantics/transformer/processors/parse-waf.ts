import { isObject, putFields, setMember } from "../document.ts";
import type { JsonObject, Step } from "../types.ts";
import { parsedObject } from "./parse-json.ts";

/**
 * The document with its headers and labels as members instead of lists.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-BuiltIn.html#CloudWatch-Logs-Transformation-parseWAF
 */
export function parseWaf(): Step {
  return ({ message, document }) => {
    const found = parsedObject(message, "parseWAF");
    const { httpRequest, labels } = found;
    if (isObject(httpRequest) && Array.isArray(httpRequest["headers"]))
      httpRequest["headers"] = membersOf(httpRequest["headers"]);
    if (Array.isArray(labels)) found["labels"] = membersOf(labels);
    putFields(document, undefined, Object.entries(found));
  };
}

/** Elements with name and value become one member each; others give the members they have. */
function membersOf(elements: readonly unknown[]): JsonObject {
  const members: JsonObject = {};
  for (const element of elements) {
    if (!isObject(element)) continue;
    const { name, value } = element;
    if (typeof name === "string" && value !== undefined) setMember(members, name, value);
    else for (const [key, own] of Object.entries(element)) setMember(members, key, own);
  }
  return members;
}
