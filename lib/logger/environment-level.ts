import { reportInternal } from "./internal-channel.ts";
import { LEVELS, levelName, parseLevel } from "./levels.ts";

/**
 * Levels that the environment gives.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html
 */
export interface EnvironmentLevels {
  /** `AWS_LAMBDA_LOG_LEVEL`: what is below it Lambda throws away. */
  readonly lambda: number | undefined;
  /** `LOG_LEVEL`: the root's level where nothing else gives one. */
  readonly general: number | undefined;
}

/** Variable of Lambda's level. */
export const LAMBDA_LEVEL = "AWS_LAMBDA_LOG_LEVEL";
const GENERAL = "LOG_LEVEL";
const told = new Set<string>();

/** Reads the variables. What is no level is told once and left out, as is a conflict between both. */
export function environmentLevels(): EnvironmentLevels {
  const lambda = levelIn(LAMBDA_LEVEL);
  const general = levelIn(GENERAL);
  if (lambda !== undefined && general !== undefined && lambda !== general)
    tellOfLevels(
      "level-conflict",
      `${LAMBDA_LEVEL}=${levelName(lambda)} wins over ${GENERAL}=${levelName(general)}`,
    );
  return { lambda, general };
}

/** Level of a logger for which nothing is configured. */
export function defaultLevel({ lambda, general }: EnvironmentLevels): number {
  return lambda ?? general ?? LEVELS.info;
}

function levelIn(variable: string): number | undefined {
  const given = process.env[variable];
  if (given === undefined || given === "") return undefined;
  try {
    return parseLevel(given);
  } catch (cause) {
    tellOfLevels("level-unknown", `${variable} is ignored: ${(cause as Error).message}`);
    return undefined;
  }
}

/** Tells something about the environment's levels, once. */
export function tellOfLevels(code: string, message: string): void {
  if (told.has(message)) return;
  told.add(message);
  reportInternal({ code, message });
}
