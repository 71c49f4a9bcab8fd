import type { TemplateResource } from "../../template.ts";
import type { Expansion, Written } from "../expansion.ts";

/** An event of a function. */
export interface FunctionEvent {
  /** Logical ids of function and event, one behind the other. */
  readonly id: string;
  /** Logical id of the function. */
  readonly functionId: string;
  readonly properties: Written;
  /** ARN of what is to be called: the function or its alias. */
  readonly target: unknown;
  /** What names it to Lambda. */
  readonly name: Written;
  /** What the generated resources take over, such as the condition. */
  readonly rest: Partial<TemplateResource>;
  readonly expansion: Expansion;
}

/** Makes the resources of one type of event. @returns names of the managed policies that the function's role needs */
export type EventSource = (event: FunctionEvent) => readonly string[];

/** Lets a service call the function. */
export function permit(
  { id, name, rest, expansion }: FunctionEvent,
  principal: string,
  source: Written,
  suffix = "",
): string {
  const permissionId = `${id}Permission${suffix}`;
  expansion.add(permissionId, {
    ...rest,
    Type: "AWS::Lambda::Permission",
    Properties: { Action: "lambda:InvokeFunction", FunctionName: name, Principal: principal, ...source },
  });
  return permissionId;
}
