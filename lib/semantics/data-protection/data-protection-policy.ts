import { RE2JS } from "re2js";
import {
  CUSTOM_IDENTIFIER_MAX_REGEX_LENGTH,
  CUSTOM_IDENTIFIERS_PER_POLICY,
  DATA_PROTECTION_POLICY_MAX_LENGTH,
} from "../limits.ts";
import { InvalidParameterException } from "../log-events/service-errors.ts";
import { IDENTIFIER_NAMES } from "./managed-identifiers.ts";

/** Where the findings of an audit go; nowhere when all are absent. */
export interface FindingsDestination {
  readonly logGroup?: string;
  readonly deliveryStream?: string;
  readonly bucket?: string;
}

/** What a data protection policy says. */
export interface DataProtectionPolicy {
  /** Names of managed identifiers. */
  readonly managed: readonly string[];
  readonly custom: readonly { readonly name: string; readonly regex: string }[];
  /** Absent without an audit statement. */
  readonly audit?: FindingsDestination;
  readonly masks: boolean;
}

const ARN = /^arn:aws[\w-]*:dataprotection::aws:data-identifier\/(.+)$/;
const CUSTOM_NAME = /^[A-Za-z0-9_-]{1,128}$/;

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads a data protection policy: a statement that audits, one that masks, both with the same identifiers.
 *
 * @throws InvalidParameterException that names the mistake
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDataProtectionPolicy.html
 */
export function readDataProtectionPolicy(document: string): DataProtectionPolicy {
  if (document.length > DATA_PROTECTION_POLICY_MAX_LENGTH)
    refuse(`at most ${DATA_PROTECTION_POLICY_MAX_LENGTH} characters are allowed, found ${document.length}`);
  const policy = parsed(document);
  const custom = customOf(policy["Configuration"]);
  const statements = listOf(policy["Statement"], "Statement").map((one) => statementOf(one, custom));
  const audits = statements.filter(({ audit }) => audit !== undefined);
  const masks = statements.filter(({ isMask }) => isMask);
  if (audits.length > 1) refuse("only one statement can have the operation Audit");
  if (statements.length === 0)
    refuse("expected a statement with the operation Audit, and one with Deidentify");
  const [first] = statements;
  for (const { identifiers } of statements)
    if (
      identifiers.length !== first!.identifiers.length ||
      identifiers.some((one) => !first!.identifiers.includes(one))
    )
      refuse("the lists DataIdentifier of all statements must be the same");
  const known = new Set(custom.map(({ name }) => name));
  return {
    managed: first!.identifiers.filter((name) => !known.has(name)),
    custom: custom.filter(({ name }) => first!.identifiers.includes(name)),
    ...(audits[0]?.audit && { audit: audits[0].audit }),
    masks: masks.length > 0,
  };
}

function statementOf(value: unknown, custom: DataProtectionPolicy["custom"]) {
  const statement = membersOf(value, "a statement");
  const identifiers = listOf(statement["DataIdentifier"], "DataIdentifier").map((one) =>
    nameOf(String(one), custom),
  );
  if (identifiers.length === 0) refuse("DataIdentifier must name at least one identifier");
  const operation = membersOf(statement["Operation"], "Operation");
  if (operation["Audit"] !== undefined)
    return { identifiers, isMask: false, audit: destinationOf(membersOf(operation["Audit"], "Audit")) };
  if (operation["Deidentify"] === undefined) refuse("Operation must be Audit or Deidentify");
  const { MaskConfig } = membersOf(operation["Deidentify"], "Deidentify");
  if (Object.keys(membersOf(MaskConfig, "MaskConfig")).length > 0) refuse("MaskConfig must be empty");
  return { identifiers, isMask: true, audit: undefined };
}

function nameOf(identifier: string, custom: DataProtectionPolicy["custom"]): string {
  const name = ARN.exec(identifier)?.[1];
  if (name === undefined) {
    if (custom.some((one) => one.name === identifier)) return identifier;
    refuse(`${identifier} is neither the ARN of a managed data identifier nor the name of a custom one`);
  }
  if (!IDENTIFIER_NAMES.has(name)) refuse(`there is no managed data identifier ${name}`);
  return name;
}

function customOf(configuration: unknown): DataProtectionPolicy["custom"] {
  if (configuration === undefined) return [];
  const { CustomDataIdentifier = [] } = membersOf(configuration, "Configuration");
  const found = listOf(CustomDataIdentifier, "CustomDataIdentifier").map((value) => {
    const { Name, Regex } = membersOf(value, "a custom data identifier");
    const [name, regex] = [String(Name), String(Regex)];
    if (!CUSTOM_NAME.test(name))
      refuse(`the name of a custom data identifier has 1 to 128 letters, digits, _ and -, found ${name}`);
    if (IDENTIFIER_NAMES.has(name)) refuse(`${name} is the name of a managed data identifier`);
    if (regex.length > CUSTOM_IDENTIFIER_MAX_REGEX_LENGTH)
      refuse(`the regex of ${name} has more than ${CUSTOM_IDENTIFIER_MAX_REGEX_LENGTH} characters`);
    try {
      RE2JS.compile(regex);
    } catch (cause) {
      refuse(`the regex of ${name} is invalid: ${(cause as Error).message}`);
    }
    return { name, regex };
  });
  if (found.length > CUSTOM_IDENTIFIERS_PER_POLICY)
    refuse(
      `at most ${CUSTOM_IDENTIFIERS_PER_POLICY} custom data identifiers are allowed, found ${found.length}`,
    );
  return found;
}

function destinationOf({ FindingsDestination = {} }: Members): FindingsDestination {
  const { CloudWatchLogs, Firehose, S3 } = membersOf(FindingsDestination, "FindingsDestination");
  const text = (value: unknown, member: string, place: string): string => {
    const found = membersOf(value, place)[member];
    return typeof found === "string" ? found : refuse(`${place} must name its ${member}`);
  };
  return {
    ...(CloudWatchLogs !== undefined && { logGroup: text(CloudWatchLogs, "LogGroup", "CloudWatchLogs") }),
    ...(Firehose !== undefined && { deliveryStream: text(Firehose, "DeliveryStream", "Firehose") }),
    ...(S3 !== undefined && { bucket: text(S3, "Bucket", "S3") }),
  };
}

function parsed(document: string): Members {
  try {
    return membersOf(JSON.parse(document), "the document");
  } catch (error) {
    if (error instanceof InvalidParameterException) throw error;
    return refuse("the document is not valid JSON");
  }
}

function membersOf(value: unknown, what: string): Members {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Members;
  return refuse(`${what} must be an object`);
}

function listOf(value: unknown, what: string): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(`${what} must be a list`);
}

function refuse(reason: string): never {
  throw new InvalidParameterException(`Invalid data protection policy: ${reason}.`);
}
