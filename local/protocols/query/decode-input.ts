import { ServiceError } from "../../kernel/service-error.ts";
import { elementsOf, type FormNode, isNumbered } from "./form.ts";
import { flattenedMember } from "./sqs-members.ts";

/** Members that are numbers wherever they occur in the inputs of the services. */
const NUMBERS = new Set([
  ...["ActionsSuppressorExtensionPeriod", "ActionsSuppressorWaitPeriod", "DatapointsToAlarm"],
  ...["EvaluationPeriods", "MaxDatapoints", "MaxRecords", "MaxResults", "Period", "StorageResolution"],
  ...["Threshold", "SampleCount", "Sum", "Minimum", "Maximum", "DurationSeconds", "DelaySeconds"],
  ...["MaxNumberOfMessages", "VisibilityTimeout", "WaitTimeSeconds", "MaxNumberOfMessagesPerSecond"],
]);
const BOOLEANS = new Set([
  "ActionsEnabled",
  "IncludeLinkedAccounts",
  "ReturnData",
  "ReturnSubscriptionArn",
  "PeriodicSpikes",
]);
/** Lists whose elements are numbers in CloudWatch. */
const NUMBER_LISTS = new Set(["Values", "Counts"]);
/** Lists of CloudWatch: clients write an empty one as an empty text. */
const LISTS = new Set([
  ...["AlarmActions", "AlarmNames", "AlarmTypes", "AnomalyDetectorTypes", "Counts", "DashboardNames"],
  ...["Dimensions", "EntityMetricData", "ExtendedStatistics", "InsufficientDataActions", "MetricData"],
  ...["MetricDataQueries", "Metrics", "OKActions", "RuleNames", "Statistics", "TagKeys", "Tags", "Values"],
]);
const PROTOCOL = new Set(["Action", "Version"]);

/**
 * Turns the form of one request into the operation's input.
 *
 * @throws ServiceError for a number or boolean that is none
 */
export function decodeInput(service: string, form: FormNode): Record<string, unknown> {
  const members = new Map([...form.members].filter(([name]) => !PROTOCOL.has(name)));
  return structure(service, { members });
}

function structure(service: string, { members }: FormNode): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, node] of members) {
    const flattened = service === "sqs" ? flattenedMember(name, node) : undefined;
    if (flattened?.kind === "map") read[flattened.name] = map(service, elementsOf(node));
    else read[flattened?.name ?? name] = member(service, name, node, members);
  }
  return read;
}

function member(service: string, name: string, node: FormNode, siblings: FormNode["members"]): unknown {
  if (node.members.size === 0) return scalar(service, name, node.text ?? "", siblings);
  const list = node.members.get("member");
  if (list) return elements(service, name, list);
  const entries = node.members.get("entry");
  if (entries) return map(service, elementsOf(entries));
  return isNumbered(node) ? elements(service, name, node) : structure(service, node);
}

function elements(service: string, name: string, node: FormNode): unknown[] {
  const numbers = service === "monitoring" && NUMBER_LISTS.has(name);
  return elementsOf(node).map((element) => {
    if (element.members.size > 0) return structure(service, element);
    return numbers ? numberOf(name, element.text ?? "") : (element.text ?? "");
  });
}

function map(service: string, entries: readonly FormNode[]): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const { members } of entries) {
    const key = (members.get("key") ?? members.get("Name") ?? members.get("Key"))?.text;
    const value = members.get("value") ?? members.get("Value");
    if (key === undefined || !value)
      throw new ServiceError("MalformedQueryString", "An entry of a map needs a key and a value.");
    Object.defineProperty(read, key, {
      value: value.members.size > 0 ? structure(service, value) : (value.text ?? ""),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return read;
}

function scalar(service: string, name: string, text: string, siblings: FormNode["members"]): unknown {
  if (BOOLEANS.has(name)) {
    if (/^true$/i.test(text)) return true;
    if (/^false$/i.test(text)) return false;
    throw malformed(name, text, "boolean");
  }
  if (text === "" && service === "monitoring" && LISTS.has(name)) return [];
  // A datum's Value is a number, a dimension's is text.
  const number =
    NUMBERS.has(name) || (service === "monitoring" && name === "Value" && siblings.has("MetricName"));
  return number ? numberOf(name, text) : text;
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text === "NaN") return value;
  if (text.trim() === "" || Number.isNaN(value)) throw malformed(name, text, "number");
  return value;
}

function malformed(name: string, text: string, type: string): ServiceError {
  return new ServiceError("MalformedInput", `The parameter ${name} is not a ${type}: ${text.slice(0, 100)}`);
}
