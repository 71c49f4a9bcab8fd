import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ServiceModel } from "../../../local/kernel/model.ts";
import { typedInput } from "../../../local/template/typed-input.ts";

const MODEL: ServiceModel = {
  sdk: "",
  constraints: "",
  protocol: "json",
  version: "",
  errors: {},
  operations: { Put: { input: "PutInput" }, Empty: {} },
  shapes: {
    PutInput: {
      type: "structure",
      members: {
        Name: "string",
        Count: "integer",
        Limit: { shape: "double", name: "limit" },
        On: "boolean",
        At: "timestamp",
        Code: "blob",
        Tags: "Tags",
        Rules: "Rules",
      },
    },
    Tags: { type: "map", key: "string", of: "string" },
    Rules: { type: "list", of: "Rule" },
    Rule: { type: "structure", members: { Weight: "long", Rules: "Rules" } },
  },
};

describe("An operation's input that was made of template properties", () => {
  test("has the types of the API", () => {
    const input = {
      Name: 5,
      Count: "12",
      Limit: "0.5",
      On: "true",
      At: "2026-01-01T00:00:00Z",
      Tags: { cost: 7, live: false },
      Rules: [{ Weight: "3", Rules: [{ Weight: "4" }] }],
    };

    const typed = typedInput(MODEL, "Put", input);

    expect(typed).toEqual({
      Name: "5",
      Count: 12,
      Limit: 0.5,
      On: true,
      At: 1_767_225_600,
      Tags: { cost: "7", live: "false" },
      Rules: [{ Weight: 3, Rules: [{ Weight: 4 }] }],
    });
  });

  test("takes a moment in seconds too", () => {
    const typed = typedInput(MODEL, "Put", { At: "1767225600" });

    expect(typed).toEqual({ At: 1_767_225_600 });
  });

  test("keeps what cannot be taken so, for the check to refuse", () => {
    const input = {
      Name: { a: 1 },
      Count: "many",
      Limit: "",
      On: "yes",
      At: "soon",
      Tags: [1],
      Rules: "none",
    };

    const typed = typedInput(MODEL, "Put", input);

    expect(typed).toEqual(input);
  });

  test("keeps members that the model does not know, and what every object inherits", () => {
    const input = { TakeOver: "true", constructor: "1", Code: new Uint8Array([1, 2]) };

    const typed = typedInput(MODEL, "Put", input);

    expect(typed).toEqual(input);
  });

  test("is a copy, whatever the model says", () => {
    fc.assert(
      fc.property(fc.constantFrom("Put", "Empty", "Unknown"), fc.boolean(), (operation, known) => {
        const input = { Rules: [{ Weight: 1 }], other: { deep: [1] } };

        const typed = typedInput(known ? MODEL : undefined, operation, input) as typeof input;
        typed.Rules[0]!.Weight = 2;
        typed.other.deep.push(2);

        expect(input).toEqual({ Rules: [{ Weight: 1 }], other: { deep: [1] } });
      }),
    );
  });
});
