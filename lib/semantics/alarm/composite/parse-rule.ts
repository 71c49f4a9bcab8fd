import { ALARM_RULE_MAX_CHILDREN, ALARM_RULE_MAX_ELEMENTS, ALARM_RULE_MAX_LENGTH } from "../../limits.ts";
import type { AlarmState } from "../types.ts";
import { AlarmRuleSyntaxError } from "./rule-syntax-error.ts";
import { type RuleToken, ruleTokens } from "./rule-tokens.ts";

/** The rule of a composite alarm, parsed. */
export type AlarmRule =
  | { readonly type: "constant"; readonly value: boolean }
  | { readonly type: "state"; readonly state: AlarmState; readonly alarm: string }
  | { readonly type: "not"; readonly operand: AlarmRule }
  | { readonly type: "and" | "or"; readonly operands: readonly AlarmRule[] }
  | {
      readonly type: "at-least";
      /** A count, or a share of the alarms when `percent`. */
      readonly minimum: number;
      readonly percent: boolean;
      readonly state: AlarmState;
      readonly negated: boolean;
      readonly alarms: readonly string[];
    };

const STATES: readonly string[] = ["ALARM", "OK", "INSUFFICIENT_DATA"];
const MAX_NESTING = 200;

/**
 * Reads the rule of a composite alarm.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 *
 * @throws AlarmRuleSyntaxError saying what is wrong and where
 */
export function parseAlarmRule(rule: string): AlarmRule {
  if (rule.length > ALARM_RULE_MAX_LENGTH) {
    throw new AlarmRuleSyntaxError(
      `A rule has at most ${ALARM_RULE_MAX_LENGTH} characters, this one has ${rule.length}`,
      rule,
      ALARM_RULE_MAX_LENGTH,
    );
  }
  return new RuleParser(rule).parse();
}

class RuleParser {
  readonly #rule: string;
  readonly #tokens: RuleToken[];
  #position = 0;
  #elements = 0;
  #nesting = 0;
  readonly #children = new Set<string>();

  constructor(rule: string) {
    this.#rule = rule;
    this.#tokens = ruleTokens(rule);
  }

  parse(): AlarmRule {
    const tree = this.#junction("or");
    const rest = this.#peek();
    if (rest.type !== "end") this.#fail(`Expected AND, OR or the end, found ${shown(rest)}`, rest);
    return tree;
  }

  #junction(type: "and" | "or"): AlarmRule {
    const operand = () => (type === "or" ? this.#junction("and") : this.#unary());
    const operands = [operand()];
    while (this.#isWord(type.toUpperCase())) {
      this.#element(this.#next());
      operands.push(operand());
    }
    return operands.length === 1 ? operands[0]! : { type, operands };
  }

  #unary(): AlarmRule {
    if (++this.#nesting > MAX_NESTING) this.#fail("The rule is nested too deeply", this.#peek());
    try {
      const token = this.#next();
      if (token.type === "(") {
        const inner = this.#junction("or");
        this.#expect(")");
        return inner;
      }
      if (token.type === "word") {
        this.#element(token);
        if (token.text === "NOT") return { type: "not", operand: this.#unary() };
        if (token.text === "TRUE" || token.text === "FALSE") {
          return { type: "constant", value: token.text === "TRUE" };
        }
        if (token.text === "AT_LEAST") return this.#atLeast();
        if (STATES.includes(token.text)) {
          this.#expect("(");
          const alarm = this.#alarmName();
          this.#expect(")");
          return { type: "state", state: token.text as AlarmState, alarm };
        }
      }
      return this.#fail(
        `Expected ALARM(…), OK(…), INSUFFICIENT_DATA(…), AT_LEAST(…), NOT, TRUE, FALSE or "(", found ${shown(token)}`,
        token,
      );
    } finally {
      this.#nesting--;
    }
  }

  /** `AT_LEAST(2, ALARM, (a, b, c))`, `AT_LEAST("50%", NOT OK, (a, b))`; the first parenthesis is next. */
  #atLeast(): AlarmRule {
    this.#expect("(");
    const count = this.#next();
    const number = /^(\d+(?:\.\d+)?)(%?)$/.exec(count.text);
    const percent = number?.[2] === "%";
    if (
      !number ||
      (!percent && !/^[1-9]\d*$/.test(count.text)) ||
      (percent && !inPercent(Number(number[1])))
    ) {
      this.#fail(`Expected a count such as 2 or a share such as "50%", found ${shown(count)}`, count);
    }
    this.#expect(",");
    const negated = this.#isWord("NOT");
    if (negated) this.#element(this.#next());
    const state = this.#next();
    if (state.type !== "word" || !STATES.includes(state.text)) {
      this.#fail(`Expected ALARM, OK or INSUFFICIENT_DATA, found ${shown(state)}`, state);
    }
    this.#element(state);
    this.#expect(",");
    this.#expect("(");
    const alarms = [this.#alarmName()];
    while (this.#peek().type === ",") {
      this.#next();
      alarms.push(this.#alarmName());
    }
    this.#expect(")");
    this.#expect(")");
    const minimum = Number(number![1]);
    if (!percent && minimum > alarms.length) {
      this.#fail(`At least ${minimum} of ${alarms.length} alarms can never hold`, count);
    }
    return { type: "at-least", minimum, percent, state: state.text as AlarmState, negated, alarms };
  }

  #alarmName(): string {
    const token = this.#next();
    if ((token.type !== "word" && token.type !== "string") || token.text === "") {
      this.#fail(`Expected an alarm's name or ARN, found ${shown(token)}`, token);
    }
    this.#element(token);
    this.#children.add(token.text);
    if (this.#children.size > ALARM_RULE_MAX_CHILDREN) {
      this.#fail(`A rule names at most ${ALARM_RULE_MAX_CHILDREN} alarms`, token);
    }
    return token.text;
  }

  #element(token: RuleToken): void {
    if (++this.#elements > ALARM_RULE_MAX_ELEMENTS) {
      this.#fail(`A rule has at most ${ALARM_RULE_MAX_ELEMENTS} elements`, token);
    }
  }

  #expect(type: RuleToken["type"]): void {
    const token = this.#next();
    if (token.type !== type) this.#fail(`Expected "${type}", found ${shown(token)}`, token);
  }

  #isWord(text: string): boolean {
    const token = this.#peek();
    return token.type === "word" && token.text === text;
  }

  #peek(): RuleToken {
    return this.#tokens[this.#position]!;
  }

  #next(): RuleToken {
    const token = this.#peek();
    if (token.type !== "end") this.#position++;
    return token;
  }

  #fail(message: string, token: RuleToken): never {
    throw new AlarmRuleSyntaxError(message, this.#rule, token.offset);
  }
}

const inPercent = (value: number): boolean => value > 0 && value <= 100;
const shown = (token: RuleToken): string =>
  token.type === "end" ? "the end of the rule" : `"${token.text}"`;
