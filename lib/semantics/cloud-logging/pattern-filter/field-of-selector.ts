import type { SelectorStep } from "../../pattern/tree.ts";
import { HTTP_REQUEST_READERS } from "../http-request.ts";
import { UntranslatablePatternError } from "./untranslatable-pattern-error.ts";

/** Members of a line that Google reads as its severity. */
const SEVERITY_MEMBERS: readonly string[] = ["level", "severity"];

/** Members that Google takes out of a line: they are fields of the entry, in another form. */
const TAKEN_MEMBERS: readonly string[] = ["time", "timeNanos", "timestampSeconds", "timestampNanos"];

/** Where Cloud Logging has what a selector names. */
export interface SelectedField {
  /** As queries and extractors write it. */
  readonly path: string;
  /** Whether it is the entry's severity. */
  readonly isSeverity: boolean;
  /** Whether the API declares it, so that an entry which lacks it has a default. */
  readonly isDeclared: boolean;
}

/**
 * The field of an entry that has what a JSON selector names in the line.
 *
 * @throws UntranslatablePatternError
 */
export function fieldOfSelector(selector: readonly SelectorStep[]): SelectedField {
  const names: string[] = [];
  for (const step of selector) {
    if (step.type === "name") names.push(step.name);
    else if (step.type === "any-member")
      throw new UntranslatablePatternError("queries of Cloud Logging cannot name members of any name");
    else if (step.type === "index")
      throw new UntranslatablePatternError("queries of Cloud Logging cannot name an element by its place");
  }
  const [first = ""] = names;
  if (names.length === 0 || names.includes(""))
    throw new UntranslatablePatternError("queries of Cloud Logging need the name of a member");
  if (names.length === 1 && SEVERITY_MEMBERS.includes(first))
    return { path: "severity", isSeverity: true, isDeclared: true };
  if (TAKEN_MEMBERS.includes(first) || first.startsWith("logging.googleapis.com/"))
    throw new UntranslatablePatternError(`Google takes the member ${first} out of the line`);
  const isRequest = first === "httpRequest" && Object.hasOwn(HTTP_REQUEST_READERS, names[1] ?? "");
  if (isRequest && names[1] === "latency")
    throw new UntranslatablePatternError("Google keeps httpRequest.latency as a duration");
  const path = [...(isRequest ? [] : ["jsonPayload"]), ...names.map(component)].join(".");
  return { path, isSeverity: false, isDeclared: isRequest };
}

function component(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `"${name.replaceAll(/["\\]/g, "\\$&")}"`;
}
