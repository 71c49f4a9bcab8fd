import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  evaluateComposite,
  referencedAlarms,
} from "../../../lib/semantics/alarm/composite/evaluate-composite.ts";
import { parseAlarmRule } from "../../../lib/semantics/alarm/composite/parse-rule.ts";
import { AlarmRuleSyntaxError } from "../../../lib/semantics/alarm/composite/rule-syntax-error.ts";
import type { AlarmState } from "../../../lib/semantics/alarm/types.ts";

const names = ["cpu", "disk full", "a.b-c/d", 'say "hi"'];
const states = fc.constantFrom<AlarmState>("OK", "ALARM", "INSUFFICIENT_DATA");
const quote = (name: string) => `"${name.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

/** A rule as text beside a function that knows its truth without the parser. */
interface Rule {
  text: string;
  truth: (states: Record<string, AlarmState>) => boolean;
}
const { rule } = fc.letrec<{ rule: Rule; leaf: Rule }>((tie) => ({
  leaf: fc.oneof(
    fc.boolean().map((value): Rule => ({ text: value ? "TRUE" : "FALSE", truth: () => value })),
    fc.tuple(states, fc.constantFrom(...names), fc.boolean()).map(([state, name, bare]): Rule => {
      const shown = bare && /^[\w./-]+$/.test(name) ? name : quote(name);
      return { text: `${state}(${shown})`, truth: (all) => all[name] === state };
    }),
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), states, fc.boolean(), fc.constantFrom("", "%"))
      .map(([least, state, negated, percent]): Rule => {
        const minimum = percent ? `"${least * 30}%"` : String(least);
        const needed = percent ? Math.ceil((least * 30 * names.length) / 100) : least;
        return {
          text: `AT_LEAST(${minimum}, ${negated ? "NOT " : ""}${state}, (${names.map(quote).join(", ")}))`,
          truth: (all) => names.filter((name) => (all[name] === state) !== negated).length >= needed,
        };
      }),
  ),
  rule: fc.oneof(
    { maxDepth: 5 },
    tie("leaf"),
    tie("rule").map((inner): Rule => ({ text: `NOT (${inner.text})`, truth: (all) => !inner.truth(all) })),
    fc.tuple(tie("rule"), tie("rule")).map(
      ([left, right]): Rule => ({
        text: `(${left.text}) AND (${right.text})`,
        truth: (all) => left.truth(all) && right.truth(all),
      }),
    ),
    fc.tuple(tie("rule"), tie("rule")).map(
      ([left, right]): Rule => ({
        text: `(${left.text}) OR (${right.text})`,
        truth: (all) => left.truth(all) || right.truth(all),
      }),
    ),
  ),
}));
const allStates = fc
  .tuple(...names.map(() => states))
  .map((list) => Object.fromEntries(names.map((name, index) => [name, list[index] as AlarmState])));

describe("composite alarms", () => {
  test("agree with the rule's meaning", () => {
    fc.assert(
      fc.property(rule, allStates, ({ text, truth }, all) => {
        fc.pre(text.length <= 10_240 && (text.match(/\w+/g)?.length ?? 0) < 400);
        expect(evaluateComposite(text, all).state).toBe(truth(all) ? "ALARM" : "OK");
      }),
      { numRuns: 5000 },
    );
  });

  test("AND binds tighter than OR, NOT tighter than both", () => {
    expect(evaluateComposite("TRUE OR TRUE AND FALSE", {}).state).toBe("ALARM");
    expect(evaluateComposite("NOT FALSE AND FALSE", {}).state).toBe("OK");
  });

  test("find an alarm by its name or its ARN", () => {
    const arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:cpu";

    expect(evaluateComposite(`ALARM("${arn}")`, { cpu: "ALARM" }).state).toBe("ALARM");
    expect(evaluateComposite("ALARM(cpu)", new Map([[arn, "ALARM" as const]])).state).toBe("ALARM");
    expect(evaluateComposite("INSUFFICIENT_DATA(unknown)", {}).state).toBe("ALARM");
    expect(referencedAlarms(`ALARM(cpu) OR NOT OK("${arn}") AND ALARM(cpu)`)).toEqual(["cpu", arn]);
  });

  test("say which child changed", () => {
    const arn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:FirstChild";
    const timestamp = Date.UTC(2022, 6, 22, 15, 57, 45, 394);

    const { reason, reasonData } = evaluateComposite(
      "ALARM(FirstChild)",
      { FirstChild: "ALARM" },
      {
        triggers: [{ arn, state: "ALARM", timestamp }],
      },
    );

    expect(reason).toBe(`${arn} transitioned to ALARM at Friday 22 July, 2022 15:57:45 UTC`);
    expect(JSON.stringify(reasonData)).toBe(
      `{"triggeringAlarms":[{"arn":"${arn}","state":{"value":"ALARM","timestamp":"2022-07-22T15:57:45.394+0000"}}]}`,
    );
  });

  test.each([
    ["", 0],
    ["ALARM(a) AND", 12],
    ["ALARM(a) ALARM(b)", 9],
    ["alarm(a)", 0],
    ['ALARM("a)', 6],
    ["ALARM()", 6],
    ["AT_LEAST(3, ALARM, (a, b))", 9],
  ])("%j is refused at character %i", (text, offset) => {
    let error: unknown;
    try {
      parseAlarmRule(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(AlarmRuleSyntaxError);
    expect((error as AlarmRuleSyntaxError).offset).toBe(offset);
  });

  test("any text is a rule or a syntax error inside it", () => {
    const piece = fc.constantFrom(
      "ALARM",
      "OK",
      "(",
      ")",
      "AND",
      "OR",
      "NOT",
      "TRUE",
      '"',
      ",",
      " ",
      "a",
      "AT_LEAST",
      "2",
      "50%",
      "\\",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 15 }).map((all) => all.join(" ")),
          fc.string(),
        ),
        (text) => {
          try {
            parseAlarmRule(text);
          } catch (error) {
            expect(error).toBeInstanceOf(AlarmRuleSyntaxError);
            expect((error as AlarmRuleSyntaxError).offset).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: 35_000 },
    );
    expect(() => parseAlarmRule("(".repeat(10_000))).toThrow(AlarmRuleSyntaxError);
  });
});
