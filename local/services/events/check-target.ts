import type { Target } from "@aws-sdk/client-eventbridge";
import { isJson } from "#kernel/json-text.ts";
import type { Input } from "../../kernel/service.ts";
import { invalidParameter } from "./errors.ts";
import { unknownVariable } from "./input-transformer.ts";
import { compileJsonPath } from "./json-path.ts";

/** @throws ServiceError naming what is wrong with a target */
export function checkTarget(target: Input<Target>): void {
  const { Id, Arn = "", Input: input, InputPath, InputTransformer, SqsParameters } = target;
  if (!/^arn:[\w-]+:[\w-]+:[^:]*:[^:]*:.+$/.test(Arn))
    throw invalidParameter(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  if (Arn.split(":")[2] === "sqs" && Arn.endsWith(".fifo") && !SqsParameters?.MessageGroupId)
    throw invalidParameter(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
  const given = [input, InputPath, InputTransformer].filter((one) => one !== undefined);
  if (given.length > 1)
    throw invalidParameter(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`,
    );
  if (input !== undefined && !isJson(input))
    throw invalidParameter(`JSON syntax error in Input for target ${Id}.`);
  const unknown = InputTransformer && unknownVariable(InputTransformer);
  if (unknown !== undefined)
    throw invalidParameter(`InputTemplate for target ${Id} contains invalid placeholder ${unknown}.`);
  const paths = [InputPath, ...Object.values(InputTransformer?.InputPathsMap ?? {})];
  for (const path of paths)
    if (path !== undefined && !compileJsonPath(path))
      throw invalidParameter(`Invalid JSON path ${path} for target ${Id}.`);
}
