import { RE2JS } from "re2js";
import { InvalidParameterException } from "../log-events/service-errors.ts";
import type { DataProtectionPolicy } from "./data-protection-policy.ts";
import { MANAGED_IDENTIFIERS, type ManagedIdentifier } from "./managed-identifiers.ts";

/** Where a type of sensitive data stands in a message; ends are behind the last character. */
export interface SensitiveData {
  readonly name: string;
  readonly detections: readonly { readonly start: number; readonly end: number }[];
}

/** How far from the data a keyword may be. */
const KEYWORD_DISTANCE = 30;

type Detections = { start: number; end: number }[];
type Find = (message: string) => Detections;

/**
 * Compiles what finds a policy's data.
 *
 * @throws InvalidParameterException for an identifier whose rules AWS does not publish
 */
export function sensitiveDataFinder({
  managed,
  custom,
}: Pick<DataProtectionPolicy, "managed" | "custom">): (message: string) => SensitiveData[] {
  const finders: (readonly [string, Find])[] = [
    ...managed.map((name) => [name, managedFinder(name)] as const),
    ...custom.map(({ name, regex }) => [name, customFinder(regex)] as const),
  ];
  return (message) =>
    finders.flatMap(([name, find]) => {
      const detections = find(message);
      return detections.length > 0 ? [{ name, detections }] : [];
    });
}

/** A message with an asterisk for every character of the data. */
export function maskSensitiveData(message: string, found: readonly SensitiveData[]): string {
  let masked = message;
  for (const { detections } of found)
    for (const { start, end } of detections)
      masked = masked.slice(0, start) + "*".repeat(end - start) + masked.slice(end);
  return masked;
}

function managedFinder(name: string): Find {
  const identifier = MANAGED_IDENTIFIERS[name];
  if (identifier === undefined)
    throw new InvalidParameterException(
      `The managed data identifier ${name} cannot be evaluated here: how it finds data is not published. Those that can are ${Object.keys(MANAGED_IDENTIFIERS).join(", ")}.`,
    );
  const keywords = identifier.keywords && keywordPattern(identifier.keywords);
  return (message) => {
    // The keywords of most messages are not there at all.
    const places = keywords && placesOf(message, keywords);
    if (places?.length === 0) return [];
    return matchesOf(message, identifier).filter(
      ({ start, end }) =>
        places === undefined ||
        places.some(
          (place) =>
            (place.end <= start && start - place.end <= KEYWORD_DISTANCE) ||
            (place.start >= end && place.start - end <= KEYWORD_DISTANCE),
        ),
    );
  };
}

function matchesOf(message: string, { pattern, accepts }: ManagedIdentifier): Detections {
  return placesOf(message, pattern).filter(({ start, end }) => accepts?.(message.slice(start, end)) ?? true);
}

function placesOf(message: string, pattern: RegExp): Detections {
  return [...message.matchAll(pattern)].map(({ 0: text, index }) => ({
    start: index,
    end: index + text.length,
  }));
}

/** Keywords in any case; for a space also none, an underscore or a hyphen. */
function keywordPattern(keywords: readonly string[]): RegExp {
  const words = [...keywords]
    .sort((left, right) => right.length - left.length)
    .map((keyword) => keyword.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/[ _-]/g, "[ _-]?"));
  return new RegExp(`(?<![A-Za-z0-9])(?:${words.join("|")})(?![A-Za-z])`, "gi");
}

function customFinder(regex: string): Find {
  const pattern = RE2JS.compile(regex);
  return (message) => {
    const found: Detections = [];
    const matcher = pattern.matcher(message);
    while (matcher.find())
      if (matcher.end() > matcher.start()) found.push({ start: matcher.start(), end: matcher.end() });
    return found;
  };
}
