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

const LAMBDA = "AWS_LAMBDA_LOG_LEVEL";
const GENERAL = "LOG_LEVEL";
const told = new Set<string>();

/** Reads the variables. What is no level is told once and left out, as is a conflict between both. */
export function environmentLevels(): EnvironmentLevels {
  const lambda = levelIn(LAMBDA);
  const general = levelIn(GENERAL);
  if (lambda !== undefined && general !== undefined && lambda !== general)
    tell("level-conflict", `${LAMBDA}=${levelName(lambda)} wins over ${GENERAL}=${levelName(general)}`);
  return { lambda, general };
}

/** Level of a logger: Lambda's is the root's and the lowest of all others, then comes what is configured, then `LOG_LEVEL`. */
export function levelFor(
  name: string,
  configured: number | undefined,
  { lambda, general }: EnvironmentLevels,
): number {
  if (configured === undefined) return lambda ?? general ?? LEVELS.info;
  if (lambda === undefined) return configured;
  const level = name === "" ? lambda : Math.max(lambda, configured);
  if (level !== configured) {
    const whose = name === "" ? "the root's" : `"${name}"'s`;
    tell(
      "level-conflict",
      `${LAMBDA}=${levelName(lambda)} wins over ${whose} level ${levelName(configured)}`,
    );
  }
  return level;
}

function levelIn(variable: string): number | undefined {
  const given = process.env[variable];
  if (given === undefined || given === "") return undefined;
  try {
    return parseLevel(given);
  } catch (cause) {
    tell("level-unknown", `${variable} is ignored: ${(cause as Error).message}`);
    return undefined;
  }
}

function tell(code: string, message: string): void {
  if (told.has(message)) return;
  told.add(message);
  reportInternal({ code, message });
}
