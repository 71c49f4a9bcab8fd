import type { Scope } from "./functions/template-function.ts";
import { evaluate } from "./intrinsics.ts";
import { TemplateError } from "./template-error.ts";

/** Functions that ask for what only the resources of an account know, such as the VPC of a subnet. */
const OF_THE_ACCOUNT = /"Fn::ValueOf(All)?"/;

/**
 * Checks the rules of a template against its parameters. Assertions on attributes of an account's resources are left out.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
 *
 * @param scope that knows the parameters
 * @throws TemplateError with the description of each assertion that fails
 */
export async function checkRules(stackName: string, scope: Scope): Promise<void> {
  const failures: string[] = [];
  for (const [name, { RuleCondition = true, Assertions = [] }] of Object.entries(
    scope.template.Rules ?? {},
  )) {
    if ((await evaluate(RuleCondition, scope, `Rules.${name}.RuleCondition`)) !== true) continue;
    for (const [index, { Assert, AssertDescription }] of Assertions.entries()) {
      if (OF_THE_ACCOUNT.test(JSON.stringify(Assert))) continue;
      const path = `Rules.${name}.Assertions[${index}]`;
      if ((await evaluate(Assert, scope, `${path}.Assert`)) === true) continue;
      failures.push(`${path}: ${AssertDescription ?? `${JSON.stringify(Assert)} does not hold`}`);
    }
  }
  if (failures.length > 0)
    throw new TemplateError(`${stackName}: the template's rules are not kept. ${failures.join("; ")}`);
}
