import { InvalidArgumentError } from "../../cloud-logging/invalid-argument-error.ts";
import {
  ALERT_AUTO_CLOSE_MAX_SECONDS,
  ALERT_AUTO_CLOSE_MIN_SECONDS,
  ALERT_MAX_CONDITIONS,
  LOG_ALERT_MIN_PERIOD_SECONDS,
  MONITORING_DISPLAY_NAME_MAX_LENGTH,
} from "../../limits.ts";
import { utf8Length } from "../../log-events/utf8-length.ts";
import { durationSeconds } from "../duration-seconds.ts";
import { validateUserLabels } from "../user-labels.ts";
import type { AlertDocumentation, AlertPolicy, AlertStrategy } from "./types.ts";
import { type MetricForms, validateCondition } from "./validate-condition.ts";

const COMBINERS = ["AND", "OR", "AND_WITH_MATCHING_RESOURCE"];
const PROMPTS = ["OPENED", "CLOSED"];
const SEVERITIES = ["SEVERITY_UNSPECIFIED", "CRITICAL", "ERROR", "WARNING"];
const CONTENT_MAX_LENGTH = 8192;
const CONTENT_MAX_BYTES = 10_240;
const MAX_LINKS = 3;
const LINK_NAME_MAX_LENGTH = 63;
const LINK_URL_MAX_LENGTH = 2083;

/** Options of {@link validateAlertPolicy}. */
export interface AlertPolicyChecks {
  /** Kind and type of a metric, where known. @default nothing is known */
  readonly metricForms?: MetricForms | undefined;
}

/**
 * The rules of creating an alert policy. Whether metrics and channels exist is the caller's to check.
 *
 * @throws InvalidArgumentError
 * @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies/create
 */
export function validateAlertPolicy(
  policy: AlertPolicy,
  { metricForms = () => undefined }: AlertPolicyChecks = {},
): void {
  const { conditions = [], displayName = "", combiner } = policy;
  if ([...displayName].length > MONITORING_DISPLAY_NAME_MAX_LENGTH)
    throw new InvalidArgumentError(
      `displayName: expected at most ${MONITORING_DISPLAY_NAME_MAX_LENGTH} characters`,
      "displayName",
    );
  if (conditions.length < 1 || conditions.length > ALERT_MAX_CONDITIONS)
    throw new InvalidArgumentError(
      `conditions: found ${conditions.length}, expected 1 to ${ALERT_MAX_CONDITIONS}`,
      "conditions",
    );
  for (const [index, condition] of conditions.entries())
    validateCondition(condition, `conditions[${index}]`, metricForms);
  const combines = combiner !== undefined && combiner !== "COMBINE_UNSPECIFIED" && combiner !== "";
  if (combines ? !COMBINERS.includes(combiner) : conditions.length > 1)
    throw new InvalidArgumentError(`combiner: expected one of ${COMBINERS.join(", ")}`, "combiner");
  const matchesLogs = conditions.some(({ conditionMatchedLog }) => conditionMatchedLog !== undefined);
  if (matchesLogs && conditions.length > 1)
    throw new InvalidArgumentError(
      "conditions: Alert policies with a log matching condition can only have a single condition",
      "conditions",
    );
  checkStrategy(policy.alertStrategy ?? {}, matchesLogs);
  validateUserLabels(policy.userLabels);
  if (policy.documentation) checkDocumentation(policy.documentation);
  if (policy.severity !== undefined && !SEVERITIES.includes(policy.severity))
    throw new InvalidArgumentError(`severity: expected one of ${SEVERITIES.join(", ")}`, "severity");
}

function checkStrategy(
  { notificationRateLimit, notificationPrompts = [], autoClose }: AlertStrategy,
  matchesLogs: boolean,
): void {
  checkRateLimit(notificationRateLimit, matchesLogs);
  const closing = notificationPrompts.includes("CLOSED");
  if (
    notificationPrompts.some((prompt) => !PROMPTS.includes(prompt)) ||
    new Set(notificationPrompts).size !== notificationPrompts.length ||
    (closing && (matchesLogs || !notificationPrompts.includes("OPENED")))
  )
    throw new InvalidArgumentError(
      `alertStrategy.notificationPrompts: expected [OPENED]${matchesLogs ? "" : " or [OPENED, CLOSED]"}`,
      "alertStrategy.notificationPrompts",
    );
  if (!autoClose) return;
  const seconds = durationSeconds(autoClose, "alertStrategy.autoClose");
  if (seconds < ALERT_AUTO_CLOSE_MIN_SECONDS)
    throw new InvalidArgumentError(
      "alertStrategy.autoClose: the autoclose duration should be at least 30 minutes",
      "alertStrategy.autoClose",
    );
  if (seconds > ALERT_AUTO_CLOSE_MAX_SECONDS)
    throw new InvalidArgumentError(
      "alertStrategy.autoClose: the autoclose duration should be at most 7 days",
      "alertStrategy.autoClose",
    );
}

function checkRateLimit(limit: AlertStrategy["notificationRateLimit"], matchesLogs: boolean): void {
  const field = "alertStrategy.notificationRateLimit";
  if (!limit) {
    if (!matchesLogs) return;
    throw new InvalidArgumentError(
      `${field}: log-based alert policies must specify a notification rate limit`,
      field,
    );
  }
  if (!matchesLogs)
    throw new InvalidArgumentError(
      `${field}: metric-based alert policies must not specify a notification rate limit`,
      field,
    );
  if (durationSeconds(limit.period, `${field}.period`) < LOG_ALERT_MIN_PERIOD_SECONDS)
    throw new InvalidArgumentError(
      `${field}.period: expected at least ${LOG_ALERT_MIN_PERIOD_SECONDS} s`,
      `${field}.period`,
    );
}

function checkDocumentation({ content = "", mimeType, subject = "", links = [] }: AlertDocumentation): void {
  if ([...content].length > CONTENT_MAX_LENGTH || utf8Length(content) > CONTENT_MAX_BYTES)
    throw new InvalidArgumentError(
      `documentation.content: expected at most ${CONTENT_MAX_LENGTH} characters and ${CONTENT_MAX_BYTES} bytes`,
      "documentation.content",
    );
  if (mimeType !== undefined && mimeType !== "" && mimeType !== "text/markdown")
    throw new InvalidArgumentError(
      `documentation.mimeType: found "${mimeType}", expected text/markdown`,
      "documentation.mimeType",
    );
  if (utf8Length(subject) > CONTENT_MAX_BYTES)
    throw new InvalidArgumentError(
      `documentation.subject: expected at most ${CONTENT_MAX_BYTES} bytes`,
      "documentation.subject",
    );
  if (links.length > MAX_LINKS)
    throw new InvalidArgumentError(
      `documentation.links: found ${links.length}, expected at most ${MAX_LINKS}`,
      "documentation.links",
    );
  for (const { displayName = "", url = "" } of links) {
    const named = displayName !== "" && [...displayName].length <= LINK_NAME_MAX_LENGTH;
    if (!named || url === "" || url.length > LINK_URL_MAX_LENGTH)
      throw new InvalidArgumentError(
        `documentation.links: expected a name of 1 to ${LINK_NAME_MAX_LENGTH} characters and an address of up to ${LINK_URL_MAX_LENGTH}`,
        "documentation.links",
      );
  }
}
