import { asList, asText, asValues, type Place, type TemplateFunction } from "./template-function.ts";

/** Both lists that a function compares, as texts. */
async function pair(argument: unknown, place: Place): Promise<[string[], string[]]> {
  const [one, other] = asList(argument, place.path, 2);
  const texts = async (value: unknown) => (await asValues(value, place)).map(String);
  return [await texts(one), await texts(other)];
}

/** Functions that stand in `Rules` only. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-rules.html */
export const RULE_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  async "Fn::Contains"(argument, place) {
    const [list, value] = asList(argument, place.path, 2);
    return (await asValues(list, place)).map(String).includes(await asText(value, place));
  },
  async "Fn::EachMemberEquals"(argument, place) {
    const [list, value] = asList(argument, place.path, 2);
    const expected = await asText(value, place);
    return (await asValues(list, place)).every((member) => String(member) === expected);
  },
  async "Fn::EachMemberIn"(argument, place) {
    const [members, allowed] = await pair(argument, place);
    return members.every((member) => allowed.includes(member));
  },
  async "Fn::RefAll"(argument, { scope }) {
    return Object.entries(scope.template.Parameters ?? {})
      .filter(([, { Type }]) => Type === argument || Type === `List<${String(argument)}>`)
      .flatMap(([name]) => scope.ref(name));
  },
};
