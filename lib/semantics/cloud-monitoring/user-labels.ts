import { InvalidArgumentError } from "../cloud-logging/invalid-argument-error.ts";
import { MONITORING_MAX_USER_LABELS } from "../limits.ts";
import { utf8Length } from "../log-events/utf8-length.ts";

const KEY = /^\p{Ll}[\p{Ll}\p{Nd}_-]{0,62}$/u;
const VALUE = /^[\p{Ll}\p{Nd}_-]{0,63}$/u;
const MAX_BYTES = 128;

/**
 * The rules of the labels that users give to policies and channels.
 *
 * @throws InvalidArgumentError
 * @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies
 */
export function validateUserLabels(labels: Readonly<Record<string, string>> = {}): void {
  const entries = Object.entries(labels);
  if (entries.length > MONITORING_MAX_USER_LABELS)
    throw new InvalidArgumentError(
      `userLabels: ${entries.length} labels, expected at most ${MONITORING_MAX_USER_LABELS}`,
      "userLabels",
    );
  for (const [key, value] of entries)
    if (!KEY.test(key) || !VALUE.test(value) || utf8Length(key) > MAX_BYTES || utf8Length(value) > MAX_BYTES)
      throw new InvalidArgumentError(
        `userLabels: "${key}" and its value must be up to 63 lower-case letters, digits, _ and -, the key with a letter first`,
        "userLabels",
      );
}
