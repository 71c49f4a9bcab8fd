import { asList, type Place, type TemplateFunction } from "./template-function.ts";

const same = (one: unknown, other: unknown): boolean =>
  typeof one === "object" ? JSON.stringify(one) === JSON.stringify(other) : String(one) === String(other);

const holds = async (value: unknown, { evaluate }: Place): Promise<boolean> =>
  (await evaluate(value)) === true;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html */
export const CONDITION_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  Condition: (argument, { condition }) => condition(String(argument)),
  async "Fn::If"(argument, { path, condition, evaluate }) {
    const [name, yes, no] = asList(argument, path, 2);
    return evaluate((await condition(String(name))) ? yes : (no ?? { Ref: "AWS::NoValue" }));
  },
  async "Fn::Equals"(argument, { path, evaluate }) {
    const [left, right] = asList(argument, path, 2);
    return same(await evaluate(left), await evaluate(right));
  },
  async "Fn::And"(argument, place) {
    for (const part of asList(argument, place.path)) if (!(await holds(part, place))) return false;
    return true;
  },
  async "Fn::Or"(argument, place) {
    for (const part of asList(argument, place.path)) if (await holds(part, place)) return true;
    return false;
  },
  "Fn::Not": async (argument, place) => !(await holds(asList(argument, place.path, 1)[0], place)),
};
